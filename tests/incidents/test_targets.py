"""Targets and widths are rows: which holds for whom and when, and who may change them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from command_center.incidents import duplicates, targets
from command_center.incidents.models import DuplicateRule, ResponseTarget
from grid.errors import InvalidInput, StaleVersion
from grid.ledger.actors import PLATFORM
from grid.ledger.idempotency import form_key
from grid.ledger.models import AuditEntry, EventEntry
from tests.incidents.conftest import NORTH

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
TODAY = NOON.date()
ARRIVE = {"level": 1, "stage": "arrive"}


@pytest.fixture(autouse=True)
def _noon():
    """So that no day ends between two looks at the clock."""
    with time_machine.travel(NOON, tick=True):
        yield


def own(agency, **more):
    said = {"agency": agency, **ARRIVE, "soon_s": 600, "late_s": 900, "valid_from": TODAY} | more
    return targets.add_rule(ResponseTarget(**said), by=PLATFORM)


def arrive(found, code=""):
    return found.get(code, found[""])["1"]["arrive"]["late"]


def test_a_new_city_has_a_target_for_each_level_and_stage_once(city):
    assert ResponseTarget.objects.count() == 4 * len(targets.DEFAULT_TARGETS)
    assert targets.ensure_default_targets(city.city) == 0


def test_the_agency_nearest_to_the_call_decides(city):
    own(city.north_station)
    seen = targets.board_targets(city.chief, on=TODAY)
    assert arrive(seen) == arrive(seen, city.south.code) == 300
    assert arrive(seen, city.north_station.code) == 900
    assert seen[city.north_station.code]["1"]["dispatch"] == {"soon": 60, "late": 120}
    assert set(seen) == {"", city.north_station.code}
    assert arrive(targets.board_targets(city.cora, on=TODAY)) == 900
    assert set(targets.board_targets(city.sam, on=TODAY)) == {""}


def test_a_change_begins_on_its_day_and_leaves_what_was(city):
    row = ResponseTarget.objects.get(agency=city.city, **ARRIVE)
    tomorrow = TODAY + timedelta(days=1)
    made = targets.change_rule(
        row,
        by=city.chief.as_actor(),
        version=1,
        valid_from=tomorrow,
        changes={"soon_s": 500, "late_s": 700},
    )
    assert arrive(targets.board_targets(city.nora, on=TODAY)) == 300
    assert arrive(targets.board_targets(city.nora, on=tomorrow)) == 700
    row.refresh_from_db()
    assert (row.late_s, row.valid_to, made.valid_from) == (300, tomorrow, tomorrow)
    assert EventEntry.objects.filter(kind="incidents.target_changed").count() == 1
    assert AuditEntry.objects.filter(action="incidents.target_changed").exists()


def test_whoever_changes_an_older_version_is_told(city):
    row = ResponseTarget.objects.get(agency=city.city, **ARRIVE)
    said = {"by": city.chief.as_actor(), "version": 1, "valid_from": TODAY}
    targets.change_rule(row, **said, changes={"late_s": 310})
    with pytest.raises(StaleVersion):
        targets.change_rule(row, **said, changes={"late_s": 320})


def test_the_past_is_not_measured_anew(city):
    row = ResponseTarget.objects.get(agency=city.city, **ARRIVE)
    said = {"by": city.chief.as_actor(), "version": 1, "changes": {"late_s": 310}}
    with pytest.raises(InvalidInput):
        targets.change_rule(row, **said, valid_from=TODAY - timedelta(days=1))
    assert ResponseTarget.objects.filter(agency=city.city, **ARRIVE).count() == 1


def test_an_agency_is_not_given_the_same_rule_twice(city):
    own(city.north)
    with pytest.raises(InvalidInput):
        own(city.north)


def test_a_width_of_the_own_branch_decides_what_is_a_repeat(city, call):
    call()
    where = {"viewer": city.nora, "category": "010101"} | NORTH
    where["lng"] += 0.001  # about 80 m east
    assert len(duplicates.near(**where)) == 1
    DuplicateRule.objects.create(
        agency=city.north, category_prefix="01", radius_m=50, window_min=120, valid_from=TODAY
    )
    assert duplicates.near(**where) == []
    DuplicateRule.objects.all().delete()
    assert duplicates.near(**where) == []


def test_the_page_shows_the_citys_rules_and_offers_a_change_to_the_commander_only(city, client):
    row = ResponseTarget.objects.get(agency=city.city, **ARRIVE)
    link = f"/incidents/targets/{row.pk}/"
    client.force_login(city.nora)
    page = client.get("/incidents/targets/")
    assert page.status_code == 200
    assert link not in page.content.decode()
    assert client.get(link).status_code == 403
    client.force_login(city.chief)
    assert link in client.get("/incidents/targets/").content.decode()


def test_the_commander_changes_a_target_on_its_page(city, client):
    client.force_login(city.chief)
    row = ResponseTarget.objects.get(agency=city.city, **ARRIVE)
    link = f"/incidents/targets/{row.pk}/"
    said = {"soon_s": 200, "late_s": 100, "valid_from": TODAY.isoformat(), "version": 1}
    said["form_key"] = form_key()
    assert client.post(link, said).status_code == 400
    said |= {"late_s": 260}
    assert client.post(link, said).status_code == 302
    assert arrive(targets.board_targets(city.nora, on=TODAY)) == 260
    said |= {"form_key": form_key(), "late_s": 270}
    assert client.post(link, said).status_code in (400, 412)


def test_the_commander_gives_a_branch_a_target_and_a_width_of_its_own(city, client):
    client.force_login(city.chief)
    said = {"agency": city.north.pk, "valid_from": TODAY.isoformat()}
    for path, values in (
        ("/incidents/targets/new/", {**ARRIVE, "soon_s": 500, "late_s": 600}),
        ("/incidents/widths/new/", {"category_prefix": "02", "radius_m": 80, "window_min": 30}),
    ):
        body = said | values | {"form_key": form_key()}
        assert client.post(path, body).status_code == 302
    assert arrive(targets.board_targets(city.nora, on=TODAY)) == 600
    assert targets.duplicate_rule(city.nora, "020101", on=TODAY).radius_m == 80
    assert targets.duplicate_rule(city.sam, "020101", on=TODAY).radius_m == 300
