"""The simulated ground: doors knocked at through real requests under a token of its own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from command_center.demo.grounds import Ground, ground_of
from command_center.demo.rest import Rest
from grid.organisation.models import ClientSystem
from grid.service.venues.models import Feed, Hazard, Venue
from grid.service.visits.models import Visit
from mediation.register.models import Dispute
from tests.cast import Cast
from tests.demo.wire import Wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(cast: Cast) -> Iterator[Ground]:
    venues = [
        Venue.objects.create(
            code=f"V{n}", name=f"Hotel {n}", kind_id="hotel", agency=cast.north_station
        )
        for n in range(2)
    ]
    Feed.objects.create(venue=venues[0])
    Feed.objects.create(venue=venues[1], silent_at=timezone.now())

    def connect(token: str) -> Rest:
        return Rest("http://testserver/", token, say=str, _session=Wire())  # type: ignore[arg-type]

    with ground_of(cast.city, connect=connect, seed=1, speed=1.0) as made:
        assert made is not None
        yield made


def live(ground: Ground, hours: int) -> None:
    """Half an hour after the other, each at the moment it has on the agenda."""
    now = timezone.now()
    for half in range(1, 2 * hours):
        with time_machine.travel(now + timedelta(minutes=30 * half), tick=False):
            ground.agenda.play(timezone.now())


def test_in_some_hours_doors_were_knocked_at_and_hazards_and_disputes_found(
    ground: Ground,
) -> None:
    live(ground, 8)
    refused = {what: n for what, n in ground.rest.counts.items() if what.startswith("refused")}
    assert not refused
    assert Visit.objects.count() >= 8
    assert Hazard.objects.exists() and Dispute.objects.exists()


def test_feeds_that_speak_go_on_and_a_silent_one_stays_silent(ground: Ground) -> None:
    ground.agenda.play(timezone.now())
    assert Feed.objects.get(venue__code="V0").heard_at is not None
    assert Feed.objects.get(venue__code="V1").heard_at is None


def test_the_token_ends_with_it(cast: Cast) -> None:
    with ground_of(cast.city, connect=lambda token: Rest("http://x/", token), seed=1, speed=1.0):
        assert ClientSystem.objects.filter(name="simulate ground", revoked_at=None).exists()
    assert not ClientSystem.objects.filter(name="simulate ground", revoked_at=None).exists()
