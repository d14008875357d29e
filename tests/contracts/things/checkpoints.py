"""Things of the checkpoints' floor that belong to the south."""

from typing import Any

from tests.cast import Cast
from tests.checkpoints.lookout.make import make_hit, make_notice
from tests.checkpoints.containment.flight import running
from tests.checkpoints.make import make_checkpoint
from tests.contracts.things.marks import ADDRESS


def of_checkpoint(cast: Cast) -> dict[str, Any]:
    """A southern checkpoint."""
    return {"checkpoint_code": make_checkpoint(cast, agency=cast.south_station).code}


def of_notice(cast: Cast) -> dict[str, Any]:
    """A southern notice, waiting for approval."""
    return {"notice_number": make_notice(cast, south=True, grounds=ADDRESS).number}


def of_hit(cast: Cast) -> dict[str, Any]:
    """A southern hit on a notice that names what it seeks."""
    return {"hit_id": make_hit(cast, south=True, grounds=ADDRESS).pk}


def of_containment(cast: Cast) -> dict[str, Any]:
    """A southern containment with its plan and its first post."""
    row = running(cast, by=cast.sam)
    order = row.orders.first()
    assert order is not None
    return {
        "containment_number": row.number,
        "containment_plan_id": row.plan_id,
        "post_order_id": order.pk,
    }
