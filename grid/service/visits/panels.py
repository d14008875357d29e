"""What the pages of one visit, campaign, task and errand show."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grid.frame.listing import Act, Cell, Listing, Record, Section
from grid.frame.pages import RefusableForm
from grid.frame.templatetags.frame import minute
from grid.ledger.obligations import OPEN
from grid.organisation.models import Officer
from grid.rights import Right
from grid.service.visits.listings import (
    PROGRESS_HEADS,
    TABS,
    TASKS,
    VISITS,
    progress_line,
    state_cell,
    visit_line,
)
from grid.service.visits.models import Campaign, Visit
from grid.service.visits.selectors.campaigns import answers, progress, reached, total
from grid.service.visits.selectors.visits import visits
from grid.service.visits.services.campaigns import may_manage
from grid.service.visits.task_forms import OutcomeForm, VersionForm

SHOWN = 20  # visits on the page of one task
STATES = {"planned": "○", "running": "◐", "over": "!", "closed": "✓"}


def visit_facts(row: Visit) -> list[tuple[Any, Any]]:
    """Where and when it was, what for, who wrote it down."""
    at = row.point
    place = f"{at.x:.5f}, {at.y:.5f}" if at else "—"
    error = f" ± {row.position_error_m:.0f} m" if row.position_error_m is not None else ""
    late = f" · ◔ {_('arrived late')}" if row.is_late else ""
    found = f"{row.get_found_display()} {row.found_number}"
    return [
        (_("When"), minute(row.visited_at)),
        (_("Recorded"), f"{row.recorded_by} · {minute(row.recorded_at)}{late}"),
        (_("Place"), row.place.name if row.place else "—"),
        (_("Address"), row.address or "—"),
        (_("Coordinates (WGS-84)"), place + error),
        (_("Cell"), row.cell.code if row.cell else _("Outside all cells")),
        (_("Agency"), row.agency.name),
        (_("Kind of address"), row.get_kind_display()),
        (_("What for"), row.get_purpose_display()),
        (_("Outcome"), row.get_outcome_display()),
        (_("Found"), found),
        (_("Campaign"), _campaign_cell(row)),
        (_("In words"), row.text or "—"),
    ]


def _campaign_cell(row: Any) -> Any:
    if row.campaign is None:
        return "—"
    return Cell(row.campaign.name, href=reverse("visit_campaign_detail", args=[row.campaign.pk]))


def visit_sections(row: Visit) -> list[Section]:
    """The answers, the photographs and the errands of a visit."""
    said = {True: _("Yes"), False: _("No")}
    asked = row.campaign.questions.all() if row.campaign else []
    given = [(q.text, row.answers[str(q.pk)]) for q in asked if str(q.pk) in row.answers]
    lines = [(text, said[value] if isinstance(value, bool) else value) for text, value in given]
    photos = [
        (
            Cell(minute(p.added_at), href=reverse("visit_photo", args=[row.pk, p.pk])),
            p.added_by,
        )
        for p in row.photos.defer("image")
    ]
    errands = [
        (Cell(e.number, href=reverse("errand_detail", args=[e.pk])), e.text, state_cell(e))
        for e in row.errands.all()
    ]
    sections = [
        Section(
            title=_("Photographs"), heads=(_("Added"), _("By")), lines=photos,
            empty=_("No photographs"),
        ),
        Section(
            title=_("Errands"), heads=(_("Number"), _("What is to be done"), _("State")),
            lines=errands, empty=_("No errands of this visit"),
        ),
    ]  # fmt: skip
    if lines:
        answered = Section(
            title=_("What was answered"),
            heads=(_("Question"), pgettext("ground", "Answer")),
            lines=lines,
        )
        return [answered, *sections]
    return sections


def campaign_listing(viewer: Officer, rows: Any) -> Listing:
    """Campaigns with how far they have come in the viewer's area."""
    far = reached(list(rows[:2000]), viewer)

    def line(row: Campaign) -> Sequence[Any]:
        made, wanted = far.get(row.pk, (0, 0))
        state = row.state()
        return (
            Cell(row.name, href=reverse("visit_campaign_detail", args=[row.pk])),
            f"{STATES[state]} {said_state(state)}",
            row.get_purpose_display(),
            row.agency.name,
            f"{row.starts_on} – {row.ends_on}",
            f"{made} / {wanted}",
            f"{100 * made / wanted:.1f}" if wanted else "—",
        )

    return Listing(
        title=_("Visit campaigns"),
        heads=(
            *(_("Campaign"), _("State"), _("What for"), _("Agency"), pgettext("ground", "Days")),
            *(_("Visited / wanted"), "%"),
        ),
        line=line,
        empty=_("No campaigns here"),
        empty_text=_("Nothing in your scope fits these filters."),
        file="visit-campaigns.csv",
        placeholder=pgettext("ground", "Name"),
        tabs=TABS,
        tab="visit_campaign_list",
    )


def said_state(state: str) -> str:
    """The state of a campaign in words."""
    words = {"planned": _("To come"), "running": _("Running"), "over": _("Over")}
    return words.get(state, pgettext("ground", "Closed"))


