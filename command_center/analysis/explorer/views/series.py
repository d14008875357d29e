"""Series candidates, one group with its pairs, followed series and what was learnt of them."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from command_center.analysis.explorer import candidates as found
from command_center.analysis.explorer import forms, modelling
from command_center.analysis.explorer.asked import asked_of
from command_center.analysis.explorer.page import TABS, is_off
from command_center.analysis.explorer.series_table import FOLLOWED, series_record, steps_of
from command_center.analysis.studies import cites, selectors, services
from command_center.analysis.studies.models import CaseSeries
from command_center.cases.selectors import cases as cases_of
from command_center.cases.selectors import list_url
from grid.frame.forms import asked_for, choose
from grid.frame.listing import listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm, act, form_page
from grid.frame.steps import offered
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

READ: Final = Right.ANALYSIS_READ
WRITE: Final = Right.STUDY_WRITE
DAYS: Final = 180


@requires(READ)
@require_GET
def series_list(request: HttpRequest) -> HttpResponse:
    """Groups of cases that may be one series, the surest first."""
    officer = officer_of(request)
    form = forms.SeriesForm(request.GET, viewer=officer, days=DAYS)
    asked = asked_of(form, officer)
    off = asked is not None and is_off("series", asked.agency.path)
    model = selectors.model_in_force(officer.agency_path)
    told = None
    if asked is not None and not off:
        told = found.candidates(asked, model, strength=form.cleaned_data["strength"])
    context = {
        "form": form,
        "tabs": TABS,
        "tab": "series_list",
        "found": told,
        "groups": _groups(officer, told, request) if told else [],
        "model": model,
        "off": off,
    }
    return render(request, "caseexplorer/series.html", context)


def _groups(officer: Officer, told: found.Candidates, request: HttpRequest) -> list[dict[str, Any]]:
    names = found.tag_names({key for one in told.groups for key, _share in one.shared})
    numbers = [number for one in told.groups for number in one.numbers]
    known = selectors.series_of(officer, numbers)
    query = request.GET.copy()
    rows = []
    for one in told.groups:
        query["cases"] = ",".join(one.numbers)
        followed = {row.pk: row for number in one.numbers for row in known.get(number, [])}
        rows.append(
            {
                "group": one,
                "url": f"{reverse('series_candidate')}?{query.urlencode()}",
                "list": list_url(numbers=one.numbers),
                "spread": f"{one.spread_m:,.0f}",
                "shared": [(names.get(key, "—"), round(100 * share)) for key, share in one.shared],
                "followed": list(followed.values()),
            }
        )
    return rows


@requires(READ)
@require_GET
def series_candidate(request: HttpRequest) -> HttpResponse:
    """One group: its cases, every pair with the reasons in words, and how to follow it."""
    officer = officer_of(request)
    form = forms.SeriesForm(request.GET, viewer=officer, days=DAYS)
    asked = asked_of(form, officer)
    numbers = tuple(cites.split(request.GET.get("cases", "")[:8_000])[:60])
    if asked is None or len(numbers) < 2 or is_off("series", asked.agency.path):
        return redirect("series_list")
    pairs = found.pairs(asked, numbers, selectors.model_in_force(officer.agency_path))
    context = {
        "pairs": [_pair(one, _names(pairs)) for one in pairs[:200]],
        "cases": _cases(officer, numbers),
        "list": list_url(numbers=numbers),
        "follow": forms.FollowForm(initial={"case_numbers": list(numbers)}),
        "back": f"{reverse('series_list')}?{_without_cases(request)}",
        "followed": selectors.series_of(officer, numbers),
        "tabs": TABS,
        "tab": "series_list",
    }
    return render(request, "caseexplorer/candidate.html", context)


def _without_cases(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("cases", None)
    return query.urlencode()


def _names(pairs: list[found.Pair]) -> dict[int, str]:
    reasons = [reason for pair in pairs for reason in pair.reasons if reason.kind == "tag"]
    return found.tag_names({int(reason.value) for reason in reasons})


def _pair(pair: found.Pair, names: dict[int, str]) -> dict[str, Any]:
    return {
        "one": pair.one,
        "other": pair.other,
        "likelier": found.likelier(pair.score),
        "reasons": [found.reason_words(reason, names) for reason in pair.reasons],
    }


def _cases(officer: Officer, numbers: Any) -> Any:
    """The cases of a group that the officer may open; none without the right to read cases."""
    if not officer.has_right(Right.CASE_READ):
        return []
    return cases_of(officer).filter(number__in=list(numbers)).order_by("occurred_from")


@requires(READ, WRITE)
@require_http_methods(["GET", "POST"])
def series_follow(request: HttpRequest) -> HttpResponse:
    """Take up a group, found or put together by hand."""
    officer = officer_of(request)

    def keep(said: dict[str, Any]) -> str:
        made = services.follow(by=officer, **said)
        return reverse("series_detail", args=[made.pk])

    first = {"case_numbers": cites.split(request.GET.get("cases", "")[:8_000])}
    form = forms.FollowForm(request.POST or None, initial=first)
    context = {"title": _("Follow a group of cases"), "back": reverse("series_list")}
    return form_page(request, form, keep, "frame/entry.html", context)


def _filter(request: HttpRequest) -> forms.SeriesFilter:
    form = forms.SeriesFilter(request.GET)
    choose(form, "state", CaseSeries.State.choices, _("All states"))
    return form


@requires(READ)
@require_GET
def series_followed(request: HttpRequest) -> HttpResponse:
    """Series that are followed or judged."""
    form = _filter(request)
    rows = selectors.followed(officer_of(request), **asked_for(form))
    return listing_page(request, FOLLOWED, rows, form)


@requires(READ)
@require_GET
def series_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    rows = selectors.followed(officer_of(request), **asked_for(_filter(request)))
    return listing_csv(FOLLOWED, rows)


@requires(READ)
@require_GET
def series_detail(request: HttpRequest, series_id: int) -> HttpResponse:
    """One followed series: its cases, what was judged, where it led."""
    return show_series(request, series_id)


def show_series(
    request: HttpRequest,
    key: int,
    *,
    status: int = 200,
    refused: dict[str, RefusableForm] | None = None,
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_series(officer, key)
    acts = offered(steps_of(row), row, row.pk, rights=officer.rights, refused=refused)
    for one in acts:
        if one.name == "series_change" and not one.form.is_bound:
            one.form.initial.update(title=row.title, case_numbers=row.case_numbers)
    record = series_record(row, officer, _cases(officer, row.case_numbers), acts)
    return record_page(request, record, status=status)


@requires(READ)
@require_GET
def series_model_list(request: HttpRequest) -> HttpResponse:
    """What was learnt from confirmed series, which of it counts, and how to learn anew."""
    officer = officer_of(request)
    confirmed = CaseSeries.objects.visible_to(officer).filter(state=CaseSeries.State.CONFIRMED)
    context = {
        "rows": selectors.models(officer)[:100],
        "in_force": selectors.model_in_force(officer.agency_path),
        "confirmed": confirmed.count(),
        "least": modelling.LEAST_SERIES,
        "tabs": TABS,
        "tab": "series_list",
    }
    return render(request, "caseexplorer/models.html", context)


@requires(READ, WRITE)
@require_POST
def series_model_fit(request: HttpRequest) -> HttpResponse:
    """Learn a model from the confirmed series of the area."""
    officer, back = officer_of(request), reverse("series_model_list")

    def keep() -> str:
        modelling.learn(by=officer)
        return back

    return act(request, keep, back=back)


@requires(READ, WRITE)
@require_http_methods(["GET", "POST"])
def series_model_retire(request: HttpRequest, series_model_id: int) -> HttpResponse:
    """Use a model no more."""
    officer, back = officer_of(request), reverse("series_model_list")
    row = selectors.find_model(officer, series_model_id)
    if request.method == "GET":
        return redirect(back)

    def keep() -> str:
        services.retire_model(row, by=officer)
        return back

    return act(request, keep, back=back)
