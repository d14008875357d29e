"""Where a cell can be read by whoever knows the ground only."""

from grid.ledger.subject_pages import register
from grid.territory.selectors import cells

register("cell", "cell_detail", cells, key="code", is_second=True)
