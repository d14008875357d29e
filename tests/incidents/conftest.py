"""Ground for the tests of incidents: the category tree, the dispositions, and who calls."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client
from rest_framework.response import Response
from rest_framework.test import APIClient

from command_center.incidents import services
from command_center.incidents.models import Incident
from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.organisation.models import Officer
from tests.browser import chromium, visit  # noqa: F401
from tests.cast import Cast

NORTH = {"lng": 125.11, "lat": 42.91}  # in cell N-1
SOUTH = {"lng": 125.11, "lat": 42.89}  # in cell S-1
BURGLARY = "010101"


@pytest.fixture
def city(cast: Cast) -> Cast:
    """The cast, and a city with categories, dispositions, targets and widths."""
    load()
    ensure_default_targets(cast.city)
    return cast


@pytest.fixture
def call(city: Cast) -> Callable[..., Incident]:
    """Take a call in; Nora, a burglary, the first northern cell unless said otherwise."""

    def take(**more: Any) -> Incident:
        said = {"category": BURGLARY, **NORTH, "address": "中央路1号"} | more
        return services.receive(by=said.pop("by", city.nora), **said)

    return take


class Desk:
    """An officer at the API; every write carries a fresh key unless one is given."""

    keys = count(1)

    def __init__(self, officer: Officer) -> None:
        self.client = APIClient()
        self.client.force_authenticate(officer)

    def get(self, path: str, **query: Any) -> Response:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any = None, **headers: str) -> Response:
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any, **headers: str) -> Response:
        return self._send("patch", path, body, headers)

    def _send(self, verb: str, path: str, body: Any, headers: dict[str, str]) -> Response:
        headers.setdefault("idempotency_key", f"test-key-{next(self.keys):06d}")
        extra = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return getattr(self.client, verb)(f"/api/v1/{path}", body, format="json", **extra)


@pytest.fixture
def desk() -> type[Desk]:
    return Desk


@pytest.fixture
def nora(client: Client, city: Cast) -> Client:
    """A browser at which Nora is signed in."""
    client.force_login(city.nora)
    return client
