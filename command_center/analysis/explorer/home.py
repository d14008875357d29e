"""What the analysis has for an officer this morning: its newest results and what waits."""

from typing import Any, Final

from django.utils import timezone

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.runs.models import JobResult
from command_center.analysis.runs.selectors import late_runs, state_of
from command_center.analysis.runs.switches import switched_off
from command_center.analysis.runs.words import STATES, job_word
from command_center.analysis.sheets.advice_words import title_of
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.sheets.selectors import days_behind, sheets
from command_center.analysis.sheets.showing import shown
from command_center.analysis.studies import selectors, tables
from grid.frame.listing import Cell
from grid.organisation.models import Officer

MOST: Final = 6


def home(officer: Officer) -> dict[str, Any]:
    """Everything the page shows, each part as small as it can be."""
    result = newest_sheet(officer)
    late = late_runs(officer)
    off = switched_off(officer.agency_path)
    return {
        "off": {method: method in off for method in ("near_repeat", "hotspots")},
        "result": result,
        "sheet": _sheet(result) if result else None,
        "behind": days_behind(result.run.period) if result else 0,
        "bulletins": _bulletins(officer),
        **_proposals(officer),
        "late": [(row, job_word(row.job), STATES[state_of(row)]) for row in late[:MOST]],
        "late_count": late.count(),
        "series": selectors.followed(officer, state="followed")[:MOST],
        "tasks": [
            (row, tables.owed_cell(row)) for row in selectors.study_tasks(officer, open=True)[:MOST]
        ],
        "operations": selectors.operations(officer, state="open")[:MOST],
    }


def newest_sheet(officer: Officer) -> JobResult | None:
    """The last finished daily sheet of the officer's own agency."""
    return sheets(officer).defer(None).filter(run__agency=officer.agency_id).first()


def _sheet(result: JobResult) -> dict[str, Any]:
    """Its figures as its own page says them; the surges and the new hot cells by themselves."""
    told = shown(result.content, {})
    lines = [*told["classes"], *told["areas"]]
    flags = [*result.content["classes"], *result.content["areas"]]
    surges = [line for line, flag in zip(lines, flags, strict=True) if flag["is_surge"]]
    below = told["below"]["lines"] if told["below"] else []
    surges += [line | {"name": f"{line['name']} · {line['what']}"} for line in below]
    lacks = [line for line in told["lacks"] if line["count"]]
    more = max(0, len(surges) - MOST)
    return told | {"surges": surges[:MOST], "more_surges": more, "lacks": lacks}


def _bulletins(officer: Officer) -> list[tuple[Bulletin, Cell]]:
    marks = {"draft": "○", "reviewed": "◐", "issued": "✓", "replaced": "×"}
    rows = Bulletin.objects.visible_to(officer).select_related("agency").defer("content", "remarks")
    return [(row, Cell(f"{marks[row.state]} {row.get_state_display()}")) for row in rows[:MOST]]


def _proposals(officer: Officer) -> dict[str, Any]:
    """Those that wait for a decision and whose days are not over."""
    offered = Proposal.objects.visible_to(officer).filter(
        state=Proposal.State.OFFERED, last_day__gte=timezone.localdate()
    )
    rows = offered.select_related("agency").order_by("-made_at", "rank")[:MOST]
    return {"proposals": [(row, title_of(row)) for row in rows], "waiting": offered.count()}
