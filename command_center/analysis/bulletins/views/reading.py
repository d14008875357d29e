"""The list of bulletins, one bulletin, its files, two editions beside each other."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from command_center.analysis.bulletins import comparing, forms, selectors, services, tables
from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.panel import page_of
from grid.frame.forms import asked_for
from grid.frame.listing import Cell, Record, Section, listing_csv, listing_page, record_page
from grid.frame.pages import RefusableForm
from grid.frame.templatetags.frame import minute
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@requires(Right.ANALYSIS_READ)
@require_GET
def bulletin_list(request: HttpRequest) -> HttpResponse:
    """Bulletins of the own ground and those sent to it, the newest first."""
    officer = officer_of(request)
    form = forms.BulletinFilter(request.GET, viewer=officer)
    actions = []
    if Right.BULLETIN_WRITE in officer.rights:
        actions = [Cell(_("Distribution list"), href=reverse("bulletin_receivers"))]
    return listing_page(
        request,
        tables.BULLETINS,
        selectors.bulletins(officer, asked_for(form)),
        form,
        actions=actions,
    )


@requires(Right.ANALYSIS_READ)
@require_GET
def bulletin_export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is filtered."""
    officer = officer_of(request)
    form = forms.BulletinFilter(request.GET, viewer=officer)
    return listing_csv(tables.BULLETINS, selectors.bulletins(officer, asked_for(form)))


@requires(Right.ANALYSIS_READ)
@require_GET
def bulletin_detail(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """One bulletin; opening it is noted on the own agency's copy."""
    officer = officer_of(request)
    row = selectors.bulletin(officer, bulletin_id)
    services.see_copy(row, by=officer)
    return show(request, row)


def show(
    request: HttpRequest, row: Bulletin, *, status: int = 200, **refused: RefusableForm
) -> HttpResponse:
    """The page, a refused form in the place of the empty one; or its refusal in words.

    The page shows the bulletin as it is by now, so the form goes on from that version.
    """
    for form in refused.values():
        form.data = {name: form.data.get(name) for name in form.data} | {"version": row.version}
    context = page_of(row, officer_of(request), refused)
    offered = {act.name for act in context["acts"]} | {"task"}
    for name, form in refused.items():
        if name not in offered:
            messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
    return render(request, "bulletins/detail.html", context, status=status)


@requires(Right.ANALYSIS_READ)
@require_GET
def bulletin_pdf(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """The bulletin as PDF; that it was taken is on the log."""
    officer = officer_of(request)
    row = selectors.bulletin(officer, bulletin_id)
    language = request.GET.get("language", "")
    return download(services.take_pdf(row, by=officer, language=language), row, "pdf")


@requires(Right.ANALYSIS_READ)
@require_GET
def bulletin_docx(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """The bulletin as DOCX; that it was taken is on the log."""
    officer = officer_of(request)
    row = selectors.bulletin(officer, bulletin_id)
    language = request.GET.get("language", "")
    return download(services.take_docx(row, by=officer, language=language), row, "docx")


def download(data: bytes, row: Bulletin, kind: str) -> HttpResponse:
    """A file named by job, period and edition."""
    answer = HttpResponse(data, content_type=TYPES[kind])
    name = f"{row.job}-{row.period}-{row.agency.code}-{row.revision}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@requires(Right.ANALYSIS_READ)
@require_GET
def bulletin_compare(request: HttpRequest, bulletin_id: int) -> HttpResponse:
    """What changed from another edition (`with`, by default the one before) to this one."""
    officer = officer_of(request)
    row = selectors.bulletin(officer, bulletin_id)
    others = selectors.editions(row, officer).exclude(pk=row.pk)
    asked = request.GET.get("with", "")
    if asked.isdecimal():
        old = get_object_or_404(others, revision=int(asked[:6]))
    else:
        old = get_object_or_404(others.filter(revision__lt=row.revision)[:1])
    section = Section(
        title=_("What changed"),
        heads=(_("Section"), pgettext("of a bulletin", "What"), _edition(old), _edition(row)),
        lines=comparing.changes(old, row),
        empty=_("No figure and no word changed."),
    )
    record = Record(
        title=_("Two editions: %(title)s") % {"title": row.title},
        facts=[(_edition(one), minute(one.drafted_at)) for one in (old, row)],
        sections=[section],
        actions=[Cell(_("Back"), href=reverse("bulletin_detail", args=[row.pk]))],
    )
    return record_page(request, record)


def _edition(row: Bulletin) -> str:
    return _("Edition %(revision)s") % {"revision": row.revision}
