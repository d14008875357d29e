"""What a shift hands over of the calls: how many are open, and which, by number and level."""

from typing import Any, Final

from django.utils.translation import gettext as _

from command_center.incidents.models import Incident
from command_center.incidents.states import ENDED

_NAMED: Final = 50


def open_calls(agency_path: str) -> dict[str, Any]:
    """Open calls of an agency and below, the most urgent first; numbers, never names."""
    rows = Incident.objects.filter(agency__path__startswith=agency_path).exclude(state__in=ENDED)
    named = rows.order_by("level", "number")[:_NAMED]
    lines = [f"{row.number} P{row.level} {row.get_state_display()}" for row in named]
    return {"label": str(_("Open incidents")), "count": rows.count(), "lines": lines}
