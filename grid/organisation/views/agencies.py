"""The agency tree and what is done to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from grid.organisation import forms, selectors, services
from grid.organisation.models import Agency
from grid.organisation.viewers import officer_of
from grid.organisation.views.pages import FormPage, data_of
from grid.rest.pages import page_of
from grid.rights import Right, requires


@requires(Right.ORGANISATION_READ)
def tree(request: HttpRequest) -> HttpResponse:
    """Every agency in scope, in tree order."""
    query = request.GET.get("q", "").strip()
    rows = selectors.agencies(officer_of(request), query=query)
    context = {"rows": page_of(request, rows), "query": query}
    return render(request, "organisation/agency_list.html", context)


@requires(Right.ORGANISATION_READ)
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One agency, what is below it, who works there."""
    viewer = officer_of(request)
    agency = _agency(request, code)
    context = {
        "agency": agency,
        "below": selectors.agencies(viewer).filter(parent=agency)[:200],
        "officers": selectors.officers(viewer).filter(agency=agency)[:200],
    }
    return render(request, "organisation/agency_detail.html", context)


@requires(Right.AGENCY_MANAGE, Right.AGENCY_MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """A new agency."""
    viewer = officer_of(request)
    form = forms.AgencyForm(data_of(request), viewer=viewer)
    page = FormPage(_("New agency"), _("Create agency"), reverse("organisation"))

    def act(given: dict[str, str]) -> HttpResponse:
        agency = services.create_agency(**given, by=viewer.as_actor())  # type: ignore[arg-type]
        return _done(request, agency, _("Agency created."))

    return page.answer(request, form, act)


@requires(Right.AGENCY_MANAGE, Right.AGENCY_MANAGE)
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name."""
    agency = _agency(request, code)
    initial = {"name": agency.name, "version": agency.version}
    form = forms.RenameForm(data_of(request), initial=initial)
    page = FormPage(_("Rename agency"), _("Rename"), _address(agency))
    by = officer_of(request).as_actor()
    return page.answer(
        request,
        form,
        lambda given: _done(
            request, services.rename_agency(agency, **given, by=by), _("Agency renamed.")
        ),
    )


@requires(Right.AGENCY_MANAGE, Right.AGENCY_MANAGE)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Another place in the tree, with everything below."""
    viewer = officer_of(request)
    agency = _agency(request, code)
    form = forms.MoveForm(data_of(request), initial={"version": agency.version}, viewer=viewer)
    text = _("Everything below it moves with it. Whoever sees it by scope changes at once.")
    page = FormPage(_("Move agency"), _("Move"), _address(agency), text=text, danger=True)
    by = viewer.as_actor()
    return page.answer(
        request,
        form,
        lambda given: _done(
            request, services.move_agency(agency, **given, by=by), _("Agency moved.")
        ),
    )


@requires(Right.AGENCY_MANAGE, Right.AGENCY_MANAGE)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """No longer in use; its history stays."""
    agency = _agency(request, code)
    form = forms.CloseForm(data_of(request), initial={"version": agency.version})
    text = _("Nothing new can be filed under a closed agency. What was filed stays.")
    page = FormPage(_("Close agency"), _("Close agency"), _address(agency), text=text, danger=True)
    by = officer_of(request).as_actor()
    return page.answer(
        request,
        form,
        lambda given: _done(
            request, services.deactivate_agency(agency, **given, by=by), _("Agency closed.")
        ),
    )


def _agency(request: HttpRequest, code: str) -> Agency:
    return get_object_or_404(Agency.objects.visible_to(officer_of(request)), code=code)


def _address(agency: Agency) -> str:
    return reverse("agency_detail", args=[agency.code])


def _done(request: HttpRequest, agency: Agency, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect(_address(agency))
