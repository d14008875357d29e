"""The simulated case desk: handled calls become cases through real requests, each once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from command_center.cases.models import Case
from command_center.demo.filing import Filing, filing_of
from command_center.demo.rest import Rest
from command_center.incidents.models import Incident
from command_center.incidents.reference import load
from command_center.incidents.services import receive
from grid.organisation.models import ClientSystem
from tests.cast import Cast
from tests.demo.wire import Wire

pytestmark = pytest.mark.django_db
NORTH = {"lng": 125.11, "lat": 42.91}


@pytest.fixture(autouse=True)
def _the_same_moment_each_time() -> Iterator[None]:
    """What the desk does by chance hangs on the hour it begins."""
    with time_machine.travel(datetime(2026, 3, 2, 4, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def desk(cast: Cast) -> Iterator[Filing]:
    load()

    def connect(token: str) -> Rest:
        return Rest("http://testserver/", token, say=str, _session=Wire())  # type: ignore[arg-type]

    with filing_of(cast.city, connect=connect, seed=1, speed=1.0) as made:
        yield made


def handled(cast: Cast, category: str, **said: object) -> str:
    """A call that was fed back, by its number."""
    call = receive(by=cast.nora, category=category, address="中央路1号", **NORTH, **said)
    Incident.objects.filter(pk=call.pk).update(state=Incident.State.FED_BACK)
    return call.number


def live(desk: Filing, hours: int) -> None:
    """A quarter of an hour after the other, each at the moment it has on the agenda."""
    now = timezone.now()
    for quarter in range(1, 4 * hours + 1):
        with time_machine.travel(now + timedelta(minutes=15 * quarter), tick=False):
            desk.agenda.play(timezone.now())


def refused(desk: Filing) -> dict[str, int]:
    return {what: n for what, n in desk.rest.counts.items() if what.startswith("refused")}


def test_a_handled_burglary_becomes_a_case_under_its_number_once(cast: Cast, desk: Filing) -> None:
    burglary = handled(cast, "010101")
    handled(cast, "030000")  # no crime
    waiting = receive(by=cast.nora, category="010102", address="中央路3号", **NORTH)
    live(desk, 3)
    assert not refused(desk)
    one = Case.objects.get()
    assert (one.incident_number, one.category.code) == (burglary, "050201")
    assert one.agency == Incident.objects.get(number=burglary).cell.agency
    assert waiting.number not in desk.known


def test_a_call_that_somebody_made_a_case_of_is_left(cast: Cast, desk: Filing) -> None:
    number = handled(cast, "010101")
    desk.rest.post(
        "cases/",
        {"category": "050201", "occurred_from": timezone.now().isoformat(), **NORTH}
        | {"incident_number": number},
    )
    live(desk, 3)
    assert Case.objects.count() == 1
    assert desk.filed == []


def test_later_a_case_is_corrected_and_solved(cast: Cast, desk: Filing) -> None:
    handled(cast, "010101")
    live(desk, 11)
    assert not refused(desk)
    one = Case.objects.get()
    assert one.loss_yuan
    assert (one.state, bool(one.result)) == (Case.State.SOLVED, True)
    assert one.revisions.count() >= 2
    assert desk.filed == []


def test_the_token_ends_with_it(desk: Filing, cast: Cast) -> None:
    rows = ClientSystem.objects.filter(name="simulate cases", revoked_at=None)
    assert rows.count() == 1
    with filing_of(cast.city, connect=lambda token: Rest("http://x/", token), seed=1, speed=1.0):
        assert rows.count() == 2
    assert rows.count() == 1
