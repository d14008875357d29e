"""Shares in the words of a page."""

from django import template

register = template.Library()


@register.filter
def share(value: float | None) -> str:
    """A share in whole per cent; a dash where there was nothing to count."""
    return "—" if value is None else f"{value * 100:.0f}%"
