"""Papers of one dispute: written, read, taken, signed, handed out.

Each page stands twice: for those who read disputes, and for a mediator of her own ones alone.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grid.errors import DomainError, InvalidInput
from grid.frame.pages import RefusableForm, act
from grid.organisation.viewers import officer_of
from mediation.documents import forms, selectors, services
from mediation.documents.content import Content
from mediation.documents.drawing.signed import HEIGHT, WIDTH
from mediation.documents.models import Paper
from mediation.documents.panel import routes_of
from mediation.documents.showing import paper_shown, papers_shown
from mediation.register.models import Dispute, Party

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_GET
def dispute_papers(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """All papers of a dispute, what can be written now, the court's clock, the volume."""
    return papers_page(request, selectors.dispute_of(officer_of(request), dispute_number))


def papers_page(
    request: HttpRequest, dispute: Dispute, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page, with a form that was refused in the place of the empty one."""
    context = papers_shown(dispute, officer_of(request)) | more
    return render(request, "disputedocs/papers.html", context, status=status)


@require_POST
def dispute_paper_make(request: HttpRequest, dispute_number: str) -> HttpResponse:
    """Write a paper as the dispute stands now."""
    officer = officer_of(request)
    dispute = selectors.dispute_of(officer, dispute_number)
    routes = routes_of(officer)
    form = forms.MakeForm(request.POST, dispute=dispute)

    def keep() -> str:
        said = _said(form)
        made = services.make_paper(dispute, by=officer, **said)
        messages.success(request, _("%s is written.") % made.number)
        return reverse(routes["paper"], args=[dispute.number, made.pk])

    return act(request, keep, back=reverse(routes["papers"], args=[dispute.number]))


def _said(form: RefusableForm) -> dict[str, Any]:
    """What a form says; raises InvalidInput with its first fault."""
    if form.is_valid():
        return dict(form.cleaned_data)
    raise InvalidInput(str(next(iter(form.errors.values()))[0]))


@require_GET
def dispute_paper(request: HttpRequest, dispute_number: str, paper_id: int) -> HttpResponse:
    """One paper: who has signed, who has a copy; its words only against a purpose."""
    return paper_page(request, selectors.paper_of(officer_of(request), dispute_number, paper_id))


def paper_page(
    request: HttpRequest,
    paper: Paper,
    *,
    content: Content | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page, its words shown where they were just asked for."""
    context = paper_shown(paper, officer_of(request)) | {"content": content}
    context |= {"width": WIDTH, "height": HEIGHT, "signed": selectors.signed_places(paper)}
    return render(request, "disputedocs/one.html", context | more, status=status)


@require_POST
def dispute_paper_read(request: HttpRequest, dispute_number: str, paper_id: int) -> HttpResponse:
    """The words on this one answer; reading them again needs a purpose again."""
    officer = officer_of(request)
    paper = selectors.paper_of(officer, dispute_number, paper_id)
    form = forms.WhyForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            content = services.look_at_paper(paper, by=officer, why=form.why())
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            return paper_page(request, paper, content=content)
    return paper_page(request, paper, status=status, why_form=form)


@require_POST
def dispute_paper_file(request: HttpRequest, dispute_number: str, paper_id: int) -> HttpResponse:
    """The paper as a file, against a purpose."""
    officer = officer_of(request)
    paper = selectors.paper_of(officer, dispute_number, paper_id)
    form = forms.TakeForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            return _file(paper, form, officer)
        except DomainError as refusal:
            form.refuse(refusal)
            status = refusal.status
    return paper_page(request, paper, status=status, take_form=form)


def _file(paper: Paper, form: forms.TakeForm, officer: Any) -> HttpResponse:
    kind = form.cleaned_data["file_format"]
    take = services.take_pdf if kind == "pdf" else services.take_docx
    return download(take(paper, by=officer, why=form.why()), f"{paper.number}.{kind}", TYPES[kind])


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be kept by whoever asked, and by nobody on the way."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def dispute_paper_sign(request: HttpRequest, dispute_number: str, paper_id: int) -> HttpResponse:
    """Take one signature."""

    def keep(paper: Paper) -> str:
        services.sign_paper(paper, by=officer_of(request), **_said(forms.SignForm(request.POST)))
        return _("Signed.")

    return _step(request, dispute_number, paper_id, keep)


@require_POST
def dispute_paper_deliver(request: HttpRequest, dispute_number: str, paper_id: int) -> HttpResponse:
    """Write down who has a copy."""

    def keep(paper: Paper) -> str:
        parties = {str(one.pk): one for one in Party.objects.filter(dispute=paper.dispute)}
        named = [(one.pk, "") for one in parties.values()]
        said = _said(forms.DeliverForm(request.POST, parties=named))
        party = parties[said["party"]]
        services.deliver(paper, by=officer_of(request), party=party, way=said["way"])
        return _("The copy is on record.")

    return _step(request, dispute_number, paper_id, keep)


def _step(
    request: HttpRequest, dispute_number: str, paper_id: int, keep: Callable[[Paper], str]
) -> HttpResponse:
    officer = officer_of(request)
    paper = selectors.paper_of(officer, dispute_number, paper_id)
    back = reverse(routes_of(officer)["paper"], args=[dispute_number, paper.pk])

    def once() -> str:
        messages.success(request, keep(paper))
        return back

    return act(request, once, back=back)
