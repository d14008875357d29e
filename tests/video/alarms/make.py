"""Alarm devices for the tests, and a system that tells their presses."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from grid.organisation.models import Agency, ClientSystem
from grid.organisation.tokens import digest, new_token
from grid.rights import Right
from grid.territory.models import Place
from tests.cast import SOUTH, STEP, WEST, Cast
from video.alarms.models import AlarmDevice, Press
from video.alarms.services import press

_numbers = count(1)


def make_school(cast: Cast, *, agency: Agency | None = None) -> Place:
    """A northern school, unless told otherwise."""
    return Place.objects.create(
        name=f"Example school {next(_numbers)}",
        kind=Place.Kind.SCHOOL,
        address="1 Example Road",
        point=Point(WEST + 0.5 * STEP, SOUTH + 1.5 * STEP, srid=4326),
        agency=agency or cast.north_station,
    )


def make_device(cast: Cast, **fields: Any) -> AlarmDevice:
    """A northern alarm pole, unless told otherwise."""
    number = next(_numbers)
    told: dict[str, Any] = {
        "code": f"AL-{number}", "name": f"Alarm pole {number}", "kind": "pole",
        "agency": cast.north_station, "address": f"{number} Example Street",
        "location": Point(WEST + 0.5 * STEP, SOUTH + 1.5 * STEP, srid=4326),
    }  # fmt: skip
    return AlarmDevice.objects.create(**told | fields)


def make_press(device: AlarmDevice, cast: Cast, **said: Any) -> Press:
    """A press of the device, as its own system tells it."""
    who: Any = system_of(device.agency)
    said = {"press_ref": f"ref-{next(_numbers)}"} | said
    return press(by=who.as_actor(channel="api"), viewer=who, device=device.code, **said)


def system_of(agency: Agency, *rights: Right) -> ClientSystem:
    """A client system of an agency; by default it tells presses."""
    return _system(agency, rights)[0]


def calling(agency: Agency, *rights: Right) -> Client:
    """A client that signs each request with its system's token."""
    token = _system(agency, rights)[1]
    return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})


def _system(agency: Agency, rights: tuple[Right, ...]) -> tuple[ClientSystem, str]:
    token = new_token()
    client = ClientSystem.objects.create(
        name=f"Alarm centre {next(_numbers)}",
        agency=agency,
        token_digest=digest(token),
        token_hint=token[-4:],
        scopes=[right.value for right in rights or (Right.ALARM_PRESS,)],
        owner="Example",
        expires_at=timezone.now() + timedelta(days=1),
    )
    return client, token
