"""Pages of duty levels: orders, what a post does with one, statistics, rules."""
