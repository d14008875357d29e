"""Where a dispute can be read by whoever mediates it."""

from grid.ledger.subject_pages import register
from mediation.flow.selectors import my_disputes

register("dispute", "my_dispute", my_disputes, key="number", is_second=True)
