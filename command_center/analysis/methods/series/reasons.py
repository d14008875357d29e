"""Why a pair is likely of one series: which likeness weighs how much, for callers to word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from command_center.analysis.methods.inputs import Floats, Ints
from command_center.analysis.methods.series.cases import Cases
from command_center.analysis.methods.series.model import SCALES, Model, differences, tag_weights

WORTH_SAYING = 0.1


@dataclass(frozen=True, slots=True)
class Reason:
    """One likeness: `kind` is distance (m), time (days), hour (h round the clock) or tag.

    `value` is the measure, or the code agreed on, of tag column `tag`; `weight` its part of the
    score (natural log of the Bayes factor).
    """

    kind: str
    value: Any
    weight: float
    tag: int | None = None

    def __str__(self) -> str:
        if self.kind == "distance":
            return f"{self.value:.0f} m apart"
        if self.kind == "time":
            return f"within {max(int(np.ceil(self.value)), 1)} days"
        if self.kind == "hour":
            return f"hours of the day {self.value:.0f} h apart"
        return f"same tag {self.tag}: {self.value}"


class Reasons(Sequence[tuple[Reason, ...]]):
    """The reasons of each pair, weightiest first, worked out when they are asked for."""

    def __init__(self, cases: Cases, model: Model, i: Ints, j: Ints) -> None:
        self._cases, self._model, self._i, self._j = cases, model, i, j

    def __len__(self) -> int:
        return len(self._i)

    @overload
    def __getitem__(self, at: int) -> tuple[Reason, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> "Reasons": ...
    def __getitem__(self, at: int | slice) -> "tuple[Reason, ...] | Reasons":
        if isinstance(at, slice):
            return Reasons(self._cases, self._model, self._i[at], self._j[at])
        i, j = self._i[at], self._j[at]  # an index too far raises here
        return explain(self._cases, self._model, int(i), int(j))

    def table(self) -> Floats:
        """Weights of distance, time, hour and each tag, (pairs, 3 + k); their sum is the score."""
        between = differences(self._cases, self._i, self._j)
        curves = zip(SCALES, self._model.curves(), strict=True)
        columns = [curve.of(between[name]) for name, curve in curves]
        tags = tag_weights(self._cases, self._model, self._i, self._j)
        return np.column_stack([*columns, tags])


def explain(cases: Cases, model: Model, i: int, j: int) -> tuple[Reason, ...]:
    """What speaks for one pair, weightiest first."""
    pair = np.array([i]), np.array([j])
    between = differences(cases, *pair)
    found = [
        Reason(name, float(between[name][0]), float(curve.of(between[name])[0]))
        for name, curve in zip(SCALES, model.curves(), strict=True)
    ]
    for k, weight in enumerate(tag_weights(cases, model, *pair)[0]):
        code = int(cases.tags[i, k])
        if code >= 0 and code == int(cases.tags[j, k]):
            found.append(Reason("tag", cases.levels[k][code], float(weight), tag=k))
    worth = [reason for reason in found if reason.weight >= WORTH_SAYING]
    return tuple(sorted(worth, key=lambda reason: -reason.weight))
