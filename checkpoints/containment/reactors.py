"""Clocks of the containments: posts that are late, containments whose time is over."""

from django.utils import timezone

from checkpoints.containment.services.answering import mark_late
from checkpoints.containment.services.changing import end_expired
from grid.ledger.reactors import sweep


@sweep("containment.posts_late", every_s=2)
def tell_late_posts() -> None:
    """Posts that did not answer, come or report in time."""
    mark_late(timezone.now())


@sweep("containment.ended", every_s=5)
def end_what_is_over() -> None:
    """Containments whose validity is over release their posts."""
    end_expired(timezone.now())
