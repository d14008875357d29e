"""Finding cameras, and the sums over them."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from grid.ledger.models import EventEntry
from tests.cast import Cast
from tests.video.make import camera_class, make_camera, make_company, make_platform
from tests.video.register.files import entered
from video.register import compliance, figures, selectors
from video.register.filing import filing_due
from video.register.models import Camera, Contract, DeviceState, VideoPoint
from video.register.reactors import tell_leases, tell_unfiled

TODAY = date(2026, 9, 16)


def found(cast: Cast, **wanted: object) -> set[str]:
    rows = selectors.cameras(cast.chief, **wanted)
    return set(rows.values_list("code", flat=True))


def test_each_sees_her_own_area(cast: Cast) -> None:
    north, south = make_camera(cast), make_camera(cast, agency=cast.south_station)
    assert selectors.find_camera(cast.vera, north.code) == north
    for code in (south.code, "absent"):
        with pytest.raises(Http404):
            selectors.find_camera(cast.vera, code)
    assert found(cast) == {north.code, south.code}


def test_a_camera_is_found_by_what_people_say(cast: Cast) -> None:
    row = make_camera(
        cast, name="东丰镇 南屯路口", initials="dfzntlk", common_name="老供销社",
        pole_number="DF-0417", original_code="OLD9", address="南屯路 8 号",
    )  # fmt: skip
    make_camera(cast)
    for said in ("南屯", "DFZ", "供销社", "df-0417", "old9", "路 8", row.gb_id[-6:], row.code):
        assert found(cast, q=said) == {row.code}, said
    assert found(cast, q="南屯 dfz") == {row.code}
    assert found(cast, q="南屯 nowhere") == set()


def test_the_list_is_narrowed_by_each_filter(cast: Cast) -> None:
    top = make_platform(cast)
    recorder = make_platform(cast, parent=make_platform(cast, parent=top), level="recorder")
    firm = make_company(cast, is_owner=True)
    point = VideoPoint.objects.create(code="PT", name="杆", agency=cast.north)
    row = make_camera(
        cast, camera_class=camera_class("finance"), is_public=False, platform=recorder, owner=firm,
        contractor=firm, point=point, function_types=[6, 5], position_types=[8], departments=[2],
        civil_code="220402001", device_state=2, file_state="complete", networked=False,
        supply_light=2, camera_type=1, cell=cast.north_cell, network=3,
    )  # fmt: skip
    make_camera(cast, agency=cast.south_station)
    narrowed = {
        "agency": cast.north.code, "cls": "social", "is_public": False, "platform": top.code,
        "owner": firm.code, "contractor": firm.code, "point": "PT", "function": "6",
        "position": 8, "department": 2, "division": "220402000000", "device_state": 2,
        "file_state": "complete", "networked": False, "supply_light": 2, "camera_type": 1,
        "network": 3, "cell": cast.north_cell.code, "high_lookout": True,
    }  # fmt: skip
    for name, value in narrowed.items():
        assert found(cast, **{name: value}) == {row.code}, name
    assert len(found(cast, q="", agency=None)) == 2
    assert found(cast, operator="nobody") == set()


def test_the_named_classes_sum_to_6764_and_198_are_in_none(cast: Cast) -> None:
    make_camera(cast)
    make_camera(cast, camera_class=camera_class("other"))
    make_camera(cast, device_state=DeviceState.REMOVED)
    make_camera(cast, camera_class=camera_class("public"))
    make_camera(cast, agency=cast.south_station, camera_class=camera_class("finance"))
    public, social = figures.camera_classes_sum(cast.chief)
    assert (public.expected, public.expected_named, public.unexplained) == (6962, 6764, 198)
    assert (public.count, public.difference) == (3, 6959)
    lines = {line.row.pk: (line.count, line.expected, line.difference) for line in public.lines}
    assert lines["city"] == (1, 1944, 1943)
    assert lines["other"] == (1, None, None)
    assert lines["public"] == (1, None, None)  # of no class below
    assert (social.expected, social.count) == (48463, 1)
    assert (public.expected or 0) + (social.expected or 0) == 55_425
    assert figures.camera_classes_sum(cast.vera)[1].count == 0


def test_points_and_cameras_installed_and_networked_are_counted_apart(cast: Cast) -> None:
    point = VideoPoint.objects.create(code="PT", name="杆", agency=cast.north)
    for number in range(6):
        make_camera(cast, point=point, networked=number == 0, is_public=number < 4)
    make_camera(cast, gb_id=None, networked=False, device_state=2)
    make_camera(cast, device_state=3)
    stock = figures.stock(cast.vera)
    assert (stock.points, stock.cameras, stock.public, stock.social) == (1, 7, 5, 2)
    assert (stock.networked, stock.registered, stock.under_repair) == (1, 6, 1)
    assert stock.networked_share == 14.3
    assert figures.stock(cast.sam).networked_share is None
    assert figures.stock(cast.chief, agency=cast.south.code).cameras == 0


def test_6097_of_37000_is_sixteen_and_a_half_percent() -> None:
    told = {"points": 0, "public": 0, "social": 0, "registered": 0, "under_repair": 0}
    stock = figures.Stock(cameras=37_000, networked=6_097, **told)
    assert stock.networked_share == 16.5


def test_growth_counts_what_came_and_what_went(cast: Cast) -> None:
    for year in (2024, 2024, 2026):
        make_camera(cast, installed_on=date(year, 5, 1))
    make_camera(cast, installed_on=date(2024, 1, 1), scrapped_on=date(2026, 2, 1), device_state=3)
    make_camera(cast)
    years = figures.growth(cast.vera)
    told = [(row.year, row.added, row.removed, row.standing) for row in years]
    assert told == [(2024, 3, 0, 3), (2026, 1, 1, 3), (None, 1, 0, 4)]
    assert figures.this_year(years, TODAY) == 1
    assert figures.growth(cast.sam) == []


def test_what_is_owed_stands_on_its_list(cast: Cast) -> None:
    lawful = {
        "is_signed": True, "necessity": "治安", "site_category": "venue", "filing_number": "备-1",
        "filed_on": TODAY, "enabled_on": TODAY, "retention_days": 30,
    }  # fmt: skip
    firm = make_company(cast)
    days = {"valid_from": date(2020, 1, 1), "valid_to": TODAY + timedelta(days=30)}
    lease = Contract.objects.create(company=firm, kind="lease", number="租-1", **days)
    unfiled = {"filing_number": "", "filed_on": None}
    wanted: dict[str, dict[str, object]] = {
        "unfiled": unfiled | {"enabled_on": TODAY - timedelta(days=31)},
        "filing_due": unfiled | {"enabled_on": TODAY - timedelta(days=30)},
        "no_start": unfiled | {"enabled_on": None},
        "refile": {"refile_since": TODAY},
        "retention": {"retention_days": 89, "is_key_target": True},
        "unsigned": {"is_signed": False},
        "no_consent": {"near_protected_site": True},
        "no_necessity": {"necessity": ""},
        "no_category": {"site_category": ""},
        "lease": {"lease": lease},
        "warranty": {"warranty_to": TODAY - timedelta(days=1)},
        "no_id": {"gb_id": None},
    }
    made = {name: make_camera(cast, **lawful | said) for name, said in wanted.items()}
    make_camera(cast, **lawful, device_state=3, refile_since=TODAY)
    for name, row in made.items():
        rows = compliance.narrowed(Camera.objects.all(), name, TODAY)
        assert list(rows) == [row], name
    counts = compliance.counts(cast.vera, TODAY)
    assert all(counts[name] == 1 for name in wanted), counts
    assert counts["missing"] == counts["total"] == len(wanted)
    assert compliance.counts(cast.chief, TODAY, agency=cast.south.code)["total"] == 0
    assert not compliance.narrowed(Camera.objects.all(), "moon", TODAY)


def test_a_whole_file_is_on_no_list_of_missing_fields(cast: Cast) -> None:
    row = entered(cast)
    assert found(cast, finding="missing") == set()
    Camera.objects.filter(pk=row.pk).update(function_types=[])
    assert found(cast, finding="missing") == {row.code}


def test_the_clock_of_a_filing_says_how_many_days_are_left(cast: Cast) -> None:
    row = make_camera(cast, enabled_on=TODAY - timedelta(days=28))
    due = filing_due(row, TODAY)
    assert due is not None and (due.days_left, due.days_late) == (2, 0)
    late = filing_due(row, TODAY + timedelta(days=5))
    assert late is not None and late.days_late == 3
    assert filing_due(make_camera(cast), TODAY) is None
    assert filing_due(make_camera(cast, enabled_on=TODAY, filing_number="x"), TODAY) is None
    assert filing_due(make_camera(cast, enabled_on=TODAY, device_state=3), TODAY) is None


def test_unfiled_cameras_are_told_of_once_and_by_agency(cast: Cast) -> None:
    past = timezone.localdate() - timedelta(days=31)
    two = [make_camera(cast, enabled_on=past) for _ in range(2)]
    make_camera(cast, enabled_on=past, agency=cast.south_station)
    make_camera(cast, enabled_on=past, filing_number="备-1", filed_on=past)
    tell_unfiled()
    tell_unfiled()
    told = EventEntry.objects.filter(kind="video.camera_unfiled").order_by("subject_id")
    assert told.count() == 2
    of_north = told.get(subject_id=cast.north_station.code)
    assert of_north.payload == {"count": 2, "cameras": sorted(row.code for row in two)}
    assert of_north.agency_path == cast.north_station.path
    two[0].refresh_from_db()
    assert two[0].filing_told_on == timezone.localdate()


def test_an_ending_lease_is_told_of_once_and_again_when_it_was_renewed(cast: Cast) -> None:
    today = timezone.localdate()
    firm = make_company(cast)
    days = {"valid_from": today - timedelta(days=9), "valid_to": today + timedelta(days=30)}
    lease = Contract.objects.create(company=firm, kind="lease", number="租-1", **days)
    Contract.objects.create(company=firm, kind="maintenance", number="维-1", **days)
    tell_leases()
    assert not EventEntry.objects.exists()  # nothing hangs on it yet
    make_camera(cast, lease=lease)
    make_camera(cast, lease=lease, device_state=3)
    tell_leases()
    tell_leases()
    fact = EventEntry.objects.get(kind="video.lease_ending")
    assert (fact.subject_id, fact.payload["cameras"]) == ("租-1", 1)
    Contract.objects.filter(pk=lease.pk).update(valid_to=today + timedelta(days=29))
    tell_leases()
    assert EventEntry.objects.filter(kind="video.lease_ending").count() == 2
