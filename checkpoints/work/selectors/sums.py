"""Sums of counts and outcomes, with the rate of inspection, and against the year before.

A figure is a sum of rows and opens to them: `where` holds the filters that list exactly these.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import ExtractHour, TruncDate

from checkpoints.register.models import DefenceLine
from checkpoints.work.models import CheckOutcome, HourlyCount
from checkpoints.work.models.rules import Kind
from checkpoints.work.rulebook import rule_of
from checkpoints.work.selectors.lists import counts, outcomes
from grid.scope import Viewer

BY: Final = ("total", "day", "checkpoint", "line", "agency", "hour", "kind")
FIGURES: Final = (*Kind.values, "results")
CHECKED, PASSING = HourlyCount.Measure.CHECKED, HourlyCount.Measure.PASSING
_PLACE: Final = {
    "checkpoint": ("checkpoint__code", "checkpoint__name"),
    "line": ("checkpoint__line_id", "checkpoint__line_id"),
    "agency": ("checkpoint__agency__code", "checkpoint__agency__name"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """Checked of passing (查验率): only hours, kinds and directions whose flow was counted."""

    checked: int = 0
    passing: int = 0

    @property
    def share(self) -> float | None:
        """None: no flow was counted, so there is no rate."""
        return self.checked / self.passing if self.passing else None


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of a table of sums; `where` are the filters that list its rows."""

    key: str
    label: str
    numbers: dict[str, int]  # people, vehicles, goods, results, outcomes, late
    rates: dict[str, Rate]
    where: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> int:
        return self.numbers.get(name, 0)


def sums(
    viewer: Viewer, first: date, last: date, by: str = "day", kind: str = "", **asked: Any
) -> list[Figures]:
    """Sums of the local days from `first` to `last`, a line for each day, checkpoint, line ….

    `asked` may narrow by checkpoint, line and agency. Keys without any row are not there.
    """
    span: dict[str, Any] = {**asked, "first": first, "last": last, "kind": kind}
    labels: dict[str, str] = {}
    numbers: dict[str, dict[str, int]] = {}
    rates: dict[str, dict[str, Rate]] = {}
    for row in _counted(counts(viewer, **span), by):
        key = _key(row["key"], row["label"], labels)
        numbers[key] = {name: row[name] or 0 for name in (*Kind.values, "late")}
        rates[key] = {
            name: Rate(row[f"{name}_matched"] or 0, row[f"{name}_passing"] or 0)
            for name in Kind.values
        }
    for row in _come_of(outcomes(viewer, **span), by):
        key = _key(row["key"], row["label"], labels)
        had = {name: row[name] or 0 for name in ("results", "outcomes")}
        numbers[key] = numbers.get(key, {}) | had
    lines = [
        Figures(key, labels[key], numbers[key], rates.get(key, {}), _where(by, key, span))
        for key in labels
    ]
    return sorted(_named(lines, by), key=lambda line: line.key)


def total(viewer: Viewer, first: date, last: date, kind: str = "", **asked: Any) -> Figures:
    """One line over everything in these days; zeros where nothing was entered."""
    lines = sums(viewer, first, last, "total", kind, **asked)
    span: dict[str, Any] = {**asked, "first": first, "last": last, "kind": kind}
    return lines[0] if lines else Figures("total", "", {}, {}, _where("total", "", span))


def _grouped(rows: QuerySet[Any], by: str, moment: str) -> Any:
    if by in _PLACE:
        key, label = _PLACE[by]
        return rows.order_by().values(key=F(key), label=F(label))
    expression: Any = {
        "day": TruncDate(moment),
        "hour": ExtractHour(moment),
        "kind": F("kind"),
        "total": Value("total"),
    }[by]
    return rows.order_by().annotate(key=expression, label=expression).values("key", "label")


def _counted(rows: QuerySet[HourlyCount], by: str) -> Any:
    """Checked and passing by kind; `matched` is what was checked where the flow was counted."""
    # A check both ways belongs to a flow of either way, a flow both ways to every check.
    same_way = Q(direction=OuterRef("direction")) | Q(direction="both")
    either = Q(Exists(_flow())) & Q(direction="both")
    flowing = Q(Exists(_flow().filter(same_way))) | either
    found: dict[str, Any] = {"late": Sum("number", filter=Q(is_late=True))}
    for kind in Kind.values:
        checked = Q(kind=kind, measure=CHECKED)
        found[kind] = Sum("number", filter=checked)
        found[f"{kind}_matched"] = Sum("number", filter=checked & flowing)
        found[f"{kind}_passing"] = Sum("number", filter=Q(kind=kind, measure=PASSING))
    return _grouped(rows, by, "hour").annotate(**found)


