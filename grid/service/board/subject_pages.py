"""Where a cell can be read by whoever works in it."""

from grid.ledger.subject_pages import register
from grid.territory.selectors import cells

register("cell", "cell_card", cells, key="code")
