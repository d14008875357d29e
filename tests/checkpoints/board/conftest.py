"""The screens on a real server, sockets and all: a city with checkpoints and a switch under way."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from checkpoints.duty import services
from checkpoints.duty.models import Switch, SwitchOrder
from checkpoints.register.models import Checkpoint
from grid.organisation.models import Officer
from tests.browser import chromium, sign_in, watch  # noqa: F401
from tests.cast import Cast
from tests.checkpoints.make import make_checkpoint
from tests.dashboard.conftest import Server, awake, people, server  # noqa: F401

HEIGHTS = {390: 844, 1280: 800, 1920: 1080}
Open = Callable[..., Page]


@pytest.fixture
def screen(chromium: Browser, server: Server, people: Cast) -> Iterator[Open]:  # noqa: F811
    """Open a page on the real server: `screen("/my-post/", people.gus, width=390)`."""
    contexts: list[BrowserContext] = []

    def open_(path: str, officer: Officer, *, width: int = 1920, **more: Any) -> Page:
        lang = more.pop("lang", "zh-hans")
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            timezone_id="Asia/Shanghai",
            has_touch=width < 500,
            **more,
        )
        contexts.append(context)
        sign_in(context, server.url, officer, lang)
        page = context.new_page()
        watch(page, server.url)
        page.goto(server.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    server.freeze()


def gates(cast: Cast, number: int) -> list[Checkpoint]:
    """Northern checkpoints on all three lines, a few hundred metres from each other."""
    lines = ("city", "ring", "provincial")
    return [
        make_checkpoint(
            cast,
            line_id=lines[n % 3],
            point=Point(125.101 + 0.003 * (n % 6), 42.901 + 0.003 * (n // 6)),
        )
        for n in range(number)
    ]


def running(cast: Cast, checkpoints: list[Checkpoint], *, minutes: int = 0) -> SwitchOrder:
    """An order to all of them, as if it had been given that many minutes ago."""
    until = timezone.now() + timedelta(days=1)
    reason = "节日安保期间加强查验，三十分钟内人员、装备、警车到位并上报。"
    given = services.issue(
        by=cast.chief, level="reinforced", checkpoints=checkpoints, reason=reason, valid_until=until
    )
    if minutes:
        at = timezone.now() - timedelta(minutes=minutes)
        SwitchOrder.objects.filter(pk=given.pk).update(issued_at=at, valid_from=at)
        limits = {"sign_by": at + timedelta(minutes=5), "due_at": at + timedelta(minutes=30)}
        Switch.objects.filter(order=given).update(issued_at=at, delivered_at=at, **limits)
    return given


def everything(switch: Switch) -> dict[str, Any]:
    """A whole report: what the minimum asks."""
    heads = ("officers", "auxiliaries", "vehicles")
    figures = {name: switch.required[name] for name in heads}
    return figures | {"equipment": switch.required["equipment"]}
