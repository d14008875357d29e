"""Where nothing happened: days without a case by village, community, area and class (零发案)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from command_center.analysis.explorer.asked import SET, Asked
from command_center.analysis.explorer.dimensions import areas_within
from command_center.analysis.methods import streaks
from command_center.analysis.store import reading
from command_center.analysis.store.sums import Source, Sums, Wanted, days_waiting, sums
from command_center.cases import sets
from grid.territory.models import Cell

CELL, AREA, CLASS = "cell", "agency", "class"
LEVELS: Final = (
    (CELL, _("Villages and communities")),
    (AREA, _("Areas below")),
    (CLASS, _("Areas below by class set")),
)
ORDERS: Final[dict[str, Any]] = {
    "running": lambda row: (-row.running, -row.longest),
    "longest": lambda row: -row.longest,
    "zero": lambda row: -row.zero,
    "cases": lambda row: -row.cases,
    "name": lambda row: row.place.name,
}
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One line to be counted: what it is called and how the list of cases is narrowed to it."""

    name: str
    code: str
    agency: str
    kind: str = ""
    class_set: str = ""
    filters: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Days without a case of one place; `since` is the first day of the run up to the last day.

    `is_whole`: not one case in all the days asked for, so that the run may be longer than said.
    """

    place: Place
    running: int
    since: date | None
    is_whole: bool
    longest: int
    longest_from: date | None
    longest_to: date | None
    zero: int
    cases: int
    urls: dict[str, str]

    @property
    def kind_word(self) -> Any:
        return Cell.Kind(self.place.kind).label if self.place.kind else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietTable:
    """All places, with how many had no case at all, of which kind, and the sum of their days."""

    rows: tuple[Quiet, ...]
    days: int
    whole: int
    share: float
    by_kind: tuple[tuple[Any, int, int], ...]
    zero: int
    waiting: int


def zero_table(asked: Asked, level: str) -> QuietTable:
    """Every place of the level with its days without a case, from the counts by day."""
    places, where, what, found = _counted(asked, level)
    ends: dict[str, Any] = {
        "first_day": asked.since, "last_day": asked.until, "areas": len(places),
    }  # fmt: skip
    days = streaks.zero_days(where, what, found["day"], **ends)
    cases = np.bincount(where[where >= 0], found.cases[where >= 0], minlength=len(places))
    whole = streaks.zero_areas(where, found["day"], **ends)
    rows = tuple(_quiet(asked, place, days, at, int(cases[at])) for at, place in enumerate(places))
    return QuietTable(
        rows=rows,
        days=days.days,
        whole=whole.count,
        share=whole.share if places else 0.0,
        by_kind=_by_kind(rows),
        zero=days.sum,
        waiting=days_waiting(asked.since, asked.until),
    )


def chosen(table: QuietTable, said: dict[str, Any]) -> list[Quiet]:
    """The rows asked for, in the order asked for; places of one figure by their code."""
    least = said.get("least") or 0
    word, kind = (said.get("q") or "").strip(), said.get("kind")
    rows = [
        row
        for row in table.rows
        if row.running >= least
        and (not kind or row.place.kind == kind)
        and (not word or word in f"{row.place.code} {row.place.name} {row.place.agency}")
        and (not said.get("whole") or row.is_whole)
    ]
    rows.sort(key=lambda row: (row.place.code, row.place.class_set))
    rows.sort(key=ORDERS[said.get("sort") or "running"])
    return rows


def _by_kind(rows: tuple[Quiet, ...]) -> tuple[tuple[Any, int, int], ...]:
    """Of villages and of communities: how many without a case, of how many."""
    found = []
    for kind in Cell.Kind:
        mine = [row for row in rows if row.place.kind == kind]
        if mine:
            found.append((kind.label, sum(row.is_whole for row in mine), len(mine)))
    return tuple(found)


def _counted(asked: Asked, level: str) -> tuple[list[Place], Any, Any, Sums]:
    """The places, and of each sum the place it belongs to (-1: none)."""
    if level == CELL:
        places, place_of, found = _cells(asked)
    else:
        return _areas(asked, by_class=level == CLASS)
    where = np.array([place_of.get(int(key), -1) for key in found["cell"]], dtype=np.int64)
    return places, where, np.zeros(len(where)), found


def _wanted(asked: Asked, agencies: list[int]) -> Wanted:
    return Wanted(
        agencies=agencies, since=asked.since, until=asked.until,
        discovered=asked.discovered, categories=asked.categories,
    )  # fmt: skip


def _cells(asked: Asked) -> tuple[list[Place], dict[int, int], Sums]:
    """The cells in force on the last day; cases of their earlier versions are theirs."""
    rows = Cell.objects.in_force(asked.until).filter(
        is_leaf=True, agency__path__startswith=asked.agency.path
    )
    told = list(rows.order_by("code").values_list("code", "name", "kind", "agency__name"))
    places = [
        Place(name=name, code=code, kind=kind, agency=agency, filters={"cell": code})
        for code, name, kind, agency in told
    ]
    at = {place.code: number for number, place in enumerate(places)}
    versions = Cell.objects.filter(code__in=list(at)).values_list("pk", "code")
    place_of = {pk: at[code] for pk, code in versions}
    wanted = _wanted(asked, reading.areas_below(asked.agency.path))
    return places, place_of, sums(Source.CELL_DAYS, wanted, ["cell", "day"])


def _areas(asked: Asked, *, by_class: bool) -> tuple[list[Place], Any, Any, Sums]:
    """The areas below (of a station itself), each once or once for each class set."""
    areas = areas_within(asked.agency) or [asked.agency]
    kinds = _classes(asked) if by_class else [("", "", None)]
    by = ["agency", "day", *(["category"] if by_class else [])]
    found = sums(Source.AREA_DAYS, _wanted(asked, [one.pk for one in areas]), by)
    at = {one.pk: number for number, one in enumerate(areas)}
    area = np.array([at[int(key)] for key in found["agency"]], dtype=np.int64)
    places, parts = [], []
    for one in areas:
        for code, name, _members in kinds:
            narrowed = {"class_set": code, "category": None} if code else {}
            filters = {"agency": one.code} | narrowed
            places.append(
                Place(name=one.name, code=one.code, agency="", class_set=name, filters=filters)
            )
    for number, (_code, _name, members) in enumerate(kinds):
        inside = np.ones(len(area), np.bool_) if members is None else _is_in(found, members)
        parts.append(np.where(inside, area * len(kinds) + number, -1))
    return (
        places,
        np.concatenate(parts),
        np.zeros(len(area) * len(kinds)),
        _repeated(found, len(kinds)),
    )


def _classes(asked: Asked) -> list[tuple[str, str, Any]]:
    """Code, words and members of each class set the area counts by, of the one asked for alone."""
    path, day = asked.agency.path, asked.until
    only = asked.counted.removeprefix(SET) if asked.counted.startswith(SET) else ""
    return [
        (one.code, str(one), sorted(sets.category_ids(one.code, path, day)))
        for one in sets.sets(path, day)
        if not only or one.code == only
    ]


def _is_in(found: Sums, members: list[int]) -> Any:
    return np.isin(found["category"], members)


def _repeated(found: Sums, times: int) -> Sums:
    """The same sums once for each class."""
    columns = {name: np.tile(one, times) for name, one in found.columns.items()}
    return Sums(columns, np.tile(found.cases, times), np.tile(found.loss_yuan, times))


def _quiet(asked: Asked, place: Place, days: streaks.ZeroDays, at: int, cases: int) -> Quiet:
    running, longest = int(days.running[at, 0]), int(days.longest[at, 0])
    first = days.longest_from[at, 0].astype(object) if longest else None
    last = days.longest_to[at, 0].astype(object) if longest else None
    since = asked.until - timedelta(days=running - 1) if running else None
    return Quiet(
        place=place,
        running=running,
        since=since,
        is_whole=running == days.days,
        longest=longest,
        longest_from=first,
        longest_to=last,
        zero=int(days.total[at, 0]),
        cases=cases,
        urls=_urls(asked, place, since, (first, last)),
    )


def _urls(
    asked: Asked, place: Place, since: date | None, longest: tuple[date | None, date | None]
) -> dict[str, str]:
    """The cases of the days asked for, and those between which a run lies."""

    def between(first: date, last: date) -> str:
        span = {"reported_after": first, "reported_before": last + ONE_DAY}
        return asked.url(**place.filters, **span)

    urls = {"cases": between(asked.since, asked.until)}
    if since:
        urls["running"] = between(max(since - ONE_DAY, asked.since), asked.until)
    if longest[0] and longest[1]:
        urls["longest"] = between(longest[0] - ONE_DAY, longest[1] + ONE_DAY)
    said = {
        "agency": place.filters.get("agency", asked.agency.code), "counted": asked.counted,
        "since": asked.since, "until": asked.until, "found": asked.found,
        "cell": place.filters.get("cell", ""),
    }  # fmt: skip
    urls["map"] = f"{reverse('case_map')}?{urlencode({k: v for k, v in said.items() if v})}"
    return urls
