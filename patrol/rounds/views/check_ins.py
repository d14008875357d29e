"""Check-ins at points: those of a day as a file, and a list narrowed by cell, days and words."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.frame.forms import asked_for
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires
from patrol.rounds import selectors
from patrol.rounds.forms import CheckInFilter
from patrol.rounds.models import Visit
from patrol.rounds.views.shared import MOST_LINES, PAGE, day_of, sheet

_HEAD: Final = (
    *(gettext_lazy("Point"), gettext_lazy("Unit"), gettext_lazy("Round"), gettext_lazy("Time")),
    *(gettext_lazy("Received"), gettext_lazy("How"), gettext_lazy("Stay, s")),
    *(gettext_lazy("Distance, m"), gettext_lazy("Late entry"), gettext_lazy("Flags")),
)


@requires(Right.PATROL_READ)
def visits_csv(request: HttpRequest) -> HttpResponseBase:
    """The check-ins of a day with their flags."""
    day = day_of(request)
    rows = selectors.visits(officer_of(request), day=day)[:MOST_LINES]
    return sheet(f"check-ins-{day}.csv", _HEAD, _lines(rows))


@requires(Right.PATROL_READ)
def check_in_list(request: HttpRequest) -> HttpResponseBase | HttpResponse:
    """Check-ins of some days, today's where none is named; the board of cells leads here."""
    form, today = CheckInFilter(request.GET), timezone.localdate()
    chosen: dict[str, Any] = asked_for(form)
    if not (chosen.get("first") or chosen.get("last")):
        chosen |= {"first": today, "last": today}
    rows = selectors.visits(officer_of(request), **chosen).order_by("-happened_at", "-pk")
    if request.GET.get("as") == "csv":
        return sheet("check-ins.csv", _HEAD, _lines(rows[:MOST_LINES]))
    page = page_of(request, rows, size=PAGE)
    context = {"form": form, "page": page, "chosen": chosen, "now": timezone.now()}
    return render(request, "rounds/check_ins.html", context)


def _lines(rows: Iterable[Visit]) -> Iterator[tuple[Any, ...]]:
    for visit in rows:
        yield (
            f"{visit.point.code} {visit.point.name}",
            visit.unit.call_sign,
            visit.round.name,
            visit.happened_at,
            visit.received_at,
            visit.get_method_display(),
            visit.dwell_s,
            visit.distance_m,
            _("yes") if visit.is_late_entry else "",
            " / ".join(visit.flag_labels),
        )
