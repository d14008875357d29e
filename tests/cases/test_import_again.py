"""A file that comes again: what it says now corrects, what it does not say stays, as sets."""

from pathlib import Path

import pytest
from django.utils import translation

from command_center.cases import selectors
from command_center.cases.importing import staging, writing
from command_center.cases.models import Case, CaseImport, CaseRevision
from command_center.cases.services.entering import enter_case
from grid.ledger.models import AuditEntry, EventEntry
from tests.cases.make import make_case
from tests.cases.test_import import counts, taken, written
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEAD = "编号,案别,案发时间,报案时间,案发地点,经度,纬度,损失金额,破案日期,破案来源,简要案情"
ROW = "A1,050201,2026-01-01 08:00,2026-01-01 19:00,中央路8号3单元,125.11,42.91,100,,,门锁被撬"


def again(cast: Cast, folder: Path, *lines: str, head: str = HEAD) -> CaseImport:
    return taken(written(folder, *lines, head=head), cast)


def test_a_text_that_is_the_same_under_another_cipher_is_no_change(
    cast: Cast, tmp_path: Path
) -> None:
    again(cast, tmp_path, ROW)
    assert Case.objects.get().narrative == "门锁被撬"
    assert counts(again(cast, tmp_path, ROW)) == (0, 0, 1, 0)


def test_another_text_corrects_and_the_log_only_says_that_it_did(
    cast: Cast, tmp_path: Path
) -> None:
    again(cast, tmp_path, ROW)
    assert counts(again(cast, tmp_path, ROW.replace("门锁", "窗户"))) == (0, 1, 0, 0)
    assert Case.objects.get().narrative == "窗户被撬"
    assert CaseRevision.objects.get().changes == {"narrative": None}


def test_an_empty_cell_and_a_missing_column_change_nothing(cast: Cast, tmp_path: Path) -> None:
    again(cast, tmp_path, ROW)
    blank = "A1,050201,2026-01-01 08:00,,,,,,,,"
    assert counts(again(cast, tmp_path, blank)) == (0, 0, 1, 0)
    short = again(cast, tmp_path, "A1,050201,2026-01-01 08:00", head="编号,案别,案发时间")
    assert counts(short) == (0, 0, 1, 0)
    assert Case.objects.get().loss_yuan == 100


def test_a_moved_point_takes_its_cell_along_and_a_revision_says_from_where(
    cast: Cast, tmp_path: Path
) -> None:
    again(cast, tmp_path, ROW)
    again(cast, tmp_path, ROW.replace("125.11", "125.13"))
    row, kept = Case.objects.get(), CaseRevision.objects.get()
    assert (row.version, kept.version, row.cell) == (2, 2, cast.north_cell_2)
    assert kept.changes["cell"] == ["N-1", "N-2"]
    assert kept.changes["point"][1] == [125.13, 42.91]
    assert kept.reason == "File cases.csv"
    assert row.recoded_at is None


def test_a_point_outside_every_cell_leaves_the_case_without_one(cast: Cast, tmp_path: Path) -> None:
    again(cast, tmp_path, ROW)
    again(cast, tmp_path, ROW.replace("125.11", "120.11"))
    assert Case.objects.get().cell is None


def test_a_day_of_solving_ends_an_open_case_once(cast: Cast, tmp_path: Path) -> None:
    again(cast, tmp_path, ROW)
    solved = ROW.replace(",,,门锁", ",2026-01-05,视频,门锁")
    assert counts(again(cast, tmp_path, solved)) == (0, 1, 0, 0)
    assert counts(again(cast, tmp_path, solved)) == (0, 0, 1, 0)
    row = Case.objects.get()
    assert (row.state, row.result, str(row.solved_on)) == ("solved", "video", "2026-01-05")
    assert EventEntry.objects.filter(kind="cases.solved").count() == 1


def test_what_was_taken_out_here_stays_out(cast: Cast, tmp_path: Path) -> None:
    again(cast, tmp_path, ROW)
    Case.objects.update(state="void")
    assert counts(again(cast, tmp_path, ROW.replace(",100,", ",900,"))) == (0, 0, 1, 0)
    assert Case.objects.get().loss_yuan == 100


def test_a_case_taken_out_while_the_file_was_compared_stays_out(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again(cast, tmp_path, ROW)
    compare = staging.Staging.compare

    def and_then_void(*said: str) -> tuple[int, int]:
        found = compare(*said)  # type: ignore[arg-type]
        Case.objects.update(state="void")
        return found

    monkeypatch.setattr(staging.Staging, "compare", and_then_void)
    assert counts(again(cast, tmp_path, ROW.replace(",100,", ",900,"))) == (0, 0, 1, 0)
    assert not CaseRevision.objects.exists()


def test_a_number_somebody_entered_meanwhile_ends_the_run_and_says_so(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare = staging.Staging.compare

    def and_then_enter(*said: str) -> tuple[int, int]:
        found = compare(*said)  # type: ignore[arg-type]
        make_case(cast, source="upload", source_number="A1", source_agency=cast.north.code)
        return found

    monkeypatch.setattr(staging.Staging, "compare", and_then_enter)
    run = again(cast, tmp_path, ROW)
    assert (run.state, "somebody else just now" in run.refusal) == ("failed", True)
    assert Case.objects.count() == 1


def test_many_rows_are_written_some_at_a_time_with_numbers_in_their_order(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    rows = [ROW.replace("A1", f"A{n}") for n in range(1, 6)]
    assert again(cast, tmp_path, *rows).created == 5
    found = Case.objects.order_by("source_number").values_list("number", flat=True)
    assert list(found) == sorted(found)
    changed = again(cast, tmp_path, *(row.replace(",100,", ",900,") for row in rows))
    assert (changed.changed, changed.unchanged) == (5, 0)
    assert EventEntry.objects.filter(kind="cases.corrected").count() == 5


def test_a_form_and_a_file_number_from_one_counter(cast: Cast, tmp_path: Path) -> None:
    said = {"category": "050201", "occurred_from": make_case(cast).occurred_from}
    first = enter_case(by=cast.ana, **said)
    again(cast, tmp_path, ROW)
    last = enter_case(by=cast.ana, **said)
    between = Case.objects.get(source_number="A1").number
    assert [int(number[-6:]) for number in (first.number, between, last.number)] == [
        int(first.number[-6:]) + step for step in range(3)
    ]


def test_the_fact_of_an_imported_case_is_that_of_one_typed_in(cast: Cast, tmp_path: Path) -> None:
    again(cast, tmp_path, ROW, ROW.replace("A1", "A2").replace("050201", "L04002"))
    plain, sensitive = Case.objects.order_by("source_number")
    facts = {fact.subject_id: fact for fact in EventEntry.objects.filter(kind="cases.entered")}
    assert facts[plain.number].payload == selectors.brief(plain)
    assert facts[plain.number].payload["address"] == "中央路8号"
    hidden = facts[sensitive.number].payload
    assert (hidden["cell"], hidden["address"]) == (None, "")
    assert facts[plain.number].agency_path == plain.agency.path
    assert AuditEntry.objects.filter(action="cases.entered").count() == 2


def test_names_are_in_the_readers_language_and_fall_back_to_the_chinese(cast: Cast) -> None:
    row = make_case(cast, category="050201", entry="door_forced")
    assert row.entry is not None
    with translation.override("en"):
        assert (str(row.category), str(row.entry)) == ("Burglary", "Door forced")
        row.category.name_en = ""
        assert str(row.category) == "入室盗窃案"
    with translation.override("zh-hans"):
        assert str(row.entry) == "撬门"
