"""Analytic Gi* of 10,000 cells, beside esda.

    python -m benchmarks.getis_ord [--side 100] [--rounds 7]

A square grid with queen contiguity and Poisson counts. In turns, from the size of the grid to z
and p: ours (weights by `hotspots.grid`) and the peer (`libpysal.weights.lat2W`, then `G_Local`
with star, binary, without permutations). The largest difference of any z or p must stay below
1e-9. Bar: ours at least 30 times as fast (median of the ratios). Beside it both without weights.
"""

import argparse
import statistics
import time
import warnings

import numpy as np
from esda.getisord import G_Local
from libpysal.weights import lat2W

from command_center.analysis.methods import hotspots


def timed(work, *given):
    began = time.perf_counter()
    found = work(*given)
    return time.perf_counter() - began, found


def our_weights(side: int):
    return hotspots.grid([], [], 1, (0, 0, side, side)).weights


def peer_weights(side: int):
    return lat2W(side, side, rook=False)


def peer(counts: np.ndarray, weights) -> G_Local:
    return G_Local(counts, weights, transform="B", star=True, permutations=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(1)
    whole, bare, our_s, peer_s, difference = [], [], [], [], 0.0
    for _round in range(asked.rounds):
        counts = rng.poisson(3, asked.side**2)
        built, weights = timed(our_weights, asked.side)
        took, ours = timed(hotspots.getis_ord, counts, weights)
        peer_built, peers = timed(peer_weights, asked.side)
        peer_took, theirs = timed(peer, counts, peers)
        assert len(ours.z) == len(theirs.Zs) == asked.side**2
        difference = max(
            difference,
            float(np.abs(ours.z - theirs.Zs).max()),
            float(np.abs(ours.p - theirs.p_norm).max()),
        )
        whole.append((peer_built + peer_took) / (built + took))
        bare.append(peer_took / took)
        our_s.append(built + took)
        peer_s.append(peer_built + peer_took)
    ratio = statistics.median(whole)
    print(f"{asked.side**2:,} cells, {weights.nnz:,} weights, {asked.rounds} rounds")
    print(f"esda            {1_000 * statistics.median(peer_s):.1f} ms with weights")
    print(f"hotspots        {1_000 * statistics.median(our_s):.2f} ms with weights")
    print(f"ratio           {ratio:.0f} x [{min(whole):.0f}-{max(whole):.0f}]  (limit >= 30)")
    print(f"without weights {statistics.median(bare):.0f} x")
    print(f"difference      {difference:.1e}  (limit 1e-9)")
    raise SystemExit(0 if ratio >= 30 and difference < 1e-9 else 1)


if __name__ == "__main__":
    main()
