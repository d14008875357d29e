"""Pages of the grading: assess, put a leader in charge, note the visit, the rules."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.pages import form_page
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from mediation.register.models import Dispute
from mediation.register.views.shared import BOTH, find, small_form, there
from mediation.risk import rulebook, scoring, selectors, services
from mediation.risk.forms import (
    AssessForm,
    ChecklistForm,
    GradeRuleForm,
    LeadForm,
    VisitForm,
    lines_of,
)
from mediation.risk.services.rules import SAID

_SCORES: Final = ("red_from", "orange_from", "yellow_from")


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
@require_http_methods(BOTH)
def dispute_assess(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """Grade a dispute; what the register knows, and the last answers, are ticked already."""
    officer, row = officer_of(request), find(request, dispute_number)
    checklist = rulebook.checklist_of(row.agency.path)
    items = rulebook.items_of(checklist)
    last = row.assessments.first()
    known = scoring.suggested(row, items)
    ticked = known | (set(last.answers) if last else set())
    initial = {"answers": sorted(ticked), "version": row.version}
    form = AssessForm(request.POST or None, initial=initial, items=items)

    def keep(said: dict[str, Any]) -> str:
        services.assess(row, by=officer, **said | {"override": said["override"] or None})
        return there(row)

    context = {
        "dispute": row,
        "checklist": checklist,
        "known": [item for item in items if item.code in known],
        "back": there(row),
    }
    return form_page(request, form, keep, "disputerisk/assess.html", context)


@requires(Right.DISPUTE_ASSIGN, Right.DISPUTE_ASSIGN)
@require_http_methods(BOTH)
def dispute_lead(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """Put a leader in charge."""
    officer, row = officer_of(request), find(request, dispute_number)
    now_leading = row.leader.badge_number if row.leader else officer.badge_number
    initial = {"version": row.version, "leader": now_leading, "measures": row.measures}
    form = LeadForm(request.POST or None, dispute=row, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        services.take_lead(row, by=officer, **said | {"leader": form.leaders[said["leader"]]})
        return there(row)

    title = _("Leader in charge of %s") % row.number
    return small_form(request, form, keep, title=title, back=there(row))


@requires(Right.DISPUTE_WORK, Right.DISPUTE_WORK)
@require_http_methods(BOTH)
def dispute_visited(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """The visit that the grade asks for was made."""
    officer, row = officer_of(request), find(request, dispute_number)

    def keep(said: dict[str, Any]) -> str:
        services.note_visit(row, by=officer, **said)
        return there(row)

    rule = rulebook.rule_of(row.agency.path, row.grade)
    told = _("This grade asks for a visit by: %(rank)s.") % {"rank": rule.get_visit_rank_display()}
    form = VisitForm(request.POST or None)
    title = _("Visit for %s") % row.number
    return small_form(request, form, keep, title=title, back=there(row), told=told)


@requires(Right.DISPUTE_READ)
@require_GET
def risk_rules(request: HttpRequest) -> HttpResponse:
    """What holds here today: the checklist, what each grade asks for; and every version."""
    officer, today = officer_of(request), timezone.localdate()
    path = officer.agency_path
    checklist = rulebook.checklist_of(path)
    rules = [rulebook.rule_of(path, grade) for grade in Dispute.Grade.values]
    context = {
        "checklist": checklist,
        "items": rulebook.items_of(checklist),
        "rules": rules,
        "others": rulebook.grade_rules(officer).exclude(pk__in=[rule.pk for rule in rules]),
        "checklists": rulebook.checklists(officer),
        "today": today,
        "may": Right.DISPUTE_RULES in officer.rights,
        "now": timezone.now(),
    }
    return render(request, "disputerisk/rules.html", context)


@requires(Right.DISPUTE_RULES, Right.DISPUTE_RULES)
@require_http_methods(BOTH)
def grade_rule_new(request: HttpRequest) -> HttpResponse:
    """Other hours for a grade, from a day on; begun from what holds."""
    officer = officer_of(request)
    asked = request.GET.get("grade", "")
    grade = Dispute.Grade(asked if asked in Dispute.Grade.values else Dispute.Grade.RED)
    held = rulebook.rule_of(officer.agency_path, grade)
    form = GradeRuleForm(request.POST or None, initial={name: getattr(held, name) for name in SAID})

    def keep(said: dict[str, Any]) -> str:
        services.set_grade_rule(by=officer, grade=grade, **said)
        return reverse("risk_rules")

    title = _("What grade %s asks for") % grade.label
    told = _("For your agency and all below it. What was graded keeps its deadlines.")
    return small_form(request, form, keep, title=title, back=reverse("risk_rules"), told=told)


@requires(Right.DISPUTE_RULES, Right.DISPUTE_RULES)
@require_http_methods(BOTH)
def risk_checklist_new(request: HttpRequest) -> HttpResponse:
    """The next checklist, begun from the one in force."""
    officer = officer_of(request)
    held = rulebook.checklist_of(officer.agency_path)
    scores = {name: getattr(held, name) for name in _SCORES}
    initial = {"name": held.name, "lines": lines_of(held), **scores}
    form = ChecklistForm(request.POST or None, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        row = services.write_checklist(
            by=officer,
            name=said["name"],
            valid_from=said["valid_from"],
            scores={name: said[name] for name in _SCORES},
            items=said["lines"],
        )
        return reverse("risk_checklist", args=[row.pk])

    told = _("What was graded keeps the checklist of its day.")
    title = _("The next checklist")
    return small_form(request, form, keep, title=title, back=reverse("risk_rules"), told=told)


@requires(Right.DISPUTE_READ)
@require_GET
def risk_checklist(request: HttpRequest, checklist_id: int) -> HttpResponse:
    """One version of the checklist."""
    row = selectors.find_checklist(officer_of(request), checklist_id)
    context = {"checklist": row, "items": rulebook.items_of(row), "now": timezone.now()}
    return render(request, "disputerisk/checklist.html", context)
