"""Proposals: the list, one of them, deciding on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from command_center.analysis.runs.register import switch_word
from command_center.analysis.sheets import forms, selectors, services, tables, words
from command_center.analysis.sheets.advice_words import REASONS, basis_of, place_of, title_of
from command_center.analysis.sheets.models import Proposal
from command_center.cases.selectors import list_url
from grid.errors import IllegalStep
from grid.frame.forms import asked_for
from grid.frame.listing import (
    Act,
    Cell,
    Record,
    Section,
    act_on,
    listing_csv,
    listing_page,
    record_page,
)
from grid.frame.pages import RefusableForm
from grid.frame.templatetags.frame import minute
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

State = Proposal.State


@requires(Right.ANALYSIS_READ)
@require_GET
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Proposals in scope, the latest days first."""
    form = forms.ProposalFilter(request.GET)
    rows = selectors.proposals(officer_of(request), **asked_for(form))
    return listing_page(request, tables.PROPOSALS, rows, form)


@requires(Right.ANALYSIS_READ)
@require_GET
def proposal_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered."""
    form = forms.ProposalFilter(request.GET)
    rows = selectors.proposals(officer_of(request), **asked_for(form))
    return listing_csv(tables.PROPOSALS, rows)


@requires(Right.ANALYSIS_READ)
@require_GET
def proposal_detail(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: what it rests on, what was decided, what came of it."""
    return _shown(request, proposal_id)