def _flow() -> QuerySet[HourlyCount]:
    """What passed in the same hour, of the same kind, at the same checkpoint."""
    return HourlyCount.objects.filter(
        checkpoint=OuterRef("checkpoint"),
        hour=OuterRef("hour"),
        kind=OuterRef("kind"),
        measure=PASSING,
    ).order_by()


def _come_of(rows: QuerySet[CheckOutcome], by: str) -> Any:
    standing = rows.filter(struck_at__isnull=True)
    return _grouped(standing, by, "happened_at").annotate(
        results=Sum("number", filter=Q(is_result=True)), outcomes=Sum("number")
    )


def _key(value: Any, label: Any, labels: dict[str, str]) -> str:
    key = f"{value:02d}" if isinstance(value, int) else str(value)
    labels.setdefault(key, f"{key}:00" if isinstance(value, int) else str(label))
    return key


def _where(by: str, key: str, span: dict[str, Any]) -> dict[str, str]:
    """The filters that list the rows behind a line."""
    mine = {"day": {"first": key, "last": key}, "hour": {"hour": key.lstrip("0") or "0"}}
    own = mine.get(by, {} if by == "total" else {by: key})
    return {name: str(value) for name, value in {**span, **own}.items() if value}


def _named(lines: list[Figures], by: str) -> list[Figures]:
    """Lines and kinds by what they are called."""
    if by == "line":
        names = {row.code: str(row) for row in DefenceLine.objects.all()}
    elif by == "kind":
        names = {kind.value: str(kind.label) for kind in Kind}
    else:
        return lines
    return [replace(line, label=names.get(line.key, line.label)) for line in lines]


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure now and in the same days a year before."""

    now: int
    before: int
    small_below: int

    @property
    def change(self) -> float | None:
        """As a share of the year before; None where that was nothing."""
        return (self.now - self.before) / self.before if self.before else None

    @property
    def shown(self) -> str:
        """The change in percent with its sign, `—` where there is none."""
        return "—" if self.change is None else f"{self.change:+.1%}"

    @property
    def is_small(self) -> bool:
        """Too few for a share to mean much."""
        return min(self.now, self.before) < self.small_below


@dataclass(frozen=True, slots=True)
class Year:
    """One line of a comparison; `earlier` lists the rows of the year before."""

    key: str
    label: str
    figures: dict[str, Compared]
    where: dict[str, str]
    earlier: dict[str, str]


def a_year_before(day: date) -> date:
    """The same day of the year before; the 28th for the 29th of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def year_on_year(
    viewer: Viewer, first: date, last: date, by: str = "total", kind: str = "", **asked: Any
) -> list[Year]:
    """Each line of `sums` beside the same days of the year before."""
    past = (a_year_before(first), a_year_before(last))
    now = {row.key: row for row in _lines(viewer, (first, last), by, kind, asked)}
    before = {_today(row.key, by): row for row in _lines(viewer, past, by, kind, asked)}
    small = rule_of(viewer.agency_path).small_below
    return [
        Year(
            key=key,
            label=(now.get(key) or before[key]).label if by != "day" else key,
            figures={
                name: Compared(_of(now, key, name), _of(before, key, name), small)
                for name in FIGURES
            },
            where=now[key].where if key in now else {},
            earlier=before[key].where if key in before else {},
        )
        for key in sorted({*now, *before})
    ]


def _lines(
    viewer: Viewer, span: tuple[date, date], by: str, kind: str, asked: dict[str, Any]
) -> list[Figures]:
    if by == "total":
        return [total(viewer, *span, kind, **asked)]
    return sums(viewer, *span, by, kind, **asked)


def _of(lines: dict[str, Figures], key: str, name: str) -> int:
    return lines[key].of(name) if key in lines else 0


def _today(key: str, by: str) -> str:
    """The day of this year that a day of the year before is compared with.

    The 29th of February has none, so it stands for itself.
    """
    if by != "day":
        return key
    day = date.fromisoformat(key)
    try:
        return day.replace(year=day.year + 1).isoformat()
    except ValueError:
        return key
