"""The coverage and figure pages as a person sees them, at each width, on a real browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from command_center.dispatch.coverage.models import CoverageRequirement, ResponseCircle
from command_center.dispatch.figures.rulebook import ensure_default_rules
from command_center.incidents.models import Category, Disposition, Incident
from command_center.incidents.reference import load
from patrol.positions.models import UnitPosition
from tests.browser import check, chromium, eventually, visit  # noqa: F401
from tests.cast import Cast, call_cast
from tests.dispatch.coverage.conftest import north_of
from tests.patrol.make import make_station, make_unit

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


@pytest.fixture
def town(transactional_db: None) -> Cast:
    """Two cars, three circles, a station that is short, and a day's calls."""
    cast = call_cast()
    load()
    ensure_default_rules(cast.city)
    now = timezone.now()
    for place in (0, -3_000):
        unit = make_unit(cast, call_sign=f"P{abs(place)}")
        at = {"point": north_of(place), "still_at": north_of(place)}
        UnitPosition.objects.create(unit=unit, device_time=now, still_since=now, **at)
    for tier in (1, 3, 5):
        circle = {"agency": cast.north, "name": f"示例学校 {tier} 分钟圈", "tier": tier}
        ResponseCircle.objects.create(point=north_of(tier * 100), **circle)
    station = make_station(cast, name="北街警务站")
    CoverageRequirement.objects.create(agency=cast.north_station, station=station)
    for number in range(12):
        calls(cast, number)
    return cast


def calls(cast: Cast, number: int) -> None:
    reported = timezone.now() - timedelta(hours=number + 1)
    spans = {"answered": 4, "dispatched": 40, "accepted": 60 + 9 * number, "departed": 170}
    spans |= {"on_scene": 200 + 60 * number, "handled": 1800, "fed_back": 2000, "closed": 3000}
    stamps: dict[str, Any] = {
        f"{name}_at": reported + timedelta(seconds=after) for name, after in spans.items()
    }
    Incident.objects.create(
        number=f"26B{number:06}",
        agency=cast.north_station if number % 2 else cast.south_station,
        cell=cast.north_cell if number % 2 else cast.south_cell,
        category=Category.objects.get(code="010101"),
        level=1 + number % 4,
        state=Incident.State.CLOSED,
        disposition=Disposition.objects.first(),
        source="test",
        source_number=str(number),
        source_agency=cast.north.code,
        created_by="test",
        reported_at=reported,
        **stamps,
    )


def test_pages_of_a_day_are_readable_on_a_phone_and_quiet(visit: Visit, town: Cast) -> None:  # noqa: F811
    for path in (
        "/coverage/?units=P0",
        "/figures/?group=hour&measure=arrival",
        "/one-three-five/?group=cell",
        "/figures/arrival/calls/",
        "/coverage/circles/",
        "/coverage/requirements/",
    ):
        page = visit(path, town.chief, width=390)
        check(page, path.split("?")[0].strip("/").replace("/", "-"))


def test_the_map_shows_a_letter_for_every_point_and_a_ring_for_every_circle(
    visit: Visit,  # noqa: F811
    town: Cast,
) -> None:
    page = visit("/coverage/", town.chief)
    page.wait_for_selector("#coverage-map path.map-cell")
    signs = page.locator("#coverage-map .cov-mark i")
    eventually(page, lambda: {"1", "3", "5", "!"} <= set(signs.all_text_contents()))
    expect(page.locator("#coverage-map path.ring")).to_have_count(3)
    assert page.locator("#coverage-map path.ring.unmet").count() == 0
    assert page.locator("#coverage-note").is_hidden()


def test_the_table_stands_in_where_the_cells_cannot_be_read(visit: Visit, town: Cast) -> None:  # noqa: F811
    page = visit("/accounts/login/", town.chief)
    page.route("**/map/cells.json", lambda route: route.abort())
    page.goto(page.url.split("/accounts")[0].rstrip("/").removesuffix("/dashboard") + "/coverage/")
    page.wait_for_selector("#coverage-note:not([hidden])")
    assert page.locator("table").count() >= 2
