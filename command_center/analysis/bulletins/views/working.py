"""Writing, signing and reading a bulletin; its meeting; whom bulletins go to."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from command_center.analysis.bulletins import forms, selectors, services
from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper import SECTIONS, lead_of
from command_center.analysis.bulletins.views.reading import show
from grid.errors import IllegalStep
from grid.frame.listing import act_on
from grid.frame.pages import RefusableForm, act, form_page
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

Change = Callable[[Bulletin, Officer, dict[str, Any]], Any]


@requires(Right.BULLETIN_WRITE, Right.BULLETIN_WRITE)
@require_http_methods(["GET", "POST"])
def bulletin_edit(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """The lead and the remarks; the figures stay as they were computed."""
    officer = officer_of(request)
    row = selectors.bulletin(officer, bulletin_id)
    if request.method == "GET" and row.state != Bulletin.State.DRAFT:
        raise IllegalStep(_("Only the words of a draft can be changed."))
    sections = row.remarks.get("sections", {})
    initial = {key: sections.get(key, "") for key in SECTIONS}
    initial |= {"lead": row.remarks.get("lead") or lead_of(row.content), "version": row.version}
    form = forms.EditForm(request.POST or None, initial=initial)
    back = reverse("bulletin_detail", args=[row.pk])

    def keep(_said: dict[str, Any]) -> str:
        services.edit(row, by=officer, **form.said())
        return back

    return form_page(request, form, keep, "bulletins/edit.html", {"row": row, "back": back})


def _step(
    request: HttpRequest, bulletin_id: int, form: RefusableForm, change: Change, name: str
) -> HttpResponse:
    """Take a step once; a refusal is shown with its form on the page."""
    officer = officer_of(request)
    row = selectors.bulletin(officer, bulletin_id)
    return act_on(
        request,
        form,
        lambda said: change(row, officer, said),
        back=reverse("bulletin_detail", args=[row.pk]),
        shown=lambda refused, status: show(request, row, status=status, **{name: refused}),
    )


@requires(Right.ANALYSIS_READ, Right.BULLETIN_WRITE)
def bulletin_review(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Say that it is right."""

    def change(row: Bulletin, officer: Officer, said: dict[str, Any]) -> None:
        services.review(row, by=officer, version=said["version"])

    return _step(request, bulletin_id, forms.StepForm(request.POST), change, "review")


@requires(Right.ANALYSIS_READ, Right.BULLETIN_ISSUE)
def bulletin_return(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Send it back, with what is wrong."""

    def change(row: Bulletin, officer: Officer, said: dict[str, Any]) -> None:
        services.return_(row, by=officer, **said)

    return _step(request, bulletin_id, forms.ReasonForm(request.POST), change, "return")


@requires(Right.ANALYSIS_READ, Right.BULLETIN_ISSUE)
def bulletin_issue(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Issue it: it changes no more and goes out."""

    def change(row: Bulletin, officer: Officer, said: dict[str, Any]) -> None:
        issued = services.issue(row, by=officer, version=said["version"])
        messages.success(request, _("%s is issued.") % issued.number)

    return _step(request, bulletin_id, forms.StepForm(request.POST), change, "issue")


@requires(Right.ANALYSIS_READ, Right.BULLETIN_SIGN)
@require_POST
def bulletin_read(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """The own agency has read it."""
    officer = officer_of(request)
    row = selectors.bulletin(officer, bulletin_id)
    back = reverse("bulletin_detail", args=[row.pk])

    def keep() -> str:
        services.read_copy(row, by=officer)
        messages.success(request, _("Noted as read."))
        return back

    return act(request, keep, back=back)


@requires(Right.BULLETIN_WRITE, Right.BULLETIN_WRITE)
@require_http_methods(["GET", "POST"])
def bulletin_meeting(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """The minutes of the meeting on it."""
    officer = officer_of(request)
    row = selectors.bulletin(officer, bulletin_id)
    meeting = getattr(row, "meeting", None)
    names = ("held_at", "chair", "bodies", "minutes", "version")
    initial = {name: getattr(meeting, name) for name in names} if meeting else {}
    form = forms.MeetingForm(request.POST or None, initial=initial)
    back = reverse("bulletin_detail", args=[row.pk])

    def keep(said: dict[str, Any]) -> str:
        services.save_meeting(row, by=officer, **said)
        return back

    return form_page(request, form, keep, "bulletins/meeting.html", {"row": row, "back": back})


@requires(Right.ANALYSIS_READ, Right.BULLETIN_WRITE)
def bulletin_task_new(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """Give an agency a task of the meeting."""

    def change(row: Bulletin, officer: Officer, said: dict[str, Any]) -> None:
        services.give_task(row, by=officer, **said)

    form = forms.TaskForm(request.POST, viewer=officer_of(request))
    return _step(request, bulletin_id, form, change, "task")


@requires(Right.ANALYSIS_READ, Right.BULLETIN_WRITE)
def bulletin_task_finish(request: HttpRequest, bulletin_task_id: int) -> HttpResponse:
    """A task is done."""
    return _task(request, bulletin_task_id, forms.OutcomeForm(request.POST), services.finish_task)


@requires(Right.ANALYSIS_READ, Right.BULLETIN_WRITE)
def bulletin_task_drop(request: HttpRequest, bulletin_task_id: int) -> HttpResponse:
    """A task is taken back."""
    return _task(request, bulletin_task_id, forms.DropForm(request.POST), services.drop_task)


def _task(
    request: HttpRequest, key: int, form: RefusableForm, change: Callable[..., Any]
) -> HttpResponse:
    officer = officer_of(request)
    task = selectors.task(officer, key)
    back = reverse("bulletin_detail", args=[task.bulletin_id])
    if request.method != "POST":
        return redirect(back)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(back)

    def keep() -> str:
        change(task, by=officer, **form.cleaned_data)
        return back

    return act(request, keep, back=back)


@requires(Right.BULLETIN_WRITE, Right.BULLETIN_WRITE)
@require_http_methods(["GET", "POST"])
def bulletin_receivers(request: HttpRequest) -> HttpResponse:
    """Whom the bulletins of the own agency go to."""
    officer = officer_of(request)
    listed = [one.code for one in selectors.receivers_of(officer.agency)]
    form = forms.ReceiversForm(
        request.POST or None, agency=officer.agency, initial={"agencies": listed}
    )

    def keep(said: dict[str, Any]) -> str:
        services.set_receivers(by=officer, codes=said["agencies"])
        return reverse("bulletin_list")

    back = reverse("bulletin_list")
    return form_page(request, form, keep, "bulletins/receivers.html", {"back": back})
