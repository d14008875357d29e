"""Two people at once: one wins, the other is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from grid.errors import DomainError, LostRace, StaleVersion
from patrol.shifts import handover, presence, services
from patrol.shifts.models import Shift
from patrol.units.models import CrewPosting, Unit
from patrol.units.selectors import in_crew
from patrol.units.services import post_crew, set_status
from tests.cast import call_cast
from tests.patrol.make import NORTH_POINT, make_station, make_unit
from tests.waiting import at_once


def refusals(heard: list[object]) -> list[type]:
    return [type(answer) for answer in heard if isinstance(answer, DomainError)]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_is_told() -> None:
    cast = call_cast()
    by, now, station = cast.chief.as_actor(), timezone.now(), make_station(cast)
    one, two = make_unit(cast, status="off"), make_unit(cast)
    shift = Shift.objects.create(
        agency=cast.north_station,
        station=station,
        name="白班",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(minutes=10),
    )

    heard = at_once(*[lambda: services.roster(shift, by=by, officer=cast.pat, unit=one)] * 2)
    assert refusals(heard) == [LostRace]
    entry = shift.entries.get()
    assert refusals(at_once(*[lambda: services.come_on(entry, by=by)] * 2)) == [LostRace]

    version = Unit.objects.get(pk=one.pk).version
    words = [Unit.Status.BUSY, Unit.Status.STANDBY]
    told = [lambda w=word: set_status(one, w, actor=by, version=version) for word in words]
    assert refusals(at_once(*told)) == [StaleVersion]

    [row] = handover.issue_due()
    assert refusals(at_once(*[lambda: handover.give(row, by=cast.pat)] * 2)) == [LostRace]

    check = presence.start(cast.north, by=by, count=5)
    asked = check.answers.get(station=station)
    lng, lat = NORTH_POINT
    replies = [lambda: presence.answer(asked, by=cast.pat, lng=lng, lat=lat)] * 2
    assert refusals(at_once(*replies)) == [LostRace]
    assert refusals(at_once(*[lambda: presence.publish(check, by=by)] * 2)) == [LostRace]

    at_once(*[lambda u=unit: post_crew(u, by=by, officer=cast.cora) for unit in (one, two)])
    later = timezone.now() + timedelta(minutes=1)
    assert CrewPosting.objects.filter(in_crew(later), officer=cast.cora).count() == 1
    assert refusals(at_once(*[lambda: services.go_off(entry, by=by)] * 2)) == [LostRace]
