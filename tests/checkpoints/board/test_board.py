"""The checkpoints as they work now: what stands in a row, and who sees which."""

import csv
import json
import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checkpoints.board import selectors
from checkpoints.duty import services as duty
from checkpoints.duty.models import Switch
from checkpoints.work.services import report_lanes
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.checkpoints.work.at_work import enter, stand

BOARD = "/api/v1/checkpoint-board/"


def rows(viewer: Any, **asked: Any) -> dict[str, dict[str, Any]]:
    found = selectors.board_rows(viewer, asked, timezone.now())
    return {row["code"]: row for row in found}


def codes(row: dict[str, Any]) -> list[str]:
    return [one["code"] for one in row["anomalies"]]


def order(cast: Cast, *checkpoints: Any, **said: Any) -> Any:
    until = timezone.now() + timedelta(days=1)
    fields = {"level": "reinforced", "reason": "节日安保期间加强查验", "valid_until": until}
    return duty.issue(by=cast.chief, checkpoints=list(checkpoints), **fields | said)


def test_a_row_tells_level_people_counts_and_lanes(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(timezone.localtime().replace(hour=12))  # the hour counted is of today
    gate = make_checkpoint(cast, lanes_in=3, lanes_out=2)
    stand(gate, cast.gus)
    enter(gate, cast.gus, 40)
    enter(gate, cast.gus, 25, kind="vehicles")
    report_lanes(gate, by=cast.gus.as_actor(), open_in=2, open_out=1, queue_in_m=80)
    row = rows(cast.nora)[gate.code]
    assert (row["level"], row["people"], row["vehicles"], row["last_hour_sum"]) == (
        "normal", 40, 25, 65,
    )  # fmt: skip
    assert (row["lanes"]["open_in"], row["lanes"]["in"], row["lanes"]["queue_in_m"]) == (2, 3, 80)
    assert row["rostered"] == 1
    assert row["shift"]["from"] < row["shift"]["to"]


def test_a_switch_shows_where_it_goes_and_is_wrong_once_it_is_late(cast: Cast) -> None:
    gate = make_checkpoint(cast)
    given = order(cast, gate)
    row = rows(cast.nora)[gate.code]
    assert (row["switch"]["order"], row["switch"]["to_level"]) == (given.number, "reinforced")
    assert "unsigned" not in codes(row)
    past = timezone.now() - timedelta(minutes=40)
    Switch.objects.update(
        issued_at=past, sign_by=past + timedelta(minutes=5), due_at=past + timedelta(minutes=30)
    )
    assert {"switch_late", "unsigned"} <= set(codes(rows(cast.nora)[gate.code]))


def test_an_instrument_that_ends_soon_is_said_and_one_that_ended_is_not_there(cast: Cast) -> None:
    soon = make_checkpoint(cast, valid_to=timezone.now() + timedelta(days=3, hours=1))
    over = make_checkpoint(cast, valid_to=timezone.now() - timedelta(seconds=1))
    found = rows(cast.nora)
    assert over.code not in found
    assert "instrument ends in 3 days" in [one["text"] for one in found[soon.code]["anomalies"]]


def test_a_long_queue_is_wrong_and_a_short_one_is_not(cast: Cast) -> None:
    gate = make_checkpoint(cast)
    report_lanes(gate, by=cast.gus.as_actor(), open_in=1, open_out=1, queue_out_m=200)
    assert "queue" not in codes(rows(cast.nora)[gate.code])
    later = timezone.now() + timedelta(seconds=5)
    report_lanes(
        gate, by=cast.gus.as_actor(), open_in=1, open_out=1, queue_out_m=201, reported_at=later
    )
    found = selectors.board_rows(cast.nora, {}, later)
    assert "queue" in codes(found[0])


def test_each_branch_sees_its_own(cast: Cast, client: Any) -> None:
    north, south = make_checkpoint(cast), make_checkpoint(cast, agency=cast.south_station)
    client.force_login(cast.sam)
    told = client.get(BOARD).json()
    assert [row["code"] for row in told["rows"]] == [south.code]
    assert told["totals"]["checkpoints"] == 1
    client.force_login(cast.chief)
    assert {row["code"] for row in client.get(BOARD).json()["rows"]} == {north.code, south.code}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "东门"}, ["东门"]),
        ({"line": "city"}, ["西门"]),
        ({"level": "reinforced"}, []),
        ({"wrong": "1"}, ["东门", "西门"]),
    ],
)
def test_filters_stand_in_the_address(
    cast: Cast, client: Any, asked: dict[str, str], found: list[str]
) -> None:
    ends = timezone.now() + timedelta(days=2)
    make_checkpoint(cast, name="东门", line_id="ring", valid_to=ends)
    make_checkpoint(cast, name="西门", line_id="city", valid_to=ends)
    client.force_login(cast.nora)
    assert sorted(row["name"] for row in client.get(BOARD, asked).json()["rows"]) == found


