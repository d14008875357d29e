"""How one period stands against others: what a bulletin says of "up" and "down", and may not say.

Terms (GB bulletins): against the previous period (环比), against the same period last year
(同比), against the mean of the same period of the last three years (三年均值).

    difference = current - base
    ratio      = (current - base) / base * 100          in per cent; none where base <= 0
    points     = current - base of two rates in per cent  in percentage points (百分点)

Printed figures are rounded half away from zero to one decimal, ".0" dropped; a base of 0 prints
"—"; below `SMALL_BASE` a percentage is noise (each case moves it by 10 points or more), so that
the difference alone is printed (基数小).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

import numpy as np

from command_center.analysis.methods.inputs import floats, is_gap

SMALL_BASE = 10.0
NO_BASE = "—"


class Word(StrEnum):
    """The word of a change: up (上升), down (下降), flat (持平), or none that can be said."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure against one base; `ratio` in per cent, `points` in percentage points."""

    current: float | None
    base: float | None
    difference: float | None
    ratio: float | None
    points: float | None
    word: Word
    is_small: bool
    text: str
    """Signed and ready to print: "-11.9%", "+3" (small base), "+1.2pp" (rates), or "—"."""


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """One period against the previous one, the same of last year and the three-year mean."""

    current: float | None
    previous: Change
    last_year: Change
    three_year_mean: Change

    @property
    def is_small(self) -> bool:
        """Whether any base was too small for a percentage."""
        return any(c.is_small for c in (self.previous, self.last_year, self.three_year_mean))


def period(
    current: Any,
    previous: Any = None,
    last_year: Any = None,
    three_year_mean: Any = None,
    *,
    rate: bool = False,
    small_base: float = SMALL_BASE,
) -> PeriodChange:
    """The changes of `current`; a base that is not known (None, NaN) gives "—".

    Single counts, or with `rate` single rates in per cent (0-100): their change is in percentage
    points, and a base of 0 is as good as another. Below `small_base` a percentage is not printed.
    ValueError for what is no single number.
    """
    now = _number(current, "current")
    bases = {"previous": previous, "last_year": last_year, "three_year_mean": three_year_mean}
    against = [
        compare(now, _number(base, name), rate=rate, small_base=small_base)
        for name, base in bases.items()
    ]
    return PeriodChange(now, *against)


def compare(
    current: Any, base: Any, *, rate: bool = False, small_base: float = SMALL_BASE
) -> Change:
    """One figure against one base, as `period`."""
    now, then = _number(current, "current"), _number(base, "base")
    if now is None or then is None:
        return Change(now, then, None, None, None, Word.UNKNOWN, False, NO_BASE)
    difference = now - then
    word = _word(difference)
    if rate:
        return Change(
            now, then, difference, None, difference, word, False, f"{signed(difference)}pp"
        )
    ratio = difference / then * 100 if then > 0 else None
    is_small = then < small_base
    text = _text(difference, ratio, is_small)
    return Change(now, then, difference, ratio, None, word, is_small, text)


def mean_of_years(counts: Any) -> float | None:
    """The mean of the same period of earlier years; None where any of them is not known."""
    known = [_number(count, "counts") for count in counts]
    if not known or any(count is None for count in known):
        return None
    return float(np.mean([count for count in known if count is not None]))


def share(part: Any, whole: Any) -> float | None:
    """Part of a whole in per cent; None where the whole is 0 or not known."""
    some, every = _number(part, "part"), _number(whole, "whole")
    return None if some is None or not every else some / every * 100


def plain(value: float | None) -> str:
    """One decimal, ".0" dropped, half away from zero: 11.85 → "11.9", 12.0 → "12"."""
    if value is None or not np.isfinite(value):
        return NO_BASE
    rounded = Decimal(repr(round(value, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{rounded:f}".removesuffix(".0")
    return "0" if text == "-0" else text


def signed(value: float | None) -> str:
    """As `plain`, with "+" before what is above zero."""
    text = plain(value)
    return f"+{text}" if value is not None and value > 0 and text != "0" else text


def _text(difference: float, ratio: float | None, is_small: bool) -> str:
    if ratio is None:
        return NO_BASE
    return signed(difference) if is_small else f"{signed(ratio)}%"


def _word(difference: float) -> Word:
    if difference == 0:
        return Word.FLAT
    return Word.UP if difference > 0 else Word.DOWN


def _number(value: Any, name: str) -> float | None:
    if np.ndim(value) > 0:
        raise ValueError(f"{name} must be a single number, not {np.ndim(value)}-dimensional")
    number = np.nan if is_gap(value) else float(floats(value, name))
    return number if np.isfinite(number) else None
