"""More than chance: what a count should have been, with its interval, and whether it is a surge.

Model, for each series on its own (Farrington et al. 1996, J. R. Stat. Soc. A 159: 547-563;
Noufaily et al. 2013, Stat. Med. 32: 1206-1222; all series in one pass of linear algebra):

    y_t ~ quasi-Poisson, mean mu_t, variance phi * mu_t
    log mu_t = level + weekday + holiday + yearly harmonics + trend

- each effect (which there are, `surge_design` says by the history's length) has a normal prior
  with mean 0 (`PRIOR_SD`), so that a series of a few cases keeps to its level, and all-zero
  histories have a finite expectation (level prior at (sum + 1/2) / n, which is Jeffreys' for a
  Poisson mean);
- past outbreaks weigh less: a count beyond the 99.5th percentile of its own prediction gets the
  weight (2.58 / z)^2 and the model is fitted again (Noufaily's reweighting, with the exact tail
  in place of Anscombe's residual, which takes any single case of a sparse series for one);
- phi = Pearson's chi-square over its degrees of freedom, at least 1; what is above 1 is widened by
  the ratio of Student's to the normal 99th percentile, squared, as a few counts tell it badly.

The count to come is negative binomial with mean mu and variance phi * mu + mu^2 * tau^2, tau^2
the variance of log mu; Poisson where the two are equal. A surge is an upper tail p-value at most
`alpha`, which is therefore the false-alarm rate of one judgement (less for small counts, whose
tails come in steps); over many series Benjamini and Hochberg 1995 hold the share of false ones.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from command_center.analysis.methods.inputs import (
    Bools,
    Floats,
    Given,
    Moments,
    floats,
    level_of,
    moments,
)
from command_center.analysis.methods.surge_design import Calendar, Design, design_of

__all__ = ["Calendar", "Expected", "Flag", "expected", "flag"]

PRIOR_SD = 0.5
LEVEL_PRIOR_SD = 2.0
SUSPECT = 2.58
LEAST_CASES = 3
LEAST_FREEDOM = 4
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Expected:
    """What the next count should be, for each series; shapes as the history without its time.

    `low` and `high` hold the count with probability `level` at least; `variance` is that of the
    count to come, `dispersion` phi, `periods` how many known counts the expectation rests on.
    """

    expected: Floats
    low: Floats
    high: Floats
    level: float
    variance: Floats
    dispersion: Floats
    periods: Floats

    def tail(self, count: Given) -> Floats:
        """P(as many or more) under the prediction; NaN where either is not known."""
        seen = floats(count, "count")
        if seen.ndim and seen.shape != self.expected.shape:
            raise ValueError(f"count is {seen.shape}, the expectation {self.expected.shape}")
        return _upper_tail(seen, self.expected, self.variance)


@dataclass(frozen=True, slots=True)
class Flag:
    """Which counts are surges, at which rate of false alarms.

    `false_alarm_rate` is the chance that one series without a surge is flagged; `over` says over
    what it holds: "each" series, or "all" (the expected share of false ones among those flagged).
    """

    is_surge: Bools
    p_value: Floats
    excess: Floats
    ratio: Floats
    false_alarm_rate: float
    over: str


def expected(
    counts_history: Given,
    *,
    dates: Given | None = None,
    of: Any = None,
    period: str = "day",
    level: float = 0.95,
    calendar: Calendar | None = None,
) -> Expected:
    """The expected count of the period after the history, or of `of`.

    `counts_history` is (periods,) or (…, periods), oldest first; NaN is a period not known. With
    `dates` (the first day of each period, same length) the judged one is `of`, by default the
    one after the latest; a period that is `of` itself or later is left out. `period` is "day" or
    "week". `calendar` needs dates; what a holiday counts as says `design_of`. A period whose date
    is not known is left out. ValueError when dates and counts differ in length, for a count below
    0, for `of` without dates, for a level that is no probability.
    """
    level = level_of(level, "level")
    history = np.atleast_1d(floats(counts_history, "counts_history"))
    if (history < 0).any():
        raise ValueError("counts_history must not be below 0")
    shape, periods = history.shape[:-1], history.shape[-1]
    counts = history.reshape(int(np.prod(shape)), periods)
    at, judged, step = _time_axis(periods, dates, of, period)
    counts = np.where(at < judged, counts, np.nan)
    known_days = calendar if dates is not None else None
    fitted = _fit(counts, design_of(at, judged, step, known_days))
    alpha = (1 - level) / 2
    low, high = _interval(fitted.mean, fitted.variance, alpha)
    given = (fitted.mean, low, high, fitted.variance, fitted.dispersion, fitted.periods)
    mean, low, high, variance, dispersion, known = (array.reshape(shape) for array in given)
    return Expected(mean, low, high, level, variance, dispersion, known)


def flag(
    count: Given,
    expectation: Expected,
    *,
    alpha: float = 0.01,
    fdr: bool = False,
    least: int = LEAST_CASES,
    looks: int = 0,
) -> Flag:
    """Whether counts are surges: upper tail at most `alpha`, and at least `least` cases.

    With `fdr` the p-values are taken together (Benjamini-Hochberg at `alpha`). `looks` says how
    many series were looked at in all, where those with fewer than `least` cases were not handed
    in: none of these could be a surge, and each counts as a look with p = 1. `count` has the shape
    of the expectation, or is one for all. ValueError where it does not, or for `alpha` outside 0
    to 1.
    """
    alpha = level_of(alpha, "alpha")
    p_value = expectation.tail(count)
    seen = np.broadcast_to(floats(count), p_value.shape)
    known = np.isfinite(p_value)
    limit = _adjusted(p_value, looks) if fdr else p_value
    is_surge = known & (np.nan_to_num(limit, nan=1.0) <= alpha) & (seen >= least)
    mean = expectation.expected
    ratio = np.divide(seen, mean, out=np.full(mean.shape, np.nan), where=mean > 0)
    return Flag(is_surge, p_value, seen - mean, ratio, alpha, "all" if fdr else "each")


@dataclass(frozen=True, slots=True)
class _Fitted:
    mean: Floats
    variance: Floats
    dispersion: Floats
    periods: Floats


def _fit(counts: Floats, design: Design) -> _Fitted:
    known = np.isfinite(counts)
    periods = known.sum(axis=1).astype(float)
    y = np.where(known, counts, 0.0)
    weights = known.astype(float)
    dispersion = np.ones(len(y))
    for _round in range(ROUNDS):
        beta, covariance, mu = _posterior_mode(y, weights, design, dispersion)
        dispersion = _dispersion(y, mu, weights, design)
        weights = _reweighted(y, mu, known)
    log_mean = beta @ design.judged
    spread = np.einsum("p,spq,q->s", design.judged, covariance, design.judged) * dispersion
    dispersion = 1 + (dispersion - 1) * _widening(periods)
    spread = np.clip(spread, 0, 2)
    mean = np.exp(np.clip(log_mean, -30, 30) + spread / 2)  # of a lognormal: few data, more room
    variance = dispersion * mean + mean**2 * spread
    none = periods == 0
    return _Fitted(
        np.where(none, np.nan, mean), np.where(none, np.nan, variance), dispersion, periods
    )


def _posterior_mode(
    y: Floats, weights: Floats, design: Design, dispersion: Floats
) -> tuple[Floats, Floats, Floats]:
    """Coefficients, their covariance (before phi) and means, by Newton's method (IRLS)."""
    series, columns = len(y), design.rows.shape[1]
    level = np.log((np.sum(weights * y, axis=1) + 0.5) / np.maximum(weights.sum(axis=1), 1))
    beta = np.zeros((series, columns))
    beta[:, 0] = level
    start = beta.copy()
    precision = np.full(columns, 1 / PRIOR_SD**2)
    precision[0] = 1 / LEVEL_PRIOR_SD**2
    # The prior is on the scale of the counts; quasi-likelihood divides the data's part by phi.
    ridge = np.eye(columns) * precision * dispersion[:, None, None]
    outer = (design.rows[:, :, None] * design.rows[:, None, :]).reshape(-1, columns * columns)
    for _step in range(8):
        mu = np.exp(np.clip(beta @ design.rows.T, -30, 30))
        slope = (weights * (y - mu)) @ design.rows
        slope -= np.einsum("spq,sq->sp", ridge, beta - start)
        bend = ((weights * mu) @ outer).reshape(series, columns, columns) + ridge
        step = np.clip(np.linalg.solve(bend, slope[:, :, None])[:, :, 0], -2, 2)
        beta = beta + step
        if np.max(np.abs(step), initial=0.0) < 1e-6:
            break
    return beta, np.linalg.inv(bend), mu


