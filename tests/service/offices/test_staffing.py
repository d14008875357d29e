"""Offices: set up by a template, staffed from day to day, and what they lack by their norm."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from grid.service.offices import posting, selectors, services
from grid.service.offices.models import CommunityOffice, OfficeStaff, StaffingNorm
from grid.service.offices.staffing import strengths
from tests.cast import Cast
from tests.service.make import make_office, staff_office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def codes(office: CommunityOffice, on: date = TODAY) -> list[str]:
    (found,) = strengths([office], on)
    return [gap.code for gap in found.gaps]


def test_lea_makes_a_station_of_one_room_and_four_teams(cast: Cast) -> None:
    row = services.save_office(
        None, by=cast.lea.as_actor(), viewer=cast.lea, code="PCS-1", name="北站",
        agency=cast.north_station.code, template="room_four_teams",
    )  # fmt: skip
    assert row.kind == "station"
    assert row.teams.count() == 5
    assert EventEntry.objects.filter(kind="service.office_created", subject_id=str(row.pk)).exists()


def test_an_office_as_the_norm_wants_it_lacks_nothing(cast: Cast) -> None:
    office = make_office(cast)
    staff_office(office, cast)
    assert codes(office) == []


def test_no_officer_and_three_auxiliaries_are_flagged(cast: Cast) -> None:
    office = make_office(cast)
    staff_office(office, cast, officers=0, auxiliaries=3)
    (found,) = strengths([office], TODAY)
    assert [(g.code, g.present, g.wanted) for g in found.gaps] == [
        ("officers", 0, 1),
        ("auxiliaries", 3, 4),
    ]
    assert [row.office for row in selectors.gaps(cast.lea)] == [office]


def test_a_head_without_a_seat_on_the_board_is_flagged(cast: Cast) -> None:
    office = make_office(cast, head_on_board=False)
    staff_office(office, cast)
    assert codes(office) == ["board_seat"]


def test_seven_auxiliaries_are_too_many_but_nothing_is_missing(cast: Cast) -> None:
    office = make_office(cast)
    staff_office(office, cast, auxiliaries=7)
    (found,) = strengths([office], TODAY)
    assert found.is_over
    assert found.gaps == []


def test_a_station_is_measured_by_no_norm_until_one_is_set(cast: Cast) -> None:
    office = make_office(cast, kind="station")
    assert codes(office) == []
    StaffingNorm.objects.create(agency=cast.city, kind="station", valid_from="2026-01-01")
    assert "head" in codes(office)


def test_the_norm_of_the_nearest_agency_holds_and_only_from_its_day(cast: Cast) -> None:
    office = make_office(cast)
    staff_office(office, cast)
    today = timezone.localdate()
    said = {"heads": 1, "officers_least": 2, "officers_most": 3, "auxiliaries_least": 4,
            "auxiliaries_most": 6, "needs_board_seat": False}  # fmt: skip
    posting.set_norm(cast.north, by=cast.lea.as_actor(), kind="office", **said)
    assert codes(office, today) == ["officers"]
    assert codes(office, today - timedelta(days=1)) == []
    posting.set_norm(
        cast.north_station, by=cast.lea.as_actor(), kind="office", **said | {"officers_least": 1}
    )
    assert codes(office, today) == []


def test_a_norm_set_twice_on_one_day_is_one_row(cast: Cast) -> None:
    for most in (3, 4):
        posting.set_norm(
            cast.north, by=cast.lea.as_actor(), kind="office", officers_least=1,
            officers_most=most, auxiliaries_least=4, auxiliaries_most=6,
        )  # fmt: skip
    assert StaffingNorm.objects.get().officers_most == 4


def test_a_norm_turned_round_and_a_norm_of_yesterday_are_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        posting.set_norm(
            cast.north, by=cast.lea.as_actor(), kind="office",
            valid_from=timezone.localdate() - timedelta(days=1), officers_least=3,
            officers_most=2, auxiliaries_least=4, auxiliaries_most=6,
        )  # fmt: skip
    assert {f["pointer"] for f in refusal.value.errors} == {"/valid_from", "/officers_least"}


def post(cast: Cast, office: CommunityOffice, day: date, **said: object) -> OfficeStaff:
    row: OfficeStaff = posting.post_staff(
        office,
        by=cast.lea.as_actor(),
        viewer=cast.lea,
        from_day=day,
        **said,  # type: ignore[arg-type]
    )
    return row


def test_a_new_head_ends_the_one_before(cast: Cast) -> None:
    office = make_office(cast)
    old = post(cast, office, date(2026, 1, 1), duty="head", officer="N002")
    post(cast, office, date(2026, 3, 1), duty="head", officer="N003")
    old.refresh_from_db()
    assert old.valid_to == date(2026, 3, 1)
    (then,) = strengths([office], date(2026, 2, 28))
    (now,) = strengths([office], date(2026, 3, 1))
    assert then.head and then.head.officer == cast.cora
    assert now.head and now.head.officer == cast.pat


def test_a_count_of_auxiliaries_takes_the_place_of_the_one_before(cast: Cast) -> None:
    office = make_office(cast)
    post(cast, office, date(2026, 1, 1), duty="auxiliaries", heads=4)
    post(cast, office, date(2026, 2, 1), duty="auxiliaries", heads=6)
    post(cast, office, date(2026, 2, 1), duty="auxiliaries", heads=5)
    (now,) = strengths([office], TODAY)
    assert now.auxiliaries == 5
    assert office.staff.count() == 2


def test_nobody_is_posted_before_a_day_already_held(cast: Cast) -> None:
    office = make_office(cast)
    post(cast, office, date(2026, 3, 1), duty="head", officer="N002")
    with pytest.raises(InvalidInput):
        post(cast, office, date(2026, 2, 1), duty="head", officer="N003")
    post(cast, office, date(2026, 3, 1), duty="officer", officer="N003")
    with pytest.raises(InvalidInput):
        post(cast, office, date(2026, 4, 1), duty="officer", officer="N003")


def test_an_officer_of_the_south_is_not_posted_by_the_north(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        post(cast, make_office(cast), TODAY, duty="head", officer="S001")
    assert refusal.value.errors[0]["pointer"] == "/officer"


def test_a_duty_ends_once_and_not_before_it_began(cast: Cast) -> None:
    row = post(cast, make_office(cast), date(2026, 1, 1), duty="officer", officer="N003")
    with pytest.raises(InvalidInput):
        posting.end_staff(row, by=cast.lea.as_actor(), until=date(2026, 1, 1))
    posting.end_staff(row, by=cast.lea.as_actor(), until=date(2026, 2, 1))
    with pytest.raises(IllegalStep):
        posting.end_staff(row, by=cast.lea.as_actor(), until=date(2026, 3, 1))


def test_all_faults_of_an_office_are_named_at_once(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.save_office(
            None, by=cast.lea.as_actor(), viewer=cast.lea, code="X", name="X",
            agency=cast.south_station.code, division="990000000001", template="nothing",
            cells=["N-1", "S-1"], lng=999, lat=0,
        )  # fmt: skip
    named = {f["pointer"] for f in refusal.value.errors}
    assert {"/agency", "/division", "/template", "/cells", "/lng"} <= named
    assert not CommunityOffice.objects.exists()


def test_a_stale_office_is_not_overwritten_and_a_closed_one_leaves_the_list(cast: Cast) -> None:
    office = make_office(cast)
    by = {"by": cast.lea.as_actor(), "viewer": cast.lea}
    services.save_office(office, **by, version=1, is_active=False)
    with pytest.raises(StaleVersion):
        services.save_office(office, **by, version=1, name="other")
    assert list(selectors.offices(cast.lea)) == []
    assert list(selectors.offices(cast.lea, closed="1")) == [office]
    assert EventEntry.objects.filter(kind="service.office_closed").exists()


def test_a_team_of_the_same_name_is_refused(cast: Cast) -> None:
    office = make_office(cast)
    by = cast.lea.as_actor()
    team = services.save_team(None, office, by=by, name="巡逻组", kind="patrol", heads=4)
    services.save_team(team, office, by=by, version=1, heads=6)
    with pytest.raises(InvalidInput):
        services.save_team(None, office, by=by, name="巡逻组", kind="patrol")
    assert office.teams.get().heads == 6


def test_what_an_office_lacks_costs_the_same_for_one_office_and_for_many(
    cast: Cast, django_assert_num_queries: object
) -> None:
    offices = [make_office(cast) for _ in range(28)]
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture
        assert len(strengths(offices, TODAY)) == 28
