"""Names of categories and dispositions in the reader's language."""

from django import template

from command_center.incidents import choices
from command_center.incidents.models import Category, Disposition

register = template.Library()


@register.filter
def named(row: Category | Disposition | None) -> str:
    """The Chinese or the English name."""
    return choices.in_language(row) if row else "—"
