"""Where a lookout notice and a hit on it can be read."""

from checkpoints.lookout.selectors import hits, notices
from grid.ledger.subject_pages import register

register("lookout_notice", "notice_detail", notices, key="number")
register("lookout.hit", "hit_detail", hits)
register("hit", "hit_detail", hits)
