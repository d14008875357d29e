"""How runs, switches and rules are listed, on a page and as CSV."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.analysis.runs.models import JobRule, JobRun, MethodSwitch, SpecialDay
from command_center.analysis.runs.register import switch_word
from command_center.analysis.runs.selectors import state_of
from command_center.analysis.runs.words import LETTERS, MARKS, STATES, job_word
from grid.frame.listing import Cell, Listing
from grid.frame.templatetags.frame import minute

TABS: Final = (
    ("run_calendar", gettext_lazy("Calendar of runs")),
    ("run_list", gettext_lazy("List of runs")),
    ("job_rule_list", gettext_lazy("Hours of closing")),
    ("special_day_list", gettext_lazy("Holidays")),
    ("algorithm_register", gettext_lazy("Algorithm register")),
    ("method_switch_list", gettext_lazy("Methods switched off")),
)


def state_cell(run: JobRun) -> Cell:
    """A shape and a word, coloured where somebody must look."""
    state = state_of(run)
    return Cell(f"{LETTERS[state]} {STATES[state]}", mark=MARKS.get(state, ""))


def took(run: JobRun) -> str:
    """Seconds from the last start to the end."""
    if run.started_at is None or run.finished_at is None:
        return "—"
    return _("%(n).1f s") % {"n": (run.finished_at - run.started_at).total_seconds()}


def run_line(run: JobRun) -> Sequence[Any]:
    return (
        Cell(f"{job_word(run.job)} {run.period}", href=reverse("run_detail", args=[run.pk])),
        run.agency.name,
        run.revision,
        state_cell(run),
        minute(run.due_at),
        minute(run.finished_at),
        took(run),
        run.attempt,
    )


RUNS: Final = Listing(
    title=gettext_lazy("List of runs"),
    heads=(
        gettext_lazy("Run of the analysis"), gettext_lazy("Area"), gettext_lazy("Revision"),
        gettext_lazy("State"), gettext_lazy("Due at"), gettext_lazy("Finished at"),
        gettext_lazy("Took"), gettext_lazy("Attempts"),
    ),
    line=run_line,
    empty=gettext_lazy("No run fits"),
    empty_text=gettext_lazy("The calendar writes a run for every period that has closed."),
    file="analysis-runs.csv",
    placeholder=gettext_lazy("Period or area"),
    export="run_export",
    tabs=TABS,
    tab="run_list",
)  # fmt: skip


def switch_cell(row: MethodSwitch) -> Cell:
    """Whether it holds: a shape and a word."""
    return Cell(_("✓ On again")) if row.on_at else Cell(_("× Switched off"), mark="bad")


def switch_facts(row: MethodSwitch) -> list[tuple[Any, Any]]:
    """What its page says."""
    method = f"{reverse('algorithm_register')}#{row.method}"
    return [
        (_("Method"), Cell(switch_word(row.method), href=method)),
        (_("Area"), row.agency.name),
        (_("Reason"), row.reason),
        (_("Off since"), minute(row.off_at)),
        (_("Switched off by"), row.off_by),
        (_("On again"), minute(row.on_at)),
        (_("Switched on by"), row.on_by or "—"),
    ]


def switch_line(row: MethodSwitch) -> Sequence[Any]:
    return (
        Cell(switch_word(row.method), href=reverse("method_switch_detail", args=[row.pk])),
        row.agency.name,
        switch_cell(row),
        row.reason,
        minute(row.off_at),
        row.off_by,
        minute(row.on_at),
        row.on_by or "—",
    )


SWITCHES: Final = Listing(
    title=gettext_lazy("Methods switched off"),
    heads=(
        gettext_lazy("Method"), gettext_lazy("Area"), gettext_lazy("State"),
        gettext_lazy("Reason"), gettext_lazy("Off since"), gettext_lazy("Switched off by"),
        gettext_lazy("On again"), gettext_lazy("Switched on by"),
    ),
    line=switch_line,
    empty=gettext_lazy("Nothing is switched off"),
    empty_text=gettext_lazy("A method that is switched off stays off until somebody ends it."),
    file="method-switches.csv",
    export="method_switch_export",
    tabs=TABS,
    tab="method_switch_list",
)  # fmt: skip


def rule_line(row: JobRule) -> Sequence[Any]:
    return (
        job_word(row.job),
        row.agency.name if row.agency else _("Default of the platform"),
        f"{row.closes_at:%H:%M}",
        Cell(_("✓ By itself")) if row.is_on else Cell(_("– Off"), mark="warn"),
        row.valid_from,
        row.valid_to,
        ", ".join(f"{name} {value}" for name, value in sorted(row.parameters.items())) or "—",
    )


RULES: Final = Listing(
    title=gettext_lazy("Hours of closing"),
    heads=(
        gettext_lazy("Job"), gettext_lazy("Area"), gettext_lazy("Closes at"),
        gettext_lazy("Runs by itself"), gettext_lazy("From"), gettext_lazy("Until"),
        gettext_lazy("Parameters"),
    ),
    line=rule_line,
    empty=gettext_lazy("No rule fits"),
    file="analysis-rules.csv",
    export="job_rule_export",
    tabs=TABS,
    tab="job_rule_list",
)  # fmt: skip


def special_day_line(row: SpecialDay) -> Sequence[Any]:
    """One holiday or exchange: what, when, for whom, by which notice."""
    last = row.valid_to - timedelta(days=1) if row.valid_to else row.valid_from
    return (
        row.name,
        row.get_kind_display(),
        row.valid_from,
        last,
        (last - row.valid_from).days + 1,
        row.agency.name if row.agency else _("Default of the platform"),
        row.source or "—",
    )


SPECIAL_DAYS: Final = Listing(
    title=gettext_lazy("Holidays and days worked in exchange"),
    heads=(
        gettext_lazy("Name of the holiday"), gettext_lazy("Kind"), gettext_lazy("First day"),
        gettext_lazy("Last day"), gettext_lazy("How many days"), gettext_lazy("Area"),
        gettext_lazy("Notice that sets it"),
    ),
    line=special_day_line,
    empty=gettext_lazy("No holiday fits"),
    empty_text=gettext_lazy("Until they are entered, expected counts go by the weekday alone."),
    file="holidays.csv",
    placeholder=gettext_lazy("Name of the holiday"),
    export="special_day_export",
    tabs=TABS,
    tab="special_day_list",
)  # fmt: skip
