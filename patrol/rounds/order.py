"""The order of a round: drawn by lot, so that nobody can wait for it, with a gap at each point."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """`step_s`: seconds from one point to the next; `gap_s`: least between visits of one point."""

    step_s: int
    gap_s: int
    laps: int = 1
    is_shuffled: bool = True


def draw_order(
    points: Sequence[int], *, seed: int, pace: Pace, last_visit_s: Mapping[int, float]
) -> list[tuple[int, float]]:
    """Points with the earliest second of each visit, counted from the start of the round.

    `last_visit_s` holds the last visit of a point in the same count (negative: before the start).
    Every point comes `laps` times; two visits of one point, the last of an earlier round
    included, lie `gap_s` or more apart. Who may come next is drawn by lot among the points whose
    gap is over; where none is, the round waits for the first. The same seed gives the same order.
    """
    lot = random.Random(seed)  # noqa: S311 the seed itself comes from `secrets`
    left = dict.fromkeys(points, pace.laps)
    free = {p: last_visit_s[p] + pace.gap_s if p in last_visit_s else 0.0 for p in left}
    clock, drawn = 0.0, []
    while left:
        ready = [point for point in left if free[point] <= clock]
        if not ready:
            clock = min(free[point] for point in left)
            continue
        point = lot.choice(ready) if pace.is_shuffled else ready[0]
        drawn.append((point, clock))
        left[point] -= 1
        if not left[point]:
            del left[point]
        free[point] = clock + pace.gap_s
        clock += pace.step_s
    return drawn
