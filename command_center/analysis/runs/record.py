"""The page of one run: what it was made with, its revisions, its corrections, running it again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.analysis.runs.corrections import changed_since
from command_center.analysis.runs.forms import AgainForm
from command_center.analysis.runs.models import JobResult, JobRun
from command_center.analysis.runs.periods import Period
from command_center.analysis.runs.registry import job
from command_center.analysis.runs.selectors import result_of, revisions
from command_center.analysis.runs.tables import RUNS, state_cell, took
from command_center.analysis.runs.words import WHAT, job_word
from command_center.cases.selectors import list_url
from grid.frame.listing import Act, Cell, Record, Section
from grid.frame.templatetags.frame import minute, stamp
from grid.organisation.models import Officer
from grid.rights import Right


def record_of(viewer: Officer, run: JobRun, refused: forms.Form | None = None) -> Record:
    """The run as `grid.frame.listing` shows it."""
    result = result_of(run)
    same = list(revisions(viewer, run))
    marks = [state_cell(run)]
    if result and result.superseded_at:
        marks.append(Cell(_("Superseded"), mark="warn"))
    return Record(
        title=f"{job_word(run.job)} {run.period} · {run.agency.name}",
        listing=RUNS,
        marks=marks,
        facts=_facts(run, result),
        sections=[_revisions(same), _corrections(result)],
        acts=_acts(viewer, run, same, refused),
        actions=_actions(run, result),
        note=_note(run, result),
    )


def _facts(run: JobRun, result: JobResult | None) -> list[tuple[Any, Any]]:
    period = Period.parse(run.period)
    return [
        (_("Days of the period"), f"{period.first} – {period.last}"),
        (_("Due at"), stamp(run.due_at)),
        (_("Finished at"), stamp(run.finished_at) if run.finished_at else "—"),
        (_("Took"), took(run)),
        (_("Attempts"), run.attempt),
        (_("Worker"), run.worker or "—"),
        (_("Progress"), f"{run.progress} % {run.step}".strip()),
        (_("Cases known until"), stamp(result.snapshot_at) if result else "—"),
        (_("Digest of the input"), run.input_digest or "—"),
        (_("Version of the code"), run.code_version or "—"),
        (_("Seed"), run.seed or "—"),
        (_("Parameters"), _parameters(run.parameters)),
        (_("Asked for by"), run.asked_by or _("the calendar")),
        (_("Reason"), run.reason or "—"),
        (_("Error"), run.error or "—"),
    ]


def _parameters(said: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(said.items())) or _("as built in")


def _revisions(same: Sequence[JobRun]) -> Section:
    def line(row: JobRun, earlier: JobRun | None) -> Sequence[Any]:
        there = reverse("run_detail", args=[row.pk])
        compare: Any = "—"
        if earlier and {row.state, earlier.state} == {JobRun.State.DONE}:
            to = f"{reverse('run_compare', args=[row.pk])}?with={earlier.pk}"
            compare = Cell(_("Compare with %(n)d") % {"n": earlier.revision}, href=to)
        return (
            Cell(row.revision, href=there), state_cell(row), minute(row.finished_at),
            row.asked_by or _("the calendar"), row.reason or "—", compare,
        )  # fmt: skip

    return Section(
        title=_("Revisions"),
        heads=(_("Revision"), _("State"), _("Finished at"), _("Asked for by"), _("Reason"),
               _("Comparison")),
        lines=[line(row, (*same, None)[at + 1]) for at, row in enumerate(same)],
    )  # fmt: skip


def _corrections(result: JobResult | None) -> Section:
    found = result.corrections if result else []
    numbers = ",".join(sorted({line["number"] for line in found})[:200])
    more = Cell(_("Open these cases"), href=list_url(numbers=numbers)) if numbers else None
    return Section(
        title=_("Corrections since the result before"),
        heads=(_("Case"), _("Day"), _("What"), _("At"), _("Before"), _("After")),
        lines=[_correction(line) for line in found],
        empty=_("No case came or changed in between.")
        if result
        else _("There is no result to compare: the run has not finished."),
        more=more,
    )


def _correction(line: dict[str, Any]) -> Sequence[Any]:
    return (
        Cell(line["number"], href=reverse("case_detail", args=[line["number"]])),
        line["day"],
        WHAT.get(line["what"], line["what"]),
        minute(parse_datetime(line["at"])),
        line.get("before", "—"),
        line.get("after", "—"),
    )


def _acts(
    viewer: Officer, run: JobRun, same: Sequence[JobRun], refused: forms.Form | None
) -> list[Act]:
    is_open = any(row.state in (JobRun.State.DUE, JobRun.State.RUNNING) for row in same)
    if is_open or Right.ANALYSIS_RUN not in viewer.rights:
        return []
    to = reverse("run_again", args=[run.pk])
    return [
        Act(name="run_again", label=_("Run again"), action=to, form=refused or AgainForm())
    ]  # fmt: skip


def _actions(run: JobRun, result: JobResult | None) -> list[Cell]:
    """Where what it found is read: the sheet or the bulletin."""
    spec = job(run.job)
    there = spec.link(run) if spec and result else ""
    return [Cell(_("Open the result"), href=there, mark="fill")] if there else []


def _note(run: JobRun, result: JobResult | None) -> str:
    """What the reader should know before using it."""
    if run.state == JobRun.State.FAILED:
        return _("It failed five times or its workers died; run it again when the cause is mended.")
    if run.state == JobRun.State.DUE and run.failures:
        return _("It failed and is tried again at %(at)s.") % {"at": stamp(run.lease_until)}
    if result is None:
        return ""
    if result.superseded_at:
        return _("A later revision has taken its place; this one stays as it was.")
    late = changed_since(result)
    return (
        ngettext(
            "%(n)d case of these days came or changed since; a new revision would count it.",
            "%(n)d cases of these days came or changed since; a new revision would count them.",
            late,
        ) % {"n": late}
        if late
        else ""
    )  # fmt: skip
