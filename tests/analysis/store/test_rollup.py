"""Counts by day follow the cases: entered, corrected, taken back, moved to another day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from command_center.analysis.store import reading, rollup
from command_center.analysis.store.models import CaseDay, CaseMonth, StaleDay
from command_center.cases.models import Case
from tests.cases.make import category, make_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
DAY = date(2026, 3, 1)
NEXT = date(2026, 3, 2)


def city_total(cast: Cast, day: date = DAY) -> int:
    return int(reading.area_counts([cast.city.pk], day, day).cases.sum())


def stale() -> set[date]:
    return set(StaleDay.objects.values_list("day", flat=True))


def test_an_entered_case_marks_its_local_day(cast: Cast) -> None:
    make_case(cast, reported_at=datetime(2026, 2, 28, 17, tzinfo=UTC))
    assert stale() == {DAY}
    assert rollup.refresh_stale() == 1
    assert stale() == set() and city_total(cast) == 1


def test_a_case_counts_for_its_station_its_branch_and_the_city(cast: Cast) -> None:
    make_case(cast, agency=cast.north_station, reported_at=NOON)
    make_case(cast, agency=cast.north, reported_at=NOON)
    rollup.refresh_stale()
    areas = [cast.city.pk, cast.north.pk, cast.north_station.pk, cast.south.pk]
    found = reading.area_counts(areas, DAY, DAY)
    counted = dict(zip(found.area.tolist(), found.cases.tolist(), strict=True))
    assert counted == {cast.city.pk: 2, cast.north.pk: 2, cast.north_station.pk: 1}


def test_a_case_moved_to_another_day_marks_both(cast: Cast) -> None:
    case = make_case(cast, reported_at=NOON)
    rollup.refresh_stale()
    Case.objects.filter(pk=case.pk).update(reported_at=NOON + timedelta(days=1))
    assert stale() == {DAY, NEXT}
    rollup.refresh_stale()
    assert (city_total(cast), city_total(cast, NEXT)) == (0, 1)


@pytest.mark.parametrize(
    "change", [{"state": "void"}, {"found_by": "patrol"}, {"cell": None}, {"category": "050204"}]
)
def test_what_changes_a_count_marks_the_day(cast: Cast, change: dict[str, str]) -> None:
    case = make_case(cast, reported_at=NOON)
    rollup.refresh_stale()
    said = {"category": category(change["category"])} if "category" in change else change
    Case.objects.filter(pk=case.pk).update(**said)
    assert stale() == {DAY}


def test_what_changes_no_count_marks_no_day(cast: Cast) -> None:
    make_case(cast, reported_at=NOON)
    rollup.refresh_stale()
    Case.objects.update(address="Another road", loss_yuan=5)
    assert stale() == set()


def test_a_deleted_case_is_counted_no_more(cast: Cast) -> None:
    case = make_case(cast, reported_at=NOON)
    rollup.refresh_stale()
    Case.objects.filter(pk=case.pk).delete()
    rollup.refresh_stale()
    assert city_total(cast) == 0 and not CaseDay.objects.exists()


def test_an_agency_moved_is_counted_below_its_new_branch(cast: Cast) -> None:
    make_case(cast, agency=cast.north_station, reported_at=NOON)
    rollup.refresh_stale()
    cast.north_station.parent = cast.south
    cast.north_station.save()
    rollup.refresh_stale()
    found = reading.area_counts([cast.north.pk, cast.south.pk], DAY, DAY)
    assert found.area.tolist() == [cast.south.pk]


def test_counting_twice_changes_nothing_and_a_rebuild_agrees(cast: Cast) -> None:
    for days in (0, 0, 40):
        make_case(cast, reported_at=NOON - timedelta(days=days))
    rollup.refresh_stale()
    before = list(CaseDay.objects.values_list("day", "agency_id", "cell_id", "cases"))
    assert rollup.refresh([DAY, DAY]) == 1
    assert rollup.rebuild(DAY - timedelta(days=45), DAY) == 46
    assert list(CaseDay.objects.values_list("day", "agency_id", "cell_id", "cases")) == before
    assert sum(cases for *_, cases in before) == 3


def months() -> dict[tuple[object, ...], int]:
    keys = ("month", "agency_id", "cell_id", "category_id", "is_discovered")
    return {tuple(row[:-1]): row[-1] for row in CaseMonth.objects.values_list(*keys, "cases")}


def months_of_days() -> dict[tuple[object, ...], int]:
    found: dict[tuple[object, ...], int] = {}
    for row in CaseDay.objects.all():
        key = (
            *(row.day.replace(day=1), row.agency_id, row.cell_id, row.category_id),
            row.is_discovered,
        )
        found[key] = found.get(key, 0) + row.cases
    return found


def test_a_month_is_the_sum_of_its_days_whatever_becomes_of_the_cases(cast: Cast) -> None:
    cases = [
        make_case(cast, reported_at=NOON + timedelta(days=days), found_by=found_by)
        for days in (-2, -1, 0, 0, 30, 31)
        for found_by in ("reported", "patrol")
    ]
    rollup.refresh_stale()
    assert sum(months().values()) == 12
    assert {key[0] for key in months()} == {date(2026, m, 1) for m in (2, 3, 4)}
    changes: list[dict[str, object]] = [
        {"state": "void"}, {"category": category("050204")}, {"cell": None},
        {"agency": cast.south_station}, {"reported_at": NOON + timedelta(days=40)},
        {"found_by": "patrol"},
    ]  # fmt: skip
    for case, change in zip(cases, changes, strict=False):
        Case.objects.filter(pk=case.pk).update(**change)
        rollup.refresh_stale()
        assert months() == months_of_days(), change
    Case.objects.filter(pk__in=[case.pk for case in cases]).delete()
    rollup.refresh_stale()
    assert months() == months_of_days() == {}


def test_a_kind_that_turns_sensitive_moves_in_the_months_as_well(cast: Cast) -> None:
    make_case(cast, agency=cast.north_station, reported_at=NOON)
    rollup.refresh_stale()
    kind = category("050201")
    kind.is_sensitive = True
    kind.save()
    rollup.refresh_stale()
    assert [key[1:3] for key in months()] == [(cast.north.pk, 0)]


def test_a_rebuild_puts_months_right_that_were_lost(cast: Cast) -> None:
    make_case(cast, reported_at=NOON)
    make_case(cast, reported_at=NOON - timedelta(days=3))
    rollup.refresh_stale()
    before = months()
    CaseMonth.objects.all().delete()
    CaseMonth.objects.create(month=DAY, agency_id=cast.city.pk, category_id=1, cases=99)
    rollup.rebuild(DAY, DAY)
    assert months() == {key: value for key, value in before.items() if key[0] == DAY}


def test_many_cases_at_once_leave_one_mark_a_day(cast: Cast) -> None:
    case = make_case(cast, reported_at=NOON)
    StaleDay.objects.all().delete()
    for at in range(5):
        case.pk, case.number, case._state.adding = None, f"B{at}", True
        Case.objects.bulk_create([case])
    assert StaleDay.objects.count() == 5
    rollup.refresh_stale()
    assert city_total(cast) == 6


def test_counts_are_narrowed_to_categories_and_days(cast: Cast) -> None:
    make_case(cast, reported_at=NOON)
    make_case(cast, reported_at=NOON, category="050204")
    make_case(cast, reported_at=NOON + timedelta(days=1))
    make_case(cast, reported_at=NOON, found_by="patrol")
    rollup.refresh_stale()
    wanted = {category("050201").pk}

    def total(**said: object) -> int:
        return int(reading.area_counts([cast.city.pk], DAY, NEXT, **said).cases.sum())  # type: ignore[arg-type]

    assert total() == 3 and total(category_ids=wanted) == 2 and total(days=[NEXT]) == 1
    assert total(discovered=True) == 1 and total(discovered=None) == 4
    counts = reading.day_counts(cast.north.path, DAY, DAY, category_ids=wanted)
    assert counts.cell.tolist() == [cast.north_cell.pk] and counts.cases.tolist() == [1]


def test_refreshing_needs_no_more_than_the_role_has(cast: Cast) -> None:
    make_case(cast, reported_at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE anlan_analysis")
        rollup.refresh_stale()
        cursor.execute("RESET ROLE")
    assert city_total(cast) == 1
