"""Cities of cases without any connection, and series planted in them."""

import numpy as np

CITY_FIRST = np.datetime64("2026-01-01", "s")


def noise(n: int, rng: np.random.Generator, *, days: int = 56, depends: bool = False):
    """x, y, from, to, tags (n, 4) of cases around twelve centres; a tenth of the tags missing.

    With `depends` the tags go together, as a way in goes with a target.
    """
    centre = rng.normal(0, 6_000, (12, 2))[rng.integers(0, 12, n)]
    place = centre + rng.normal(0, 900, (n, 2))
    start = CITY_FIRST + (rng.uniform(0, days, n) * 86_400).astype("timedelta64[s]")
    long = (rng.exponential(0.3, n) * (rng.random(n) < 0.7) * 86_400).astype("timedelta64[s]")
    share = 1 / np.arange(1, 11)
    tags = rng.choice(10, (n, 4), p=share / share.sum())
    if depends:
        tags[:, 1] = np.where(rng.random(n) < 0.6, tags[:, 0], tags[:, 1])
        tags[:, 2] = np.where(rng.random(n) < 0.5, tags[:, 0] * 3 % 10, tags[:, 2])
    tags[rng.random(tags.shape) < 0.1] = -1
    return place[:, 0], place[:, 1], start, start + long, tags


def plant(city, rng: np.random.Generator, size: int, *, near_m: float = 800, days: float = 14):
    """The same city with `size` of its cases made a series; and which they are."""
    x, y, start, end, tags = (column.copy() for column in city)
    at = rng.choice(len(x), size, replace=False)
    code = rng.integers(5, 10, tags.shape[1])
    tags[at] = np.where(rng.random((size, tags.shape[1])) < 0.85, code, tags[at])
    long = end[at] - start[at]
    span = int((start.max() - CITY_FIRST).astype(int) / 86_400)
    begin = rng.uniform(0, span - days)
    offset = (begin + rng.uniform(0, days, size)) * 86_400
    start[at] = CITY_FIRST + offset.astype("timedelta64[s]")
    end[at] = start[at] + long
    x[at] = x[at[0]] + rng.normal(0, near_m, size)
    y[at] = y[at[0]] + rng.normal(0, near_m, size)
    return (x, y, start, end, tags), np.sort(at)
