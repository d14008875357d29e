"""Who did it, as the ledger keeps it: in words, because the ledger knows no officer model."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request

from grid.scope import Viewer


@dataclass(frozen=True, slots=True)
class Actor:
    """An officer, a client system or the platform itself.

    `channel` is how the act arrived: screen, phone form, api, import, radio, system.
    `on_behalf_of` names whoever spoke where somebody else typed.
    """

    kind: str
    id: str
    label: str
    agency_path: str
    channel: str
    on_behalf_of: str = ""


PLATFORM = Actor(kind="system", id="0", label="Anlan", agency_path="", channel="system")


def actor_of(request: Request | HttpRequest, *, channel: str = "") -> Actor:
    """Who acts: the gate has let only officers and client systems through, and both can say."""
    viewer: Any = request.user
    actor: Actor = viewer.as_actor(channel=channel) if channel else viewer.as_actor()
    return actor


def viewer_of(request: Request | HttpRequest) -> Viewer:
    """Who looks, as far as the ledger knows; apps above it ask `grid.organisation.viewers`."""
    viewer: Any = request.user
    looking: Viewer = viewer
    return looking
