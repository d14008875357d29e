"""Knox's test of space-time interaction, in bands.

Source: E. G. Knox, "The detection of space-time interactions", Applied Statistics 13 (1964); days
dealt anew: N. Mantel, "The detection of disease clustering", Cancer Research 27 (1967); bands and
the ratio to the mean expected: J. H. Ratcliffe, Near Repeat Calculator 1.3 (2009).

Each unordered pair of cases is counted once, in the cell of its distance and its difference in
days. Under the null hypothesis days are independent of places: they are dealt anew to the cases.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from command_center.analysis.methods.inputs import (
    Floats,
    Given,
    Ints,
    Random,
    generator,
    whole,
)
from command_center.analysis.methods.near_repeat.events import edges, events
from command_center.analysis.methods.near_repeat.pairs import Table

Metric = Literal["manhattan", "euclidean"]
POWER = {"manhattan": 1.0, "euclidean": 2.0}

MOST_DEALS = 64  # held in memory, n times each


class KnoxResult(NamedTuple):
    """Four tables: a row for each band of distance, a column for each band of days."""

    observed: Ints
    """Pairs of cases."""
    expected: Floats
    """Their mean over the permutations; NaN without permutations."""
    ratio: Floats
    """observed / expected; inf where nothing was expected, NaN where nothing was there either."""
    p_value: Floats
    """(1 + #{permuted >= observed}) / (1 + permutations): of each cell by itself."""


def knox(
    x: Given,
    y: Given,
    day: Given,
    *,
    space_breaks: Sequence[float],
    time_breaks: Sequence[float],
    metric: Metric = "manhattan",
    permutations: int = 999,
    rng: Random = None,
) -> KnoxResult:
    """Observed and expected pairs of cases in bands of distance and of time.

    `x`, `y`: metres, (n,). `day`: numbers of days or dates, (n,); parts of a day count, to the
    microsecond, so hand in whole local days where days are meant. A case without place or day is
    left out. `space_breaks` (metres) and `time_breaks` (days): all edges, k + 1 for k bands [a,
    b), rising; the last may be inf. `rng`: a Generator or a seed. ValueError for columns of
    different length, edges that do not rise, an unknown metric, what is no number or no date.

    Time goes with the pairs within the last finite edge of space times the permutations: some
    300 million a second. Memory does not.
    """
    if metric not in POWER:
        raise ValueError(f"metric must be one of {', '.join(POWER)}")
    permutations = whole(permutations, "permutations")
    space, time = edges(space_breaks, "space_breaks"), edges(time_breaks, "time_breaks")
    table = Table(events(x, y, day), space, time, POWER[metric])
    observed, total, reached = _dealt(table, permutations, generator(rng))
    inner = np.s_[1 : len(space), 1 : len(time)]
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = total[inner] / np.float64(permutations)
        ratio = observed[inner] / expected
    # The observed deal is one of those that reach it.
    return KnoxResult(observed[inner], expected, ratio, reached[inner] / (1.0 + permutations))


def _dealt(table: Table, permutations: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """The observed table, the sum of the permuted ones, and how many of all reach the observed.

    A shuffle costs more than a count, so few shuffles make many permutations. With a_0 = c_0 =
    identity and all other a_i, c_j shuffles, the products a_i c_j are the observed deal and the
    permutations. Each is uniform and any two are independent, so means and variances are those of
    so many shuffles. The table of statistics T(a_i c_j) is exchangeable in rows and in columns
    under the null hypothesis, so the rank of T(a_0 c_0) is uniform: the test is exact.
    """
    n = len(table.ticks)
    columns = _largest_divisor(permutations + 1)
    deals = np.repeat(table.ticks[:, np.newaxis], columns, axis=1)
    for at in range(1, columns):
        deals[:, at] = rng.permutation(table.ticks)
    moves = [np.arange(n, dtype=np.int32)]
    for _row in range(1, (permutations + 1) // columns):
        moves.append(rng.permutation(moves[-1]))
    tables = table.of(moves, deals)
    return tables[0], tables[1:].sum(axis=0), (tables >= tables[0]).sum(axis=0)


def _largest_divisor(number: int) -> int:
    return max(divisor for divisor in range(1, MOST_DEALS + 1) if number % divisor == 0)