@requires(Right.PROPOSAL_DECIDE)
@require_GET
def proposal_order(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """On to the order form, filled in; the proposal is ordered once the order is issued."""
    officer = officer_of(request)
    row = selectors.proposal(officer, proposal_id)
    if row.state != State.OFFERED:
        raise IllegalStep(_("Only a proposal that is undecided becomes an order."))
    if selectors.stopped_by(row):
        raise IllegalStep(_("The method it rests on is switched off: it becomes no order."))
    return redirect(tables.order_address(row, officer.agency.code))


@requires(Right.ANALYSIS_READ, Right.PROPOSAL_DECIDE)
def proposal_decline(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Decide against it, with the reason."""
    return _decide(request, proposal_id, forms.DeclineForm, services.decline, "decline")


@requires(Right.ANALYSIS_READ, Right.PROPOSAL_DECIDE)
def proposal_reopen(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Take a refusal back."""
    return _decide(request, proposal_id, forms.ReopenForm, services.reopen, "reopen")


def _decide(
    request: HttpRequest, pk: int, form_class: type[RefusableForm], service: Any, name: str
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.proposal(officer, pk)
    form = form_class(request.POST or None)

    def change(said: dict[str, Any]) -> None:
        service(row, by=officer, **said)

    def again(refused: RefusableForm, status: int) -> HttpResponse:
        return _shown(request, pk, status=status, refused={name: refused})

    return act_on(request, form, change, back=reverse("proposal_detail", args=[pk]), shown=again)


def _shown(
    request: HttpRequest,
    pk: int,
    *,
    status: int = 200,
    refused: dict[str, RefusableForm] | None = None,
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.proposal(officer, pk)
    record = Record(
        title=title_of(row),
        listing=tables.PROPOSALS,
        marks=[tables.state_cell(row)],
        facts=_facts(row),
        sections=[_effect(row)],
        acts=_acts(row, officer, refused or {}),
        actions=_actions(row, officer),
        note=_("Advice from figures of places and times; people decide. It names nobody."),
    )
    return record_page(request, record, status=status)


def _facts(row: Proposal) -> list[tuple[Any, Any]]:
    cases = row.basis.get("open")
    behind = Cell(row.basis.get("cases", "—"), list_url(**cases) if cases else "")
    facts: list[tuple[Any, Any]] = [
        (_("Because of"), REASONS.get(row.reason, row.reason)),
        (_("Basis"), basis_of(row)),
        (_("Cases behind it"), behind),
        (_("Where"), place_of(row)),
        (_("Agency"), row.agency.name),
        (pgettext("analysis", "Days"), f"{row.first_day} – {row.last_day}"),
        (_("Hours"), words.hours_of(row.hour_from, row.hour_to) or _("all day")),
        (pgettext("analysis", "Order"), tables.order_cell(row)),
        (_("Reported done"), minute(row.done_at)),
    ]
    if row.decided_at:
        facts.append((_("Decided"), f"{minute(row.decided_at)} · {row.decided_by}"))
    if row.decline_reason:
        facts.append((_("Reason"), row.decline_reason))
    if row.state == State.OFFERED and (method := selectors.stopped_by(row)):
        note = _("%(method)s is switched off: it becomes no order until that ends.")
        facts.append((_("Note"), Cell(note % {"method": switch_word(method)}, mark="warn")))
    return facts


def _effect(row: Proposal) -> Section:
    """Before and after, here and in the comparison area; honest about what it can tell."""
    title, heads = _("Effect"), (_("Area"), _("Cells"), _("Before"), _("After"))
    if not row.effect:
        empty = _("It is measured two days after the last day, where it was ordered.")
        return Section(title=title, heads=heads, lines=[], empty=empty)
    said, compared = row.effect, row.comparison
    codes = [row.cell_codes, compared.get("cells") or compared.get("agencies") or []]
    codes.append(compared.get("around", []))
    names = selectors.place_names(code for each in codes for code in each)
    between = pgettext("between names", ", ")
    here, others, around = (
        between.join(names.get(code, code) for code in each) or "—" for each in codes
    )
    here = here if row.cell_codes else row.agency.name
    lines: list[Any] = [
        (_("With the measure"), here, *said["area"]),
        (_("Comparison"), others, *said["comparison"]),
        (_("Round about"), around, *said["around"]),
    ]
    lines += [(word, text, "", "") for word, text in _verdict(row)]
    return Section(title=title, heads=heads, lines=lines)


def _verdict(row: Proposal) -> list[tuple[str, str]]:
    said = row.effect
    days = {"before": said["days_before"], "after": said["days_after"]}
    found = [(_("Result"), str(words.EFFECTS[said["word"]]))]
    if said["ratio"] is not None:
        ratio = {key: f"{said[key]:g}" for key in ("ratio", "low", "high")}
        found.append((_("Ratio of ratios"), _("%(ratio)s (95%%: %(low)s to %(high)s)") % ratio))
    found.append((_("Days counted"), _("%(before)s before, %(after)s after") % days))
    if said["is_small"]:
        found.append((_("Note"), _("Few cases: such an effect says little.")))
    if not said["is_done"]:
        found.append((_("Note"), _("The order was not reported done.")))
    found.append((_("Note"), _("A comparison does not prove that the measure was the cause.")))
    found.append((_("Note"), _("A place chosen for its many cases tends to have fewer by itself.")))
    return found


def _acts(row: Proposal, officer: Officer, refused: dict[str, RefusableForm]) -> list[Act]:
    if Right.PROPOSAL_DECIDE not in officer.rights:
        return []
    begun = {"version": row.version}
    acts = []
    if row.state == State.OFFERED:
        form: Any = refused.get("decline") or forms.DeclineForm(initial=begun)
        address = reverse("proposal_decline", args=[row.pk])
        acts.append(Act(name="decline", label=_("Decline"), action=address, form=form))
    if row.state == State.DECLINED:
        form = refused.get("reopen") or forms.ReopenForm(initial=begun)
        address = reverse("proposal_reopen", args=[row.pk])
        acts.append(Act(name="reopen", label=_("Take it up again"), action=address, form=form))
    return acts


def _actions(row: Proposal, officer: Officer) -> list[Cell]:
    actions = []
    if row.run.job == selectors.JOB and row.run.agency.path.startswith(officer.agency_path):
        actions.append(Cell(_("The sheet"), reverse("sheet_detail", args=[row.run_id])))
    may = Right.PROPOSAL_DECIDE in officer.rights
    if row.state == State.OFFERED and may and not selectors.stopped_by(row):
        address = reverse("proposal_order", args=[row.pk])
        actions.append(Cell(_("Make an order of it"), address, "fill"))
    return actions
