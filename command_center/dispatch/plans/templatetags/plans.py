"""`|at`: a moment of the API, as text, back as the moment that pages format."""

from datetime import datetime

from django import template

register = template.Library()


@register.filter
def at(text: str | None) -> datetime | None:
    """ISO 8601 text as an aware moment; nothing stays nothing."""
    return datetime.fromisoformat(text) if text else None
