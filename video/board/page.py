"""What the board and the map hand to their scripts: addresses, labels, words, where the log is."""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from grid.ledger.tailer import bounds
from grid.organisation.models import Officer
from grid.scope import Viewer
from video.board.card import lookouts
from video.health.models import CameraStatus
from video.register.models import Camera, CameraClass, Company

WORDS: Final = (
    gettext_noop("%(n)s d"),
    gettext_noop("%(n)s min"),
    gettext_noop("%(n)s s"),
    gettext_noop("%(n)s s ago"),
    gettext_noop("%(n)s of %(all)s cameras in view pass the filter"),
    gettext_noop("Address"),
    gettext_noop("Agency"),
    gettext_noop("Around here"),
    gettext_noop("Class of camera"),
    gettext_noop("Close"),
    gettext_noop("Contractor"),
    gettext_noop("Delayed"),
    gettext_noop("Faults"),
    gettext_noop("Grant"),
    gettext_noop("Live"),
    gettext_noop("Lost"),
    gettext_noop("National id"),
    gettext_noop("No connection to the server; nothing was lost."),
    gettext_noop("Open the file"),
    gettext_noop("Owner"),
    gettext_noop("State"),
    gettext_noop("The cameras could not be read; what is shown may be old."),
    gettext_noop("The server refused (%(status)s)."),
    gettext_noop("Ticket"),
    gettext_noop("Zoom in"),
    gettext_noop("Zoom out"),
    gettext_noop("none entered"),
    gettext_noop("since %(time)s"),
    gettext_noop("%(n)s chosen"),
)


def config(request: HttpRequest, *, urls: dict[str, str]) -> dict[str, Any]:
    """Plain values for `page-config`; no personal data."""
    log = bounds()
    return {
        "csrf": get_token(request),
        "language": get_language() or settings.LANGUAGE_CODE,
        "time_zone": settings.TIME_ZONE,
        "server_time": timezone.now().isoformat(),
        "cursor": {"epoch": log.epoch, "since": log.head},
        "centre": settings.LEAFLET_CONFIG["DEFAULT_CENTER"],
        "urls": urls,
        "words": {message: _(message) for message in WORDS},
    }


def map_config(request: HttpRequest, officer: Officer) -> dict[str, Any]:
    """The same with what the map filters by and the rings it draws."""
    urls = {
        "tiles": reverse("api_camera_tile", args=(0, 0, 0)),
        "cells": address("api_map_cells"),
        "divisions": address("api_map_divisions"),
        "card": address("api_camera_card", "__"),
        "camera": address("camera_detail", "__"),
        "granted": address("granted_detail", "__"),
        "around": address("camera_around"),
    }
    return config(request, urls=urls) | {
        "states": [[value, str(label)] for value, label in CameraStatus.State.choices],
        "classes": [[row.code, str(row), row.is_public] for row in CameraClass.objects.all()],
        "owners": owners(officer),
        "lookouts": lookouts(officer),
    }


def owners(viewer: Viewer) -> list[list[Any]]:
    """Whoever owns a camera in scope, by name."""
    own = Camera.objects.visible_to(viewer).standing().order_by().values("owner").distinct()
    rows: Iterable[Company] = Company.objects.filter(pk__in=own).order_by("name")
    return [[row.pk, row.name] for row in rows]


def address(name: str, *args: Any) -> str:
    """The address of a route; empty where this deployment does not mount it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
