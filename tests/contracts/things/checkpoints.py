"""Things of the checkpoints' floor that belong to the south."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from checkpoints.duty import services as duty
from tests.cast import Cast
from tests.checkpoints.containment.flight import running
from tests.checkpoints.lookout.make import make_hit, make_notice
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.register.stock import stocked
from tests.checkpoints.work.at_work import work_of
from tests.contracts.things.marks import ADDRESS


def of_checkpoint(cast: Cast) -> dict[str, Any]:
    """A southern checkpoint."""
    return {"checkpoint_code": make_checkpoint(cast, agency=cast.south_station).code}


def of_register(cast: Cast) -> dict[str, Any]:
    """What stands at a southern checkpoint: equipment, a post, a joint force, a task, its ring."""
    return stocked(make_checkpoint(cast, agency=cast.south_station), by=cast.sam)


def of_duty(cast: Cast) -> dict[str, Any]:
    """A southern order with its one switch, and a procedure of the south."""
    checkpoint = make_checkpoint(cast, agency=cast.south_station)
    until = timezone.now() + timedelta(days=1)
    order = duty.issue(
        by=cast.sam, level="reinforced", checkpoints=[checkpoint], reason=ADDRESS, valid_until=until
    )
    sop = duty.write_sop(
        by=cast.sam, level=order.to_level, title=ADDRESS, text=ADDRESS,
        valid_from=timezone.localdate(),
    )  # fmt: skip
    switch = order.switches.get()
    return {"duty_number": order.number, "switch_id": switch.pk, "sop_id": sop.pk}


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


def of_checkwork(cast: Cast) -> dict[str, Any]:
    """What a southern checkpoint did: counted, seized, suspended, rostered and handed over."""
    return work_of(make_checkpoint(cast, agency=cast.south_station), cast, note=ADDRESS)
