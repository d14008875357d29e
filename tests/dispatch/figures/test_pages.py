"""The figures over REST and on their pages: the same numbers, each one a door to its calls."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from command_center.dispatch.figures.models import BandSet, TimerRule
from grid.organisation.models import Officer
from tests.cast import Cast
from tests.dispatch.figures.conftest import at

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
DAY = {"from": "2026-03-10", "to": "2026-03-10"}


def rest(officer: Officer, path: str, **query: Any) -> Any:
    client = APIClient()
    client.force_authenticate(officer)
    return client.get(f"/api/v1/{path}", query)


@pytest.fixture
def browser(client: Client, ground: Cast) -> Client:
    Officer.objects.update(language="en")
    client.force_login(ground.chief)
    return client


@pytest.fixture
def three_calls(past_call: Make) -> list[Any]:
    made = [past_call(at(9), answered=5, dispatched=65, on_scene=65 + s) for s in (100, 400, 700)]
    return [*made, past_call(at(9), answered=5)]


def test_a_figure_over_rest_leads_to_as_many_calls_as_it_counts(
    three_calls: list[Any], ground: Cast
) -> None:
    answer = rest(ground.chief, "figures/", **DAY)
    assert answer.status_code == 200
    rows = {row["measure"]: row for row in answer.json()["measures"]}
    arrival = rows["arrival"]
    assert (arrival["n"], arrival["median_s"], arrival["is_small"]) == (3, 400, True)
    assert [band["n"] for band in arrival["bands"]] == [1, 1, 1, 0, 0]
    assert arrival["excluded"] == [{"reason": "not_dispatched", "name": "nobody was sent", "n": 1}]
    calls = rest(ground.chief, arrival["calls"].removeprefix("/api/v1/"), **DAY).json()
    assert calls["count"] == len(calls["results"]) == 3
    assert [row["seconds"] for row in calls["results"]] == [700, 400, 100]
    assert {row["number"] for row in calls["results"]} == {c.number for c in three_calls[:3]}


def test_lists_come_in_pages(three_calls: list[Any], ground: Cast) -> None:
    page = rest(ground.chief, "figures/answer/calls/", limit=2, offset=2, **DAY).json()
    assert (page["count"], len(page["results"]), page["next"]) == (4, 2, None)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"from": "2026-03-10"}, "/to"),
        ({"from": "2026-03-10", "to": "2026-03-09"}, "/to"),
        ({"from": "2020-01-01", "to": "2026-01-01"}, "/to"),
        ({"from": "soon", "to": "2026-01-01"}, "/from"),
        ({"group": "officer"}, "/group"),
        ({"before_to": "2026-01-01"}, "/before_from"),
        ({"agency": "x"}, "/agency"),
    ],
)
def test_a_question_that_cannot_be_is_refused_at_its_field(
    query: dict[str, str], pointer: str, ground: Cast
) -> None:
    answer = rest(ground.chief, "figures/", **query)
    assert answer.status_code == 400
    assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]


def test_an_agency_outside_ones_scope_is_as_absent_as_one_that_is_not(ground: Cast) -> None:
    for code in (ground.south.code, "123456789012"):
        assert rest(ground.nora, "figures/", agency=code).status_code == 404
    assert rest(ground.chief, "figures/nothing/calls/").status_code == 404
    assert rest(ground.chief, "one-three-five/2/calls/").status_code == 404


def test_one_three_five_over_rest(three_calls: list[Any], ground: Cast) -> None:
    told = rest(ground.chief, "one-three-five/", group="cell", **DAY).json()
    assert (told["reading"], told["readings"]) == ("stages", ["stages", "forces"])
    strike = told["timers"][1]
    assert (strike["n"], strike["reached"], strike["missed"]) == (3, 1, 2)
    assert strike["groups"][0]["key"] == "N-1"
    late = rest(ground.chief, "one-three-five/3/calls/", band=1, **DAY).json()
    assert late["count"] == 2


def test_every_number_of_the_page_opens_a_list_of_that_length(
    browser: Client, three_calls: list[Any]
) -> None:
    page = browser.get("/figures/", DAY | {"group": "hour", "measure": "arrival"})
    assert page.status_code == 200
    text = page.content.decode()
    doors = re.findall(r'href="(/figures/[a-z_]+/calls/\?[^"]+)">(?:[^<]*?)([\d,]+)</a>', text)
    assert len(doors) > 10
    for address, number in doors:
        opened = browser.get(address.replace("&amp;", "&"))
        assert opened.context["page"].paginator.count == int(number.replace(",", ""))


def test_the_page_says_how_it_compares_and_which_calls_are_few(
    browser: Client, three_calls: list[Any]
) -> None:
    text = browser.get("/figures/", DAY).content.decode()
    assert "(median now - median before)" in text
    assert "few" in text
    assert "nobody was sent" in text
    assert "2026-03-09" in text  # the days it is compared with


def test_a_wrong_filter_is_said_and_the_last_days_are_shown(browser: Client) -> None:
    answer = browser.get("/figures/", {"from": "2026-03-10", "to": "2026-03-01"})
    assert answer.status_code == 200
    assert "The last day is before the first." in answer.content.decode()


def test_the_calls_leave_as_a_file_that_gives_the_same_median(
    browser: Client, three_calls: list[Any]
) -> None:
    answer = browser.get("/figures/arrival/calls/", DAY | {"as": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text))
    assert head[-1] == "Seconds"
    assert sorted(float(row[-1]) for row in rows)[1] == 400


def test_the_one_three_five_page_opens_its_calls(browser: Client, three_calls: list[Any]) -> None:
    text = browser.get("/one-three-five/", DAY | {"group": "cell"}).content.decode()
    doors = re.findall(r'href="(/one-three-five/\d/calls/\?[^"]+)">(?:[^<]*?)([\d,]+)</a>', text)
    assert len(doors) >= 9
    for address, number in doors:
        opened = browser.get(address.replace("&amp;", "&"))
        assert opened.context["page"].paginator.count == int(number.replace(",", ""))


def form_of(browser: Client, address: str) -> dict[str, Any]:
    page = browser.get(address)
    key = re.search(r'name="form_key" value="([^"]+)"', page.content.decode())
    assert key
    return {"form_key": key[1], "version": 1, "valid_from": timezone.localdate().isoformat()}


def test_bands_are_changed_on_a_page_from_a_day_on(browser: Client, ground: Cast) -> None:
    row = BandSet.objects.get(measure="sign")
    address = f"/figures/rules/bands/{row.pk}/"
    said = form_of(browser, address)
    assert browser.post(address, said | {"bounds": "60, 30"}).status_code == 400
    assert browser.post(address, said | {"bounds": "45，90 200"}).status_code == 302
    row.refresh_from_db()
    assert row.bounds == [30, 60, 120, 180]
    assert row.valid_to == timezone.localdate()
    new = BandSet.objects.get(measure="sign", valid_to=None)
    assert new.bounds == [45, 90, 200]
    stale = browser.post(address, form_of(browser, address) | {"bounds": "10"})
    assert stale.status_code == 412
    assert "45 s" in browser.get("/figures/rules/").content.decode()


def test_a_timer_cannot_end_before_it_begins(browser: Client, ground: Cast) -> None:
    row = TimerRule.objects.get(reading="stages", tier=3)
    address = f"/figures/rules/timers/{row.pk}/"
    said = form_of(browser, address) | {"starts": "on_scene", "ends": "signed", "limit_s": 60}
    refused = browser.post(address, said)
    assert refused.status_code == 400
    assert "A timer ends at a later stamp" in refused.content.decode()
    said |= {"starts": "reported", "ends": "on_scene"}
    assert browser.post(address, said).status_code == 302
    assert TimerRule.objects.get(reading="stages", tier=3, valid_to=None).starts == "reported"


def test_bands_of_the_city_are_not_a_dispatchers_to_change(client: Client, ground: Cast) -> None:
    client.force_login(ground.nora)
    row = BandSet.objects.get(measure="sign")
    assert client.get(f"/figures/rules/bands/{row.pk}/").status_code == 403
    assert client.get("/figures/rules/").status_code == 200
