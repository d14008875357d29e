"""Local Gi*: whether a cell and its neighbours together have more cases than chance gives them.

Source: J. K. Ord and A. Getis, "Local spatial autocorrelation statistics", Geographical Analysis
27 (1995), with x the counts of n cells and w the weights of cell i's neighbours, itself included:

    z_i = (Σ_j w_ij x_j - x̄ Σ_j w_ij) / (s √((n Σ_j w_ij² - (Σ_j w_ij)²) / (n - 1)))
    x̄ = Σ x / n        s² = Σ x² / n - x̄²

Weights of one row may be multiplied by anything without a change of z: binary and row-standardised
weights say the same. esda agrees for binary weights; for row-standardised ones it puts Σ w for
Σ w², which makes its z smaller.
"""

from typing import Any, Literal, NamedTuple

import numpy as np
from scipy import sparse
from scipy.stats import false_discovery_control, norm

from command_center.analysis.methods.inputs import (
    Bools,
    Floats,
    Given,
    Random,
    floats,
    generator,
    level_of,
    whole,
)

FDR: dict[str, Literal["bh", "by"]] = {"bh": "bh", "by": "by"}
PERMUTED_AT_ONCE = 1_000_000  # counts


class GetisOrd(NamedTuple):
    """One value a cell, NaN where the count is not known."""

    z: Floats
    """Standard normal if counts are in random order and neighbourhoods not too poor in cases."""
    p: Floats
    """The tail beyond |z|, one-sided (esda's `p_norm`); twice as much if either side counts."""


class HotCells(NamedTuple):
    """One value a cell, NaN (not hot) where the count is not known."""

    z: Floats
    p: Floats
    """The chance that any cell at all of a city in random order has so high a z."""
    is_hot: Bools


def getis_ord(counts: Given, weights: Any) -> GetisOrd:
    """Gi* of each cell, analytic.

    `counts`: (n,), or a grid read row by row. `weights`: n x n as libpysal W or Graph, scipy sparse
    or dense. A matrix without any weight on its diagonal is meant without the cell itself, which
    is added: with 1 to binary weights (as esda does), with the largest of its row to others. A
    cell whose count is NaN or None takes no part. z is 0 and p 0.5 where the formula has no value:
    all counts alike, or all cells neighbours. ValueError where the sizes do not match, for a
    weight below 0 or not known.

    The normal approximation is too generous where neighbourhoods expect fewer than about 30 cases:
    a sum of few has a long upper tail. Take `hot_cells` there.
    """
    parts = _Parts(counts, weights)
    z = parts.z(parts.centred)
    z[~parts.known] = np.nan
    return GetisOrd(z, norm.sf(np.abs(z)))


def discoveries(
    p: Given, *, alpha: float = 0.05, method: str = "bh", tails: Literal[1, 2] = 2
) -> Bools:
    """Which cells are findings if at most a share `alpha` of the findings may be false.

    Source: Y. Benjamini and Y. Hochberg (1995) "bh"; Y. Benjamini and D. Yekutieli (2001) "by",
    which needs no assumption how cells hang together. `p` as `getis_ord` returns it, the tail
    beyond |z|, is doubled since hot and cold both count; hand `tails=1` with a p whose side was
    chosen beforehand, as `norm.sf(z)` for hot cells alone. NaN is never a finding. Shaped as `p`.
    ValueError for what is no probability, another method, other tails than 1 or 2.
    """
    if method not in FDR or tails not in (1, 2):
        raise ValueError(f"method must be one of {', '.join(FDR)}, tails 1 or 2")
    alpha, given = level_of(alpha, "alpha"), floats(p, "p")
    if (given < 0).any() or (given > 1).any():
        raise ValueError("p must be between 0 and 1")
    values = np.clip(given * tails, 0, 1)
    found = np.zeros(values.shape, dtype=bool)
    known = np.isfinite(values)
    if known.any():
        found[known] = false_discovery_control(values[known], method=FDR[method]) <= alpha
    return found


