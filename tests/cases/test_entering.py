"""Entering cases: placed, classed, numbered, masked, told of."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from command_center.cases import services
from command_center.cases.models import Case
from command_center.cases.services.entering import take_in
from grid.errors import InvalidInput
from grid.ledger.models import EventEntry
from tests.cases.make import make_case
from tests.cast import SOUTH, STEP, WEST, Cast

pytestmark = pytest.mark.django_db

NORTH = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 1.5 * STEP}
IN_THE_SOUTH = {"lng": WEST + 0.5 * STEP, "lat": SOUTH + 0.5 * STEP}


def enter(cast: Cast, **said: Any) -> Case:
    told = {"category": "050201", "occurred_from": timezone.now() - timedelta(hours=3)}
    return services.enter_case(by=said.pop("by", cast.cora), **told | said)


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> set[tuple[str, str]]:
    return {(fault["pointer"], fault["code"]) for fault in refused.value.errors}


def test_a_case_gets_a_number_of_the_year_a_cell_and_the_agency_of_the_cell(cast: Cast) -> None:
    year = timezone.localdate().year % 100
    first, second = enter(cast, **NORTH), enter(cast, by=cast.ana, **NORTH)
    assert (first.number, second.number) == (f"AJ{year}-000001", f"AJ{year}-000002")
    assert (first.cell, first.agency) == (cast.north_cell, cast.north_station)
    assert second.agency == cast.north_station
    assert first.kind == "criminal"


def test_an_administrative_category_makes_an_administrative_case(cast: Cast) -> None:
    assert enter(cast, category="ZA0301").kind == "administrative"


@pytest.mark.parametrize("crs", ["gcj02", "bd09", "cgcs2000"])
def test_the_place_is_kept_as_it_was_given_and_stored_in_wgs84(cast: Cast, crs: str) -> None:
    row = enter(cast, crs=crs, **NORTH)
    assert (row.source_lng, row.source_lat, row.source_crs) == (*NORTH.values(), crs)
    moved = row.point is not None and abs(row.point.x - NORTH["lng"]) > 1e-4
    assert moved == (crs != "cgcs2000")


def test_a_case_elsewhere_stays_with_the_agency_that_works_on_it(cast: Cast) -> None:
    row = enter(cast, **IN_THE_SOUTH)
    assert (row.cell, row.agency) == (cast.south_cell, cast.north_station)


def test_without_a_point_the_named_cell_counts(cast: Cast) -> None:
    assert enter(cast, cell="N-2").cell == cast.north_cell_2


def test_every_fault_is_named_at_once_and_nothing_is_written(cast: Cast) -> None:
    ahead = timezone.now() + timedelta(days=1)
    with pytest.raises(InvalidInput) as refused:
        enter(cast, category="999", occurred_from=ahead, cell="nowhere", entry="magic", lng=900,
              lat=0, crs="mars", agency=cast.south_station.code, loss_yuan=-1)  # fmt: skip
    named = {pointer for pointer, _code in codes(refused)}
    wanted = {"/category", "/occurred_from", "/cell", "/entry", "/lng", "/crs", "/agency"}
    assert named == wanted | {"/loss_yuan"}
    assert not Case.objects.exists()
    assert not EventEntry.objects.filter(kind="cases.entered").exists()


def test_category_and_beginning_must_be_said(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.enter_case(by=cast.cora)
    assert codes(refused) == {("/category", "required"), ("/occurred_from", "required")}


def test_numbers_of_persons_are_masked_in_texts_and_the_writer_is_told(cast: Cast) -> None:
    row = enter(cast, narrative="He rang 13812345678, card 220402199001011234.", address="路1号")
    stored = Case.objects.get()
    assert stored.narrative == "He rang 138****5678, card 2204************34."
    assert len(row.told) == 2


def test_the_fact_tells_the_case_without_door_and_text(cast: Cast) -> None:
    row = enter(cast, address="安澜家园3号楼2单元501室", narrative="Through the kitchen.", **NORTH)
    fact = EventEntry.objects.get(kind="cases.entered")
    assert fact.subject_id == row.number
    assert fact.payload["address"] == "安澜家园3号楼"
    assert "kitchen" not in str(fact.payload)


def test_the_fact_of_a_sensitive_case_says_not_even_roughly_where(cast: Cast) -> None:
    enter(cast, category="L04002", address="安澜家园3号楼", **NORTH)
    payload = EventEntry.objects.get(kind="cases.entered").payload
    assert (payload["address"], payload["cell"]) == ("", None)


def test_a_number_of_the_case_system_comes_in_once(cast: Cast) -> None:
    first = enter(cast, source_number="A220402")
    with pytest.raises(InvalidInput) as refused:
        enter(cast, source_number="A220402")
    assert codes(refused) == {("/source_number", "already_entered")}
    assert first.number in refused.value.message
    assert enter(cast, by=cast.ana, source_number="A220402").source_agency == cast.north.code


def test_many_come_in_at_once_and_the_bad_ones_stop_nobody(cast: Cast) -> None:
    good = {"category": "050201", "occurred_from": timezone.now() - timedelta(hours=1)}
    drafts = take_in([good, good | {"category": "x"}, good], by=cast.cora, channel="api")
    assert [bool(draft.errors) for draft in drafts] == [False, True, False]
    assert Case.objects.count() == 2


def test_a_category_counts_by_the_day_of_the_report(cast: Cast) -> None:
    known = make_case(cast).category
    known.valid_to = timezone.localdate()
    known.save()
    with pytest.raises(InvalidInput):
        enter(cast)
    assert enter(cast, reported_at=timezone.now() - timedelta(days=2),
                 occurred_from=timezone.now() - timedelta(days=3)).category == known  # fmt: skip
