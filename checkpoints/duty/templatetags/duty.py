"""Seconds as a clock, moments of the state as stamps, the words of its flags."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from checkpoints.duty.models import Switch
from checkpoints.duty.state import flags_of
from grid.frame.templatetags.frame import stamp

register = template.Library()

FLAGS = {"late": _("Overdue"), "unsigned": _("Not signed"), "short": _("Short")}
STAGES = {
    "ordered": _("Ordered"),
    "delivered": _("Delivered"),
    "signed": _("Signed for"),
    "ready": _("Ready"),
    "cancelled": _("Cancelled"),
}


@register.filter
def clock(seconds: float | None) -> str:
    """`18:42`, minutes and seconds; minutes go on past the hour."""
    if seconds is None:
        return "—"
    return f"{int(seconds) // 60:02}:{int(seconds) % 60:02}"


@register.filter
def at(text: str | None) -> str:
    """A moment of the state as a stamp of the local zone."""
    return stamp(datetime.fromisoformat(text) if text else None)


@register.filter
def flag(name: str) -> Any:
    """What a flag says."""
    return FLAGS[name]


@register.filter
def stage(name: str) -> Any:
    """How far a switch is, in a word."""
    return STAGES[name]


@register.filter
def of(figure: dict[str, int | None]) -> str:
    """`7/10`, `—/10` where nothing was reported."""
    present = "—" if figure["present"] is None else figure["present"]
    return f"{present}/{figure['required']}"


HAPPENED = STAGES | {
    "reported": _("reported"),
    "unsigned": _("not signed in time"),
    "late": _("not ready in time"),
    "resent": _("sent again"),
    "waived": _("waived"),
}


@register.filter
def happened(kind: str) -> Any:
    """A line of the feed in words."""
    return HAPPENED[kind]


@register.filter
def wrong(row: Switch, now: datetime) -> list[str]:
    """The flags of a switch in a list."""
    return [] if row.stage == "cancelled" else flags_of(row, now)


@register.simple_tag(takes_context=True)
def rows_of(context: dict[str, Any], by: str, key: str) -> str:
    """The list of the switches behind one group, with the filters of the page."""
    asked = context["request"].GET.copy()
    asked.pop("by", None)
    if by == "month":
        first = date.fromisoformat(f"{key}-01")
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        asked["issued_from"] = max(asked.get("issued_from") or "", first.isoformat())
        until = asked.get("issued_to") or last.isoformat()
        asked["issued_to"] = min(until, last.isoformat())
    else:
        asked[by] = key
    return f"{reverse('duty_switch_list')}?{asked.urlencode()}"
