"""The direct way in for client systems: the same answer, and no way around any check."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from command_center.incidents import search, selectors
from command_center.incidents.models import Category, Incident, TimelineEntry
from grid.ledger.actors import PLATFORM
from grid.ledger.audit import verify
from grid.ledger.models import EventEntry
from grid.organisation.models import Agency, ClientSystem
from grid.organisation.services import create_client, revoke_client
from grid.rights import Right
from grid.territory.models import Cell
from tests.cast import Cast
from tests.incidents.conftest import BURGLARY, NORTH, SOUTH

URL = "/api/v1/incidents/"
CALL = {
    "category": BURGLARY,
    **NORTH,
    "address": "中央路1号",
    "narrative": "门锁被撬，请来电 13800000000",
    "caller_name": "王某某",
    "caller_phone": "13800000000",
    "source": "district",
    "crs": "gcj02",
    "offenders": 2,
}


class System:
    """A client system of the north, at its second call or later."""

    keys = count(1)

    def __init__(self, cast: Cast, client: Client, *scopes: Right) -> None:
        self.client, self.statements = client, 0
        self.row, token = create_client(
            name="District",
            agency=cast.north,
            scopes=list(scopes) or [Right.INCIDENT_READ, Right.INCIDENT_REPORT],
            owner="Desk",
            by=PLATFORM,
        )
        self.header = {"Authorization": f"Bearer {token}"}

    def post(self, body: Any = None, *, key: str = "", **more: Any) -> Any:
        headers = self.header | {"Idempotency-Key": key or f"direct-key-{next(self.keys):06d}"}
        sent = CALL | more if body is None else body
        with CaptureQueriesContext(connection) as seen:
            answer = self.client.post(URL, sent, content_type="application/json", headers=headers)
        self.statements = len(seen)
        return answer


@pytest.fixture
def system(city: Cast, client: Client) -> System:
    """One whose first two calls have been taken in."""
    made = System(city, client)
    for _nth in range(2):
        assert made.post().status_code == 201
    return made


def test_an_ordinary_call_costs_one_statement(system: System) -> None:
    assert system.post().status_code == 201
    assert system.statements == 1


def test_the_answer_is_the_incident_as_it_reads_back(city: Cast, system: System) -> None:
    answer = system.post(source_number="D-1", reported_at="2026-01-02T03:04:05+08:00")
    assert system.statements == 1
    body = answer.json()
    stored = selectors.incident(body["number"], city.nora)
    assert body | {"warnings": []} == selectors.detail(stored)
    assert body["warnings"]
    assert answer.headers["ETag"] == '"1"'


def test_row_line_fact_and_chain_are_those_of_the_long_way(city: Cast, system: System) -> None:
    """An officer's call goes the long way; apart from who and when, both leave the same."""
    quick = Incident.objects.get(number=system.post().json()["number"])
    assert system.statements == 1
    slow = Incident.objects.get(
        number=system.post(cell="N-1", link_type="nuisance").json()["number"]
    )
    again = system.post(CALL | {"main_incident": quick.number, "link_type": "repeat"})
    long = Incident.objects.get(number=again.json()["number"])
    assert system.statements > 1
    own = {"id", "number", "search", "since", "reported_at", "created_at", "caller_name"}
    own |= {"caller_phone", "_state", "main_incident_id", "link_type"}
    kept = [{k: v for k, v in vars(i).items() if k not in own} for i in (quick, slow, long)]
    assert kept[0] == kept[1] == kept[2]
    assert (quick.caller_name, quick.caller_phone) == (long.caller_name, long.caller_phone)
    lines = TimelineEntry.objects.filter(incident__in=[quick, long], kind="received")
    first, second = lines.order_by("incident_id").values("text", "details", "actor_id", "warning")
    assert first == second
    fact = EventEntry.objects.get(subject_id=quick.number, kind="incidents.received")
    assert fact.payload == selectors.brief(selectors.incident(quick.number, city.nora))
    assert verify().broken is None


