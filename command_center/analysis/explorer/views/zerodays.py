"""The page of days without a case, and its files."""

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET

from command_center.analysis.explorer.asked import asked_of
from command_center.analysis.explorer.forms import ZeroForm
from command_center.analysis.explorer.page import is_off
from command_center.analysis.explorer.views.figures import answer_file, answer_page
from command_center.analysis.explorer.zerodays import CLASS, Quiet, chosen, zero_table
from command_center.analysis.methods import streaks
from grid.errors import InvalidInput
from grid.organisation.viewers import officer_of
from grid.rest.pages import page_of
from grid.rights import Right, requires

DAYS: Final = 365
PAGE: Final = 100
MONTHS: Final = (1, 3, 5, 12)
HEADS: Final = (
    ("running", gettext_lazy("Days without a case up to the last day")),
    ("longest", gettext_lazy("Longest run, days")),
    ("zero", gettext_lazy("Days without a case in all")),
    ("cases", gettext_lazy("Cases")),
)


@requires(Right.ANALYSIS_READ)
@require_GET
def zero_days(request: HttpRequest) -> HttpResponseBase:
    """Villages, communities and areas by their days without a case, the longest run first."""
    officer = officer_of(request)
    form = ZeroForm(request.GET, viewer=officer, days=DAYS)
    asked = asked_of(form, officer)
    off = asked is not None and is_off("streaks", asked.agency.path)
    if asked is None or off:
        return answer_page(request, "zero", "zero_days", form=form, off=off)
    level = form.cleaned_data["level"]
    try:
        table = zero_table(asked, level)
    except InvalidInput as refusal:
        return answer_page(request, "zero", "zero_days", form=form, refused=refusal)
    rows = chosen(table, form.cleaned_data)
    context = {
        "form": form, "asked": asked, "table": table, "count": len(rows),
        "page": page_of(request, rows, size=PAGE), "months": _months(), "heads": HEADS,
        "sort": form.cleaned_data["sort"] or "running", "by_class": level == CLASS,
    }  # fmt: skip
    found = answer_file(request, "zero-days", _lines(rows))
    return found or answer_page(request, "zero", "zero_days", **context)


def _months() -> list[tuple[str, date, date]]:
    """The last whole months, as links."""
    found = []
    for months in MONTHS:
        first, last = streaks.whole_months(timezone.localdate() - timedelta(days=1), months=months)
        words = ngettext("%(n)s whole month", "%(n)s whole months", months) % {"n": months}
        found.append((words, first.astype(object), last.astype(object)))
    return found


def _lines(rows: list[Quiet]) -> list[list[Any]]:
    head = [
        _("Code"), _("Place"), _("Agency"), _("Kind"), _("Class set"),
        *(str(word) for _name, word in HEADS),
        pgettext("run of days", "Since"), _("Longest from"), _("Longest to"),
    ]  # fmt: skip
    return [head, *(_line(row) for row in rows)]


def _line(row: Quiet) -> list[Any]:
    place = row.place
    dates = [row.since, row.longest_from, row.longest_to]
    return [
        place.code, place.name, place.agency, str(row.kind_word), place.class_set,
        row.running, row.longest, row.zero, row.cases, *(str(day or "") for day in dates),
    ]  # fmt: skip
