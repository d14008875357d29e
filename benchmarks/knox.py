"""Knox's test of 20,000 cases with 999 permutations, beside `pointpats.knox`.

    python -m benchmarks.knox [--cases 20000] [--permutations 999] [--peer-permutations 999]
        [--rounds 5]

The cases are of a year in 36 x 36 km; near is within 200 m and 7 days. In turns, ours and the
peer, from coordinates to p-value. Every round must count the same pairs near in both. With fewer
permutations for the peer its time is that of the pairs and so many times that of a permutation;
that is said in the output. Bar: ours at least 40 times as fast (median of the ratios).
"""

import argparse
import statistics
import time
import warnings

import numpy as np
import pointpats

from command_center.analysis.methods import near_repeat

SIDE_M, DAYS = 36_000, 365
NEAR_M, SOON_DAYS = 200, 7


def cases(count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.random(count) * SIDE_M, rng.random(count) * SIDE_M, rng.integers(0, DAYS, count)


def ours(x, y, day, permutations: int, seed: int) -> tuple[float, near_repeat.KnoxResult]:
    began = time.perf_counter()
    found = near_repeat.knox(
        x,
        y,
        day,
        # The peer's bounds are inclusive.
        space_breaks=[0, np.nextafter(NEAR_M, np.inf), np.inf],
        time_breaks=[0, SOON_DAYS + 1, np.inf],
        metric="euclidean",
        permutations=permutations,
        rng=seed,
    )
    return time.perf_counter() - began, found


def theirs(x, y, day, permutations: int) -> tuple[float, int, float]:
    places, days = np.column_stack([x, y]), day[:, np.newaxis].copy()
    began = time.perf_counter()
    found = pointpats.knox(places, days, NEAR_M, SOON_DAYS, permutations=permutations)
    took = time.perf_counter() - began
    return took, int(found["stat"]), float(found["pvalue"][0]) if permutations else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--peer-permutations", type=int, default=999)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    warnings.simplefilter("ignore", DeprecationWarning)
    ratios, our_s, peer_s = [], [], []
    for seed in range(asked.rounds):
        given = cases(asked.cases, seed)
        took, found = ours(*given, asked.permutations, seed)
        peer, near, p_value = theirs(*given, asked.peer_permutations)
        if asked.peer_permutations < asked.permutations:
            pairs = theirs(*given, 0)[0]
            peer = pairs + (peer - pairs) * asked.permutations / asked.peer_permutations
        assert found.observed[0, 0] == near
        assert found.observed.sum() == asked.cases * (asked.cases - 1) // 2
        # The peer counts the rarer tail, so only a p below a half is told by both.
        if found.p_value[0, 0] < 0.4:
            assert abs(found.p_value[0, 0] - p_value) < 3 / np.sqrt(asked.peer_permutations)
        ratios.append(peer / took)
        our_s.append(took)
        peer_s.append(peer)
    ratio = statistics.median(ratios)
    how = "" if asked.peer_permutations >= asked.permutations else " (scaled)"
    near = found.observed[0].sum()
    print(f"{asked.cases:,} cases, {near:,} pairs within {NEAR_M} m in the last round")
    print(f"{asked.permutations} permutations, {asked.rounds} rounds, same observed counts")
    print(f"pointpats.knox  {statistics.median(peer_s):.3f} s{how}")
    print(f"near_repeat     {statistics.median(our_s):.3f} s")
    print(f"ratio           {ratio:.1f} x [{min(ratios):.1f}-{max(ratios):.1f}]  (limit >= 40)")
    raise SystemExit(0 if ratio >= 40 else 1)


if __name__ == "__main__":
    main()
