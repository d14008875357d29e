"""Lookout notices of the demo city: impossible plates and a person who cannot be meant."""

from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from checkpoints.lookout import services
from checkpoints.lookout.models import Kind
from grid.organisation.models import Agency, Officer

SOUGHT_PLATE: Final = "演D0000A"
# No plate begins with 000, no document with DEMO; the surname is no surname.
_NOTICES: Final[tuple[dict[str, Any], ...]] = (
    {
        "kind": Kind.VEHICLE,
        "sought": SOUGHT_PLATE,
        "description": "白色厢式货车，右后门有划痕",
        "instrument_type": "立案决定书",
        "instrument_number": "演公立字〔2026〕0001号",
        "grounds": "涉嫌盗窃案件作案车辆",
        "action": "拦停查验，控制车辆并报告指挥中心，不单独处置。",
    },
    {
        "kind": Kind.MISSING_PERSON,
        "sought": "DEMO00017",
        "sought_name": "棹八方",
        "description": "七十八岁，灰色外套，步行",
        "instrument_type": "走失人员查找通报",
        "instrument_number": "演查字〔2026〕0002号",
        "grounds": "家属报警走失，患有记忆障碍",
        "action": "发现后安置照料，通知家属和辖区派出所。",
    },
)


def create_notices(*, city: Agency) -> int:
    """Two notices in force for ten days, written at a desk and approved by a commander."""
    writer = _officer(city, "dispatcher")
    approver = _officer(city, "duty_commander")
    if writer is None or approver is None:
        return 0
    for said in _NOTICES:
        notice = services.draft(
            by=writer,
            agency=city,
            channel="system",
            instrument_issuer="辽源市公安局（演示）",
            contact="指挥中心值班台",
            valid_to=timezone.now() + timedelta(days=10),
            **said,
        )
        services.approve(notice, by=approver, channel="system")
    return len(_NOTICES)


def _officer(city: Agency, role: str) -> Officer | None:
    return Officer.objects.filter(agency=city, grants__role=role).order_by("pk").first()
