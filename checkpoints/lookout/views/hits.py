"""Asking about one number, the hits, and the counts that stay."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from checkpoints.lookout import checking, figures, forms, selectors, tables
from checkpoints.lookout import hits as judging
from checkpoints.lookout import rules as rulebook
from checkpoints.lookout.forgetting import forgetful
from checkpoints.lookout.models import CheckTally, Hit
from checkpoints.lookout.views.notices import MOST_ROWS, refused
from grid.errors import DomainError
from grid.frame.pages import form_page
from grid.ledger.idempotency import once_per_form
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires


@requires(Right.NOTICE_CHECK, Right.NOTICE_CHECK)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@forgetful
def notice_check(request: HttpRequest) -> HttpResponse:
    """Ask about one plate or document; the number is never shown again, nor kept."""
    if request.GET:  # a number in an address would stay in the browser's history
        return redirect("notice_check")
    form = forms.CheckForm(request.POST or None, officer=officer_of(request))
    status = 200 if request.method == "GET" else 400
    if form.is_valid():
        try:
            return redirect(once_per_form(request, lambda: _asked(request, form), is_sealed=True))
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    if form.is_bound:
        form = form.emptied()
    return render(request, "lookout/notice_check.html", {"form": form}, status=status)


@sensitive_variables()
def _asked(request: HttpRequest, form: forms.CheckForm) -> str:
    """The address to go to: the hit there is, or this page again."""
    said = form.cleaned_data
    checkpoint = form.checkpoints[said["checkpoint"]]
    is_plate, asked = said["what"] == CheckTally.What.PLATE, [said["number"]]
    found = checking.check(
        by=officer_of(request),
        checkpoint=checkpoint,
        plates=asked if is_plate else (),
        documents=() if is_plate else asked,
    )
    if found.unreadable:
        raise refused("/number", _("This is no whole number; nothing was asked."))
    if not found.found:
        messages.success(request, _("Not sought. Nothing was kept but a count."))
        return reverse("notice_check")
    return reverse("hit_detail", args=[found.found[0].hit.pk])


@requires(Right.NOTICE_READ)
@require_GET
def hit_list(request: HttpRequest) -> HttpResponse:
    """Hits at the checkpoints in scope."""
    form, rows = _hits(request)
    context = {"form": form, "page": page_of(request, rows, size=50)}
    return render(request, "lookout/hit_list.html", context)


@requires(Right.NOTICE_READ)
@require_GET
def hit_export(request: HttpRequest) -> StreamingHttpResponse:
    """The hits as they are filtered."""
    _form, rows = _hits(request)
    return csv_answer("lookout-hits.csv", tables.hit_lines(rows[:MOST_ROWS]))


def _hits(request: HttpRequest) -> tuple[forms.HitFilterForm, Any]:
    form = forms.HitFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, selectors.filtered_hits(selectors.hits(officer_of(request)), asked)


@requires(Right.NOTICE_READ)
@require_GET
def hit_detail(request: HttpRequest, hit_id: int) -> HttpResponse:
    """One hit: which notice, where, what to do, and what came of it."""
    return _hit(request, selectors.hit(officer_of(request), hit_id))


def _hit(
    request: HttpRequest, hit: Hit, *, form: forms.ConfirmForm | None = None, status: int = 200
) -> HttpResponse:
    officer = officer_of(request)
    notice = selectors.notices(officer).filter(pk=hit.notice_id or 0).first()
    is_open = hit.state != Hit.State.DONE
    context = {
        "hit": hit,
        "notice": notice,
        "identity": selectors.identity(notice, by=officer) if notice and is_open else None,
        "form": (form or forms.ConfirmForm(initial={"version": hit.version})) if is_open else None,
    }
    return render(request, "lookout/hit_detail.html", context, status=status)


@requires(Right.NOTICE_READ, Right.HIT_CONFIRM)
def hit_confirm(request: HttpRequest, hit_id: int) -> HttpResponse:
    """Say whether it was who or what is sought."""
    hit = selectors.hit(officer_of(request), hit_id)
    back = reverse("hit_detail", args=[hit.pk])
    if request.method != "POST":
        return redirect(back)
    form, status = forms.ConfirmForm(request.POST), 400

    def once() -> str:
        judging.confirm(hit, by=officer_of(request), **form.cleaned_data)
        messages.success(request, _("What it was is kept with the hit."))
        return back

    if form.is_valid():
        try:
            return redirect(once_per_form(request, once))
        except DomainError as refusal:
            form.refuse(refusal)
            messages.error(request, refusal.message)
            status = refusal.status
    return _hit(request, selectors.hit(officer_of(request), hit_id), form=form, status=status)


@requires(Right.NOTICE_READ)
@require_GET
def lookout_figures(request: HttpRequest) -> HttpResponse:
    """Numbers asked about per day and checkpoint, and what stayed of notices that are over."""
    officer = officer_of(request)
    form = forms.FiguresForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    fault, tallies, held = "", None, rulebook.times_of(officer.agency_path)
    try:
        tallies = figures.tallies(officer, **asked)
    except DomainError as refusal:
        fault = refusal.message
    context = {
        "form": form,
        "fault": fault,
        "tallies": tallies[:200] if tallies is not None else [],
        "words": dict(CheckTally.What.choices),
        "page": page_of(request, selectors.statistics(officer), size=50),
        "minutes": [int(one.total_seconds()) // 60 for one in held],
    }
    return render(request, "lookout/figures.html", context, status=400 if fault else 200)


@requires(Right.NOTICE_READ)
@require_GET
def lookout_export(request: HttpRequest) -> StreamingHttpResponse:
    """What stayed of notices that are over, or with `of=checks` the counts of the span."""
    officer = officer_of(request)
    if request.GET.get("of") == "checks":
        form = forms.FiguresForm(request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        words = {code: str(word) for code, word in CheckTally.What.choices}
        rows = figures.tallies(officer, **asked)[:MOST_ROWS]
        return csv_answer("lookout-checks.csv", tables.tally_lines(rows, words))
    rows_left = selectors.statistics(officer)[:MOST_ROWS]
    return csv_answer("lookout-statistics.csv", tables.statistic_lines(rows_left))


@requires(Right.NOTICE_APPROVE, Right.NOTICE_APPROVE)
@require_http_methods(["GET", "POST"])
def lookout_rule(request: HttpRequest) -> HttpResponse:
    """How long stations have, from today on."""
    officer = officer_of(request)
    held = rulebook.times_of(officer.agency_path)
    initial = {
        "agency": officer.agency.code,
        "acknowledge_min": int(held.acknowledge.total_seconds()) // 60,
        "confirm_min": int(held.confirm.total_seconds()) // 60,
    }
    form = forms.RuleForm(request.POST or None, officer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        agency = form.agencies[said.pop("agency")]
        rulebook.set_times(agency, by=officer, **said)
        return reverse("lookout_figures")

    return form_page(request, form, keep, "lookout/rule.html", {})
