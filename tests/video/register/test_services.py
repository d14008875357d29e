"""Entering, correcting, removing, filing and checking cameras."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from grid.territory.models import Division
from tests.cast import Cast
from tests.video.make import make_camera, make_company, make_platform
from tests.video.register.files import GB_ID, codes, entered, fields, whole
from tests.waiting import outcomes
from video.register import parts, services
from video.register.answers import warnings_of
from video.register.completeness import FIELDS, complete_q, filled, missing_fields
from video.register.models import Camera, CameraClass, Contract, Filing, Platform, VideoPoint


def changed(cast: Cast, row: Camera, **said: Any) -> Camera:
    vera = cast.vera
    return services.change_camera(row, by=vera.as_actor(), viewer=vera, **said)


def filed(cast: Cast, row: Camera, number: str = "备-1", on: date | None = None) -> Camera:
    day = on or timezone.localdate()
    return services.file_camera(row, by=cast.vera.as_actor(), number=number, filed_on=day)


def kinds() -> list[str]:
    return list(EventEntry.objects.order_by("seq").values_list("kind", flat=True))


def test_a_file_is_opened_with_what_follows_from_it(cast: Cast) -> None:
    Division.objects.create(code="220402000000", name="示例区", level="county")
    row = entered(cast)
    assert row.code == GB_ID  # without a number of its own the national id is it
    assert (row.initials, row.is_public) == ("sllkd", True)
    assert row.cell == cast.north_cell and row.division_id == "220402000000"
    assert row.mac == "00-1A-2B-3C-4D-5E"
    assert missing_fields(row) == []
    fact = EventEntry.objects.get(kind="video.camera_added")
    assert (fact.subject_id, fact.payload["camera_class"]) == (GB_ID, "city")
    assert Camera.objects.filter(complete_q()).get() == row


def test_a_pair_in_another_system_is_turned_and_kept_as_received(cast: Cast) -> None:
    row = entered(cast, lng=125.1165, lat=42.9121, crs="gcj02")
    assert (row.source_lng, row.source_lat, row.source_crs) == (125.1165, 42.9121, "gcj02")
    assert row.location is not None and 0.002 < 125.1165 - row.location.x < 0.01


def test_every_fault_is_named_and_nothing_is_written(cast: Cast) -> None:
    south = cast.south_station.code
    with pytest.raises(InvalidInput) as refusal:
        entered(
            cast, agency=south, camera_class="moon", platform="none", lng=200.0, port=0,
            forbidden_place="changing_room",
        )  # fmt: skip
    named = {"agency", "camera_class", "platform", "lng", "port", "forbidden_place"}
    assert fields(refusal.value) == named
    assert not Camera.objects.exists() and not EventEntry.objects.exists()


def test_no_camera_in_a_forbidden_interior_can_even_be_stored(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_camera(cast, forbidden_place="guest_room")


def test_a_number_is_given_once_whoever_may_see_the_other(cast: Cast) -> None:
    make_camera(cast, agency=cast.south_station, gb_id=GB_ID, code="S-1")
    with pytest.raises(InvalidInput) as refusal:
        entered(cast)
    assert fields(refusal.value) == {"gb_id"}
    with pytest.raises(InvalidInput) as refusal:
        entered(cast, gb_id="22040200001320000002", code="S-1")
    assert fields(refusal.value) == {"code"}


def test_firms_and_platforms_of_the_city_may_be_named_by_the_north(cast: Cast) -> None:
    firm = make_company(cast)
    top = make_platform(cast, agency=cast.city, level=Platform.Level.CITY)
    southern = make_company(cast, agency=cast.south)
    row = entered(cast, contractor=firm.code, platform=top.code)
    assert (row.contractor, row.platform) == (firm, top)
    with pytest.raises(InvalidInput) as refusal:
        changed(cast, row, contractor=southern.code)
    assert fields(refusal.value) == {"contractor"}


def test_a_correction_names_the_fields_and_is_to_be_checked_again(cast: Cast) -> None:
    row = entered(cast)
    services.check_file(row, by=cast.vera.as_actor(), state="complete")
    row = changed(cast, row, pole_number="DF-0417", version=2)
    assert (row.version, row.file_state) == (3, "unchecked")
    fact = EventEntry.objects.get(kind="video.camera_changed")
    assert fact.payload["changed"] == ["pole_number"]


def test_saying_what_is_so_already_writes_nothing(cast: Cast) -> None:
    row = entered(cast)
    again = changed(cast, row, **whole(cast))
    assert again.version == 1
    assert kinds() == ["video.camera_added"]


def test_a_stale_version_is_refused_with_both(cast: Cast) -> None:
    row = entered(cast)
    changed(cast, row, pole_number="1", version=1)
    with pytest.raises(StaleVersion) as refusal:
        changed(cast, row, pole_number="2", version=1)
    assert refusal.value.context == {"your_version": 1, "current_version": 2}


def test_a_removed_camera_keeps_its_file_and_can_come_back(cast: Cast) -> None:
    row = entered(cast)
    by = cast.vera.as_actor()
    with pytest.raises(InvalidInput):
        services.remove_camera(row, by=by, reason=" ")
    with pytest.raises(InvalidInput) as refusal:
        services.remove_camera(row, by=by, reason="拆", scrapped_on=date(2024, 1, 1))
    assert fields(refusal.value) == {"scrapped_on"}
    row = services.remove_camera(row, by=by, reason="道路改造")
    assert row.scrapped_on == timezone.localdate() and not Camera.objects.standing().exists()
    assert warnings_of(row) == []
    with pytest.raises(IllegalStep):
        services.remove_camera(row, by=by, reason="again")
    row = changed(cast, row, device_state=1)
    assert row.scrapped_on is None and Camera.objects.standing().get() == row


def test_a_filing_stops_the_clock_and_a_change_starts_it_again(cast: Cast) -> None:
    row = entered(cast)
    assert "unfiled" in codes(warnings_of(row))
    row = filed(cast, row, on=date(2024, 6, 20))
    assert Filing.objects.get().days_taken == 19
    assert "unfiled" not in codes(warnings_of(row))
    row = changed(cast, row, remark="nothing that was filed")
    assert row.refile_since is None
    row = changed(cast, row, retention_days=60)
    assert row.refile_since == timezone.localdate()
    assert "refile" in codes(warnings_of(row))
    row = filed(cast, row, "备-1-变更")
    assert row.refile_since is None
    assert Filing.objects.first().is_change  # type: ignore[union-attr]
    assert kinds()[-1] == "video.camera_filed"


def test_a_filing_is_not_dated_ahead_and_has_a_number(cast: Cast) -> None:
    row = entered(cast)
    with pytest.raises(InvalidInput) as refusal:
        filed(cast, row, " ", timezone.localdate() + timedelta(days=1))
    assert fields(refusal.value) == {"number", "filed_on"}


def test_a_file_is_complete_only_with_every_mandatory_field(cast: Cast) -> None:
    row = entered(cast, mac="", function_types=[], lng=None, lat=None)
    assert missing_fields(row) == ["mac", "function_types", "location"]
    assert filled(row) == 17 and filled(entered(cast, gb_id="22040200001320000002")) == 21
    assert FIELDS == 27
    by = cast.vera.as_actor()
    with pytest.raises(InvalidInput) as refusal:
        services.check_file(row, by=by, state="complete")
    assert "MAC address, Function, Position" in refusal.value.errors[0]["message"]
    with pytest.raises(InvalidInput) as refusal:
        services.check_file(row, by=by, state="to_correct")
    assert fields(refusal.value) == {"note"}
    row = services.check_file(row, by=by, state="to_correct", note="补 MAC")
    assert row.file_state == "to_correct" and row.file_checks.get().note == "补 MAC"


def test_a_social_class_makes_a_social_camera(cast: Cast) -> None:
    row = entered(cast, camera_class="finance")
    assert not row.is_public
    assert CameraClass.objects.get(pk="finance").parent_id == "social"


def test_a_point_has_many_cameras_and_stays_in_its_area(cast: Cast) -> None:
    vera = cast.vera
    told = {"name": "示例杆", "agency": cast.north_station.code, "lng": 125.11, "lat": 42.91}
    point = parts.save_point(None, by=vera.as_actor(), viewer=vera, code="PT-1", **told)
    for number in (1, 2):
        entered(cast, gb_id=f"2204020000132000000{number}", point="PT-1")
    assert point.cameras.count() == 2
    southern = VideoPoint.objects.create(code="PT-S", name="南", agency=cast.south_station)
    with pytest.raises(InvalidInput) as refusal:
        entered(cast, gb_id="22040200001320000003", point=southern.code)
    assert fields(refusal.value) == {"point"}
    with pytest.raises(InvalidInput) as refusal:
        parts.save_point(point, by=vera.as_actor(), viewer=vera, lng=999.0, lat=1.0)
    assert "lng" in fields(refusal.value)


def test_a_platform_never_hangs_on_itself(cast: Cast) -> None:
    vera = cast.vera
    top = make_platform(cast)
    below = make_platform(cast, parent=top)
    with pytest.raises(InvalidInput) as refusal:
        parts.save_platform(top, by=vera.as_actor(), viewer=vera, parent=below.code, gb_id="12")
    assert fields(refusal.value) == {"parent", "gb_id"}
    told = {"name": "示例运营商平台", "level": "operator", "agency": cast.north.code}
    firm = make_company(cast, is_operator=True)
    made = parts.save_platform(
        None, by=vera.as_actor(), viewer=vera, code="OP-1", operator=firm.code,
        parent=top.code, **told,
    )  # fmt: skip
    assert (made.parent, made.operator) == (top, firm)
    made = parts.save_platform(made, by=vera.as_actor(), viewer=vera, parent="")
    assert made.parent is None


def test_a_lease_is_named_by_its_number_and_has_an_order(cast: Cast) -> None:
    chief = cast.chief
    firm = make_company(cast, is_owner=True)
    told = {"company": firm.code, "kind": "lease", "number": "租-1"}
    days = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 1, 1)}
    with pytest.raises(InvalidInput) as refusal:
        parts.save_contract(None, by=chief.as_actor(), viewer=chief, **told, **days)
    assert fields(refusal.value) == {"valid_to"}
    days["valid_to"] = date(2030, 1, 1)
    lease = parts.save_contract(None, by=chief.as_actor(), viewer=chief, **told, **days)
    row = entered(cast, lease="租-1")
    assert row.lease == lease
    with pytest.raises(InvalidInput) as refusal:
        parts.save_contract(None, by=chief.as_actor(), viewer=chief, **told, **days)
    assert fields(refusal.value) == {"number"}
    assert Contract.objects.count() == 1


def test_a_company_does_something(cast: Cast) -> None:
    vera = cast.vera
    told = {"name": "示例公司", "agency": cast.north.code}
    with pytest.raises(InvalidInput) as refusal:
        parts.save_company(None, by=vera.as_actor(), viewer=vera, code="c1", **told)
    assert fields(refusal.value) == {"is_owner"}
    made = parts.save_company(
        None, by=vera.as_actor(), viewer=vera, code="c1", is_owner=True, **told
    )
    with pytest.raises(InvalidInput) as refusal:
        parts.save_company(None, by=vera.as_actor(), viewer=vera, code="c1", is_owner=True, **told)
    assert fields(refusal.value) == {"code"} and made.version == 1


def test_a_position_is_drawn_on_the_map_by_the_database(cast: Cast) -> None:
    row = make_camera(cast, location=Point(125.0, 43.0, srid=4326))
    row.refresh_from_db()
    assert abs(row.mercator.x - 13_914_936) < 1 and row.mercator.srid == 3857


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_one_id_at_once_one_wins(cast: Cast) -> None:
    told = outcomes(lambda: entered(cast, code="R-1"), lambda: entered(cast, code="R-2"))
    assert told == ["done", "invalid_input"]
    assert Camera.objects.count() == 1
