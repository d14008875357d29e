"""Entering a case, correcting it, ending it, and taking that back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from command_center.cases import above, selectors, services
from command_center.cases.forms import CaseForm, ReasonForm, SolveForm, VoidForm
from command_center.cases.hints import look_over
from command_center.cases.models import Case
from command_center.cases.views.reading import find, show
from grid.errors import DomainError, IllegalStep
from grid.frame.listing import act_on
from grid.frame.pages import RefusableForm, form_page
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

TEMPLATE = "cases/form.html"


def there(case: Case) -> str:
    """The address of a case's page."""
    return reverse("case_detail", args=[case.number])


def _told(request: HttpRequest, case: Case) -> str:
    for sentence in case.told:
        messages.warning(request, sentence)
    return there(case)


class LookAgain(DomainError):
    """Something looks wrong; whoever looked may send the same once more."""

    code = "look_again"


def _ask_once(form: CaseForm, by: Officer, case: Case | None = None) -> None:
    """Raise LookAgain with hints the writer has not been shown yet; in the form's own turn, so
    that a form sent twice is not asked about itself."""
    draft, found = look_over(form.said, by=by, case=case)
    loud = [hint for hint in found if not hint.is_quiet]
    if not draft.errors and {hint.code for hint in loud} - set(form.seen):
        form.hints = loud
        raise LookAgain(_("Look at this once more; then save it as it is or correct it."))


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Enter a case; `?incident=` begins it from a call. What looks wrong is asked once."""
    officer = officer_of(request)
    incident = above.incident(officer, request.GET.get("incident", "")[:16])
    form = CaseForm(request.POST or None, viewer=officer, incident=incident)
    more = {"title": _("Enter a case"), "back": reverse("case_list"), "incident": incident}

    def keep(_said: dict[str, Any]) -> str:
        _ask_once(form, officer)
        return _told(request, services.enter_case(by=officer, **form.said))

    return form_page(request, form, keep, TEMPLATE, more, is_sealed=True)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def case_edit(request: HttpRequest, case_number: str) -> HttpResponse:
    """Correct a case, with the reason; the old values stay."""
    officer, row = officer_of(request), find(request, case_number)
    form = CaseForm(request.POST or None, viewer=officer, case=row)
    more = {"title": _("Correct %s") % row.number, "back": there(row), "case": row}

    def keep(said: dict[str, Any]) -> str:
        _ask_once(form, officer, find(request, case_number))
        version, reason = said["version"], said["reason"]
        kept = services.correct_case(row, by=officer, version=version, reason=reason, **form.said)
        return _told(request, kept)

    return form_page(request, form, keep, TEMPLATE, more, is_sealed=True)


def _step(
    request: HttpRequest,
    number: str,
    shape: type[RefusableForm],
    name: str,
    do: Callable[..., Any],
) -> HttpResponse:
    """One button of a case's page with its form; a refusal is shown in the form."""
    row, officer = find(request, number), officer_of(request)

    def change(said: dict[str, Any]) -> None:
        do(row, by=officer, **said)

    def shown(form: RefusableForm, status: int) -> HttpResponse:
        forms: dict[str, Any] = {name: form}
        if status == IllegalStep.status:  # from where the case stands now the form is not offered
            messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
        return show(request, find(request, number), status=status, **forms)

    return act_on(request, shape(request.POST), change, back=there(row), shown=shown)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
@require_POST
def case_solve(request: HttpRequest, case_number: str) -> HttpResponse:
    """It was solved."""
    return _step(request, case_number, SolveForm, "solve_form", services.solve_case)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
@require_POST
def case_withdraw(request: HttpRequest, case_number: str) -> HttpResponse:
    """It was no case after all."""
    return _step(request, case_number, ReasonForm, "withdraw_form", services.withdraw_case)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
@require_POST
def case_reopen(request: HttpRequest, case_number: str) -> HttpResponse:
    """It is open again."""
    return _step(request, case_number, ReasonForm, "reopen_form", services.reopen_case)


@requires(Right.CASE_WRITE, Right.CASE_WRITE)
@require_POST
def case_void(request: HttpRequest, case_number: str) -> HttpResponse:
    """It was entered in error, or a second time."""
    officer = officer_of(request)

    def void(row: Case, *, duplicate_of: str, **said: Any) -> None:
        other = selectors.double(officer, duplicate_of)
        services.void_case(row, duplicate_of=other, **said)

    return _step(request, case_number, VoidForm, "void_form", void)