def test_it_is_found_by_its_number_and_its_words(system: System) -> None:
    number = system.post().json()["number"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search = %s::tsvector FROM incidents_incident WHERE number = %s",
            [search.vector(number, CALL["address"], CALL["narrative"]), number],
        )
        assert cursor.fetchone() == (True,)


def test_numbers_follow_one_another_past_ten_thousand(system: System) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_numbercounter SET last = 9998")
    numbers = [system.post().json()["number"].partition("-")[2] for _nth in range(2)]
    assert numbers == ["9999", "10000"]


def test_the_same_key_gives_the_same_answer_and_one_incident(system: System) -> None:
    before = Incident.objects.count()
    first = system.post(key="the-same-key")
    assert system.statements == 1
    again = system.post(key="the-same-key")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert system.post(key="the-same-key", address="别处").status_code == 422
    assert Incident.objects.count() == before + 1


def test_a_source_number_comes_in_once(system: System) -> None:
    assert system.post(source_number="D-7").status_code == 201
    again = system.post(source_number="D-7")
    assert again.status_code == 400
    assert again.json()["errors"][0]["code"] == "already_reported"


def test_what_is_wrong_is_refused_as_before(system: System) -> None:
    before = Incident.objects.count()
    for more, pointer in (
        ({"category": "999999"}, "/category"),
        (SOUTH | {"crs": "wgs84"}, "/lng"),
        ({"level": 9}, "/level"),
        ({"narrative": "a\0b"}, "/narrative"),
        ({"colour": "red"}, "/colour"),
    ):
        answer = system.post(**more)
        assert answer.status_code == 400, more
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert Incident.objects.count() == before


def test_a_token_revoked_elsewhere_lets_no_further_call_in(system: System) -> None:
    revoke_client(system.row, by=PLATFORM, reason="Contract ended")
    assert system.post().status_code == 401


def test_a_token_that_expires_lets_no_further_call_in(system: System) -> None:
    over = timezone.now() - timedelta(seconds=1)
    ClientSystem.objects.filter(pk=system.row.pk).update(expires_at=over)
    assert system.post().status_code == 401


def test_a_right_or_a_network_taken_away_counts_at_once(system: System) -> None:
    rows = ClientSystem.objects.filter(pk=system.row.pk)
    rows.update(scopes=["incidents.read"])
    assert system.post().status_code == 403
    rows.update(scopes=["incidents.report"], allowed_networks=["192.0.2.0/24"])
    assert system.post().status_code == 401


def test_an_agency_dissolved_lets_no_further_call_in(city: Cast, system: System) -> None:
    Agency.objects.filter(pk=city.north.pk).update(is_active=False)
    assert system.post().status_code == 401


def test_a_category_ended_today_is_unknown_at_once(system: System) -> None:
    Category.objects.filter(code=BURGLARY).update(valid_to=timezone.localdate())
    assert system.post().status_code == 400


def test_a_cell_given_to_another_station_places_the_next_call_there(
    city: Cast, system: System
) -> None:
    first = system.post().json()
    cell = Cell.objects.get(code=first["cell"]["code"])
    cell.agency = city.north
    cell.save()
    assert first["agency"]["code"] != city.north.code
    assert system.post().json()["agency"]["code"] == city.north.code


def test_a_client_without_the_right_is_refused_each_time(city: Cast, client: Client) -> None:
    reader = System(city, client, Right.INCIDENT_READ)
    assert [reader.post().status_code for _nth in range(3)] == [403] * 3
    assert Incident.objects.count() == 0


def test_without_a_key_nothing_is_written(system: System) -> None:
    before = Incident.objects.count()
    answer = system.client.post(URL, CALL, content_type="application/json", headers=system.header)
    assert answer.status_code == 400
    assert Incident.objects.count() == before
