"""What the methods are handed, made into plain arrays: lists, Series, ISO strings, gaps and all.

Times are wall-clock times of one place: an offset is dropped, never converted. A gap (None,
NaN, NaT, an empty string) stays a gap: NaN in numbers, NaT in times, -1 in codes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Moments: TypeAlias = NDArray[np.datetime64]

US_PER_DAY = 86_400_000_000
GAP_WORDS = frozenset({"NA", "NAN", "NAT", "NONE", "NULL"})  # how files say "no time"


def floats(values: ArrayLike | Sequence[Any]) -> Floats:
    """Numbers with NaN where there is none; any shape."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.asarray(values, dtype=object)
        flat = [np.nan if is_gap(value) else float(value) for value in array.ravel()]
        return np.array(flat, dtype=np.float64).reshape(array.shape)


def is_gap(value: Any) -> bool:
    """Whether a single value stands for "not known"."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    try:
        return bool(value != value)  # NaN and NaT are unlike themselves
    except (TypeError, ValueError):
        return True  # pandas.NA has no truth value


def moments(values: ArrayLike | Sequence[Any]) -> Moments:
    """Wall-clock times to the microsecond, NaT where there is none; one dimension."""
    array = np.asarray(values)
    if array.dtype.kind == "M":
        return np.atleast_1d(array).astype("datetime64[us]")
    if array.size == 0:
        return np.empty(0, dtype="datetime64[us]")
    flat = np.atleast_1d(np.asarray(values, dtype=object)).ravel()
    return np.array([_moment(value) for value in flat], dtype="datetime64[us]")


def _moment(value: Any) -> Any:
    """A wall-clock time as numpy reads many at once, None where there is none."""
    if isinstance(value, str):
        text = value.strip()
        if not text or text.upper() in GAP_WORDS:
            return None
        return datetime.fromisoformat(text).replace(tzinfo=None)
    if is_gap(value):
        return None
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def day_numbers(values: ArrayLike | Sequence[Any]) -> tuple[Ints, Bools]:
    """Whole days since 1970-01-01, or the integers as given; and which of them are known."""
    array = np.asarray(values)
    if array.dtype.kind in "iu":
        numbers = np.atleast_1d(array).astype(np.int64)
        return numbers, np.ones(numbers.shape, dtype=bool)
    if array.dtype.kind == "f" and array.size:
        known = np.isfinite(np.atleast_1d(array))
        return np.where(known, np.floor(np.atleast_1d(array)), 0).astype(np.int64), known
    days = moments(values).astype("datetime64[D]")
    known = ~np.isnat(days)
    return np.where(known, days, np.datetime64(0, "D")).astype(np.int64), known


def codes(values: ArrayLike | Sequence[Any]) -> tuple[Ints, list[Any]]:
    """Values of any kind as 0, 1, 2 … in order of first sight, gaps and -1 as -1; the values."""
    array = np.asarray(values)
    if array.dtype.kind in "iub" and array.size:
        levels, inverse = np.unique(array.ravel(), return_inverse=True)
        is_negative = levels.astype(np.int64) < 0
        shift = int(is_negative.sum())
        numbers = np.where(inverse < shift, -1, inverse - shift).astype(np.int64)
        return numbers, [level.item() for level in levels[shift:]]
    seen: dict[Any, int] = {}
    flat = np.asarray(values, dtype=object).ravel()
    numbers = np.array([_code(value, seen) for value in flat], dtype=np.int64)
    return numbers, list(seen)


def _code(value: Any, seen: dict[Any, int]) -> int:
    if is_gap(value) or (isinstance(value, int | float | np.number) and value < 0):
        return -1
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)  # a column with gaps makes floats of whole codes
    return seen.setdefault(value, len(seen))
