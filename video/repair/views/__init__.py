"""Pages of repair: tickets, the contractor's phone, rules, firms, figures."""
