"""Template tags of the frame: priorities, times, addresses with one thing changed."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

LEVELS = {
    1: gettext_lazy("Urgent"),
    2: gettext_lazy("High"),
    3: gettext_lazy("Medium"),
    4: gettext_lazy("Low"),
}


@register.simple_tag
def prio(level: int) -> SafeString:
    """A priority as shape, word and colour, in that order of precedence."""
    return format_html('<span class="prio p{}">{}</span>', level, LEVELS[int(level)])


@register.filter
def stamp(moment: datetime | None) -> str:
    """Date and time to the second in the local zone; the date is left out today."""
    if moment is None:
        return "—"
    local = timezone.localtime(moment)
    if local.date() == timezone.localdate():
        return local.strftime("%H:%M:%S")
    return local.strftime("%Y-%m-%d %H:%M:%S")


@register.filter
def minute(moment: datetime | None) -> str:
    """Date and time to the minute in the local zone."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "—"


@register.filter
def lasted(since: datetime | None, until: datetime | None = None) -> str:
    """How long ago, or how long until `until`, in the largest two units."""
    if since is None:
        return ""
    return duration((until or timezone.now()) - since)


def duration(span: timedelta) -> str:
    """`02:41` below an hour, then hours and minutes, then days and hours."""
    seconds = max(0, int(span.total_seconds()))
    minutes, hours = seconds // 60, seconds // 3600
    if minutes < 60:
        return f"{minutes:02}:{seconds % 60:02}"
    if hours < 24:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes % 60}
    return _("%(days)d d %(hours)d h") % {"days": hours // 24, "hours": hours % 24}


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's own query string with some parameters changed; None or "" drops one."""
    params: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    encoded = params.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.filter
def number(value: int) -> str:
    """A count with thousands marked."""
    return f"{value:,}"


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """One value of a mapping, None where it has none."""
    return mapping.get(key)


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's widget in the frame's clothes."""
    if field.widget_type in {"checkbox", "radioselect", "checkboxselectmultiple"}:
        return field.as_widget()
    return field.as_widget(attrs={"class": "input"})
