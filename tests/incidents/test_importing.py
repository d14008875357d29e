"""Files of other systems come in once, and every bad row is told with line, column and reason."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import Workbook

from command_center.incidents import services
from command_center.incidents.importing.desk import ImportDesk
from command_center.incidents.importing.mapping import BadMapping, parse_mapping
from command_center.incidents.importing.services import import_now
from command_center.incidents.models import ImportRun, Incident
from command_center.incidents.reference import load
from grid.ledger.models import EventEntry
from grid.organisation.models import Agency
from grid.rest.table_files import BadFile, read_rows
from grid.territory.models import Cell

MAPPING = """
[source]
name = "north"
[columns]
source_number = "编号"
category = "类别"
address = "地址"
lng = "经度"
lat = "纬度"
reported_at = "时间"
[formats]
reported_at = ["%Y/%m/%d %H:%M"]
[categories]
default = "019900"
map = { "盗窃" = "010100" }
[constants]
level = 3
"""
HEADER = "编号,类别,地址,经度,纬度,时间"
GOOD = "A1,盗窃,中央路1号,125.11,42.91,2026/03/01 08:30"
DAVIS = Path(settings.BASE_DIR).parent / "shared" / "data" / "davis_incidents.csv"


@pytest.fixture
def read(city, tmp_path):
    """Import lines of CSV for the northern branch."""

    def run(*lines, encoding="utf-8", mapping=MAPPING, header=HEADER, **how):
        path = tmp_path / "calls.csv"
        path.write_bytes("\r\n".join([header, *lines]).encode(encoding))
        how = {"is_dry_run": False, "valid_rows_only": False} | how
        return import_now(path, mapping, desk=ImportDesk(city.north), **how)

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_file_in_any_of_the_usual_encodings_comes_in(read, city, encoding):
    run = read(GOOD, encoding=encoding)
    assert (run.state, run.rows_created, run.errors) == ("done", 1, [])
    incident = Incident.objects.get()
    assert (incident.address, incident.category.code) == ("中央路1号", "010100")
    assert incident.cell == city.north_cell
    assert incident.reported_at.isoformat() == "2026-03-01T00:30:00+00:00"
    assert EventEntry.objects.filter(kind="incidents.imported").count() == 1


def test_repeating_an_import_changes_nothing(read):
    read(GOOD)
    facts = EventEntry.objects.filter(kind="incidents.edited").count()
    run = read(GOOD)
    assert (run.rows_created, run.rows_changed, run.rows_unchanged) == (0, 0, 1)
    assert Incident.objects.get().version == 1
    assert EventEntry.objects.filter(kind="incidents.edited").count() == facts


def test_a_changed_row_changes_its_incident(read):
    read(GOOD)
    run = read(GOOD.replace("中央路1号", "中央路2号"))
    assert (run.rows_created, run.rows_changed) == (0, 1)
    assert Incident.objects.get().address == "中央路2号"


BAD = [
    ("A2,盗窃,x,abc,42.91,2026/03/01 08:30", "经度"),
    ("A3,盗窃,x,125.11,42.91,yesterday", "时间"),
    (",盗窃,x,125.11,42.91,2026/03/01 08:30", "编号"),
    ("A5,盗窃,x,42.91,125.11,2026/03/01 08:30", "纬度"),
    ("A6,盗窃,x,125.11,42.89,2026/03/01 08:30", "经度"),
    ("A7,盗窃,x,nan,42.91,2026/03/01 08:30", "经度"),
    ("A8,盗窃,x,125.11,42.91,2126/03/01 08:30", "时间"),
    ("A9,盗窃,x,125.11,42.91,2026/03/01 08:30,surplus", ""),
    ("A1,盗窃,else,125.11,42.91,2026/03/01 08:30", "编号"),
]


def test_a_dry_run_lists_every_bad_row_and_writes_nothing(read):
    run = read(GOOD, *(line for line, _column in BAD), is_dry_run=True)
    assert (run.rows_read, run.rows_bad) == (1 + len(BAD), len(BAD))
    found = sorted((fault["line"], fault["column"]) for fault in run.errors)
    assert found == [(line, column) for line, (_text, column) in enumerate(BAD, 3)]
    assert all(fault["reason"] for fault in run.errors)
    assert Incident.objects.count() == 0


def test_one_bad_row_keeps_the_file_out_unless_the_good_rows_are_wanted(read):
    run = read(GOOD, BAD[0][0])
    assert (run.rows_created, run.rows_bad, Incident.objects.count()) == (0, 1, 0)
    run = read(GOOD, BAD[0][0], valid_rows_only=True)
    assert (run.rows_created, run.rows_bad, Incident.objects.count()) == (1, 1, 1)


def test_formulae_and_scripts_stay_text(read):
    read('"A1",盗窃,"=cmd|\' /C calc\'!A0<script>alert(1)</script>",125.11,42.91,2026/03/01 08:30')
    assert Incident.objects.get().address.startswith("=cmd|")


def test_a_workbook_comes_in_with_its_own_dates_and_numbers(city, tmp_path):
    book = Workbook()
    book.active.append(HEADER.split(","))
    book.active.append([1601250054, "盗窃", "=1+1", 125.11, 42.91, "2026/03/01 08:30"])
    path = tmp_path / "calls.xlsx"
    book.save(path)
    run = import_now(
        path, MAPPING, desk=ImportDesk(city.north), is_dry_run=False, valid_rows_only=False
    )
    assert run.errors == []
    incident = Incident.objects.get()
    assert (incident.source_number, incident.address) == ("1601250054", "=1+1")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 << 20))
    with pytest.raises(BadFile):
        read_rows(path)


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"PK\x03\x04rubbish", b"\xff\xff\xff\x80"])
def test_a_file_that_is_no_table_ends_the_run_as_refused(city, tmp_path, content):
    path = tmp_path / "calls.csv"
    path.write_bytes(content)
    run = import_now(
        path, MAPPING, desk=ImportDesk(city.north), is_dry_run=False, valid_rows_only=False
    )
    assert run.state == "refused"
    assert run.refusal


def test_a_missing_column_is_named(read):
    run = read(GOOD, mapping=MAPPING.replace('"地址"', '"住址"'))
    assert run.state == "refused"
    assert "住址" in run.refusal


@pytest.mark.parametrize(
    "old, new",
    [
        ("[constants]", "[constants]\nagency = 3"),
        ("address =", "adress ="),
        ('name = "north"', 'name = "north"\ncolour = "red"'),
        ('name = "north"', 'name = "north"\nzone = "Mars/Base"'),
        ('source_number = "编号"', ""),
        ("[columns]", "[columns"),
        ("level = 3", "level = 3\nversion = 2"),
    ],
)
def test_a_mapping_that_means_nothing_is_refused(old, new):
    with pytest.raises(BadMapping):
        parse_mapping(MAPPING.replace(old, new))


def test_the_command_reports_and_fails_when_rows_are_bad(city, tmp_path):
    file, mapping = tmp_path / "calls.csv", tmp_path / "mapping.toml"
    file.write_text("\n".join([HEADER, GOOD, BAD[0][0]]), encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_incidents", str(file), columns=mapping, agency=city.north.code, stdout=said
        )
    assert "line 3, column 经度" in said.getvalue()
    call_command(
        "import_incidents",
        str(file),
        columns=mapping,
        agency=city.north.code,
        valid_rows=True,
        stdout=said,
    )
    assert "created 1" in said.getvalue()
    assert ImportRun.objects.count() == 2


DAVIS_MAPPING = (Path(settings.BASE_DIR) / "fixtures" / "davis.toml").read_text("utf-8")


@pytest.mark.skipif(not DAVIS.exists(), reason="the shared data folder is absent")
def test_a_real_departments_file_comes_in_and_every_row_is_accounted_for(db, tmp_path):
    load()
    davis = Agency.objects.create(code="980000000000", name="Davis", kind=Agency.Kind.CITY)
    Cell.objects.create(
        code="D-1",
        name="Davis",
        kind=Cell.Kind.URBAN,
        agency=davis,
        outline=MultiPolygon(Polygon.from_bbox((-121.85, 38.5, -121.6, 38.6)), srid=4326),
        valid_from="2015-01-01",
    )
    how = {"desk": ImportDesk(davis), "is_dry_run": False, "valid_rows_only": True}
    run = import_now(DAVIS, DAVIS_MAPPING, **how)
    assert run.rows_read == 5_757
    repeated = run.rows_unchanged
    assert run.rows_created + repeated + run.rows_bad == 5_757
    assert run.rows_created == Incident.objects.count() > 5_000
    assert all(fault["column"] and fault["reason"] for fault in run.errors)
    again = import_now(DAVIS, DAVIS_MAPPING, **how)
    assert (again.rows_created, again.rows_changed) == (0, 0)
    assert again.rows_unchanged == run.rows_created + repeated
    # Else the foreign keys, checked at the end all at once, are looked up as in an empty table.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_incident")


OVER = MAPPING.replace("level = 3", "level = 3\nclosed = true")
WITH_END = MAPPING.replace("[formats]", 'closed_at = "结案"\ndisposition = "结果"\n[formats]')
ENDED = HEADER + ",结案,结果"


def test_calls_that_are_over_come_in_closed_and_wait_for_nobody(read, city):
    run = read(GOOD, mapping=OVER)
    incident = Incident.objects.get()
    assert (run.rows_created, incident.state) == (1, "closed")
    assert incident.since == incident.closed_at == incident.reported_at
    assert incident.disposition.code == "imported_closed"
    said = incident.timeline.get(kind="imported")
    assert said.details == {"to": "closed", "disposition": "imported_closed"}
    assert said.warning
    kinds = EventEntry.objects.filter(subject_type="incident").values_list("kind", flat=True)
    assert list(kinds) == ["incidents.imported"]
    again = read(GOOD, mapping=OVER)
    assert (again.rows_created, again.rows_changed, again.rows_unchanged) == (0, 0, 1)


def test_a_row_that_gets_its_end_later_closes_the_call_once(read, city):
    read(GOOD)
    incident = Incident.objects.get()
    assert incident.state == "received"
    assert read(GOOD, mapping=OVER).rows_changed == 1
    incident.refresh_from_db()
    assert (incident.state, incident.version) == ("closed", 2)
    assert EventEntry.objects.filter(kind="incidents.closed").count() == 1
    services.move(incident, "reopened", by=city.nora)
    assert read(GOOD, mapping=OVER).rows_unchanged == 1
    incident.refresh_from_db()
    assert incident.state == "handling"


def test_the_end_is_read_from_its_columns_and_an_impossible_one_is_named(read):
    lines = [
        GOOD + ",2026-03-01 10:00,mediated",
        GOOD.replace("A1", "A2") + ",,",
        GOOD.replace("A1", "A3") + ",2026-02-01 10:00,mediated",
        GOOD.replace("A1", "A4") + ",2026-03-01 10:00,magic",
    ]
    run = read(*lines, header=ENDED, mapping=WITH_END, valid_rows_only=True)
    assert [(e["line"], e["column"]) for e in run.errors] == [(4, "结案"), (5, "结果")]
    ended, open_ = Incident.objects.order_by("source_number")
    assert (ended.state, ended.disposition.code, open_.state) == ("closed", "mediated", "received")
    assert ended.closed_at.isoformat() == "2026-03-01T02:00:00+00:00"