def test_a_hundred_checkpoints_cost_as_many_queries_as_one(cast: Cast) -> None:
    make_checkpoint(cast)
    with CaptureQueriesContext(
        connection,
    ) as one:
        selectors.board(cast.chief, {})
    for _each in range(12):
        make_checkpoint(cast)
    with CaptureQueriesContext(connection) as many:
        assert len(selectors.board(cast.chief, {})["rows"]) == 13
    assert len(many) <= len(one)


def test_the_board_is_a_table_for_spreadsheets(cast: Cast, client: Any) -> None:
    gate = make_checkpoint(cast, name="=东门")
    client.force_login(cast.nora)
    text = b"".join(client.get("/checkpoints/export.csv").streaming_content).decode()
    head, row = csv.reader(StringIO(text.removeprefix("\ufeff")))
    assert (head[0], row[0], row[1]) == ("code", gate.code, "'=东门")


def config(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="page-config" type="application/json">(.*?)</script>', html)
    assert found
    return dict(json.loads(found[1]))


def test_the_wall_of_another_branch_is_not_there(cast: Cast, client: Any) -> None:
    given = order(cast, make_checkpoint(cast, agency=cast.south_station))
    client.force_login(cast.nora)
    assert client.get(f"/duty/orders/{given.number}/wall/").status_code == 404
    client.force_login(cast.sam)
    page = client.get(f"/duty/orders/{given.number}/wall/")
    told = config(page.content.decode())
    assert told["number"] == given.number
    assert told["urls"]["sign"] == "/api/v1/switches/__/sign/"
    assert "duty.order" not in told["rights"]


def test_a_drill_says_so_on_its_wall(cast: Cast, client: Any) -> None:
    given = order(cast, make_checkpoint(cast), is_drill=True)
    client.force_login(cast.nora)
    html = client.get(f"/duty/orders/{given.number}/wall/").content.decode()
    assert "stays out of every statistic" in html


def test_a_post_writes_for_its_own_checkpoints_and_for_no_gantry(cast: Cast, client: Any) -> None:
    gate = make_checkpoint(cast)
    make_checkpoint(cast, kind="gantry", parent=gate)
    make_checkpoint(cast, agency=cast.south_station)
    client.force_login(cast.gus)
    told = config(client.get("/my-post/").content.decode())
    assert [place["code"] for place in told["places"]] == [gate.code]
    assert told["officer"] == cast.gus.badge_number


def test_the_phone_asks_who_is_signed_in_before_it_sends(cast: Cast, client: Any) -> None:
    client.force_login(cast.gus)
    told = client.get("/my-post/session/").json()
    assert told["officer"] == "N004"
    assert set(told) == {"officer", "csrf", "now"}
    assert "javascript" in client.get("/my-post/worker.js")["Content-Type"]


def test_whoever_lost_the_place_in_the_log_is_told_where_it_stands(cast: Cast, client: Any) -> None:
    given = order(cast, make_checkpoint(cast))
    client.force_login(cast.nora)
    before = client.get(f"{BOARD}cursor/").json()
    duty.sign(given.switches.get(), by=cast.gus)
    after = client.get(f"{BOARD}cursor/").json()
    assert after["epoch"] == before["epoch"]
    assert after["head"] > before["head"]