def _dispersion(y: Floats, mu: Floats, weights: Floats, design: Design) -> Floats:
    freedom = np.maximum(weights.sum(axis=1) - design.rows.shape[1], 1)
    chi_square: Floats = np.sum(weights * (y - mu) ** 2 / mu, axis=1)
    dispersion: Floats = np.maximum(chi_square / freedom, 1.0)
    return dispersion


def _widening(periods: Floats) -> Floats:
    """Near 1 from some dozens of counts on."""
    student = stats.t.ppf(0.99, np.maximum(periods - 1, LEAST_FREEDOM))
    widening: Floats = (student / stats.norm.ppf(0.99)) ** 2
    return widening


def _reweighted(y: Floats, mu: Floats, known: Bools) -> Floats:
    """Less for what stands out, by a phi that outbreaks cannot raise: from the 90th percentile."""
    square = np.where(known, (y - mu) ** 2 / mu, 0.0)
    if not square.size:
        return known.astype(np.float64)
    usual = np.quantile(square, 0.9, axis=1, keepdims=True) / stats.chi2.ppf(0.9, 1)
    variance = np.maximum(usual, 1.0) * mu
    weights: Floats = known.astype(np.float64)
    at = np.nonzero(known & (y > mu + 2 * np.sqrt(variance)))
    z = stats.norm.isf(np.maximum(_upper_tail(y[at], mu[at], variance[at]), 1e-300))
    weights[at] = np.where(z > SUSPECT, (SUSPECT / np.maximum(z, SUSPECT)) ** 2, 1.0)
    return weights


