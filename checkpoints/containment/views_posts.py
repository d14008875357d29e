"""A post's phone page: what it stands for now, with one big button for what comes next."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from checkpoints.containment import forms, selectors
from checkpoints.containment.models import PostOrder, PostReport
from checkpoints.containment.services import answering, posting
from grid.errors import DomainError, NotAllowed
from grid.ledger.idempotency import once_per_form
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.CONTAINMENT_WORK)
@require_GET
def my_containment_posts(request: HttpRequest) -> HttpResponse:
    """Acknowledge, in place, report: the posts of the own agency."""
    rows = selectors.my_posts(officer_of(request))
    page = page_of(request, rows, size=20)
    context = {"page": page, "kinds": PostReport.Kind.choices}
    return render(request, "containment/my_posts.html", context)


@requires(Right.CONTAINMENT_READ, Right.CONTAINMENT_WORK)
@require_POST
def containment_post_answer(
    request: HttpRequest, containment_number: str, post_order_id: int
) -> HttpResponse:
    """What the post says, from its own page or, told by phone or radio, from the console."""
    officer = officer_of(request)
    order = selectors.find_post(officer, containment_number, post_order_id)
    own = answering.is_own(order, officer) and request.POST.get("step") != "drop"
    back = (
        reverse("my_containment_posts") if own
        else reverse("containment_detail", args=[containment_number])
    )  # fmt: skip
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(back)

    def keep() -> str:
        messages.success(request, _answer(order, officer, form.cleaned_data))
        return back

    try:
        return redirect(once_per_form(request, keep))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(back)


def _answer(order: PostOrder, officer: Officer, said: dict[str, Any]) -> str:
    told = {"channel": said["channel"] or "screen", "spoken_by": said["spoken_by"]}
    if said["step"] == "acknowledge":
        answering.acknowledge(order, by=officer, **told)
        return _("Acknowledged.")
    if said["step"] == "man":
        officers, vehicles = said["officers"] or 0, said["vehicles"] or 0
        answering.man(order, by=officer, officers=officers, vehicles=vehicles, **told)
        return _("In place.")
    if said["step"] == "report":
        kind = said["kind"] or PostReport.Kind.NOTHING
        told |= {"text": said["text"], "hit": said["hit"]}
        answering.report(order, by=officer, kind=kind, **told)
        return _("Reported.")
    if said["step"] == "drop":
        if Right.CONTAINMENT_START not in officer.rights:
            raise NotAllowed(_("You may not take a post out."))
        posting.drop_post(order, by=officer, reason=said["reason"])
        return _("Taken out.")
    answering.leave(order, by=officer, reason=said["reason"])
    return _("The post has left.")
