"""Sheets of cameras come in once, and every bad row is told with line, column and reason."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from grid.ledger.models import EventEntry
from grid.territory.geo import wgs84_to_gcj02
from tests.cast import SOUTH, STEP, WEST, square
from tests.video.intake.make import HEAD, LAT, LNG, gb_id, import_lines, line
from tests.video.make import make_camera, make_company, make_platform
from video.intake import heads
from video.intake.models import IntakeRun
from video.intake.services import import_now
from video.register.models import Camera, CameraLink


@pytest.fixture
def read(cast, tmp_path):
    """Import lines of CSV for the northern branch."""

    def run(*lines, **how):
        return import_lines(cast, tmp_path, *lines, **how)

    return run


def found(run, kind):
    """The finding of that kind, or None."""
    return next((one for one in run.findings if one["kind"] == kind), None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_sheet_in_any_of_the_usual_encodings_comes_in(read, cast, encoding):
    run = read(line(1), line(2), encoding=encoding)
    assert (run.state, run.rows_created, run.rows_bad) == ("done", 2, 0), list(run.faults.all())
    camera = Camera.objects.get(gb_id=gb_id(1))
    assert (camera.name, camera.code, camera.agency) == ("路口1", gb_id(1), cast.north_station)
    assert camera.cell == cast.north_cell
    assert camera.initials == "lk1"
    assert (camera.location.x, camera.location.y) == (LNG, LAT)
    assert camera.camera_class_id == "other"
    assert camera.is_public


def test_an_import_is_told_once_for_each_agency_not_for_each_camera(read, cast):
    read(line(1), line(2), line(3))
    entry = EventEntry.objects.get(kind="video.cameras_imported")
    assert entry.subject_id == cast.north_station.code
    assert (entry.payload["added"], entry.payload["changed"]) == (3, 0)
    assert entry.payload["codes"] == [gb_id(1), gb_id(2), gb_id(3)]


def test_repeating_an_import_changes_nothing(read):
    read(line(1), line(2))
    before = list(Camera.objects.order_by("pk").values())
    run = read(line(1), line(2))
    assert (run.rows_created, run.rows_changed, run.rows_unchanged) == (0, 0, 2)
    assert list(Camera.objects.order_by("pk").values()) == before
    assert EventEntry.objects.filter(kind="video.cameras_imported").count() == 1


def test_a_changed_row_changes_its_camera_and_no_other(read):
    read(line(1), line(2))
    run = read(line(1).replace("路口1", "东门"), line(2))
    assert (run.rows_created, run.rows_changed, run.rows_unchanged) == (0, 1, 1)
    camera = Camera.objects.get(gb_id=gb_id(1))
    assert (camera.name, camera.version, camera.initials) == ("东门", 2, "dm")
    assert Camera.objects.get(gb_id=gb_id(2)).version == 1


def test_a_camera_that_moved_is_moved_with_its_cell(read, cast):
    read(line(1))
    read(line(1, lng=LNG + STEP))
    camera = Camera.objects.get()
    assert camera.cell == cast.north_cell_2
    assert camera.location.x == pytest.approx(LNG + STEP)


def test_an_empty_cell_leaves_what_the_file_says(read):
    head = f"{HEAD},安装地址"
    read(f"{line(1)},中央路1号", head=head)
    run = read(f"{line(1)},", head=head)
    assert run.rows_unchanged == 1
    assert Camera.objects.get().address == "中央路1号"


def test_what_was_checked_is_to_be_checked_again_and_what_was_filed_to_be_filed_again(read, cast):
    camera = make_camera(
        cast, gb_id=gb_id(1), file_state="complete", filing_number="备2026-1", address="旧路"
    )
    read(f"{line(1)},新路", head=f"{HEAD},安装地址")
    camera.refresh_from_db()
    assert camera.file_state == "unchecked"
    assert camera.refile_since is not None


BAD = [
    (f"12345,短,{LNG},{LAT},", "设备编码"),
    (f"2204020000132100000x,字母,{LNG},{LAT},", "设备编码"),
    (f"{gb_id(13)},,{LNG},{LAT},", "设备名称"),
    (f"{gb_id(14)},东经,abc,{LAT},", "经度"),
    (f"{gb_id(15)},反了,{LAT},{LNG},", "纬度"),
    (f"{gb_id(16)},无穷,inf,{LAT},", "经度"),
    (f"{gb_id(17)},别处,{LNG},{LAT},990201000000", "所属辖区公安机关"),
    (f"{gb_id(18)},无此单位,{LNG},{LAT},123", "所属辖区公安机关"),
    (f"{gb_id(19)},多一列,{LNG},{LAT},,surplus", ""),
    (f"{gb_id(20)},半个点,{LNG},,", "纬度"),
    (line(1).replace("路口1", "又一个"), "设备编码"),
]


def test_a_dry_run_names_every_bad_row_and_writes_nothing(read):
    run = read(line(1), *(text for text, _column in BAD), is_dry_run=True)
    assert (run.rows_read, run.rows_bad, run.is_written) == (1 + len(BAD), len(BAD), False)
    told = {(fault.line, fault.column) for fault in run.faults.all()}
    assert told == {(number, column) for number, (_text, column) in enumerate(BAD, 3)}
    assert all(fault.reason for fault in run.faults.all())
    assert Camera.objects.count() == 0


def test_one_bad_row_keeps_the_file_out_unless_the_good_rows_are_wanted(read):
    run = read(line(1), BAD[0][0])
    assert (run.rows_created, run.rows_bad, run.is_written) == (0, 1, False)
    run = read(line(1), BAD[0][0], valid_rows_only=True)
    assert (run.rows_created, run.rows_bad, run.is_written) == (1, 1, True)


def test_more_faults_than_any_report_shows_are_all_kept(read):
    run = read(*(f"{number},x,1,1," for number in range(2_500)), is_dry_run=True)
    assert run.rows_bad == 2_500
    assert run.faults.values("line").distinct().count() == 2_500


def test_codes_of_the_tables_are_read_as_number_or_word_and_others_are_refused(read):
    head = f"{HEAD},摄像机类型,摄像机功能类型,监控方位,联网属性,安装时间"
    rows = [
        f"{line(1)},1,1/5,3,1,2024-05-01",
        f"{line(2)},Dome\\, moving,,,0,2024年5月1日".replace("\\,", "").replace("Dome moving", "2"),
        f"{line(3)},77,,,1,",
        f"{line(4)},,1/98,,1,",
        f"{line(5)},,,,maybe,",
        f"{line(6)},,,,1,yesterday",
    ]
    run = read(*rows, head=head, valid_rows_only=True)
    assert {fault.column for fault in run.faults.all()} == {
        "摄像机类型", "摄像机功能类型", "联网属性", "安装时间",
    }  # fmt: skip
    camera = Camera.objects.get(gb_id=gb_id(1))
    assert (camera.camera_type, camera.function_types, camera.direction) == (1, [1, 5], 3)
    assert camera.installed_on.isoformat() == "2024-05-01"
    assert not Camera.objects.get(gb_id=gb_id(2)).networked


def test_the_same_row_twice_is_harmless(read):
    run = read(line(1), line(1))
    assert (run.rows_bad, run.rows_created, run.rows_unchanged) == (0, 1, 1)


def test_a_camera_of_another_area_is_neither_changed_nor_shown(read, cast):
    theirs = make_camera(cast, agency=cast.south_station, gb_id=gb_id(1), name="South")
    run = read(line(1), line(2), valid_rows_only=True)
    assert (run.rows_bad, run.rows_created, run.rows_changed) == (1, 1, 0)
    theirs.refresh_from_db()
    assert theirs.name == "South"
    assert "South" not in run.faults.get().reason


def test_a_number_of_the_ledger_is_given_once(read, cast):
    make_camera(cast, code="A-1")
    run = read(f"{line(1)},A-1", head=f"{HEAD},台账编号", valid_rows_only=True)
    assert [(f.column, f.line) for f in run.faults.all()] == [("台账编号", 2)]


def test_a_camera_known_by_its_ledger_number_gets_its_national_id(read, cast):
    camera = make_camera(cast, code="A-1", gb_id=None)
    run = read(f"{line(1)},A-1", head=f"{HEAD},台账编号")
    camera.refresh_from_db()
    assert (run.rows_created, run.rows_changed, camera.gb_id) == (0, 1, gb_id(1))


def test_a_forbidden_place_is_refused_by_name_of_the_law(read):
    run = read(f"{line(1)},dormitory", head=f"{HEAD},禁装部位", valid_rows_only=True)
    fault = run.faults.get()
    assert fault.column == "禁装部位"
    assert "article 8" in fault.reason


def test_a_row_without_an_agency_is_of_the_station_whose_cell_it_stands_in(read, cast):
    read(line(1, agency=""), line(2, agency="", lat=SOUTH + 0.5 * STEP), line(3, agency="", lat=40))
    owners = list(Camera.objects.order_by("gb_id").values_list("agency", flat=True))
    assert owners == [cast.north_station.pk, cast.north.pk, cast.north.pk]


def test_firms_and_platforms_are_found_by_name_or_code_and_unknown_ones_are_said(read, cast):
    firm, platform = make_company(cast, name="Example keepers"), make_platform(cast)
    head = f"{HEAD},维护单位,平台归属代码"
    run = read(f"{line(1)},Example keepers,{platform.code}", f"{line(2)},Nobody,nowhere", head=head)
    camera = Camera.objects.get(gb_id=gb_id(1))
    assert (camera.contractor, camera.platform) == (firm, platform)
    assert Camera.objects.get(gb_id=gb_id(2)).contractor is None
    assert found(run, "unknown_contractor")["lines"] == [3]
    assert found(run, "unknown_platform")["count"] == 1


def test_formulae_and_scripts_stay_text(read):
    read(line(1).replace("路口1", "=cmd|' /C calc'!A0<script>"))
    assert Camera.objects.get().name.startswith("=cmd|")


@pytest.mark.parametrize("written", [0, 1])
def test_the_27_columns_are_known_by_name_and_by_pinyin(read, written):
    values = {
        "gb_id": gb_id(1), "name": "东门", "manufacturer": "1", "civil_code": "220402",
        "point_type": "1", "model": "X1", "common_name": "门", "ipv4": "10.1.2.3",
        "ipv6": "fe80::1", "mac": "00:1a:2b:3c:4d:5e", "camera_type": "3", "function_types": "5",
        "supply_light": "2", "codec": "4", "address": "中央路", "lng": LNG, "lat": LAT,
        "position_types": "8/10", "direction": "1", "networked": "1", "agency": "990101000000",
        "installed_on": "2024-05-01", "managing_unit": "示例科", "managing_phone": "0000-0000",
        "retention_days": "30", "device_state": "1", "departments": "1/12",
    }  # fmt: skip
    head = ",".join(names[written] for names in heads.SHORT)
    row = ",".join(str(values[field]) for _word, _key, field in heads.SHORT)
    run = read(row, head=head)
    assert (run.rows_bad, run.rows_created) == (0, 1), [f.reason for f in run.faults.all()]
    camera = Camera.objects.get()
    assert (camera.mac, camera.ipv6, camera.codec) == ("00-1A-2B-3C-4D-5E", "fe80::1", 4)
    assert (camera.position_types, camera.departments) == ([8, 10], [1, 12])
    assert (camera.retention_days, camera.civil_code) == (30, "220402")


@pytest.mark.parametrize("written", [0, 1])
def test_the_73_columns_are_known_and_pictures_and_passwords_are_not_taken_over(read, written):
    columns = (*heads.SHORT, *heads.FURTHER)
    assert len(columns) == 73
    values = {"sbbm": gb_id(1), "sbmc": "东门", "jd": LNG, "wd": LAT, "kl": "secret-word"}
    values |= {"lgbh": "P-7", "hdjgh": "否", "dk": "554", "yhm": "admin", "snw": "室外"}
    head = ",".join(names[written] for names in columns)
    run = read(",".join(str(values.get(key, "")) for _word, key, _field in columns), head=head)
    assert (run.rows_bad, run.rows_created) == (0, 1), [f.reason for f in run.faults.all()]
    camera = Camera.objects.get()
    assert (camera.pole_number, camera.port, camera.room_type) == ("P-7", 554, 1)
    assert camera.more == {"hdjgh": "否"}
    said = found(run, "left_out")
    assert said["count"] == sum(not field for _word, _key, field in columns)
    assert "secret-word" not in str(Camera.objects.values().get())


def test_heads_with_stars_and_blanks_are_known_too(read):
    run = read(line(1), head="设备编码✱, 设备名称*,经度（必填）,纬度 ,所属辖区公安机关")
    assert run.rows_created == 1


@pytest.mark.parametrize("head", ["a,b,c", "设备名称,经度,纬度", "设备编码,经度,纬度"])
def test_a_file_without_ids_or_names_is_refused_as_a_whole(read, head):
    run = read("1,2,3", head=head)
    assert run.state == "refused"
    assert "sbbm" in run.refusal


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"PK\x03\x04rubbish", b"\xff\xff\xff\x80"])
def test_a_file_that_is_no_table_ends_the_run_as_refused(cast, tmp_path, content):
    path = tmp_path / "cameras.csv"
    path.write_bytes(content)
    run = import_now(path, by=cast.vera.as_actor(), agency=cast.north)
    assert (run.state, bool(run.refusal)) == ("refused", True)


def test_a_workbook_comes_in_with_its_own_dates_and_numbers(cast, tmp_path):
    book = Workbook()
    book.active.append([*HEAD.split(","), "安装时间", "录像保存天数"])
    book.active.append([gb_id(1), "=1+1", LNG, LAT, 990101000000, date(2024, 5, 1), 30.0])
    path = tmp_path / "cameras.xlsx"
    book.save(path)
    run = import_now(path, by=cast.vera.as_actor(), agency=cast.north)
    assert run.rows_bad == 0, [f.reason for f in run.faults.all()]
    camera = Camera.objects.get()
    assert (camera.name, camera.retention_days) == ("=1+1", 30)
    assert camera.installed_on.isoformat() == "2024-05-01"


def test_a_declared_gcj02_file_is_converted_and_kept_as_received(read):
    lng, lat = wgs84_to_gcj02(lng=LNG, lat=LAT)
    read(line(1, lng=lng, lat=lat), crs="gcj02")
    camera = Camera.objects.get()
    assert camera.location.x == pytest.approx(LNG, abs=1e-7)
    assert (camera.source_crs, camera.source_lng) == ("gcj02", lng)


def test_a_file_that_fits_its_ground_only_after_a_gcj02_shift_is_said_so(read):
    edge = WEST + 2 * STEP - 0.001  # 80 m inside; the shift carries it out of every cell
    rows = []
    for number in range(20):
        lng, lat = wgs84_to_gcj02(lng=edge, lat=SOUTH + (1.1 + number / 50) * STEP)
        rows.append(line(number, lng=lng, lat=lat))
    run = read(*rows, is_dry_run=True)
    said = found(run, "datum_suspected")
    assert said["count"] == 20
    assert "GCJ-02" in said["message"]
    assert found(run, "outside_ground")["count"] == 20
    assert found(read(*rows, crs="gcj02", is_dry_run=True), "datum_suspected") is None


def test_a_file_with_a_few_points_outside_is_not_suspected(read):
    rows = [line(number, lng=LNG + number / 10_000) for number in range(20)]
    run = read(*rows, line(30, lat=SOUTH + 2.5 * STEP), is_dry_run=True)
    assert found(run, "datum_suspected") is None
    assert found(run, "outside_ground")["lines"] == [22]


def test_a_division_outline_tells_the_datum_where_there_are_no_cells(read, cast):
    from grid.territory.models import Division

    Division.objects.update_or_create(
        code="220402000000", defaults={"name": "示例区", "level": "county", "outline": square(5, 5)}
    )
    edge = WEST + 6 * STEP - 0.001
    rows = []
    for number in range(5):
        lng, lat = wgs84_to_gcj02(lng=edge, lat=SOUTH + (5.2 + number / 50) * STEP)
        rows.append(f"{line(number, lng=lng, lat=lat, agency='')},220402")
    run = read(*rows, head=f"{HEAD},行政区域", is_dry_run=True)
    assert found(run, "datum_suspected")["count"] == 5


def test_stacked_points_and_twins_are_reported_and_come_in(read):
    rows = [line(number) for number in range(10)]
    twin = line(10).replace("路口10", "路口1")
    run = read(*rows, twin)
    assert run.rows_created == 11
    assert found(run, "stacked")["count"] == 11
    assert found(run, "twins")["lines"] == [3, 12]


def test_two_cameras_with_one_address_of_hardware_are_reported(read):
    head = f"{HEAD},MAC地址"
    run = read(f"{line(1)},001A2B3C4D5E", f"{line(2)},00-1a-2b-3c-4d-5e", head=head)
    assert found(run, "shared_mac")["lines"] == [2, 3]


def test_unusual_ids_short_keeping_and_points_in_the_ocean_are_reported(read):
    rows = [
        f"{gb_id(1).replace('0000132', '9900132')},x,{LNG},{LAT},,30",
        f"{gb_id(2)},y,0,0,,7",
    ]
    run = read(*rows, head=f"{HEAD},录像保存天数")
    assert run.rows_created == 2
    kinds = {one["kind"] for one in run.findings}
    assert {"zero", "retention_short"} <= kinds


def test_a_row_may_name_its_class_and_a_known_camera_keeps_its_own(read, cast):
    head = f"{HEAD},摄像机分类"
    read(f"{line(1)},lookout", f"{line(2)},", f"{line(3)},商铺企业", head=head, camera_class="gate")
    classes = dict(Camera.objects.values_list("gb_id", "camera_class"))
    assert classes == {gb_id(1): "lookout", gb_id(2): "gate", gb_id(3): "commerce"}
    assert not Camera.objects.get(gb_id=gb_id(3)).is_public
    read(line(1), camera_class="estate")
    assert Camera.objects.get(gb_id=gb_id(1)).camera_class_id == "lookout"


def test_the_command_names_bad_rows_and_fails_where_nothing_was_written(cast, tmp_path, capsys):
    path = tmp_path / "cameras.csv"
    path.write_text("\n".join([HEAD, line(1), BAD[0][0]]))
    with pytest.raises(CommandError, match="--valid-rows"):
        call_command("import_cameras", path)
    assert "line 3, column 设备编码" in capsys.readouterr().out
    call_command("import_cameras", path, "--valid-rows")
    assert "created 1" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("import_cameras", tmp_path / "absent.csv")
    with pytest.raises(CommandError):
        call_command("import_cameras", path, "--agency", "1")


def test_a_report_is_kept_with_who_and_when(read, cast):
    run = IntakeRun.objects.get(pk=read(line(1)).pk)
    assert (run.started_by, run.agency, run.kind) == (
        cast.vera.as_actor().label,
        cast.north,
        "sheet",
    )
    assert run.finished_at >= run.started_at
    assert CameraLink.objects.count() == 0