def hot_cells(
    counts: Given,
    weights: Any,
    *,
    alpha: float = 0.05,
    permutations: int = 999,
    rng: Random = None,
) -> HotCells:
    """Cells whose Gi* is higher than the highest of any cell in a city in random order.

    Source: P. H. Westfall and S. S. Young, "Resampling-based multiple testing" (1993), single-step
    max-T. The counts are dealt anew to the cells; p = (1 + #{highest permuted z >= z}) / (1 +
    permutations). Where cells differ by chance alone, the whole map shows a hot cell with
    probability `alpha` at most, however few the cases: no normal approximation is used. Arguments
    and errors as `getis_ord`; `rng` a Generator or a seed.
    """
    alpha, permutations = level_of(alpha, "alpha"), whole(permutations, "permutations")
    chance = generator(rng)
    parts = _Parts(counts, weights)
    z = parts.z(parts.centred)
    places = np.flatnonzero(parts.known)
    highest = np.full(permutations, -np.inf)
    step = max(PERMUTED_AT_ONCE // max(len(z), 1), 1)
    for at in range(0, permutations if len(places) else 0, step):
        dealt = np.zeros((len(z), min(step, permutations - at)))
        for column in dealt.T:
            column[places] = chance.permutation(parts.centred[places])
        highest[at : at + dealt.shape[1]] = parts.z(dealt)[places].max(axis=0)
    # A rounding error must not make a tie of equal sums a win.
    reached = permutations - np.searchsorted(np.sort(highest), z - 1e-9, side="left")
    p = np.asarray((1.0 + reached) / (1.0 + permutations), dtype=np.float64)
    z[~parts.known] = p[~parts.known] = np.nan
    return HotCells(z, p, p <= alpha)


class _Parts:
    """What of Gi* no order of the counts changes."""

    def __init__(self, counts: Given, weights: Any) -> None:
        values = floats(counts, "counts").ravel()
        self.known = np.isfinite(values)
        n = int(self.known.sum())
        self.matrix = with_self(weights, len(values))
        there = self.known.astype(np.float64)
        total = self.matrix @ there
        squares = n * (self.matrix.power(2) @ there)
        mean = values[self.known].mean() if n else 0.0
        self.centred: Floats = np.where(self.known, values - mean, 0.0)
        spread = np.square(self.centred).sum() / n if n else 0.0
        within = squares - np.square(total)
        # Where all is alike, what is left of the difference is rounding.
        within[within <= 1e-12 * squares] = 0.0
        if n and np.ptp(values[self.known]) == 0:
            spread = 0.0
        self.scale: Floats = np.sqrt(spread * within / max(n - 1, 1))

    def z(self, centred: Floats) -> Floats:
        """Of one order of the centred counts, or of many, one a column."""
        scale = self.scale if centred.ndim == 1 else self.scale[:, np.newaxis]
        sums = self.matrix @ centred
        found: Floats = np.divide(sums, scale, out=np.zeros_like(sums), where=scale > 0)
        return found


def with_self(weights: Any, n: int) -> sparse.csr_array:
    """Weights of any kind as a sparse matrix with each cell among its own neighbours."""
    given = getattr(weights, "sparse", weights)
    matrix = sparse.csr_array(
        given if sparse.issparse(given) else np.atleast_2d(floats(given, "weights"))
    )
    if n == 0 and matrix.shape[0] <= 1:
        return sparse.csr_array((0, 0), dtype=np.float64)
    if matrix.shape != (n, n):
        raise ValueError(f"weights must be {n} x {n} for {n} counts, not {matrix.shape}")
    matrix = matrix.astype(np.float64)
    if not (np.isfinite(matrix.data) & (matrix.data >= 0)).all():
        raise ValueError("weights must be known and not below 0")
    if matrix.diagonal().any():
        return matrix
    largest = matrix.max(axis=1).toarray().ravel() if matrix.nnz else np.zeros(n)
    return sparse.csr_array(matrix + sparse.diags_array(np.where(largest > 0, largest, 1.0)))
