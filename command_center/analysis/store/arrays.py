"""What was read, as arrays: one row a case, a call, or a day's count. Times are local."""

from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Moments = NDArray[np.datetime64]  # of seconds or days, wall clock of the city
NEVER = np.iinfo(np.int64).min  # NaT of numpy


def moments(values: list[int | None]) -> Moments:
    """Seconds of the wall clock since 1970 as datetime64[s]; None is NaT."""
    whole = np.array([NEVER if one is None else one for one in values], dtype=np.int64)
    return whole.view("datetime64[s]")


def floats(values: list[float | None]) -> Floats:
    """None is NaN."""
    return np.array(values, dtype=np.float64)


def ints(values: list[int | None]) -> Ints:
    """None is 0, which no row has as its key."""
    return np.array([one or 0 for one in values], dtype=np.int64)


class _Rows:
    """Arrays of one length, cut together."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))  # type: ignore[arg-type]

    def where(self, mask: Bools) -> Self:
        """The rows of a mask."""
        cut: dict[str, Any] = {
            one.name: getattr(self, one.name)[mask]
            for one in fields(self)  # type: ignore[arg-type]
        }
        return type(self)(**cut)


@dataclass(frozen=True, slots=True)
class CaseArrays(_Rows):
    """Cases without persons, by key.

    `x`, `y` in metres of EPSG:4551, `lng`, `lat` in degrees of WGS-84, NaN without a point. `day`
    is the local day of the report, `occurred_to` NaT where unknown. `category`, `agency`, `cell`
    and `tags` (entry, target, premises, tool) are keys, 0 where there is none.
    """

    pk: Ints
    number: NDArray[np.str_]
    x: Floats
    y: Floats
    lng: Floats
    lat: Floats
    occurred_from: Moments
    occurred_to: Moments
    reported: Moments
    day: Moments
    category: Ints
    agency: Ints
    cell: Ints
    tags: Ints
    is_discovered: Bools
    is_solved: Bools
    entered: Moments
    recoded: Moments
    loss_yuan: Floats

    @property
    def has_point(self) -> Bools:
        found: Bools = ~np.isnan(self.x)
        return found

    def digest(self) -> str:
        """SHA-256 over the rows in the order of their keys: equal input, equal digest."""
        order = np.argsort(self.pk, kind="stable")
        total = sha256()
        for one in fields(self):
            column = getattr(self, one.name)[order]
            kept = column.astype("U").tolist() if column.dtype.kind == "U" else column.tobytes()
            said = "\n".join(kept).encode() if isinstance(kept, list) else kept
            total.update(f"{one.name} {len(said)}\n".encode() + said)
        return total.hexdigest()


@dataclass(frozen=True, slots=True)
class CallArrays(_Rows):
    """Calls for police without caller, text or address, by key.

    `category` holds codes of the call categories. Times are NaT where a stage was never reached.
    """

    pk: Ints
    number: NDArray[np.str_]
    agency: Ints
    cell: Ints
    category: NDArray[np.str_]
    state: NDArray[np.str_]
    level: Ints
    is_valid: Bools
    is_linked: Bools  # a repeat of another call
    reported: Moments
    dispatched: Moments
    accepted: Moments
    on_scene: Moments
    fed_back: Moments
    closed: Moments
    dead: Ints
    injured: Ints


@dataclass(frozen=True, slots=True)
class DayCounts(_Rows):
    """Cases by local day of the report; `agency` is who had it, `cell` 0 where it has none."""

    day: Moments
    agency: Ints
    cell: Ints
    category: Ints
    is_discovered: Bools
    cases: Ints


@dataclass(frozen=True, slots=True)
class AreaCounts(_Rows):
    """Cases by local day of the report; `area` is an agency with all below it."""

    day: Moments
    area: Ints
    category: Ints
    is_discovered: Bools
    cases: Ints
