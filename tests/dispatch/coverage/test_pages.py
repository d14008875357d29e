"""Coverage over REST and on its pages."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from command_center.dispatch.coverage import gaps
from command_center.dispatch.coverage.models import (
    CoverageRequirement,
    MoveUp,
    ResponseCircle,
)
from grid.organisation.models import Officer
from grid.territory.models import Place
from patrol.units.models import Station
from tests.cast import Cast
from tests.dispatch.coverage.conftest import north_of

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]
KEYS = count(1)


def get(officer: Officer, path: str = "", **query: Any) -> Any:
    client = APIClient()
    client.force_authenticate(officer)
    return client.get(f"/api/v1/coverage/{path}", query)


def send(officer: Officer, verb: str, path: str, body: dict[str, Any]) -> Any:
    client = APIClient()
    client.force_authenticate(officer)
    headers = {"HTTP_IDEMPOTENCY_KEY": f"coverage-{next(KEYS):06d}"}
    url = f"/api/v1/coverage/{path}"
    return getattr(client, verb)(url, body, format="json", **headers)


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    Officer.objects.update(language="en")
    client.force_login(cast.chief)
    return client


def test_coverage_over_rest_names_units_left_out_and_can_leave_the_map_away(
    cast: Cast, standing: Make, circle: Make
) -> None:
    circle()
    old = standing(0, age_s=900)
    told = get(cast.nora).json()
    assert told["units"]["left_out"] == {"stale": [old.call_sign]}
    assert told["circles"][0]["is_met"] is False
    assert told["grid"]["features"][0]["properties"]["tier"] == 0
    assert "grid" not in get(cast.nora, grid="0").json()


def test_the_hole_over_rest_has_places_tiers_and_moves(
    cast: Cast, standing: Make, circle: Make
) -> None:
    ring = circle(tier=3)
    gone, spare = standing(0), standing(-6_000)
    told = get(cast.nora, "after/", units=gone.call_sign).json()
    assert told["gone"] == [gone.call_sign]
    assert told["holes"][0] == {
        "kind": "circle",
        "place": {"key": f"circle:{ring.pk}", "name": ring.name},
        "tier": 3,
        "before_s": 0,
        "after_s": pytest.approx(864, rel=0.01),
    }
    assert told["move_ups"][0]["unit"]["call_sign"] == spare.call_sign
    assert told["move_ups"][0]["restores"]["circles"] == 1
    assert get(cast.nora, "after/").status_code == 400
    assert get(cast.nora, "after/", units=",".join(f"U{n}" for n in range(21))).status_code == 400


def test_a_move_up_is_decided_once_over_rest_and_kept(
    cast: Cast, standing: Make, circle: Make
) -> None:
    circle(tier=3)
    gone, spare = standing(0), standing(-6_000)
    move = get(cast.nora, "after/", units=gone.call_sign).json()["move_ups"][0]
    said = {"unit": spare.call_sign, "place": move["place"]["key"], "gone": [gone.call_sign]}
    assert send(cast.nora, "post", "move-ups/", said | {"decision": "refused"}).status_code == 400
    answer = send(cast.nora, "post", "move-ups/", said | {"decision": "accepted"})
    assert answer.status_code == 201
    assert answer.json()["order"]
    listed = get(cast.nora, "move-ups/").json()
    assert listed["results"][0]["unit"] == spare.call_sign
    assert get(cast.sam, "move-ups/").json()["count"] == 0
    assert send(cast.ada, "post", "move-ups/", said | {"decision": "accepted"}).status_code == 403


def test_a_circle_is_drawn_changed_and_ended_over_rest(
    cast: Cast, standing: Make, station: Station
) -> None:
    unit = standing(0)
    place = Place.objects.create(
        name="示例医院", kind="hospital", point=north_of(0), agency=cast.north_station
    )
    said = {"name": "医院一分钟圈", "tier": 1, "place": place.pk, "units": [unit.call_sign]}
    answer = send(cast.chief, "post", "circles/", said | {"stations": [station.code]})
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["lng"], made["stations"]) == (place.point.x, [station.code])
    path = f"circles/{made['id']}/"
    today = timezone.localdate().isoformat()
    changed = send(cast.chief, "patch", path, {"version": 1, "tier": 3, "valid_to": today})
    assert (changed.json()["tier"], changed.json()["version"]) == (3, 2)
    assert send(cast.chief, "patch", path, {"version": 1, "tier": 5}).status_code == 412
    assert get(cast.chief, "circles/").json()["count"] == 0
    assert get(cast.chief, path).json()["valid_to"] == today


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"tier": 1}, "/name"),
        ({"name": "x", "tier": 2, "lng": 125, "lat": 42}, "/tier"),
        ({"name": "x", "tier": 1}, "/lng"),
        ({"name": "x", "tier": 1, "lng": 125, "lat": 42, "units": ["NONE"]}, "/units/0"),
        ({"name": "x", "tier": 1, "place": 999_999}, "/place"),
        ({"name": "x", "tier": 1, "lng": 125, "lat": 42, "agency": "1"}, "/agency"),
        ({"name": "x", "tier": 1, "lng": 125, "lat": 42, "radius_m": 1}, "/radius_m"),
    ],
)
def test_a_circle_that_cannot_be_is_refused_at_its_field(
    said: dict[str, Any], pointer: str, cast: Cast
) -> None:
    answer = send(cast.chief, "post", "circles/", said)
    assert answer.status_code == 400
    assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]
    assert not ResponseCircle.objects.exists()


def test_a_station_is_told_how_many_to_keep_over_rest(cast: Cast, station: Station) -> None:
    answer = send(
        cast.chief, "post", "requirements/", {"station": station.code, "min_available": 2}
    )
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["available"], answer.json()["is_short"]) == (0, True)
    gaps.watch()
    [row] = get(cast.nora, "requirements/").json()["results"]
    assert row["since"] is not None
    path = f"requirements/{row['id']}/"
    changed = send(cast.chief, "patch", path, {"version": 1, "min_available": 1})
    assert changed.json()["min_available"] == 1
    assert send(cast.nora, "patch", path, {"version": 2}).status_code == 403
    missing = send(cast.chief, "post", "requirements/", {"station": "NONE", "min_available": 1})
    assert missing.json()["errors"][0]["pointer"] == "/station"


def test_the_page_says_what_the_map_says(browser: Client, standing: Make, circle: Make) -> None:
    circle(tier=1), circle(9_000, tier=5)
    standing(0), standing(0, age_s=900)
    page = browser.get("/coverage/")
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("1 free units counted.", "1 left out, position too old", "not met", "beyond 5"):
        assert words in text
    told = page.context["told"]
    assert [row["is_met"] for row in told["circles"]] == [False, True]
    assert page.context["map"]["grid"] is told["grid"]


def test_the_page_without_units_circles_or_requirements_says_so(browser: Client) -> None:
    text = browser.get("/coverage/").content.decode()
    assert "0 free units counted." in text
    assert "No circles yet" in text
    assert "No requirements yet" in browser.get("/coverage/requirements/").content.decode()
    assert "No move-ups yet" in browser.get("/coverage/move-ups/").content.decode()
    assert "No circles here" in browser.get("/coverage/circles/").content.decode()


def test_the_cells_leave_as_a_file(browser: Client, standing: Make) -> None:
    standing(0)
    answer = browser.get("/coverage/", {"as": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Cell,Cell name,Agency,Points")
    assert len(lines) == 5


def test_a_move_up_is_ordered_from_the_page(browser: Client, standing: Make, circle: Make) -> None:
    circle(tier=3)
    gone, spare = standing(0), standing(-6_000)
    text = browser.get("/coverage/", {"units": gone.call_sign}).content.decode()
    form = re.search(r'<form class="row wrap moveup".*?</form>', text, re.S)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    fields.pop("decision")
    refused = browser.post(
        "/coverage/move-ups/decide/", fields | {"decision": "refused", "reason": ""}
    )
    assert refused["Location"].startswith("/coverage/?units=")
    assert not MoveUp.objects.exists()
    for _click in range(2):
        done = browser.post("/coverage/move-ups/decide/", fields | {"decision": "accepted"})
        assert done["Location"] == "/coverage/move-ups/"
    row = MoveUp.objects.get()
    assert row.unit == spare
    assert row.order_number in browser.get("/coverage/move-ups/").content.decode()


def test_no_hole_is_said_to_be_none(browser: Client, standing: Make) -> None:
    gone, _stays = standing(0), standing(0)
    text = browser.get("/coverage/", {"units": gone.call_sign}).content.decode()
    assert "No place loses its cover." in text


def key_of(browser: Client, address: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', browser.get(address).content.decode())
    assert found
    return found[1]


def test_circles_are_drawn_and_changed_on_pages(browser: Client, cast: Cast) -> None:
    address = "/coverage/circles/new/"
    said = {"name": "车站圈", "tier": 3, "agency": cast.north.pk, "valid_from": "2026-01-01"}
    said["form_key"] = key_of(browser, address)
    refused = browser.post(address, said)
    assert refused.status_code == 400
    assert "Choose a place or give a point." in refused.content.decode()
    assert browser.post(address, said | {"lng": 125.11, "lat": 42.91}).status_code == 302
    circle = ResponseCircle.objects.get()
    address = f"/coverage/circles/{circle.pk}/"
    said = {"name": "车站圈", "tier": 1, "lng": 125.12, "lat": 42.91, "version": 1}
    said["form_key"] = key_of(browser, address)
    assert browser.post(address, said).status_code == 302
    circle.refresh_from_db()
    assert (circle.tier, circle.point.x, circle.version) == (1, 125.12, 2)
    said["form_key"] = key_of(browser, address)
    assert browser.post(address, said).status_code == 412
    assert "车站圈" in browser.get("/coverage/circles/", {"q": "车站", "tier": 1}).content.decode()


def test_requirements_are_set_and_changed_on_pages(browser: Client, station: Station) -> None:
    address = "/coverage/requirements/new/"
    said = {"station": station.pk, "kind": "", "min_available": 2}
    said["form_key"] = key_of(browser, address)
    assert browser.post(address, said).status_code == 302
    row = CoverageRequirement.objects.get()
    gaps.watch()
    text = browser.get("/coverage/requirements/").content.decode()
    assert "too few" in text
    assert "since" in text
    address = f"/coverage/requirements/{row.pk}/"
    said = {"min_available": 3, "version": 1, "form_key": key_of(browser, address)}
    assert browser.post(address, said).status_code == 302
    row.refresh_from_db()
    assert (row.min_available, row.version) == (3, 2)


def test_a_dispatcher_reads_coverage_and_changes_no_rules(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)
    assert client.get("/coverage/circles/").status_code == 200
    assert client.get("/coverage/circles/new/").status_code == 403
    assert client.get("/coverage/requirements/new/").status_code == 403
