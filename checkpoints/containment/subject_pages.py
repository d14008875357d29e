"""Where a containment can be read."""

from checkpoints.containment.selectors import containments
from grid.ledger.subject_pages import register

register("containment", "containment_detail", containments, key="number")