def _upper_tail(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """P(Y >= count), Y negative binomial with this mean and variance, or Poisson."""
    is_poisson = ~(variance > mean * (1 + 1e-9))
    excess = np.where(is_poisson, 1.0, variance - mean)
    size = np.minimum(mean**2 / excess, 1e9)
    above = np.ceil(count) - 1
    wide = stats.nbinom.sf(above, size, size / (size + mean))
    tail: Floats = np.where(is_poisson, stats.poisson.sf(above, mean), wide)
    known = np.isfinite(count) & np.isfinite(mean)
    return np.where(known, tail, np.nan)


def _interval(mean: Floats, variance: Floats, alpha: float) -> tuple[Floats, Floats]:
    is_poisson = ~(variance > mean * (1 + 1e-9))
    excess = np.where(is_poisson, 1.0, variance - mean)
    size = np.minimum(mean**2 / excess, 1e9)
    share = size / (size + mean)
    ends = [
        np.where(is_poisson, stats.poisson.ppf(q, mean), stats.nbinom.ppf(q, size, share))
        for q in (alpha, 1 - alpha)
    ]
    known = np.isfinite(mean)
    return np.where(known, ends[0], 0.0), np.where(known, ends[1], np.inf)


def _adjusted(p_value: Floats, looks: int) -> Floats:
    adjusted = np.full(p_value.shape, np.nan)
    known = np.isfinite(p_value)
    if known.any():
        rest = np.ones(max(looks - p_value.size, 0))
        together = np.concatenate([p_value[known], rest])
        adjusted[known] = stats.false_discovery_control(together)[: int(known.sum())]
    return adjusted


def _time_axis(
    periods: int, dates: Given | None, of: Any, period: str
) -> tuple[Floats, float, int]:
    """Days of the periods, of the judged one, and the days of one period."""
    if period not in ("day", "week"):
        raise ValueError("period is day or week")
    step = 1 if period == "day" else 7
    if dates is None:
        if of is not None:
            raise ValueError("of needs dates")
        return np.arange(periods, dtype=np.float64) * step, float(periods * step), step
    at = _days(moments(dates, "dates"))
    if at.size != periods:
        raise ValueError(f"{at.size} dates for {periods} counts")
    if of is None:
        return at, float(np.nanmax(at) + step) if np.isfinite(at).any() else 0.0, step
    judged = float(_days(moments([of], "of"))[0])
    if not np.isfinite(judged):
        raise ValueError("of must be known")
    return at, judged, step


def _days(times: Moments) -> Floats:
    days = times.astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(np.float64))
