"""Proposals for the tests, straight into the table."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from command_center.analysis.runs.models import JobRun
from command_center.analysis.sheets.models import Proposal
from grid.organisation.models import Agency
from grid.territory.models import Cell
from tests.analysis.make import make_result
from tests.analysis.sheets.given import content
from tests.cast import Cast


def make_proposal(
    cast: Cast,
    *,
    agency: Agency | None = None,
    cell: Cell | None = None,
    names: list[str] | None = None,
    run: JobRun | None = None,
    **said: Any,
) -> Proposal:
    """A patrol proposed for the northern cell from today on, of the city's latest sheet."""
    where, first = cell or cast.north_cell, said.pop("first_day", timezone.localdate())
    run = run or _run(cast, first - timedelta(days=1))
    basis = {"cases": 9, "usual": 2.5, "p": 0.004, "because": ["own"], "window_days": 28}
    told: dict[str, Any] = {
        "run": run, "rank": run.proposals.count() + 1, "agency": agency or cast.north_station,
        "kind": "patrol", "reason": "hot_cell", "class_code": "preventable_hz",
        "cell_codes": [where.code], "hour_from": 22, "hour_to": 2,
        "first_day": first, "last_day": first + timedelta(days=6),
        "basis": basis | {"names": names or [where.name], "open": {"cell": where.code}},
        "comparison": {"cells": ["N-2"], "around": [], "agencies": []},
    }  # fmt: skip
    return Proposal.objects.create(**told | said)


def _run(cast: Cast, day: date) -> JobRun:
    """The city's daily run of a day, with a sheet."""
    found = JobRun.objects.filter(job="daily", period=day.isoformat(), agency=cast.city).first()
    return found or make_result(cast.city, content(), period=day.isoformat()).run


def draft(cell: str = "N-1", *, rank: int = 1, **said: Any) -> dict[str, Any]:
    """A draft as a sheet writes it."""
    first = timezone.localdate()
    told: dict[str, Any] = {
        "rank": rank, "kind": "patrol", "reason": "hot_cell", "class_code": "preventable_hz",
        "agency": "", "cells": [cell], "circle": None, "hour_from": 22, "hour_to": 2,
        "first_day": first.isoformat(), "last_day": (first + timedelta(days=6)).isoformat(),
        "basis": {"cases": 9, "usual": 2.5, "p": 0.004, "because": ["own"], "names": [cell]},
        "open": {"cell": cell}, "comparison": {"cells": ["N-2"], "around": [], "agencies": []},
    }  # fmt: skip
    return told | said
