"""The notices on a checkpoint's page."""

from typing import Any

from checkpoints.lookout import selectors
from checkpoints.lookout.models import Hit
from checkpoints.register.models import Checkpoint
from grid.organisation.models import Officer
from grid.rights import Right


def shown(checkpoint: Checkpoint, officer: Officer) -> dict[str, Any] | None:
    """What holds here, what is not signed for, hits nobody has confirmed; None without right."""
    if not officer.has_right(Right.NOTICE_READ):
        return None
    here = selectors.active(officer).covering(checkpoint.agency.path)  # type: ignore[attr-defined]
    unread = selectors.unread(checkpoint.agency)
    hits = selectors.hits(officer).filter(checkpoint=checkpoint).exclude(state=Hit.State.DONE)
    return {
        "notices": here.order_by("valid_to")[:10],
        "count": here.count(),
        "unread": set(unread.values_list("pk", flat=True)),
        "hits": hits[:5],
        "may_check": officer.has_right(Right.NOTICE_CHECK),
    }
