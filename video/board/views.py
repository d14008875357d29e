"""The pages: the board, what is done from it, the map."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from grid.errors import FieldError, InvalidInput
from grid.frame.pages import act
from grid.organisation.models import Officer
from grid.organisation.viewers import officer_of
from grid.rest.sheets import csv_answer
from grid.rights import Right, requires
from video.board import acts, faults
from video.board.card import TABS, card
from video.board.forms import ActForm, BoardFilterForm
from video.board.inventory import board
from video.board.page import address, config, map_config
from video.repair.forms import firms

LINKS: Final = (
    ("camera_map", gettext_lazy("Map"), Right.CAMERA_READ),
    ("camera_coverage", gettext_lazy("Cells without a camera"), Right.CAMERA_READ),
    ("camera_list", gettext_lazy("Camera register"), Right.CAMERA_READ),
    ("ticket_list", gettext_lazy("Repair tickets"), Right.REPAIR_REPORT),
    ("rate_board", gettext_lazy("The four rates"), Right.CAMERA_READ),
)
TAB_NAMES: Final = {
    "file": gettext_lazy("Camera file"),
    "run": gettext_lazy("Uptime"),
    "repair": gettext_lazy("Repairs"),
    "footage": gettext_lazy("Footage register"),
}


@requires(Right.CAMERA_READ)
@require_GET
def camera_board(request: HttpRequest) -> HttpResponse:
    """The inventory as it is now; `?camera=` opens the card of one beside it."""
    officer = officer_of(request)
    form = BoardFilterForm(request.GET, viewer=officer)
    code, tab = request.GET.get("camera", ""), request.GET.get("tab", "file")
    shown = card(officer, code) if code else None
    context = {
        "form": form,
        "board": board(officer, form.chosen(), request.GET.get("page")),
        "links": links(officer),
        "card": shown,
        "tab": tab if tab in TABS else "file",
        "tabs": list(TAB_NAMES.items()),
        "act_form": ActForm(),
        "firms": firms(officer) if shown and shown.may_move else [],
        "may_act": officer.has_right(Right.REPAIR_MANAGE),
        "now": timezone.now(),
        "chips": _chips(form),
        "config": config(request, urls={}),
        "footage_url": address("footage_list"),
    }
    return render(request, "cameraboard/board.html", context)


def links(officer: Officer) -> list[tuple[str, Any]]:
    """The neighbours of the board that this officer may open and that are mounted."""
    found = [(address(name), label) for name, label, right in LINKS if officer.has_right(right)]
    return [(url, label) for url, label in found if url]


def _chips(form: BoardFilterForm) -> list[tuple[str, str]]:
    """What narrows the list: the name of the field and the words of its value."""
    shown = []
    for name in ("agency", "kind", "stage", "cls"):
        value = form.cleaned_data.get(name)
        if value:
            labels = dict(form.fields[name].choices)  # type: ignore[attr-defined]
            shown.append((name, str(labels[value])))
    return shown


@requires(Right.CAMERA_READ)
@require_GET
def camera_board_export(request: HttpRequest) -> HttpResponseBase:
    """The faults as CSV, as they are filtered, at this moment."""
    officer = officer_of(request)
    chosen = BoardFilterForm(request.GET, viewer=officer).chosen()
    return csv_answer("camera-faults.csv", faults.table(officer, chosen))


@requires(Right.REPAIR_MANAGE, Right.REPAIR_MANAGE)
@require_POST
def camera_board_act(request: HttpRequest) -> HttpResponse:
    """Do to the chosen faults what the button says; a refusal is said on the board."""
    back = _back(request)
    return act(request, lambda: _done(request, back), back=back)


def _done(request: HttpRequest, back: str) -> str:
    officer = officer_of(request)
    chosen = [row.partition("|") for row in request.POST.getlist("row")]
    codes, numbers = [row[0] for row in chosen], [row[2] for row in chosen]
    if not chosen:
        raise InvalidInput(_("Choose at least one fault."))
    what = request.POST.get("act", "")
    if what in _AT_ONCE:
        _AT_ONCE[what](request, officer, numbers)
        return back
    said = _said(request)
    if what == "due":
        acts.change_due(officer, numbers, due_at=said["when"], reason=said["why"])
    elif what == "exclude":
        words = {"reason": said["reason"], "note": said["why"], "until": said["when"]}
        acts.ask_exclusion(officer, codes, **words)
    else:
        raise InvalidInput(_("Choose what is to be done."))
    return back


def _merge(_request: HttpRequest, officer: Officer, numbers: list[str]) -> None:
    acts.merge(officer, numbers)


def _remind(request: HttpRequest, officer: Officer, numbers: list[str]) -> None:
    count = acts.remind(officer, numbers)
    messages.success(request, _("Reminded of %s tickets.") % count)


def _assign(request: HttpRequest, officer: Officer, numbers: list[str]) -> None:
    acts.assign(officer, numbers, contractor=request.POST.get("contractor", ""))
    messages.success(request, _("Assigned; the firm's clock begins anew."))


_AT_ONCE: Final = {"merge": _merge, "remind": _remind, "assign": _assign}  # ask for nothing more


def _said(request: HttpRequest) -> dict[str, Any]:
    form = ActForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["when"]:
        message = _("Say until when.")
        fault = FieldError(pointer="/when", code="required", message=message)
        raise InvalidInput(message, errors=[fault])
    return form.cleaned_data


def _back(request: HttpRequest) -> str:
    said = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if is_ours and said.startswith("/") else address("camera_board")


@requires(Right.CAMERA_READ)
@require_GET
def camera_map(request: HttpRequest) -> HttpResponse:
    """Every camera in scope on the ground; filters are taken in the browser."""
    officer = officer_of(request)
    context = {"config": map_config(request, officer), "links": links(officer)}
    return render(request, "cameraboard/map.html", context)
