"""Pages of the work log: four tabs, the form in a thumb's reach, months and what is exported."""

from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client

from patrol.units.models import Unit
from patrol.worklog import services
from patrol.worklog.models import PatrolFiling, SupervisionNote, VolunteerHours, WorkEntry
from tests.cast import Cast
from tests.patrol.worklog.conftest import NOON
from tests.patrol.worklog.test_rates import rows_of, there


@pytest.fixture
def log(cast: Cast, unit: Unit) -> dict[str, int]:
    """One row in every tab."""
    by = cast.pat.as_actor()
    hours = {"starts_at": NOON - timedelta(hours=5), "ends_at": NOON - timedelta(hours=1)}
    filing = services.file_patrol(unit, by=by, area="人民大街", purpose="商圈巡防", **hours)
    entry = services.log_work(
        unit, by=by, kind="find", text="遗留包裹", place="站前广场", lng=125.11, lat=42.91
    )
    services.log_work(unit, by=by, kind="service", item="advice", text="问路", station=unit.station)
    late = {"answer_by": NOON - timedelta(minutes=1)}
    note = services.supervise(
        unit, by=cast.chief.as_actor(), text="未携带盾牌", scores={"equipment": 5}, **late
    )
    services.note_volunteers(
        cast.north_station, by=by, worked_on=NOON.date(), trade="merchant", people=7, hours=14
    )
    there(cast, hours=0)
    return {"filing": filing.pk, "entry": entry.pk, "note": note.pk}


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("filing", ["人民大街", "Overdue"]),
        ("work", ["遗留包裹", "问路", "站前警务站"]),
        ("position", ["N-21", "125.11"]),
        ("supervision", ["未携带盾牌", "5/20", "Overdue"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_of_the_four_tabs_has_its_data(
    chief: Client, log: dict[str, int], tab: str, words: list[str]
) -> None:
    text = chief.get("/work-log/", {"tab": tab}).content.decode()
    for word in words:
        assert word in text
    nothing = chief.get("/work-log/", {"tab": tab, "q": "nowhere"}).content.decode()
    assert "Nothing here" in nothing


def test_an_unknown_tab_is_the_work(chief: Client, log: dict[str, int]) -> None:
    assert "遗留包裹" in chief.get("/work-log/", {"tab": "gossip"}).content.decode()


def test_a_new_entry_is_one_form_and_two_clicks_make_one(pat: Client) -> None:
    assert 'value="N-21"' in pat.get("/work-log/new/?kind=find").content.decode()
    said = {
        "form_key": "work-entry-1",
        "unit": "N-21",
        "kind": "find",
        "text": "遗留包裹",
        "happened_at": "2026-11-20T11:59",
        "is_handled": "on",
    }
    first, second = (pat.post("/work-log/new/", said) for _click in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    entry = WorkEntry.objects.get()
    assert entry.happened_at == NOON - timedelta(minutes=1)
    refused = pat.post("/work-log/new/", said | {"form_key": "work-entry-2", "text": "13800001234"})
    assert "No identity or phone numbers" in refused.content.decode()


def test_a_find_becomes_an_incident_with_what_is_known_of_it(
    pat: Client, log: dict[str, int]
) -> None:
    text = pat.get(f"/work-log/{log['entry']}/").content.decode()
    address = text.split('href="/report/?')[1].split('"')[0].replace("&amp;", "&")
    query = parse_qs(urlparse(f"/report/?{address}").query)
    assert query["narrative"] == ["遗留包裹"]
    assert query["address"] == ["站前广场"]
    assert query["lng"] == ["125.110000"]
    WorkEntry.objects.update(case_ref="26-0001")
    assert "/report/?" not in pat.get(f"/work-log/{log['entry']}/").content.decode()


def test_an_entry_is_corrected_on_its_page_by_its_unit_alone(
    pat: Client, chief: Client, log: dict[str, int]
) -> None:
    where = f"/work-log/{log['entry']}/"
    said = {
        "form_key": "work-entry-3",
        "unit": "N-21",
        "kind": "find",
        "text": "遗留包裹，已移交",
        "happened_at": "2026-11-20T12:00",
        "case_ref": "26-0002",
        "version": 1,
    }
    assert pat.post(where, said).status_code == 302
    assert WorkEntry.objects.get(pk=log["entry"]).case_ref == "26-0002"
    stale = pat.post(where, said | {"form_key": "work-entry-4"})
    assert "Somebody changed this" in stale.content.decode()
    assert "Correct it" not in chief.get(where).content.decode()


def test_a_patrol_is_filed_and_ended_on_its_page(pat: Client) -> None:
    said = {
        "form_key": "work-filing-1",
        "unit": "N-21",
        "area": "人民大街",
        "purpose": "商圈巡防",
        "officers": 2,
        "auxiliaries": 0,
        "starts_at": "2026-11-20T12:00",
        "ends_at": "2026-11-20T16:00",
    }
    assert pat.post("/work-log/filings/new/", said).status_code == 302
    filing = PatrolFiling.objects.get()
    where = f"/work-log/filings/{filing.pk}/end/"
    pat.post(where, {"form_key": "work-filing-2", "version": 1, "cancel": "1"})
    filing.refresh_from_db()
    assert filing.state == "cancelled"
    answer = pat.post(where, {"form_key": "work-filing-3", "version": 2}, follow=True)
    assert "over already" in answer.content.decode()


def test_an_inspector_writes_and_the_crew_answers(pat: Client, chief: Client, unit: Unit) -> None:
    said = {
        "form_key": "work-note-01",
        "unit": "N-21",
        "text": "在岗",
        "scores_presence": 18,
        "scores_route": "",
    }
    assert chief.post("/work-log/supervision/new/", said).status_code == 302
    note = SupervisionNote.objects.get()
    assert [(score.item, score.points) for score in note.scores.all()] == [("presence", 18)]
    where = f"/work-log/supervision/{note.pk}/"
    assert "18/20" in chief.get(where).content.decode()
    pat.post(where, {"form_key": "work-note-02", "answer": "已整改", "version": 1})
    note.refresh_from_db()
    assert (note.state, note.answer) == ("answered", "已整改")


def test_the_month_has_each_station_service_and_the_volunteers(
    pat: Client, log: dict[str, int]
) -> None:
    text = pat.get("/work-log/month/").content.decode()
    assert "站前警务站" in text
    assert "14" in text
    said = {"form_key": "work-hours-1", "worked_on": "2026-11-20", "trade": "taxi", "people": 3}
    assert pat.post("/work-log/volunteers/new/", said | {"hours": "6.5"}).status_code == 302
    assert VolunteerHours.objects.count() == 2
    empty = pat.get("/work-log/month/?month=2026-01").content.decode()
    assert "Nothing was entered in this month" in empty
    assert pat.get("/work-log/month/?month=x").status_code == 200


@pytest.mark.parametrize(("tab", "rows"), [("filing", 1), ("work", 2), ("supervision", 1)])
def test_what_is_listed_can_be_taken_away(
    chief: Client, log: dict[str, int], tab: str, rows: int
) -> None:
    assert len(rows_of(chief, f"/work-log/{tab}.csv")) == rows
    assert rows_of(chief, f"/work-log/{tab}.csv?q=nowhere") == []


def test_who_is_in_no_unit_is_told_why_there_is_no_form(client: Client, cast: Cast) -> None:
    client.force_login(cast.cora)
    assert "You are in no unit now" in client.get("/work-log/new/").content.decode()
