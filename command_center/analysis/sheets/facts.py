"""What is recorded of sheets and proposals: codes, days and counts, never a person."""

from typing import Any, Final

from command_center.analysis.runs.models import JobResult
from command_center.analysis.sheets.models import Proposal
from grid.ledger.facts import Fact

SUBJECT: Final = "proposal"
KINDS: Final = {
    "made": "analysis.proposal_made",
    "ordered": "analysis.proposal_ordered",
    "declined": "analysis.proposal_declined",
    "reopened": "analysis.proposal_reopened",
    "done": "analysis.proposal_done",
    "lapsed": "analysis.proposal_lapsed",
    "measured": "analysis.proposal_measured",
}


def of(row: Proposal, step: str, *, reason: str = "") -> Fact:
    """That a proposal took a step, see `KINDS`."""
    return Fact(
        kind=KINDS[step],
        subject_type=SUBJECT,
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload=brief(row),
        reason=reason,
    )


def zone_opened(row: Proposal) -> Fact:
    """Cells at raised risk after a fresh case, until a day."""
    return Fact(
        kind="analysis.zone_opened",
        subject_type=SUBJECT,
        subject_id=str(row.pk),
        subject_version=row.version,
        agency_path=row.agency.path,
        payload=brief(row) | {"cases": row.basis["cases"], "ends": row.basis["ends"]},
    )


def surge_found(result: JobResult, lines: list[dict[str, Any]]) -> Fact:
    """Classes of which more was reported than chance explains, one fact a sheet."""
    run = result.run
    named = [{key: line[key] for key in ("kind", "code", "count", "expected")} for line in lines]
    return Fact(
        kind="analysis.surge_found",
        subject_type="analysis_run",
        subject_id=str(run.pk),
        agency_path=run.agency.path,
        payload={"agency": run.agency.code, "day": run.period, "classes": named[:10]},
        dedupe_key=f"analysis.surge_found:{run.agency.code}:{run.period}",
    )


def brief(row: Proposal) -> dict[str, Any]:
    """A proposal in few words; JSON-ready."""
    return {
        "proposal": row.pk,
        "kind": row.kind,
        "reason": row.reason,
        "state": row.state,
        "agency": row.agency.code,
        "class": row.class_code,
        "cells": row.cell_codes[:20],
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "order_number": row.order_number,
    }
