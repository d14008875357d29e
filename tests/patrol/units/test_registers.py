"""Stations and units are entered, corrected, moved and taken over from sheets."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from grid.errors import InvalidInput, LostRace, NotAllowed, StaleVersion
from grid.frame.sheet_import import take
from grid.ledger.models import EventEntry
from patrol.units import registers, selectors, services, sheets
from patrol.units.models import CrewPosting, Station, StatusEntry, Unit
from tests.cast import Cast, square
from tests.patrol.make import make_crew, make_station, make_unit

PLACE = {"lng": 125.11, "lat": 42.91}


def enter(cast: Cast, **said: Any) -> Station:
    given = {"code": "ST-1", "name": "站前警务站", "agency": "990101000000", **PLACE}
    by = cast.chief.as_actor()
    return registers.save_station(None, by=by, viewer=cast.chief, **given | said)


def test_the_ground_of_a_station_is_that_of_its_cells(cast: Cast) -> None:
    station = enter(cast, cells=["N-1", "N-2"])
    assert station.cell_codes == ["N-1", "N-2"]
    assert station.outline is not None
    assert station.outline.area == pytest.approx(2 * square(0, 0).area)


@pytest.mark.parametrize("form", ["wkt", "geojson", "feature", "collection"])
def test_the_ground_may_be_uploaded_as_wkt_or_geojson(cast: Cast, form: str) -> None:
    shape = square(0, 1)
    geometry = json.loads(shape.geojson)
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    text = {
        "wkt": shape.wkt,
        "geojson": json.dumps(geometry),
        "feature": json.dumps(feature),
        "collection": json.dumps({"type": "FeatureCollection", "features": [feature]}),
    }[form]
    station = enter(cast, outline=text)
    assert station.outline is not None
    assert station.outline.sym_difference(shape).area < 1e-12  # decimals of the text differ


@pytest.mark.parametrize("text", ["POLYGON", "{", "POINT(1 2)", '{"type": "Point"}'])
def test_what_is_no_polygon_is_refused_at_the_outline(cast: Cast, text: str) -> None:
    with pytest.raises(InvalidInput) as told:
        enter(cast, outline=text)
    assert [e["pointer"] for e in told.value.errors] == ["/outline"]


def test_every_fault_is_named_and_nothing_is_half_entered(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as told:
        enter(cast, agency="990000000009", lat=99.0, cells=["X-9"], partners=["990000000008"])
    pointers = {e["pointer"] for e in told.value.errors}
    assert pointers == {"/agency", "/lat", "/cells", "/partners"}
    assert not Station.objects.exists()


def test_a_mobile_station_moves_and_its_history_says_where_it_stood(cast: Cast) -> None:
    station = enter(cast, kind="mobile")
    by, there = cast.chief.as_actor(), {"lng": 125.13, "lat": 42.91}
    moved = registers.save_station(station, by=by, viewer=cast.chief, version=1, **there)
    assert [round(m.point.x, 2) for m in moved.moves.all()] == [125.13, 125.11]
    assert EventEntry.objects.filter(kind="patrol.station_moved").count() == 1


def test_a_stale_version_changes_nothing(cast: Cast) -> None:
    station = enter(cast)
    by = cast.chief.as_actor()
    registers.save_station(station, by=by, viewer=cast.chief, version=1, name="甲站")
    with pytest.raises(StaleVersion):
        registers.save_station(station, by=by, viewer=cast.chief, version=1, name="乙站")
    station.refresh_from_db()
    assert station.name == "甲站"


def test_a_mixed_team_shows_its_parents(cast: Cast, client: Client) -> None:
    make_unit(cast, call_sign="P1")
    make_unit(cast, call_sign="P2")
    said = {"call_sign": "M1", "kind": "mixed", "agency": "990101000000", "parents": ["P1", "P2"]}
    registers.save_unit(None, by=cast.chief.as_actor(), viewer=cast.chief, **said)
    client.force_login(cast.nora)
    assert client.get("/api/v1/units/M1/").json()["parents"] == ["P1", "P2"]
    page = client.get("/units/at/M1/").content.decode()
    assert "/units/at/P1/" in page


def test_units_are_found_by_arms_capability_equipment_and_agency(cast: Cast) -> None:
    make_unit(cast, call_sign="A", is_armed=True, capabilities=["boat"])
    make_unit(cast, call_sign="B", equipment=["bicycle", "flashing_lights"], status="off")
    make_unit(cast, call_sign="C", agency=cast.south_station)

    def found(**wanted: str) -> list[str]:
        return [unit.call_sign for unit in selectors.units(cast.chief, **wanted)]

    assert found(armed="1") == ["A"]
    assert found(capability="boat") == ["A"]
    assert found(equipment="flashing_lights") == ["B"]
    assert found(available="0") == ["B"]
    assert found(agency=cast.south.code) == ["C"]
    assert [unit.call_sign for unit in selectors.units(cast.sam)] == ["C"]


def test_strength_is_counted_and_its_sum_agrees_with_the_rows(cast: Cast) -> None:
    car, foot = make_unit(cast), make_unit(cast, kind="foot")
    make_crew(car, cast.pat)
    make_crew(car)
    make_crew(foot, cast.cora)
    make_crew(foot, name="保安甲", kind="partner")
    *rows, total = selectors.strength(selectors.units(cast.chief))
    assert len(rows) == 2
    assert {name: total[name] for name in ("units", "officer", "auxiliary", "partner")} == {
        "units": 2,
        "officer": 2,
        "auxiliary": 1,
        "partner": 1,
    }


def test_moving_an_officer_ends_her_former_posting_and_keeps_it(cast: Cast) -> None:
    first, second = make_unit(cast), make_unit(cast)
    by = cast.chief.as_actor()
    services.post_crew(first, by=by, officer=cast.pat)
    services.post_crew(second, by=by, officer=cast.pat)
    assert selectors.unit_of(cast.pat) == second
    assert CrewPosting.objects.filter(unit=first, valid_to__isnull=False).count() == 1


def test_temporary_support_ends_on_its_date_and_she_is_back_in_her_unit(cast: Cast) -> None:
    own, other = make_unit(cast), make_unit(cast)
    by, now = cast.chief.as_actor(), timezone.now()
    services.post_crew(own, by=by, officer=cast.pat)
    until = now + timedelta(days=2)
    with pytest.raises(InvalidInput):
        services.post_crew(other, by=by, officer=cast.pat, is_support=True)
    services.post_crew(other, by=by, officer=cast.pat, is_support=True, valid_to=until)
    assert selectors.unit_of(cast.pat) == other
    assert not selectors.crew_of(own).exists()
    assert selectors.unit_of(cast.pat, until + timedelta(minutes=1)) == own


def test_who_left_cannot_leave_again(cast: Cast) -> None:
    posting = make_crew(make_unit(cast), cast.pat)
    services.end_crew(posting, by=cast.chief.as_actor())
    with pytest.raises(LostRace):
        services.end_crew(
            posting, by=cast.chief.as_actor(), at=timezone.now() + timedelta(minutes=1)
        )


def test_a_crew_speaks_for_its_own_unit_and_a_dispatcher_for_any_over_the_radio(cast: Cast) -> None:
    mine, other = make_unit(cast), make_unit(cast)
    make_crew(mine, cast.pat)
    services.report_status(mine, Unit.Status.BUSY, by=cast.pat)
    with pytest.raises(NotAllowed):
        services.report_status(other, Unit.Status.BUSY, by=cast.pat)
    services.report_status(other, Unit.Status.BUSY, by=cast.nora, channel="radio")
    entry = StatusEntry.objects.get(unit=other)
    assert (entry.channel, entry.actor_label) == ("radio", cast.nora.as_actor().label)


def test_a_status_that_arrives_late_is_kept_and_undoes_nothing(cast: Cast) -> None:
    unit = make_unit(cast)
    make_crew(unit, cast.pat)
    services.report_status(unit, Unit.Status.STANDBY, by=cast.pat)
    before = timezone.now() - timedelta(minutes=20)
    services.report_status(unit, Unit.Status.BUSY, by=cast.pat, at=before)
    unit.refresh_from_db()
    assert unit.status == Unit.Status.STANDBY
    assert unit.status_entries.count() == 2
    with pytest.raises(InvalidInput):
        ahead = timezone.now() + timedelta(hours=1)
        services.report_status(unit, Unit.Status.BUSY, by=cast.pat, at=ahead)


SHEET = """call_sign,name,kind,tier,agency,capabilities,is_armed
P1,一组,car,roads,990101000000,boat first_aid,true
P2,二组,spaceship,roads,990101000000,,false
P3,三组,foot,lanes,990209999999,broom,false
"""


def test_a_sheet_is_tried_first_and_every_bad_row_named(cast: Cast) -> None:
    make_unit(cast, call_sign="P1")
    by = cast.chief.as_actor(channel="import")
    tried = take(sheets.TABLES["units"], SHEET, by=by, viewer=cast.chief)
    assert (tried.created, tried.changed, tried.faulty, tried.is_written) == (0, 1, 2, False)
    assert {(f["row"], f["field"]) for f in tried.faults} == {
        (3, "kind"),
        (4, "agency"),
        (4, "capabilities"),
    }
    assert Unit.objects.get().capabilities == []


def test_valid_rows_are_taken_only_where_somebody_chose_so(cast: Cast) -> None:
    by = cast.chief.as_actor(channel="import")
    given: dict[str, Any] = {"by": by, "viewer": cast.chief, "dry_run": False}
    assert not take(sheets.TABLES["units"], SHEET, **given).is_written
    assert not Unit.objects.exists()
    assert take(sheets.TABLES["units"], SHEET, only_valid=True, **given).is_written
    assert Unit.objects.get().capabilities == ["boat", "first_aid"]


def test_the_export_is_a_sheet_the_import_takes_again(cast: Cast, client: Client) -> None:
    make_unit(cast, call_sign="P1", station=make_station(cast), capabilities=["boat"])
    client.force_login(cast.chief)
    for table in ("units", "stations"):
        text = b"".join(client.get(f"/{table}/export.csv")).decode()  # type: ignore[arg-type]
        by = cast.chief.as_actor(channel="import")
        taken = take(sheets.TABLES[table], text, by=by, viewer=cast.chief)
        assert (taken.changed, taken.faults) == (1, [])


def test_a_file_with_other_columns_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="call_sign"):
        take(sheets.TABLES["units"], "plate\nX\n", by=cast.chief.as_actor(), viewer=cast.chief)
