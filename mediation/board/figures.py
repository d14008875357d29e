"""Figures of mediation: success, fulfilment, repeats; numerator, denominator and the rows of both.

Counted are disputes, not courses or promises, so that each figure opens exactly its rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.scope import Viewer
from mediation.flow.models import Course, Outcome, Performance
from mediation.register.selectors import disputes, start_of

GOOD: Final = (Outcome.AGREED, Outcome.SETTLED)
COUNTED: Final = (*GOOD, Outcome.FAILED, Outcome.REFUSED, Outcome.TERMINATED)
Rows = QuerySet[Any]
Span = tuple[date | None, date | None]  # local days, both included

DEFINITIONS: Final[dict[str, Any]] = {
    "success": _(
        "Disputes whose last course of mediation ended in the period with an agreement or by the "
        "parties' own settlement ÷ disputes whose last course ended in the period; transferred "
        "ones are left out."
    ),
    "fulfilment": _(
        "Disputes all of whose promises due in the period were kept ÷ disputes with promises due "
        "in the period."
    ),
    "repeat": _(
        "Disputes reported in the period that were called about or visited again ÷ disputes "
        "reported in the period."
    ),
}
NAMES: Final[dict[str, Any]] = {
    "success": _("Success"),
    "fulfilment": _("Fulfilment"),
    "repeat": pgettext_lazy("ground", "Repeats"),
}
GROUPS: Final[dict[str, tuple[str, str, Any]]] = {
    "body": ("body__name", "body__code", _("Body")),
    "category": ("category__name", "category_id", _("Category")),
    "grade": ("grade", "grade", _("Grade")),
    "agency": ("agency__name", "agency__code", _("Agency")),
    "month": ("month", "month", pgettext_lazy("ground", "Month")),
}


def _ended(rows: Rows, span: Span) -> Rows:
    """With the outcome of the last course, where it ended in the span and counts."""
    last = Course.objects.filter(dispute=OuterRef("pk")).order_by("-number")
    rows = rows.annotate(
        outcome=Subquery(last.values("outcome")[:1]), at=Subquery(last.values("ended_at")[:1])
    )
    return _between(rows, "at", span).filter(outcome__in=COUNTED)


def _owed(rows: Rows, span: Span) -> Rows:
    """With a promise that fell due in the span, and whether one of those was not kept."""
    today = timezone.localdate()
    mine = Performance.objects.filter(agreement__dispute=OuterRef("pk"), due_on__lt=today)
    mine = mine.filter(due_on__gte=span[0]) if span[0] else mine
    mine = mine.filter(due_on__lte=span[1]) if span[1] else mine
    rows = rows.filter(Exists(mine)).annotate(
        at=Subquery(mine.order_by("-due_on").values("due_on")[:1])
    )
    owed: Rows = rows.annotate(broken=Exists(mine.filter(done_at__isnull=True)))
    return owed


def _reported(rows: Rows, span: Span) -> Rows:
    return _between(rows.annotate(at=F("reported_at")), "reported_at", span)


def _between(rows: Rows, field: str, span: Span) -> Rows:
    since, until = span
    if since:
        rows = rows.filter(**{f"{field}__gte": start_of(since)})
    if until:
        rows = rows.filter(**{f"{field}__lt": start_of(until + timedelta(days=1))})
    return rows


_WHOLE: Final[dict[str, Callable[[Rows, Span], Rows]]] = {
    "success": _ended,
    "fulfilment": _owed,
    "repeat": _reported,
}
_PART: Final[dict[str, Q]] = {
    "success": Q(outcome__in=GOOD),
    "fulfilment": Q(broken=False),
    "repeat": Q(repeats__gt=0),
}
# The names of figures as filters of the ledger: `success` is the part, `success_all` the whole.
FIGURES: Final = tuple(name for code in _WHOLE for name in (code, f"{code}_all"))


def rows_behind(rows: Rows, figure: str, since: date | None, until: date | None) -> Rows:
    """The disputes a figure counts: `success` its numerator, `success_all` its denominator."""
    code = figure.removesuffix("_all")
    whole = _WHOLE[code](rows, (since, until))
    return whole if figure.endswith("_all") else whole.filter(_PART[code])


@dataclass(frozen=True, slots=True)
class Rate:
    """One figure of one group; no percent without anything to divide by."""

    code: str
    part: int
    whole: int

    @property
    def percent(self) -> str:
        """To one decimal, half up."""
        return (
            f"{(self.part * 2000 + self.whole) // (2 * self.whole) / 10:.1f}" if self.whole else ""
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One group with its figures; `key` narrows the ledger to it."""

    label: str
    key: str
    rates: list[Rate]


def total(viewer: Viewer, span: Span, **wanted: Any) -> list[Rate]:
    """The three figures of all disputes in scope."""
    return [_rate(code, _WHOLE[code](disputes(viewer, **wanted), span)) for code in _WHOLE]


def _rate(code: str, whole: Rows) -> Rate:
    counted = whole.aggregate(part=Count("pk", filter=_PART[code]), whole=Count("pk"))
    return Rate(code, counted["part"], counted["whole"])


def by_group(viewer: Viewer, group: str, span: Span, **wanted: Any) -> list[Line]:
    """The figures of each group that has any, one query a figure."""
    found: dict[tuple[str, str], dict[str, Rate]] = {}
    for code, whole in _WHOLE.items():
        for label, key, rate in _grouped(code, whole(disputes(viewer, **wanted), span), group):
            found.setdefault((key, label), {})[code] = rate
    empty = {code: Rate(code, 0, 0) for code in _WHOLE}
    return [
        Line(label, key, [(empty | rates)[code] for code in _WHOLE])
        for (key, label), rates in sorted(found.items())
    ]


def _grouped(code: str, rows: Rows, group: str) -> Iterator[tuple[str, str, Rate]]:
    label, key, _title = GROUPS[group]
    if group == "month":
        rows = rows.annotate(month=TruncMonth("at"))
    counted = (
        rows.order_by()
        .values(*{label, key})
        .annotate(part=Count("pk", filter=_PART[code]), whole=Count("pk"))
    )
    for row in counted:
        yield _said(row[label]), _said(row[key]), Rate(code, row["part"], row["whole"])


def _said(value: Any) -> str:
    if value in (None, ""):
        return "—"
    return f"{value:%Y-%m}" if isinstance(value, date) else str(value)
