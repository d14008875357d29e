"""The list of cases: every filter a figure of the analysis may open it with."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from command_center.cases.by_cell import counts, url
from command_center.cases.models import Case
from command_center.cases.selectors import list_url
from command_center.cases.views import reading
from grid.rest import pages
from tests.cases.make import make_case, make_set
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo(settings.TIME_ZONE)
MONDAY_3 = datetime(2026, 3, 2, 3, 30, tzinfo=ZONE)  # a Monday, half past three at night


@pytest.fixture
def analyst(cast: Cast, client: Client) -> Client:
    client.force_login(cast.ana)
    return client


def listed(client: Client, **filters: Any) -> set[str]:
    """The numbers on the page these filters open."""
    answer = client.get(list_url(**filters))
    assert answer.status_code == 200
    return {row.number for row in answer.context["page"].object_list}


def numbers(*rows: Case) -> set[str]:
    return {row.number for row in rows}


def test_a_category_is_listed_with_all_below_it(cast: Cast, analyst: Client) -> None:
    burglary, ebike, fraud = (make_case(cast, category=c) for c in ("050201", "050225", "050300"))
    assert listed(analyst, category="050200") == numbers(burglary, ebike)
    assert listed(analyst, category=["050300", "050225"]) == numbers(ebike, fraud)
    assert listed(analyst, class_set="preventable_hz") == numbers(burglary, ebike)


def test_day_filters_take_local_days(cast: Cast, analyst: Client) -> None:
    late = make_case(cast, reported_at=datetime(2026, 3, 1, 23, 59, tzinfo=ZONE))
    early = make_case(cast, reported_at=datetime(2026, 3, 2, 0, 0, tzinfo=ZONE))
    first, second = date(2026, 3, 1), date(2026, 3, 2)
    assert listed(analyst, reported_after=first, reported_before=second) == numbers(late)
    assert listed(analyst, reported_after=second) == numbers(early)
    assert listed(analyst, reported_before=early.reported_at) == numbers(late)


def test_several_periods_are_listed_together_each_to_its_last_local_minute(
    cast: Cast, analyst: Client
) -> None:
    days = [datetime(year, 3, 8, 23, 59, tzinfo=ZONE) for year in (2026, 2025, 2024)]
    three = [make_case(cast, reported_at=day) for day in days]
    make_case(cast, reported_at=days[1] + timedelta(minutes=1))
    asked = ",".join(f"{day.year}-03-02..{day.year}-03-08" for day in days)
    assert listed(analyst, periods=asked) == numbers(*three)
    assert listed(analyst, periods="2025-03-02..2025-03-08") == numbers(three[1])


def test_a_class_set_is_taken_as_it_held_on_a_day_whichever_days_are_listed(
    cast: Cast, analyst: Client
) -> None:
    fraud = make_case(cast, category="050300", reported_at=MONDAY_3 - timedelta(days=400))
    make_set("wider", "050300", valid_from=date(2026, 1, 1))
    asked = {"class_set": "wider", "reported_before": MONDAY_3 - timedelta(days=300)}
    assert listed(analyst, **asked) == set()
    assert listed(analyst, **asked, set_on="2026-03-02") == numbers(fraud)


def test_weekday_and_hour_are_those_of_the_beginning(cast: Cast, analyst: Client) -> None:
    monday = make_case(cast, occurred_from=MONDAY_3, reported_at=MONDAY_3 + timedelta(days=2))
    make_case(cast, occurred_from=MONDAY_3 + timedelta(days=1, hours=1))
    assert listed(analyst, weekday=1) == numbers(monday)
    assert listed(analyst, hour=3) == numbers(monday)
    assert listed(analyst, weekday=1, hour=4) == set()
    assert listed(analyst, occurred_after=MONDAY_3, occurred_before=date(2026, 3, 3)) == numbers(
        monday
    )


def test_tags_are_found_by_kind_and_code(cast: Cast, analyst: Client) -> None:
    forced = make_case(cast, entry="door_forced", target="cash")
    make_case(cast, entry="unlocked")
    assert listed(analyst, tag="entry:door_forced") == numbers(forced)
    assert listed(analyst, tag="cash") == numbers(forced)
    assert listed(analyst, tag="tool:door_forced") == set()
    assert listed(analyst, tag="magic:cash") == set()


def test_what_police_discovered_is_listed_apart(cast: Cast, analyst: Client) -> None:
    patrol, told = make_case(cast, found_by="patrol"), make_case(cast)
    assert listed(analyst, discovered=True) == numbers(patrol)
    assert listed(analyst, discovered=False) == numbers(told)
    assert listed(analyst, found_by="patrol") == numbers(patrol)


def test_what_was_entered_in_error_shows_only_when_asked_for(cast: Cast, analyst: Client) -> None:
    void, solved = (
        make_case(cast, state="void"),
        make_case(cast, state="solved", solved_on=date(2026, 1, 1)),
    )
    assert listed(analyst) == numbers(solved)
    assert listed(analyst, state="void") == numbers(void)


def test_places_agencies_and_numbers(cast: Cast, analyst: Client) -> None:
    here, there = make_case(cast), make_case(cast, cell=cast.north_cell_2, point=None)
    assert listed(analyst, cell="N-2") == listed(analyst, has_point=False) == numbers(there)
    assert listed(analyst, has_point=True) == numbers(here)
    assert listed(analyst, agency=cast.north.code) == numbers(here, there)
    assert listed(analyst, agency=cast.south.code) == set()
    assert listed(analyst, numbers=[here.number, "X"]) == numbers(here)
    assert listed(analyst, q=there.number[:8]) == numbers(there)
    assert listed(analyst, q=here.address) == numbers(here)


def test_late_entries_kinds_and_incidents(cast: Cast, analyst: Client) -> None:
    now = timezone.now()
    late = make_case(cast, entered_at=now, reported_at=now - timedelta(days=9), category="ZA0301",
                     incident_number="26-0001", loss_yuan=5)  # fmt: skip
    make_case(cast, entered_at=now - timedelta(days=3))
    assert listed(analyst, entered_after=now - timedelta(seconds=1)) == numbers(late)
    assert listed(analyst, kind="administrative") == numbers(late)
    assert listed(analyst, incident="26-0001") == listed(analyst, q="26-00") == numbers(late)


def test_the_south_is_not_on_the_list_of_the_north(cast: Cast, analyst: Client) -> None:
    make_case(cast, agency=cast.south_station)
    assert listed(analyst) == set()


@pytest.mark.parametrize(
    "query",
    [
        "weekday=8",
        "hour=24",
        "kind=x",
        "reported_after=yesterday",
        "state=gone",
        "periods=last-week",
        "periods=2025-02-30..2025-03-01",
        "set_on=soon",
    ],
)
def test_a_filter_that_cannot_be_read_lists_nothing_and_says_so(
    cast: Cast, analyst: Client, query: str
) -> None:
    make_case(cast)
    answer = analyst.get(f"/cases/?{query}")
    assert "These filters cannot be read" in answer.content.decode()
    assert not answer.context["page"].object_list


def test_an_empty_list_says_why(cast: Cast, analyst: Client) -> None:
    assert "No cases yet" in analyst.get("/cases/").content.decode()
    assert "No case fits" in analyst.get("/cases/?q=nothing").content.decode()


def test_filters_without_a_field_of_their_own_stay_in_the_form(cast: Cast, analyst: Client) -> None:
    page = analyst.get(list_url(hour=3, weekday=1)).content.decode()
    assert '<input type="hidden" name="hour" value="3">' in page


def test_a_sensitive_case_is_listed_without_its_place(cast: Cast, analyst: Client) -> None:
    make_case(cast, category="L04002", address="隐蔽路 1 号")
    assert "隐蔽路" not in analyst.get("/cases/").content.decode()


def test_the_export_is_the_list_without_texts(cast: Cast, analyst: Client) -> None:
    make_case(cast, narrative="secret", loss_yuan=100, address="=cmd")
    make_case(cast, category="050300")
    answer: Iterable[bytes] = analyst.get("/cases/export.csv?category=050201")  # type: ignore[assignment]
    text = b"".join(answer).decode()
    assert text.count("\n") == 2
    assert "secret" not in text
    assert "'=cmd" in text


def test_the_board_of_cells_counts_what_the_list_shows(cast: Cast, analyst: Client) -> None:
    now = timezone.now()
    seen = make_case(cast)
    make_case(cast, category="L04002")
    make_case(cast, state="void")
    since = now - timedelta(days=1)
    assert counts(cast.ana, ["N-1", "N-2"], since, now) == {"N-1": 1}
    answer = analyst.get(url("N-1", since, now))
    assert [row.number for row in answer.context["page"].object_list] == [seen.number]


def test_a_list_too_long_to_count_says_so_and_counts_when_asked(
    cast: Cast, analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make_case(cast)
    monkeypatch.setattr(pages, "LONG", 2)
    monkeypatch.setattr(reading, "PAGE", 1)
    open_list = analyst.get(list_url()).content.decode()
    assert "More than 2 cases" in open_list
    assert "1–1 of more than 2" in open_list
    assert "?count=all" in open_list
    assert "3 cases" in analyst.get(f"{list_url()}?count=all").content.decode()
    last = analyst.get(f"{list_url()}?page=99").content.decode()
    assert "3–3 of 3" in last


def test_a_branch_filter_lists_the_agency_and_all_below_it(cast: Cast, analyst: Client) -> None:
    ours = make_case(cast)
    above = make_case(cast, agency=cast.north)
    make_case(cast, agency=cast.south_station)
    assert listed(analyst, agency=cast.north.code) == numbers(ours, above)
    assert listed(analyst, agency=cast.north_station.code) == numbers(ours)
