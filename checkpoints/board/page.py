"""What the pages of the checkpoints hand to their scripts: addresses, labels, words, the clock."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from checkpoints.register.models import Checkpoint, DefenceLine, DutyLevel
from grid.ledger.tailer import bounds
from grid.organisation.models import Officer


def config(
    request: HttpRequest, officer: Officer, *, urls: dict[str, str], words: Iterable[str]
) -> dict[str, Any]:
    """Plain values for `page-config`; no personal data but the reader's own badge."""
    lines = list(DefenceLine.objects.all())
    return {
        "csrf": get_token(request),
        "officer": officer.badge_number,
        "language": get_language() or settings.LANGUAGE_CODE,
        "time_zone": settings.TIME_ZONE,
        "server_time": timezone.now().isoformat(),
        "cursor": cursor(),
        "rights": sorted(right.value for right in officer.rights),
        "lines": {line.code: str(line) for line in lines},
        "line_order": [line.code for line in lines],
        "levels": {level.code: str(level) for level in DutyLevel.objects.all()},
        "grades": {value: str(label) for value, label in Checkpoint.Grade.choices},
        "urls": urls,
        "words": {message: _(message) for message in words},
    }


def cursor() -> dict[str, Any]:
    """Where the log stands: from here a page that has just loaded follows it."""
    log = bounds()
    return {"epoch": log.epoch, "since": log.head}


def address(name: str, *args: str) -> str:
    """The address of a route; empty where this deployment does not mount it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
