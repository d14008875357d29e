"""Gi* judged by permutations: esda's, in a module of its own since importing esda takes seconds.

Source: L. Anselin, "Local indicators of spatial association", Geographical Analysis 27 (1995); S.
J. Rey, L. Anselin et al., esda, `G_Local`. For each cell its own count stays, the others are dealt
anew to its neighbours.
"""

from typing import Any, NamedTuple

import numpy as np
from esda.getisord import G_Local
from libpysal.weights import WSP

from command_center.analysis.methods.hotspots.local import with_self
from command_center.analysis.methods.inputs import (
    Floats,
    Given,
    Random,
    floats,
    generator,
    whole,
)


class PermutedGetisOrd(NamedTuple):
    """One value a cell."""

    z: Floats
    """The analytic z, as `hotspots.getis_ord` gives it."""
    p: Floats
    """(1 + the rarer of #{permuted >= G} and #{permuted < G}) / (1 + permutations): `p_sim`."""


def getis_ord(
    counts: Given,
    weights: Any,
    *,
    permutations: int = 999,
    rng: Random = None,
) -> PermutedGetisOrd:
    """Gi* of each cell by conditional permutation; weights as `hotspots.getis_ord`, binary.

    Whatever weight a neighbour has, it counts once. ValueError as there, and for a count that is
    not known.
    """
    values, permutations = floats(counts, "counts").ravel(), whole(permutations, "permutations")
    if not np.isfinite(values).all():
        raise ValueError("counts must all be known")
    neighbours = WSP(with_self(weights, len(values)).astype(bool).astype(float)).to_W()
    seed = int(generator(rng).integers(2**31))
    found = G_Local(
        values,
        neighbours,
        transform="B",
        permutations=permutations,
        star=True,
        keep_simulations=False,
        n_jobs=1,
        seed=seed,
    )
    return PermutedGetisOrd(np.asarray(found.Zs), np.asarray(found.p_sim, dtype=np.float64))
