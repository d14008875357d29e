"""Pages of the algorithm register, of switches, and of the hours of closing."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from command_center.analysis.runs import forms, register, rules, selectors, switches, tables
from command_center.analysis.runs.models import MethodSwitch
from command_center.analysis.runs.words import job_word
from grid.frame.forms import asked_for
from grid.frame.listing import Act, Cell, Record, act_on, listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm, form_page
from grid.ledger.actors import actor_of
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires

READ, WRITE = Right.ANALYSIS_READ, Right.ANALYSIS_SWITCH


@requires(READ)
@require_GET
def algorithm_register(request: HttpRequest) -> HttpResponse:
    """Every method: what it is for, its formula and source, inputs, tests, users, switches."""
    officer = officer_of(request)
    off = list(selectors.switches(officer))
    cards = [
        {
            "card": card,
            "jobs": [job_word(name) for name in card.jobs],
            "switches": [row for row in off if row.method == card.code],
            "is_off": any(row.on_at is None for row in off if row.method == card.code),
        }
        for card in register.cards()
    ]
    context = {"cards": cards, "listing": {"tabs": tables.TABS, "tab": "algorithm_register"}}
    return render(request, "runs/algorithm_register.html", context)


@requires(READ)
@require_GET
def algorithm_export(request: HttpRequest) -> HttpResponseBase:
    """The register as CSV."""
    heads = (
        *(
            _("Method"),
            pgettext("ground", "Name"),
            _("Purpose"),
            _("What it cannot say"),
            _("Used by"),
        ),
        *(_("Source files"), _("Files of tests"), _("Digest of the code")),
    )
    lines = [
        (
            card.code, str(card.label), str(card.purpose), str(card.limits),
            ", ".join(card.jobs), ", ".join(card.files), ", ".join(card.tests), card.digest,
        )
        for card in register.cards()
    ]  # fmt: skip
    return csv_answer("algorithm-register.csv", [heads, *lines])


@requires(READ)
@require_GET
def method_switch_list(request: HttpRequest) -> HttpResponse:
    """What is switched off in the area or above it, and what was."""
    officer = officer_of(request)
    form = forms.SwitchFilter(request.GET)
    rows = selectors.switches(officer, **asked_for(form))
    may = officer.has_right(WRITE)
    new = [Cell(_("Switch a method off"), href=reverse("method_switch_new"))] if may else []
    return listing_page(request, tables.SWITCHES, rows, form, actions=new)


@requires(READ)
@require_GET
def method_switch_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    form = forms.SwitchFilter(request.GET)
    rows = selectors.switches(officer_of(request), **asked_for(form))
    return listing_csv(tables.SWITCHES, rows)


@requires(WRITE, WRITE)
@require_http_methods(["GET", "POST"])
def method_switch_new(request: HttpRequest) -> HttpResponse:
    """Switch a method off for an area, with a reason and a confirmation."""
    officer = officer_of(request)
    form = forms.SwitchForm(request.POST or None, viewer=officer, initial=request.GET.dict())

    def keep(said: dict[str, Any]) -> str:
        agency = Agency.objects.visible_to(officer).get(code=said["agency"])
        switches.switch_off(
            said["method"], agency, reason=said["reason"], actor=actor_of(request)
        )  # fmt: skip
        return reverse("method_switch_list")

    context = {
        "title": _("Switch a method off"),
        "back": reverse("method_switch_list"),
        "listing": tables.SWITCHES,
        "label": _("Switch off"),
        "explanation": _("Results made before stay as they are and say what they were made with."),
    }
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(READ)
@require_GET
def method_switch_detail(request: HttpRequest, method_switch_id: int) -> HttpResponse:
    """One switch: who, when, why, and the button that ends it."""
    officer = officer_of(request)
    return _switch_page(request, selectors.find_switch(officer, method_switch_id))


@requires(READ, WRITE)
@require_http_methods(["GET", "POST"])
def method_switch_end(request: HttpRequest, method_switch_id: int) -> HttpResponse:
    """Let a method be used again."""
    row = selectors.find_own_switch(officer_of(request), method_switch_id)

    def keep(said: dict[str, Any]) -> None:
        switches.switch_on(row, version=said["version"], actor=actor_of(request))

    def show(form: RefusableForm, status: int) -> HttpResponse:
        return _switch_page(request, row, form, status=status)

    back = reverse("method_switch_detail", args=[row.pk])
    return act_on(request, forms.OnForm(request.POST), keep, back=back, shown=show)


def _switch_page(
    request: HttpRequest, row: MethodSwitch, refused: RefusableForm | None = None, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    officer = officer_of(request)
    is_ours = officer.has_right(WRITE) and row.agency.path.startswith(officer.agency.path)
    end = Act(
        name="method_switch_end",
        label=_("Switch it on again"),
        action=reverse("method_switch_end", args=[row.pk]),
        form=refused or forms.OnForm(initial={"version": row.version}),
    )
    shown = Record(
        title=f"{register.switch_word(row.method)} · {row.agency.name}",
        listing=tables.SWITCHES,
        marks=[tables.switch_cell(row)],
        facts=tables.switch_facts(row),
        acts=[end] if is_ours and row.on_at is None else [],
    )
    return record_page(request, shown, status=status)


@requires(READ)
@require_GET
def job_rule_list(request: HttpRequest) -> HttpResponse:
    """When each job closes, by area."""
    officer = officer_of(request)
    may = officer.has_right(WRITE)
    new = [Cell(_("Other hours from a day on"), href=reverse("job_rule_new"))] if may else []
    form = forms.RunFilter(request.GET, viewer=officer)
    for name in ("q", "state", "agency"):
        del form.fields[name]
    rows = rules.of(officer, **asked_for(form))
    return listing_page(request, tables.RULES, rows, form, actions=new)


@requires(READ)
@require_GET
def job_rule_export(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV."""
    return listing_csv(tables.RULES, rules.of(officer_of(request)))


@requires(WRITE, WRITE)
@require_http_methods(["GET", "POST"])
def job_rule_new(request: HttpRequest) -> HttpResponse:
    """A city's own hour, from a day on."""
    officer = officer_of(request)
    form = forms.RuleForm(request.POST or None, viewer=officer, initial=request.GET.dict())

    def keep(said: dict[str, Any]) -> str:
        agency = Agency.objects.visible_to(officer).get(code=said.pop("agency"))
        rules.set_rule(agency, actor=actor_of(request), **said)
        return reverse("job_rule_list")

    context = {
        "title": _("Other hours from a day on"),
        "back": reverse("job_rule_list"),
        "listing": tables.RULES,
    }
    return form_page(request, form, keep, "frame/entry.html", context)
