"""Files of cases: tried first, every bad row named, safe to repeat."""

from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from command_center.cases.importing import services
from command_center.cases.importing.desk import ImportDesk
from command_center.cases.models import Case, CaseImport, CaseRevision
from grid.ledger.idempotency import form_key
from grid.ledger.models import EventEntry
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEAD = "案件编号,案别,发案时间起,发案时间止,报案时间,经度,纬度,侵入方式,损失金额,破案日期,破案来源"
GOOD = 'A1,050201,2026-01-01 08:00,2026-01-01 18:30,2026-01-01 19:00,125.11,42.91,撬门,"1,200",,'
SOLVED = "A2,50225,2026/1/2 8:00,,2026年1月2日9时30分,,,,300,2026-01-05,视频"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "FOLDER", tmp_path / "kept")


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "cases.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


def taken(path: Path, cast: Cast, **fields: Any) -> CaseImport:
    told = {"is_dry_run": False} | fields
    return services.import_now(path, desk=ImportDesk(cast.north), **told)


def faults(run: CaseImport) -> list[tuple[int, str]]:
    return list(run.faults.values_list("row", "field"))


def counts(run: CaseImport) -> tuple[int, int, int, int]:
    return run.created, run.changed, run.unchanged, run.faulty


def test_a_file_in_the_words_of_the_case_system_comes_in(cast: Cast, tmp_path: Path) -> None:
    run = taken(written(tmp_path, GOOD, SOLVED), cast)
    assert (run.state, counts(run)) == ("done", (2, 0, 0, 0))
    first, second = Case.objects.order_by("source_number")
    assert (first.cell, first.agency, first.loss_yuan) == (
        cast.north_cell,
        cast.north_station,
        1200,
    )
    assert first.entry is not None
    assert first.entry.code == "door_forced"
    assert (second.category.code, second.state, second.result) == ("050225", "solved", "video")
    assert EventEntry.objects.get(kind="cases.imported").payload["created"] == 2


def test_the_same_file_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, SOLVED)
    taken(path, cast)
    assert counts(taken(path, cast)) == (0, 0, 2, 0)
    assert not CaseRevision.objects.exists()


def test_a_mended_row_corrects_the_case_and_keeps_what_was(cast: Cast, tmp_path: Path) -> None:
    taken(written(tmp_path, GOOD), cast)
    mended = GOOD.replace("050201", "050240").replace("125.11,", "125.13,")
    assert counts(taken(written(tmp_path, mended), cast)) == (0, 1, 0, 0)
    changes = CaseRevision.objects.get().changes
    assert changes["category"] == ["050201", "050240"]
    assert changes["cell"] == ["N-1", "N-2"]
    assert Case.objects.get().recoded_at is not None


def test_one_bad_row_keeps_the_file_out_and_each_fault_is_named(cast: Cast, tmp_path: Path) -> None:
    bad = "A3,999,yesterday,,,east,42.91,by magic,much,,"
    run = taken(written(tmp_path, GOOD, bad, GOOD), cast)
    assert run.state == "tried"
    wanted = [
        (3, "category"),
        (3, "occurred_from"),
        (3, "lng"),
        (3, "entry"),
        (3, "loss_yuan"),
        (4, "source_number"),
    ]
    assert faults(run) == wanted
    assert not Case.objects.exists()


def test_the_valid_rows_come_in_where_somebody_says_so(cast: Cast, tmp_path: Path) -> None:
    far = GOOD.replace("A1", "A4").replace("050201", "999")
    run = taken(written(tmp_path, GOOD, far), cast, only_valid=True)
    assert (counts(run), faults(run)) == ((1, 0, 0, 1), [(3, "category")])


def test_a_solved_case_has_a_day_a_result_and_was_not_solved_before(
    cast: Cast, tmp_path: Path
) -> None:
    rows = [SOLVED.replace(",视频", ","), SOLVED.replace("2026-01-05", ""),
            SOLVED.replace("2026-01-05", "2025-01-05")]  # fmt: skip
    run = taken(written(tmp_path, *(r.replace("A2", f"B{i}") for i, r in enumerate(rows))), cast)
    assert faults(run) == [(2, "result"), (3, "solved_on"), (4, "solved_on")]


def test_coordinates_are_read_in_the_system_that_is_declared(cast: Cast, tmp_path: Path) -> None:
    taken(written(tmp_path, GOOD), cast, crs="gcj02")
    row = Case.objects.get()
    assert (row.source_crs, row.source_lng) == ("gcj02", 125.11)
    assert row.point is not None
    assert abs(row.point.x - 125.11) > 1e-3


