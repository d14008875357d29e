"""What the methods are handed, made into plain arrays: lists, Series, ISO strings, gaps and all.

Times are wall-clock times of one place: an offset is dropped, never converted. A gap (None,
NaN, NaT, a masked value, an empty string, "NA") stays a gap: NaN in numbers, NaT in times, -1 in
codes. What cannot be meant is refused by a ValueError that names the argument.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Moments: TypeAlias = NDArray[np.datetime64]
Given: TypeAlias = ArrayLike | Sequence[Any]
Random: TypeAlias = np.random.Generator | int | None

US_PER_DAY = 86_400_000_000
MOST_DAYS = 2**52
GAP_WORDS = frozenset({"", "NA", "<NA>", "NAN", "NAT", "NONE", "NULL"})  # how files say "not known"


def is_gap(value: Any) -> bool:
    """Whether a single value stands for "not known"."""
    if isinstance(value, str):
        return value.strip().upper() in GAP_WORDS
    if value is None or value is np.ma.masked:
        return True
    try:
        return bool(value != value)  # NaN and NaT are unlike themselves
    except (TypeError, ValueError):
        return True  # pandas.NA has no truth value


def floats(values: Given, name: str = "values") -> Floats:
    """Numbers with NaN where there is none; any shape."""
    array = _plain(values, name)
    if array.dtype.kind in "mMc":
        raise ValueError(f"{name} must be numbers, not {array.dtype}")
    if array.dtype.kind in "iufb":
        return np.asarray(array, dtype=np.float64)
    flat = [np.nan if is_gap(value) else _number(value, name) for value in array.ravel()]
    return np.array(flat, dtype=np.float64).reshape(array.shape)


def column(values: Given, name: str) -> Floats:
    """Numbers in one dimension; a single number is a column of one."""
    return _flat(floats(values, name), name)


def places(x: Given, y: Given) -> Floats:
    """(n, 2), metres; NaN where a coordinate is not known. A case needs both to have a place."""
    east, north = column(x, "x"), column(y, "y")
    same_length(x=east, y=north)
    return np.column_stack([east, north])


def indices(values: Given, name: str) -> Ints:
    """Positions from 0 on, in one dimension; -1 for a gap."""
    found = column(values, name)
    found = np.where(np.isfinite(found), found, -1)
    if (found != np.rint(found)).any():
        raise ValueError(f"{name} must be whole numbers")
    return found.astype(np.int64)


def same_length(**columns: Any) -> None:
    """Refuse columns that are not of the same cases."""
    if len({len(one) for one in columns.values()}) > 1:
        lengths = ", ".join(f"{name} {len(one)}" for name, one in columns.items())
        raise ValueError(f"{' and '.join(columns)} must be equally long: {lengths}")


def moments(values: Given, name: str = "times") -> Moments:
    """Wall-clock times to the microsecond, NaT where there is none; one dimension.

    datetime64 of any unit, datetimes and dates (midnight), pandas' own, or ISO 8601 strings.
    """
    array = _flat(_plain(values, name), name)
    if array.dtype.kind == "M":
        return array.astype("datetime64[us]")
    read = [_moment(value, name) for value in array.astype(object)]
    try:
        return np.array(read, dtype="datetime64[us]")
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name} must be dates or times: {error}") from error


def interval(occurred_from: Given, occurred_to: Given | None) -> tuple[Moments, Moments]:
    """Beginnings and ends of as many cases; no end is known where `occurred_to` is None."""
    start = moments(occurred_from, "occurred_from")
    if occurred_to is None:
        return start, np.full(start.shape, np.datetime64("NaT", "us"))
    end = moments(occurred_to, "occurred_to")
    same_length(occurred_from=start, occurred_to=end)
    return start, end


def are_numbers(values: Given) -> bool:
    """Whether days are told as numbers, to go by the first that is known; else they are dates."""
    array = _plain(values, "day")
    if array.dtype.kind == "O":
        first = next((value for value in array.ravel() if not is_gap(value)), None)
        return isinstance(first, int | float | np.number)
    return array.dtype.kind in "iuf" and array.size > 0


def day_numbers(values: Given, name: str = "day") -> tuple[Ints, Bools]:
    """Whole days since 1970-01-01, or the numbers as given; and which of them are known."""
    if are_numbers(values):
        numbers = column(values, name)
        known = np.isfinite(numbers)
        numbers = np.floor(np.where(known, numbers, 0))
        if (np.abs(numbers) > MOST_DAYS).any():
            raise ValueError(f"{name} has a number that no count of days is")
        return numbers.astype(np.int64), known
    days = moments(values, name).astype("datetime64[D]")
    known = ~np.isnat(days)
    return np.where(known, days, np.datetime64(0, "D")).astype(np.int64), known


def codes(values: Given) -> tuple[Ints, list[Any]]:
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


def whole(value: Any, name: str, *, least: int = 0) -> int:
    """A whole number, as `permutations` must be."""
    try:
        is_whole = int(value) == value and value >= least
    except (TypeError, ValueError, OverflowError):
        is_whole = False
    if not is_whole:
        raise ValueError(f"{name} must be a whole number, {least} or more, not {value!r}")
    return int(value)


def over_zero(value: Any, name: str) -> float:
    """A length or a share that must be above 0 and finite."""
    number = np.nan if is_gap(value) else _number(value, name)
    if not 0 < number < np.inf:
        raise ValueError(f"{name} must be over 0, not {value!r}")
    return number


def level_of(value: Any, name: str) -> float:
    """A probability that something is judged by: above 0, at most 1."""
    number = over_zero(value, name)
    if number > 1:
        raise ValueError(f"{name} must be between 0 and 1, not {value!r}")
    return number


def generator(rng: Random) -> np.random.Generator:
    """Of a Generator itself, of a seed always the same one, of None any."""
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        raise ValueError(f"rng must be a Generator, a seed or None, not {rng!r}") from error


def _plain(values: Any, name: str) -> NDArray[Any]:
    """Any array-like; masked values and mixed columns as objects, to be read one by one."""
    if isinstance(values, np.ma.MaskedArray):
        gap: Any = np.datetime64("NaT") if values.dtype.kind == "M" else None
        whole_array = values.data if values.dtype.kind == "M" else values.data.astype(object)
        return np.where(np.ma.getmaskarray(values), gap, whole_array)
    try:
        array = np.asarray(values)
        if array.dtype.kind in "USV":
            array = np.asarray(values, dtype=object)  # numbers beside a word became words
    except ValueError as error:
        raise ValueError(f"{name} must be a column of single values: {error}") from error
    return array


def _flat(array: NDArray[Any], name: str) -> NDArray[Any]:
    """One dimension, also of a single value and of a table with one column."""
    if array.ndim > 2 or (array.ndim == 2 and array.shape[1] != 1):
        raise ValueError(f"{name} must have one dimension, not {array.shape}")
    return array.ravel()


def _number(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers, not {value!r}") from error


def _moment(value: Any, name: str) -> Any:
    """A wall-clock time as numpy reads many at once, None where there is none."""
    if is_gap(value):
        return None
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).replace(tzinfo=None)
        except ValueError as error:
            raise ValueError(f"{name} must be ISO 8601 dates or times, not {value!r}") from error
    if not isinstance(value, date | np.datetime64):
        raise ValueError(f"{name} must be dates or times, not {value!r}")
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _code(value: Any, seen: dict[Any, int]) -> int:
    if is_gap(value) or value == "-1":  # as an array of words tells a -1
        return -1
    if isinstance(value, int | float | np.number) and value < 0:
        return -1
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)  # a column with gaps makes floats of whole codes
    return seen.setdefault(value, len(seen))
