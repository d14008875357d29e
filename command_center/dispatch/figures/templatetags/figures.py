"""Seconds, shares and bars in the words of a page."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _

register = template.Library()
BAR_WIDTH = 200  # units of the drawing's own view box


@register.filter
def seconds(value: float | None) -> str:
    """A span: tenths below a minute, then minutes and seconds, then hours and minutes."""
    if value is None:
        return "—"
    if value < 60:
        return _("%(s)s s") % {"s": f"{value:.1f}".removesuffix(".0")}
    whole = round(value)
    if whole < 3600 and whole % 60 == 0:
        return _("%(m)d min") % {"m": whole // 60}
    if whole < 3600:
        return _("%(m)d min %(s)02d s") % {"m": whole // 60, "s": whole % 60}
    if whole % 3600 == 0:
        return _("%(h)d h") % {"h": whole // 3600}
    return _("%(h)d h %(m)02d min") % {"h": whole // 3600, "m": whole % 3600 // 60}


@register.filter
def percent(value: float | None) -> str:
    """A share with one decimal; a dash where there was nothing to count."""
    return "—" if value is None else f"{value * 100:.1f}%"


@register.filter
def signed_percent(value: float | None) -> str:
    """A change with its sign, whole per cent."""
    return "—" if value is None else f"{value * 100:+.0f}%"


@register.filter
def band_name(band: dict[str, Any]) -> str:
    """The bounds of a band: up to and with the upper one."""
    above, up_to = band["above_s"], band["up_to_s"]
    if above is None and up_to is None:
        return _("all")
    if above is None:
        return _("up to %s") % seconds(up_to)
    if up_to is None:
        return _("over %s") % seconds(above)
    return _("up to %s") % seconds(up_to)


@register.filter
def bars(bands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bands as the parts of one bar: `x` and `width` of its drawing, and the band's class."""
    parts, x = [], 0.0
    for band in bands:
        width = (band["share"] or 0) * BAR_WIDTH
        if width:
            cut = {"x": f"{x:.2f}", "width": f"{width:.2f}", "step": min(band["band"], 4)}
            parts.append(band | cut)
        x += width
    return parts


@register.filter
def bar_width(value: float | None, most: float | None) -> str:
    """The width of a single bar against the longest one."""
    return f"{(value or 0) / most * BAR_WIDTH:.2f}" if most else "0"


@register.simple_tag
def calls_query(behind: dict[str, Any], **more: Any) -> str:
    """The query that leads from a figure to the rows it was counted from."""
    return f"?{urlencode(behind | more)}"