def test_a_workbook_comes_in_as_a_text_does(cast: Cast, tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["source_number", "category", "occurred_from"])
    sheet.append([7, 50201, "2026-01-01 08:00"])
    path = tmp_path / "cases.xlsx"
    book.save(path)
    assert counts(taken(path, cast)) == (1, 0, 0, 0)
    assert Case.objects.get().source_number == "7"


def test_two_systems_may_use_the_same_number(cast: Cast, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    taken(path, cast, source="one")
    assert counts(taken(path, cast, source="two")) == (1, 0, 0, 0)


def test_a_file_that_lacks_a_column_says_which(cast: Cast, tmp_path: Path) -> None:
    run = taken(written(tmp_path, "1,2", head="编号,unheard"), cast)
    assert run.state == "failed"
    assert "category, occurred_from" in run.refusal
    assert run.columns == {"编号": "source_number", "unheard": ""}


def test_a_row_of_another_branch_is_refused_by_its_agency(cast: Cast, tmp_path: Path) -> None:
    line = "C1,050201,2026-01-01 08:00,南站派出所"
    run = taken(written(tmp_path, line, head="编号,案别,发案时间,办案单位"), cast)
    assert faults(run) == [(2, "agency")]


def test_the_command_names_bad_rows_and_says_what_came_in(cast: Cast, tmp_path: Path) -> None:
    path, told = (
        written(tmp_path, GOOD, GOOD.replace("A1", "A5").replace("050201", "999")),
        StringIO(),
    )
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_cases", str(path), agency=cast.north.code, stdout=told)
    assert "row 3, category" in told.getvalue()
    call_command("import_cases", str(path), agency=cast.north.code, valid_rows=True, stdout=told)
    assert "created 1, changed 0, unchanged 0, joined 0, bad 1" in told.getvalue()
    with pytest.raises(CommandError, match="Say a column as HEADING=FIELD"):
        call_command("import_cases", str(path), agency=cast.north.code, column=["x"])
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_cases", str(tmp_path / "gone.csv"))


def uploaded(client: Client, *lines: str, head: str = HEAD) -> CaseImport:
    file = SimpleUploadedFile("cases.csv", "\n".join([head, *lines]).encode())
    form = {"file": file, "crs": "wgs84", "source": "upload", "form_key": form_key()}
    assert client.post(reverse("case_import"), form).status_code == 302
    run = CaseImport.objects.latest("pk")
    services.run_queued(run.pk)
    run.refresh_from_db()
    return run


def decide(client: Client, run: CaseImport, **fields: Any) -> CaseImport:
    address = reverse("case_import_decide", args=[run.pk])
    assert client.post(address, fields | {"form_key": form_key()}).status_code == 302
    found = CaseImport.objects.latest("pk")
    services.run_queued(found.pk)
    found.refresh_from_db()
    return found


def test_a_file_is_tried_on_the_page_then_its_valid_rows_are_imported(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.ana)
    run = uploaded(client, GOOD, "A9,999,2026-01-01,,,,,,,,")
    assert (run.state, run.faulty) == ("tried", 1)
    page = client.get(reverse("case_import_run", args=[run.pk])).content.decode()
    assert "Import the 1 valid rows" in page
    assert "There is no category “999”." in page
    done = decide(client, run, act="valid")
    assert (done.state, done.created) == ("done", 1)
    faults_file: Any = client.get(reverse("case_import_faults", args=[run.pk]))
    assert b"category" in b"".join(faults_file)
    again = client.post(
        reverse("case_import_decide", args=[run.pk]), {"act": "valid", "form_key": form_key()}
    )
    assert again.status_code == 409


def test_columns_nobody_understood_are_named_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    run = uploaded(client, "1,050201,2026-01-01", head="编号,weird,发案时间")
    assert run.state == "failed"
    assert (
        "What the columns mean"
        in client.get(reverse("case_import_run", args=[run.pk])).content.decode()
    )
    names = {"编号": "source_number", "weird": "category", "发案时间": "occurred_from"}
    told = {f"column_{place}": names[heading] for place, heading in enumerate(run.columns)}
    tried = decide(client, run, act="columns", **told)
    assert faults(tried) == []
    assert (tried.state, tried.is_dry_run) == ("tried", True)
    assert decide(client, tried, act="all").created == 1


def test_the_south_does_not_see_the_reports_of_the_north(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    run = uploaded(client, GOOD)
    assert services.imports(cast.ana).count() == 1
    assert services.imports(cast.sam).count() == 0
    services.run_queued(run.pk)  # delivered twice
    assert BytesIO(services.path_of(run).read_bytes()).getbuffer().nbytes > 0
