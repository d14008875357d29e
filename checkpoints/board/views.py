"""The pages: the board, the wall of a switch, the phone of a post with its worker."""

from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from checkpoints.board import phone, selectors
from checkpoints.board.forms import BoardFilterForm
from checkpoints.board.page import address, config
from checkpoints.board.words import BOARD_WORDS, POST_WORDS, WALL_WORDS
from checkpoints.duty.models import SwitchOrder
from checkpoints.duty.selectors import find_order
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

TILES: Final = (
    ("signed", gettext_lazy("Signed")),
    ("ready", gettext_lazy("Ready")),
    ("people", gettext_lazy("People in place")),
    ("equipment", gettext_lazy("Equipment")),
    ("vehicles", gettext_lazy("Vehicles")),
)
SPOKEN: Final = (("phone", gettext_lazy("Telephone")), ("radio", gettext_lazy("Radio")))
URGENCY: Final = (
    (1, gettext_lazy("Flash")),
    (2, gettext_lazy("Immediate")),
    (3, gettext_lazy("Expedited")),
)


@requires(Right.CHECKPOINT_READ)
@require_GET
def checkpoint_board(request: HttpRequest) -> HttpResponse:
    """The working checkpoints as they are now; the rows come by REST and stay live."""
    officer = officer_of(request)
    urls = {
        "board": address("api_checkpoint_board"),
        "checkpoint": address("checkpoint_detail", "__"),
        "wall": address("switch_wall", "__"),
        "divisions": address("api_map_divisions"),
        "cells": address("api_map_cells"),
    }
    context = {
        "form": BoardFilterForm(request.GET),
        "config": config(request, officer, urls=urls, words=BOARD_WORDS)
        | {"centre": settings.LEAFLET_CONFIG["DEFAULT_CENTER"]},
        "links": _links(officer),
    }
    return render(request, "gateboard/board.html", context)


def _links(officer: Officer) -> list[tuple[str, Any]]:
    rights = officer.rights
    offered = (
        ("duty_order_new", gettext_lazy("Order a duty level"), Right.DUTY_ORDER),
        ("duty_order_list", gettext_lazy("Duty orders"), Right.CHECKPOINT_READ),
        ("checkpoint_list", gettext_lazy("Register"), Right.CHECKPOINT_READ),
    )
    found = [(address(name), label) for name, label, right in offered if right in rights]
    return [(url, label) for url, label in found if url]


@requires(Right.CHECKPOINT_READ)
@require_GET
def checkpoint_board_export(request: HttpRequest) -> HttpResponseBase:
    """The board as CSV, as it is filtered, at this moment."""
    form = BoardFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = selectors.board_rows(officer_of(request), asked, timezone.now())
    return csv_answer("checkpoints-now.csv", _table(rows))


def _table(rows: list[dict[str, Any]]) -> Iterator[list[Any]]:
    plain = ("code", "name", "line", "level", "staffed", "required")
    figures = ("people", "vehicles", "results", "last_hour_sum", "last_count_at", "overdue_hours")
    yield [*plain, "agency", *figures, _("Something wrong")]
    for row in rows:
        wrong = "; ".join(one["text"] for one in row["anomalies"])
        own = [row[name] for name in plain]
        yield [*own, row["agency"]["name"], *(row[name] for name in figures), wrong]


@requires(Right.CHECKPOINT_READ)
@require_GET
def switch_wall(request: HttpRequest, duty_number: str) -> HttpResponse:
    """A switch as it runs, second by second."""
    officer = officer_of(request)
    order = find_order(officer, duty_number)
    context = {
        "order": order,
        "role": next((role.label for role in sorted(officer.roles)), ""),
        "tiles": TILES,
        "limit": _clock(order.ready_s),
        "past": _clock(order.ready_s + 1),
        "detail_url": address("duty_order_detail", order.number),
        "sop_url": address("duty_sop_detail", str(order.sop_id)) if order.sop_id else "",
        "config": _wall_config(request, officer, order),
    }
    return render(request, "gateboard/wall.html", context)


def _clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"


def _wall_config(request: HttpRequest, officer: Officer, order: SwitchOrder) -> dict[str, Any]:
    urls = {
        "state": address("api_duty_order_state", order.number),
        "report": address("api_duty_order_report", order.number),
        "resend": address("api_duty_order_resend", order.number),
        "sign": address("api_switch_sign", "0").replace("/0/", "/__/"),
        "waive": address("api_switch_waive", "0").replace("/0/", "/__/"),
        "orders": address("api_orders"),
        "divisions": address("api_map_divisions"),
        "cells": address("api_map_cells"),
    }
    return config(request, officer, urls=urls, words=WALL_WORDS) | {
        "number": order.number,
        "channels": [[code, str(name)] for code, name in SPOKEN],
        "order_levels": [[level, str(name)] for level, name in URGENCY],
    }


@requires(Right.CHECK_COUNT)
@require_GET
def my_post(request: HttpRequest) -> HttpResponse:
    """The phone of a post: a shell that opens without a line; its contents come by REST."""
    officer = officer_of(request)
    context = {
        "config": config(request, officer, urls=phone.urls(), words=POST_WORDS)
        | phone.choices(officer),
        "places": phone.places(officer),
    }
    return render(request, "gateboard/my_post.html", context)


@requires(Right.CHECK_COUNT)
@require_GET
def my_post_session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, asked before anything is sent, so that nobody sends another's words."""
    told = {
        "officer": officer_of(request).badge_number,
        "csrf": get_token(request),
        "now": timezone.now(),
    }
    return JsonResponse(told)


@requires(Right.PUBLIC)
@require_GET
def my_post_worker(request: HttpRequest) -> HttpResponse:
    """The service worker; served beside the page because its scope is where it lies."""
    return render(request, "gateboard/worker.js", content_type="text/javascript")
