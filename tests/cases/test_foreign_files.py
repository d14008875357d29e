"""Files as other systems write them: their times, their words, their repeated numbers."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from command_center.cases.importing import services
from command_center.cases.importing.moments import moment
from command_center.cases.models import Case, CaseImport
from tests.cases.test_import import counts, decide, faults, taken, uploaded, written
from tests.cast import Cast

DAVIS = Path(settings.BASE_DIR).parent / "shared" / "data" / "davis_incidents.csv"
ZONE = ZoneInfo(settings.TIME_ZONE)
TEN = datetime(2016, 4, 30, 22, 0, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "FOLDER", tmp_path / "kept")


@pytest.mark.parametrize(
    "text",
    [
        *("4/30/2016 at 2200", "4/30/2016 22:00", "04/30/2016 22:00:00", "2016/4/30 22:00"),
        *("2016-04-30 22:00", "2016-04-30T22:00:00+08:00", "2016年4月30日22时", "20160430220000"),
        *("2016年4月30日 22时00分00秒", "2016年4月30日22:00", "2016.4.30 22:00", "201604302200"),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str) -> None:
    assert moment(text, text) == TEN


def test_twenty_four_hours_are_the_midnight_that_ends_the_day() -> None:
    assert moment("", "6/18/2017 at 2400") == datetime(2017, 6, 19, tzinfo=ZONE)
    assert moment("", "2016-04-30") == datetime(2016, 4, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text", ["4/15/2020 at 2500", "11/12/2018 at 0160", "30/4/2016", "yesterday", "2016", "0"]
)
def test_a_time_there_is_not_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        moment(text, text)


@pytest.mark.django_db
def test_a_category_may_be_said_by_its_name(cast: Cast, tmp_path: Path) -> None:
    lines = ("1,Theft,2026-01-01", "2,入室盗窃案,2026-01-01", "3,BURGLARY,2026-01-01")
    assert counts(taken(written(tmp_path, *lines, head="编号,类别,发案时间"), cast)) == (3, 0, 0, 0)
    codes = Case.objects.order_by("source_number").values_list("category__code", flat=True)
    assert list(codes) == ["050200", "050201", "050201"]


@pytest.mark.django_db
def test_words_nobody_knows_are_asked_for_and_then_understood(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    run = uploaded(client, "1,Theft,2026-01-01", "2,Stolen Vehicle,2026-01-01",
                   head="编号,类别,发案时间")  # fmt: skip
    assert (run.meanings, faults(run)) == ({"Stolen Vehicle": ""}, [(3, "category")])
    page = client.get(f"/cases/imports/{run.pk}/").content.decode()
    assert "What its words for categories mean" in page
    told = {f"column_{place}": name for place, name in enumerate(run.columns.values())}
    tried = decide(client, run, act="columns", word_0="050223", **told)
    assert (tried.meanings, faults(tried)) == ({"Stolen Vehicle": "050223"}, [])
    assert decide(client, tried, act="all").created == 2


@pytest.mark.django_db
def test_rows_of_one_number_are_one_case_where_somebody_says_so(cast: Cast, tmp_path: Path) -> None:
    lines = ("7,Burglary,2026-01-01", "7,Assault,2026-01-01", "8,Theft,2026-01-02")
    path = written(tmp_path, *lines, head="编号,类别,发案时间")
    assert faults(taken(path, cast)) == [(3, "source_number")]
    run = taken(path, cast, joins_doubles=True)
    assert (counts(run), run.joined) == ((2, 0, 0, 0), 1)
    assert Case.objects.get(source_number="7").category.code == "050201"
    assert counts(taken(path, cast, joins_doubles=True)) == (0, 0, 2, 0)


@pytest.mark.django_db
def test_every_bad_row_is_named_though_room_for_faults_is_short(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("command_center.cases.importing.runs.MOST_FAULTS", 1)
    run = taken(written(tmp_path, "1,no,no", "2,no,no", "3,no,no", head="编号,类别,发案时间"), cast)
    assert {row for row, _field in faults(run)} == {2, 3, 4}


@pytest.mark.django_db
def test_an_import_whose_worker_died_is_ended_and_says_what_to_do(cast: Cast) -> None:
    now = timezone.now()
    fields: dict[str, Any] = {"agency": cast.north, "name": "a", "started_by": "x"}
    dead = CaseImport.objects.create(
        **fields, state="writing", heard_at=now - timedelta(minutes=11)
    )
    alive = CaseImport.objects.create(**fields, state="writing", heard_at=now)
    assert services.end_silent(now) == 1
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.state, alive.state) == ("failed", "writing")
    assert "Send the same file again" in dead.refusal


@pytest.mark.django_db
@pytest.mark.skipif(not DAVIS.exists(), reason="the published incidents are not on this machine")
def test_the_published_incidents_of_a_city_come_in_by_naming_their_columns(cast: Cast) -> None:
    columns = {"case_number": "source_number", "type": "category", "date_opened": "reported_at"}
    run = taken(DAVIS, cast, columns=columns, meanings={"Stolen Vehicle": "050223"},
                joins_doubles=True, only_valid=True)  # fmt: skip
    assert (run.state, run.read) == ("done", 5757)
    bad = set(run.faults.values_list("row", "field"))
    assert {field for _row, field in bad} == {"occurred_from"}
    assert run.faulty == 3  # 01:60, 24:01 and 25:00 of the day
    assert run.created == Case.objects.count() == run.read - run.joined - run.faulty
    assert Case.objects.exclude(point=None).count() == run.created
    stolen = Case.objects.filter(category__code="050223")
    assert stolen.exists()
    first = Case.objects.get(source_number="16-342")
    assert first.occurred_from == datetime(2016, 1, 21, 19, 0, tzinfo=ZONE)
    assert first.address == "300 Block of W 14TH ST"
