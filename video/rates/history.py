"""The days that were kept: series for a line, sums of a span, the order of a ranking."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from grid.scope import Viewer
from video.rates.computing import Figures, Key
from video.rates.formulas import FOUR, Figure, Formula, change
from video.rates.groups import Line, lines_of
from video.rates.models import By, Rate, RateDay
from video.rates.rulebook import formulas_of
from video.register.models import CameraClass

SUMS: Final = {name: Sum(name) for name in ("numerator", "denominator", "excluded", "sample")}
SPARK_DAYS: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """A rate that counted too few cameras for a rank: cameras times days, and how many it needs."""

    rate: str
    counted: int
    needed: int

    @property
    def missing(self) -> int:
        return self.needed - self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A group with its score and its place; no place where too few cameras were counted."""

    place: int | None
    score: Decimal | None
    line: Line
    lacks: tuple[Lack, ...] = ()


def kept(viewer: Viewer, *, by: str = By.AGENCY, agency: str = "") -> QuerySet[RateDay]:
    """The kept days of what a viewer sees, of an agency and all below it where one is named."""
    rows = RateDay.objects.visible_to(viewer).filter(by=by)
    if agency:
        inside = Q(agency__path__startswith=f"{agency}/") | Q(agency__path__contains=f"/{agency}/")
        rows = rows.filter(inside)
    return rows


def series(
    viewer: Viewer, rates: Iterable[str], first: date, last: date, **asked: Any
) -> dict[str, dict[date, Figure]]:
    """Each rate day by day, both days included; `by` with `key` or `keys` narrows to groups."""
    key, keys = asked.pop("key", None), asked.pop("keys", None)
    rows = kept(viewer, **asked).filter(rate__in=list(rates), day__range=(first, last))
    if key is not None:
        rows = rows.filter(key="" if key == "-" else key)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    formulas = formulas_of(viewer.agency_path)
    found: dict[str, dict[date, Figure]] = defaultdict(dict)
    for rate, day, *sums in rows.order_by("day").values_list("rate", "day").annotate(**SUMS):
        found[rate][day] = _figure(formulas[rate], sums)
    return found


def of_days(
    viewer: Viewer, first: date, last: date, *, by: str = By.AGENCY, agency: str = ""
) -> dict[Key, Figures]:
    """The sums of the kept days of a span by agency and group.

    Of a rate that counts cameras each day's cameras are added, so that a day weighs as many as
    were counted on it. `sample` and `excluded` are then days of cameras.
    """
    formulas = formulas_of(viewer.agency_path)
    rows = kept(viewer, by=by, agency=agency).filter(day__range=(first, last))
    found: dict[Key, Figures] = defaultdict(dict)
    asked = rows.order_by().values_list("agency_id", "key", "rate").annotate(**SUMS)
    for agency_id, key, rate, *sums in asked:
        found[agency_id, key][rate] = _figure(formulas[rate], sums)
    return found


def _figure(formula: Formula, sums: Sequence[int]) -> Figure:
    return Figure(
        rate=formula.rate,
        threshold=formula.threshold,
        least_sample=formula.of("least_sample"),
        **dict(zip(SUMS, sums, strict=True)),
    )


def ranking(
    viewer: Viewer, first: date, last: date, *, by: str = By.AGENCY, path: str = ""
) -> list[Ranked]:
    """Groups by the plain mean of the four rates of a span, the best first.

    A group without all four, or with too few cameras for one of them, has no place and stands at
    the end. Equal scores share a place, and the next one is skipped (1, 2, 2, 4).
    """
    path = path or viewer.agency_path
    agency = path.rstrip("/").rsplit("/", 1)[-1]
    found = of_days(viewer, first, last, by=by, agency=agency)
    lines = lines_of(found, formulas_of(viewer.agency_path), by=by, path=path)
    days = max(1, (last - first).days + 1)
    scored = [(score_of(line.figures, days), line) for line in lines]
    scores = sorted((score for score, _l in scored if score is not None), reverse=True)
    rows = [
        Ranked(
            place=None if score is None else scores.index(score) + 1,
            score=score,
            line=line,
            lacks=lacks_of(line.figures, days),
        )
        for score, line in scored
    ]
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0, row.line.label))


def lacks_of(figures: Figures, days: int = 1) -> tuple[Lack, ...]:
    """Which of the four counted too few cameras in so many days, and how many are missing."""
    needed = {rate: max(1, figures[rate].least_sample * days) for rate in FOUR}
    return tuple(
        Lack(rate=rate, counted=figures[rate].denominator, needed=least)
        for rate, least in needed.items()
        if figures[rate].denominator < least
    )


def score_of(figures: Figures, days: int = 1) -> Decimal | None:
    """The mean of the four rates in percent to two decimals; None where one cannot be ranked."""
    four = [figures[rate] for rate in FOUR]
    if lacks_of(figures, days):
        return None
    mean = sum((Decimal(100 * f.numerator) / f.denominator for f in four), Decimal(0)) / len(four)
    return mean.quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The last four weeks of one rate: shares in percent by day, and the change in a week."""

    points: list[tuple[date, Decimal]]
    change: Decimal | None


def trends(viewer: Viewer, now: Figures, **narrowed: Any) -> dict[str, Trend]:
    """For each rate its kept days, and how far it is from a week ago.

    `narrowed` is what `now` was counted of. Days are kept by agency and by class: of cameras
    narrowed by anything else nothing is known of the days before, and nothing is shown.
    """
    today = timezone.localdate()
    first, week_ago = today - timedelta(days=SPARK_DAYS), today - timedelta(days=7)
    asked = _kept_by(narrowed)
    found = series(viewer, Rate.values, first, today, **asked) if asked is not None else {}
    days = {rate: found.get(rate, {}) for rate in Rate.values}
    return {
        rate: Trend(
            points=[(d, f.percent) for d, f in days[rate].items() if f.percent is not None],
            change=change(now.get(rate), days[rate].get(week_ago)),
        )
        for rate in Rate.values
    }


def _kept_by(narrowed: Mapping[str, Any]) -> dict[str, Any] | None:
    """Which kept days hold exactly the cameras of a narrowing; None where none do."""
    said = {name: value for name, value in narrowed.items() if value not in (None, "")}
    agency = said.pop("agency", "")
    if not said:
        return {"agency": agency}
    if not said.keys() <= {"cls", "is_public"}:
        return None
    classes = CameraClass.objects.all()
    if "is_public" in said:
        classes = classes.filter(is_public=said["is_public"])
    if "cls" in said:
        classes = classes.filter(pk=said["cls"])
    return {"agency": agency, "by": By.CLASS, "keys": list(classes.values_list("pk", flat=True))}
