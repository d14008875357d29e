"""How long is left of a ticket, in the frame's signs."""

from datetime import datetime, timedelta
from typing import Final

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from grid.frame.templatetags.frame import duration
from video.board import sight
from video.health.models import CameraStatus

register = template.Library()
SOON: Final = timedelta(hours=6)


@register.filter
def due(moment: datetime | None) -> SafeString:
    """Time left, outlined in the last six hours, filled once it is over; a dash without one."""
    if moment is None:
        return format_html('<span class="t3">{}</span>', "—")
    left = moment - timezone.now()
    if left < timedelta(0):
        return format_html('<span class="timer late">{}</span>', duration(-left))
    sign = "soon" if left < SOON else ""
    return format_html('<span class="timer {}">{}</span>', sign, _("%s left") % duration(left))


@register.filter
def sight_words(word: str) -> str:
    """How a camera stands to a place, in words."""
    words = {
        sight.LOOKS: _("looks there"),
        sight.TURNS: _("can turn there"),
        sight.UNKNOWN: _("view not entered"),
        sight.AWAY: _("looks elsewhere"),
        sight.TOO_FAR: _("too far to see"),
    }
    return words[word]


@register.filter
def state_words(state: str) -> str:
    """A state of a camera in words."""
    return str(CameraStatus.State(state).label)


@register.filter
def hundredths(share: float) -> str:
    """A share of one in percent, to one decimal."""
    return f"{100 * share:.1f}"
