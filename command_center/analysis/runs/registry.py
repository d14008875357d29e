"""Jobs of the analysis: what floors above register, and what a job is given to work with."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

import numpy as np

from command_center.analysis.runs.models import JobResult, JobRun
from command_center.analysis.runs.periods import Kind, Period
from command_center.analysis.store import reading, slices
from command_center.analysis.store.arrays import (
    AreaCounts,
    CallArrays,
    CaseArrays,
    DayCounts,
    Ints,
)
from command_center.analysis.store.slices import CellDays, Recent
from grid.organisation.models import Agency

Content = dict[str, Any]
Ids = Collection[int]
Say = Callable[[int, str], None]


def _silence(_percent: int, _step: str) -> None:
    """Nobody is told how far it is."""


@dataclass(slots=True, kw_only=True)
class Context:
    """What one run computes from, under the role of the analysis and on one snapshot.

    `known_at` is the moment up to which cases are known; `switched_off` the codes of methods that
    may not be used for this agency. Whatever is read through it counts into the input's digest.
    Random numbers come from `rng` only, so that the same seed gives the same result.
    """

    agency: Agency
    period: Period
    known_at: datetime
    seed: int
    parameters: dict[str, Any] = field(default_factory=dict)
    switched_off: frozenset[str] = frozenset()
    say: Say = _silence
    rng: np.random.Generator = field(init=False)
    _digests: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    def is_on(self, method: str) -> bool:
        """Whether a method may be used."""
        return method not in self.switched_off

    def read(self, since: date, until: date, **said: Any) -> CaseArrays:
        """Cases of the agency's area; further words as of `reading.load`."""
        found = reading.load(
            self.agency.path, since, until, **({"known_at": self.known_at} | said)
        )  # fmt: skip
        self.note("cases", since, until, found.digest())
        return found

    def calls(self, since: date, until: date) -> CallArrays:
        """Calls for police of the agency's area."""
        found = reading.calls(self.agency.path, since, until)
        self.note("calls", since, until, _digest(found.pk, found.reported, found.is_valid))
        return found

    def day_counts(self, since: date, until: date, **said: Any) -> DayCounts:
        """Counts of the area by day, agency, cell and category; see `reading.day_counts`."""
        found = reading.day_counts(self.agency.path, since, until, **said)
        total = _digest(found.day, found.agency, found.cell, found.category, found.cases)
        self.note("day_counts", since, until, total)
        return found

    def area_counts(
        self, since: date, until: date, *, areas: Collection[int] | None = None, **said: Any
    ) -> AreaCounts:
        """Counts by day and category of agencies, the run's own unless told."""
        wanted = sorted(areas) if areas is not None else [self.agency.pk]
        found = reading.area_counts(wanted, since, until, **said)
        total = _digest(found.day, found.area, found.category, found.cases)
        self.note("area_counts", since, until, total)
        return found

    def cell_days(self, since: date, until: date, *, category_ids: Ids | None) -> CellDays:
        """Counts of the area by day and cell, of these categories together."""
        found = slices.cell_days(self.agency.path, since, until, category_ids)
        self.note("cell_days", since, until, _digest(found.day, found.cell, found.cases))
        return found

    def recent(self, areas: Sequence[int], since: date, day: date) -> Recent:
        """By area and category the cases of a day, and those from `since` to before it."""
        found = slices.recent(areas, since, day)
        total = _digest(found.area, found.category, found.now, found.before)
        self.note("recent", since, day, total)
        return found

    def series_days(self, asked: Sequence[tuple[int, Ids]], since: date, until: date) -> Ints:
        """Cases of areas and categories by day, (series, days)."""
        days = (until - since).days + 1
        found = slices.series_days(asked, since, until)
        at = found.at * days + (found.day - np.datetime64(since, "D")).astype(np.int64)
        dense = np.bincount(at, weights=found.cases, minlength=len(asked) * days).astype(np.int64)
        self.note("series_days", since, until, _digest(dense))
        return dense.reshape(len(asked), days)

    def note(self, *said: Any) -> None:
        """Count something else that was read into the digest of the input."""
        self._digests.append(" ".join(str(one) for one in said))

    def input_digest(self) -> str:
        """SHA-256 over all that was read, in the order of reading, and the parameters."""
        told = [*self._digests, repr(sorted(self.parameters.items())), str(self.seed)]
        return sha256("\n".join(told).encode()).hexdigest()


def _digest(*columns: Any) -> str:
    total = sha256()
    for column in columns:
        total.update(f"{len(column)} ".encode() + np.ascontiguousarray(column).tobytes())
    return total.hexdigest()


def _no_page(_run: JobRun) -> str:
    """No page shows the result but the run's own."""
    return ""


def _nothing_after(_result: JobResult) -> None:
    """No rows are made of the result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSpec:
    """One job: what it makes of a period, for which kinds of agencies, with which methods.

    `compose` answers a JSON-ready dict; it runs read-only under the role of the analysis. `after`
    makes rows of a result, in the transaction that finishes the run, and may be called once only
    for a result. `methods` are codes of the algorithm register. `label` is its name, translated,
    `link` answers the address of the page that shows a run's result.
    """

    name: str
    kind: Kind
    label: Any
    compose: Callable[[Context], Content]
    levels: frozenset[Agency.Kind]
    after: Callable[[JobResult], None] = _nothing_after
    link: Callable[[JobRun], str] = _no_page
    methods: tuple[str, ...] = ()
    version: str = "1"


_jobs: Final[dict[str, JobSpec]] = {}


def register(spec: JobSpec) -> JobSpec:
    """Let the calendar run a job; from `AppConfig.ready`. A second one of a name replaces it."""
    _jobs[spec.name] = spec
    return spec


def job(name: str) -> JobSpec | None:
    """The job of a name, None where no app registers it."""
    return _jobs.get(name)


def jobs() -> tuple[JobSpec, ...]:
    """All jobs, the shortest period first."""
    order = ("day", "week", "month", "quarter", "year")
    return tuple(sorted(_jobs.values(), key=lambda spec: (order.index(spec.kind), spec.name)))
