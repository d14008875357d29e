"""The board and the card, with what every floor brings to them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from command_center.incidents import services
from command_center.incidents.reference import load
from command_center.incidents.targets import ensure_default_targets
from grid.service.teams.models import ResidentBase
from grid.service.visits.models import Visit
from grid.territory.models import CellPosting, Division
from tests.cast import Cast
from tests.service.make import make_office

pytestmark = pytest.mark.django_db
BOARD, API = "cell_board", "api_cells_at_work"


def text(answer: Any) -> str:
    content = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
    return str(content.decode())


def card(client: Client, **asked: str) -> str:
    return text(client.get(reverse("cell_card", args=["N-1"]), asked))


def figures(client: Client, **asked: str) -> dict[str, dict[str, Any]]:
    answer = client.get(reverse("api_cell_at_work", args=["N-1"]), asked)
    return {figure["code"]: figure for figure in answer.json()["figures"]}


def visited(cast: Cast, days_ago: int = 0) -> None:
    Visit.objects.create(
        agency=cast.north_station, cell=cast.north_cell, officer=cast.cora, recorded_by="科拉",
        visited_at=timezone.now() - timedelta(days=days_ago), address="示例路 1 号",
    )  # fmt: skip


def test_cora_reads_the_board_as_page_csv_and_json(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    body = text(client.get(reverse(BOARD)))
    assert "北一网格" in body
    assert "南一网格" not in body
    assert 'class="shade-0"' in body
    told = text(client.get(reverse(BOARD), {"as": "csv"}))
    assert told.lstrip("\ufeff").startswith("Code,Cell name,Kind,Agency,First day,Last day")
    rows = client.get(reverse(API)).json()["results"]
    assert [row["code"] for row in rows] == ["N-1", "N-2"]


def test_the_board_is_narrowed_by_words_kind_agency_and_missing_layer(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.chief)
    asked: tuple[tuple[dict[str, str], set[str]], ...] = (
        ({"q": "北一"}, {"N-1"}),
        ({"kind": "rural"}, set()),
        ({"agency": cast.south.code}, {"S-1", "S-2"}),
        ({"missing": "community"}, {"N-1", "N-2", "S-1", "S-2"}),
    )
    for query, codes in asked:
        rows = client.get(reverse(API), query).json()["results"]
        assert {row["code"] for row in rows} == codes, query
    assert "No cells here" in text(client.get(reverse(BOARD), {"kind": "rural"}))
    CellPosting.objects.create(cell=cast.north_cell, officer=cast.cora, valid_from="2026-01-01")
    rows = client.get(reverse(API), {"missing": "community"}).json()["results"]
    assert "N-1" not in {row["code"] for row in rows}


def test_the_card_names_who_answers_now_and_who_did_then(cast: Cast, client: Client) -> None:
    today = timezone.localdate()
    CellPosting.objects.create(
        cell=cast.north_cell, officer=cast.pat, valid_from="2020-01-01", valid_to=today
    )
    CellPosting.objects.create(cell=cast.north_cell, officer=cast.cora, valid_from=today)
    client.force_login(cast.lea)
    now = card(client)
    assert "科拉 N002" in now
    assert "帕特 N003" not in now
    assert "帕特 N003" in card(client, on=str(today - timedelta(days=1)))
    assert "Nobody answered for this cell on that day." in card(client, on="2019-12-31")


def test_the_card_counts_visits_and_says_when_the_last_was(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    assert "not visited yet" in card(client)
    visited(cast)
    visited(cast, days_ago=8)
    found = figures(client)["visits"]
    assert (found["count"], found["usual"], found["trend"]) == ("1", "0", "up")
    assert "not visited yet" not in card(client)


def test_every_figure_on_the_card_opens_the_rows_it_counted(cast: Cast, client: Client) -> None:
    visited(cast)
    client.force_login(cast.lea)
    for code, figure in figures(client).items():
        assert figure["url"].startswith("/"), code
        assert "N-1" in figure["url"], code
        assert client.get(figure["url"]).status_code == 200, code


def test_calls_are_counted_as_their_list_shows_them(cast: Cast, client: Client) -> None:
    load()
    ensure_default_targets(cast.city)
    here = services.receive(
        by=cast.nora, category="010101", lng=125.11, lat=42.91, address="示例路"
    )
    client.force_login(cast.lea)
    found = figures(client)["calls"]
    assert found["count"] == "1"
    assert here.number in text(client.get(found["url"]))


def test_the_city_reads_few_where_the_bureau_reads_one(cast: Cast, client: Client) -> None:
    visited(cast)
    client.force_login(cast.chief)
    assert figures(client)["visits"]["count"] == "<5"
    assert "&lt;5" in card(client)
    told = text(client.get(reverse(BOARD), {"as": "csv"}))
    assert ",1," not in told
    client.force_login(cast.cora)
    assert figures(client)["visits"]["count"] == "1"


def test_people_of_a_cell_are_a_number_of_the_public_register(cast: Cast, client: Client) -> None:
    client.force_login(cast.cora)
    assert "not in the public register" in card(client)
    village = Division.objects.create(code="990101001001", name="示例社区", level="village")
    cast.north_cell.division = village
    cast.north_cell.save()
    ResidentBase.objects.create(division=village, year=2025, residents=3210)
    assert "3,210 (2025)" in card(client)


def test_the_card_names_the_office_that_serves_the_cell(cast: Cast, client: Client) -> None:
    make_office(cast, name="示例警务室")
    client.force_login(cast.cora)
    assert "示例警务室" in card(client)


def test_a_cell_of_the_south_is_as_absent_as_none(cast: Cast, client: Client) -> None:
    client.force_login(cast.lea)
    for route in ("cell_card", "api_cell_at_work"):
        for code in ("S-1", "NONE"):
            assert client.get(reverse(route, args=[code])).status_code == 404


def test_who_has_no_right_stays_outside(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    assert client.get(reverse(BOARD)).status_code == 403
    assert client.get(reverse(API)).status_code == 403


def test_a_week_of_the_past_is_counted_as_it_was(cast: Cast, client: Client) -> None:
    visited(cast, days_ago=20)
    client.force_login(cast.cora)
    then = str(timezone.localdate() - timedelta(days=20))
    assert figures(client, until=then)["visits"]["count"] == "1"
    assert figures(client)["visits"]["count"] == "0"
