"""Pages of errands."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from grid.frame.forms import asked_for
from grid.frame.listing import Cell, listing_csv, listing_page, record_page
from grid.frame.pages import form_page
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from grid.service.visits import services
from grid.service.visits.errand_forms import ErrandChangeForm, ErrandFilter, ErrandForm, RevealForm
from grid.service.visits.errand_panels import errand_record
from grid.service.visits.listings import ERRANDS
from grid.service.visits.models import Errand
from grid.service.visits.selectors.errands import counts, errands, find_errand
from grid.service.visits.task_forms import OutcomeForm, VersionForm

USUAL: Final = timedelta(days=7)  # until when an errand is to be run, unless said otherwise


def there(errand: Errand) -> str:
    """The address of an errand's page."""
    return reverse("errand_detail", args=[errand.pk])


@requires(Right.SERVICE_READ)
@require_GET
def errand_list(request: HttpRequest) -> HttpResponse:
    """Errands, the next due first; those that are over only when asked for."""
    officer = officer_of(request)
    form = ErrandFilter(request.GET, viewer=officer)
    wanted = asked_for(form)
    asked_past = wanted.get("state") or wanted.get("first")
    rows = errands(officer, **wanted | ({} if asked_past else {"open": "1"}))
    new = Cell(_("New errand"), href=reverse("errand_new"))
    more: dict[str, Any] = {"actions": [new] if officer.has_right(Right.VISIT_WRITE) else []}
    more |= {"figures": _figures(officer), "note": _("For whom they are run is not listed.")}
    return listing_page(request, ERRANDS, rows, form, **more)


def _figures(officer: Officer) -> list[tuple[Any, Cell]]:
    found, where = counts(officer), reverse("errand_list")
    late = Cell(
        found["overdue"], href=f"{where}?overdue=on", mark="bad" if found["overdue"] else ""
    )
    return [(pgettext("ground", "Open"), Cell(found["open"], href=where)), (_("Overdue"), late)]


@requires(Right.SERVICE_READ)
@require_GET
def errand_export(request: HttpRequest) -> HttpResponseBase:
    """The errands as they are filtered, without for whom."""
    officer = officer_of(request)
    rows = errands(officer, **asked_for(ErrandFilter(request.GET, viewer=officer)))
    return listing_csv(ERRANDS, rows)


@requires(Right.VISIT_WRITE, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def errand_new(request: HttpRequest) -> HttpResponse:
    """Take an errand for a resident."""
    officer = officer_of(request)
    names = ("visit", "address", "cell")
    initial: dict[str, Any] = {name: request.GET.get(name, "") for name in names}
    initial |= {"officer": officer.badge_number, "due_at": timezone.localtime() + USUAL}
    form = ErrandForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        return there(services.take_errand(by=officer, **said))

    context = {"title": _("New errand"), "back": reverse("errand_list")}
    return form_page(request, form, keep, "frame/entry.html", context, is_sealed=True)


@requires(Right.SERVICE_READ)
@require_GET
def errand_detail(request: HttpRequest, errand_id: int) -> HttpResponse:
    """One errand: what, until when, for whom (masked), and what may be done."""
    officer = officer_of(request)
    return record_page(request, errand_record(find_errand(officer, errand_id), officer))


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def errand_edit(request: HttpRequest, errand_id: int) -> HttpResponse:
    """Correct an errand, move its day, give it to another officer."""
    officer = officer_of(request)
    row = find_errand(officer, errand_id)
    initial: dict[str, Any] = {
        name: getattr(row, name) for name in ("kind", "text", "address", "version")
    }
    initial["officer"] = row.officer.badge_number if row.officer else ""
    initial["due_at"] = timezone.localtime(row.due_at)
    form = ErrandChangeForm(request.POST or None, viewer=officer, initial=initial)

    def keep(said: dict[str, Any]) -> str:
        if "due_at" not in form.changed_data:
            del said["due_at"]  # the form says minutes, the errand microseconds
        return there(services.change_errand(row, by=officer, **said))

    context = {"title": row.number, "back": there(row)}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def errand_sign(request: HttpRequest, errand_id: int) -> HttpResponse:
    """Take an errand on."""
    officer = officer_of(request)
    row = find_errand(officer, errand_id)
    form = VersionForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        return there(services.take_on(row, by=officer, **said))

    context = {"title": row.number, "back": there(row), "label": _("Take it on")}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def errand_finish(request: HttpRequest, errand_id: int) -> HttpResponse:
    """Say that an errand is run, and what came of it."""
    return _ended(request, errand_id, _("The errand is run"), services.finish_errand, "outcome")


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def errand_end(request: HttpRequest, errand_id: int) -> HttpResponse:
    """Take an errand back, and say why."""
    return _ended(request, errand_id, _("Take the errand back"), services.end_errand, "reason")


def _ended(request: HttpRequest, key: int, title: str, end: Any, words: str) -> HttpResponse:
    officer = officer_of(request)
    row = find_errand(officer, key)
    form = OutcomeForm(request.POST or None, initial={"version": row.version})

    def keep(said: dict[str, Any]) -> str:
        given = {words: said["outcome"], "version": said["version"]}
        return there(end(row, by=officer, **given))

    context = {"title": title, "back": there(row)}
    return form_page(request, form, keep, "frame/entry.html", context)


@requires(Right.SERVICE_READ, Right.VISIT_WRITE)
@require_http_methods(["GET", "POST"])
def errand_reveal(request: HttpRequest, errand_id: int) -> HttpResponse:
    """See for whom an errand is run, against a reason on the access register."""
    officer = officer_of(request)
    row = find_errand(officer, errand_id)
    form = RevealForm(request.POST or None)

    def keep(said: dict[str, Any]) -> str:
        services.reveal_client(row, by=officer, **said)
        return there(row)

    context = {"title": _("For whom it is run"), "back": there(row)}
    return form_page(request, form, keep, "frame/entry.html", context)
