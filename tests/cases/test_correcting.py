"""Corrections keep what was said before; a case ends, and that is taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from command_center.cases import services
from command_center.cases.models import Case, CaseRevision
from grid.errors import IllegalStep, InvalidInput, StaleVersion
from grid.ledger.models import EventEntry
from tests.cases.make import make_case
from tests.cast import SOUTH, STEP, WEST, Cast

pytestmark = pytest.mark.django_db


def test_a_correction_keeps_each_field_before_and_after(cast: Cast) -> None:
    row = make_case(cast, loss_yuan=Decimal(100), entry="unlocked")
    said = {"loss_yuan": Decimal("250.50"), "entry": "door_forced"}
    services.correct_case(row, by=cast.cora, version=1, reason="counted again", **said)
    kept = CaseRevision.objects.get()
    assert kept.changes == {
        "entry": ["unlocked", "door_forced"], "loss_yuan": ["100.00", "250.50"],
    }  # fmt: skip
    assert (kept.version, kept.by, kept.reason) == (2, str(cast.cora), "counted again")
    row.refresh_from_db()
    assert (row.version, row.loss_yuan) == (2, Decimal("250.50"))
    assert row.recoded_at is None


def test_another_category_is_stamped_and_names_the_days_it_touches(cast: Cast) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    row = make_case(cast, reported_at=yesterday)
    now = timezone.now() - timedelta(minutes=1)
    services.correct_case(
        row, by=cast.cora, version=1, reason="re-coded", category="050224", reported_at=now
    )
    row.refresh_from_db()
    assert row.recoded_at is not None
    days = sorted({timezone.localdate(yesterday), timezone.localdate(now)})
    assert CaseRevision.objects.get().days == days
    fact = EventEntry.objects.get(kind="cases.corrected")
    assert fact.payload["days"] == [day.isoformat() for day in days]


def test_another_point_is_another_cell(cast: Cast) -> None:
    row = make_case(cast)
    there = {"lng": WEST + 1.5 * STEP, "lat": SOUTH + 1.5 * STEP}
    services.correct_case(row, by=cast.cora, version=1, reason="surveyed", **there)
    row.refresh_from_db()
    assert row.cell == cast.north_cell_2
    assert CaseRevision.objects.get().changes["cell"] == ["N-1", "N-2"]


def test_of_the_text_only_that_it_changed_is_kept(cast: Cast) -> None:
    row = make_case(cast, narrative="before")
    services.correct_case(row, by=cast.cora, version=1, reason="more known", narrative="after")
    assert CaseRevision.objects.get().changes == {"narrative": None}


def test_nothing_changed_is_no_correction(cast: Cast) -> None:
    row = make_case(cast)
    kept = services.correct_case(
        row, by=cast.cora, version=1, reason="as it was", category="050201"
    )
    assert kept.version == 1
    assert not CaseRevision.objects.exists()


def test_who_read_an_older_version_is_told_both(cast: Cast) -> None:
    row = make_case(cast)
    services.correct_case(row, by=cast.cora, version=1, reason="once", address="x")
    with pytest.raises(StaleVersion) as refused:
        services.correct_case(row, by=cast.ana, version=1, reason="twice", address="y")
    assert refused.value.context == {"your_version": 1, "current_version": 2}


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "he rang from 13812345678"])
def test_a_reason_is_said_is_short_and_names_nobody(cast: Cast, reason: str) -> None:
    row = make_case(cast)
    with pytest.raises(InvalidInput) as refused:
        services.correct_case(row, by=cast.cora, version=1, reason=reason, address="x")
    assert refused.value.errors[0]["pointer"] == "/reason"
    row.refresh_from_db()
    assert row.version == 1


def test_a_case_is_solved_by_something_on_a_day(cast: Cast) -> None:
    row = make_case(cast)
    today = timezone.localdate()
    services.solve_case(row, by=cast.cora, version=1, solved_on=today, result="video")
    row.refresh_from_db()
    assert (row.state, row.solved_on, row.result) == ("solved", today, "video")
    assert EventEntry.objects.filter(kind="cases.solved").exists()
    with pytest.raises(IllegalStep):
        services.solve_case(row, by=cast.cora, version=2, solved_on=today, result="video")


def test_a_case_is_not_solved_before_it_happened_nor_tomorrow_nor_by_nothing(cast: Cast) -> None:
    row, today = make_case(cast), timezone.localdate()
    for day, result in ((-30, "video"), (1, "video"), (0, ""), (0, "magic")):
        with pytest.raises(InvalidInput):
            services.solve_case(
                row, by=cast.cora, version=1, solved_on=today + timedelta(days=day), result=result
            )


def test_a_case_entered_in_error_counts_nowhere_until_it_is_reopened(cast: Cast) -> None:
    row, other = make_case(cast), make_case(cast)
    services.void_case(row, by=cast.cora, version=1, reason="entered twice", duplicate_of=other)
    row.refresh_from_db()
    assert (row.state, row.duplicate_of) == ("void", other)
    with pytest.raises(IllegalStep):
        services.correct_case(row, by=cast.cora, version=2, reason="x", address="y")
    services.reopen_case(row, by=cast.cora, version=2, reason="two after all")
    row.refresh_from_db()
    assert (row.state, row.duplicate_of) == ("open", None)
    kinds = EventEntry.objects.filter(subject_type="case").values_list("kind", flat=True)
    assert list(kinds.order_by("seq")) == ["cases.voided", "cases.reopened"]


def test_a_case_doubles_another_one_that_holds(cast: Cast) -> None:
    row = make_case(cast)
    for double in (row, make_case(cast, state=Case.State.VOID)):
        with pytest.raises(InvalidInput):
            services.void_case(row, by=cast.cora, version=1, reason="x", duplicate_of=double)


def test_a_withdrawn_case_is_open_no_more(cast: Cast) -> None:
    row = make_case(cast)
    services.withdraw_case(row, by=cast.cora, version=1, reason="it was found again")
    with pytest.raises(IllegalStep):
        services.withdraw_case(row, by=cast.cora, version=2, reason="again")
    services.reopen_case(row, by=cast.cora, version=2, reason="new facts")
    with pytest.raises(IllegalStep):
        services.reopen_case(row, by=cast.cora, version=3, reason="again")