def campaign_record(row: Campaign, officer: Officer) -> Record:
    """One campaign: each cell's progress, the answers added up, what may be done."""
    cells = progress(officer, row)
    state = row.state()
    sheet = [total(cells), *cells] if cells else []
    actions = [Cell(_("Export CSV"), href=reverse("visit_campaign_export", args=[row.pk]))]
    if officer.has_right(Right.VISIT_WRITE) and state == "running":
        new = f"{reverse('visit_new')}?campaign={row.pk}"
        actions.append(Cell(_("New visit"), href=new, mark="fill"))
    if may_manage(row, officer) and officer.has_right(Right.VISIT_PLAN) and state != "closed":
        for name, label in (
            ("visit_campaign_edit", _("Edit")),
            ("visit_campaign_close", _("Close the campaign")),
        ):
            actions.append(Cell(label, href=reverse(name, args=[row.pk])))
    return Record(
        title=row.name,
        marks=[Cell(f"{STATES[state]} {said_state(state)}"), Cell(row.get_purpose_display())],
        facts=[
            (_("Agency"), row.agency.name),
            (pgettext("ground", "Days"), f"{row.starts_on} – {row.ends_on}"),
            (_("Started by"), row.started_by),
            (pgettext("ground", "Closed"), f"{minute(row.closed_at)} {row.closed_by}"),
            (_("What to look at and to say"), row.text or "—"),
        ],
        sections=[
            Section(
                title=_("Progress by cell"),
                heads=PROGRESS_HEADS,
                lines=[progress_line(cell, row.pk) for cell in sheet],
                empty=_("It asks nothing of your cells"),
            ),
            _answer_section(row, officer),
        ],
        actions=actions,
    )


def _answer_section(row: Campaign, officer: Officer) -> Section:
    lines = []
    for answer in answers(officer, row):
        words = {True: _("Yes"), False: _("No")}
        counts = ", ".join(f"{words.get(w, w)} {n}" for w, n in answer.get("counts", ()))
        summed = counts or _("%(total)s in all") % {"total": answer["total"]}
        lines.append((answer["question"].text, answer["answered"], summed))
    heads = (_("Question"), _("Times answered"), _("What was answered"))
    return Section(
        title=_("What was answered"), heads=heads, lines=lines, empty=_("It asks no questions")
    )


def task_record(row: Any, officer: Officer) -> Record:
    """One task with its visits and what may be done with it."""
    may_write = officer.has_right(Right.VISIT_WRITE) and row.state in OPEN
    actions = []
    if may_write:
        where = f"{reverse('visit_new')}?task={row.pk}"
        actions = [Cell(_("New visit"), href=where, mark="fill")]
    return Record(
        title=row.title,
        listing=TASKS,
        marks=[state_cell(row), Cell(f"{row.made} / {row.target}")],
        facts=[
            (_("What for"), row.get_purpose_display()),
            (_("Due"), minute(row.due_at)),
            (_("Cell"), row.cell.code if row.cell else "—"),
            (_("Where"), row.place.name if row.place else row.address or "—"),
            (_("Officer"), row.officer.name if row.officer else "—"),
            (_("Campaign"), _campaign_cell(row)),
            (_("In words"), row.text or "—"),
            *ledger_facts(row),
        ],
        sections=[
            Section(
                title=_("Visits"),
                heads=VISITS.heads,
                lines=[visit_line(visit) for visit in visits(officer, task=row.pk)[:SHOWN]],
                empty=_("No visits here"),
                more=Cell(_("All visits"), href=f"{reverse('visit_list')}?task={row.pk}"),
            )
        ],
        acts=_task_acts(row, officer, may_write=may_write),
        actions=actions,
    )


def ledger_facts(row: Any) -> list[tuple[Any, Any]]:
    """Who issued it, signed for it and ended it."""
    return [
        (_("Issued"), f"{row.issued_by} · {minute(row.issued_at)}"),
        (_("Signed for"), f"{row.signed_by} · {minute(row.signed_at)}" if row.signed_at else "—"),
        (_("Ended"), f"{row.done_by} · {minute(row.done_at)}" if row.done_at else "—"),
        (_("What came of it"), row.outcome or "—"),
    ]


def _task_acts(row: Any, officer: Officer, *, may_write: bool) -> list[Act]:
    held = {"version": row.version}
    acts = []
    form: RefusableForm
    if may_write and row.state == "issued":
        where = reverse("visit_task_sign", args=[row.pk])
        form = VersionForm(initial=held)
        acts.append(Act(name="sign", label=_("Sign for it"), action=where, form=form))
    if may_write:
        where = reverse("visit_task_finish", args=[row.pk])
        form = OutcomeForm(initial=held, auto_id="done_%s")
        acts.append(Act(name="finish", label=_("It is done"), action=where, form=form))
    if officer.has_right(Right.VISIT_PLAN) and row.state in OPEN:
        where = reverse("visit_task_cancel", args=[row.pk])
        form = OutcomeForm(initial=held, auto_id="back_%s")
        label = _("Take the task back")
        acts.append(Act(name="cancel", label=label, action=where, form=form, danger=True))
    return acts
