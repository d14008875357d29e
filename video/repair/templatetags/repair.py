"""What was done with a ticket, in words."""

from typing import Any, Final

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

ACTS: Final = {
    "opened": _("opened"),
    "reported_again": _("reported again"),
    "assigned": _("assigned to"),
    "accepted": _("accepted"),
    "declined": _("given back"),
    "on_site": _("on site"),
    "part_used": _("part built in"),
    "fixed": _("fixed"),
    "verified": _("verified"),
    "reminded": _("reminded"),
    "reopened": _("reopened"),
    "due_changed": _("end moved"),
    "merged": _("made part of"),
    "took_in": _("took in"),
    "split": _("stands by itself"),
    "cancelled": _("taken back"),
}


@register.filter
def ticket_act(code: str) -> Any:
    """A line of the history in words."""
    return ACTS.get(code, code)
