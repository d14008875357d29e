"""1-3-5 (一三五): each timer of each call reached or not, by zone, hour and unit.

Which stamps a timer runs between is a row; there are two readings, and a city may keep both.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from command_center.dispatch.figures import rulebook
from command_center.dispatch.figures.bases import calls
from command_center.dispatch.figures.measures import STAMP_NAMES
from command_center.dispatch.figures.models import TimerRule
from command_center.dispatch.figures.periods import Question
from command_center.dispatch.figures.selectors import group_names
from command_center.dispatch.figures.spans import (
    Behind,
    Call,
    CallList,
    Counted,
    Span,
    Tally,
    count,
)
from grid.organisation.models import Agency

STAGE_NAMES: Final[dict[int, Any]] = {
    1: _("React in time"),
    3: _("Strike in time"),
    5: _("Finish in time"),
}
REACHED, MISSED = 0, 1  # the two bands on either side of the limit


@dataclass(slots=True)
class GroupReach:
    """How many of one zone, hour or unit were in time."""

    key: str
    label: str
    n: int = 0
    reached: int = 0

    @property
    def share(self) -> float | None:
        return self.reached / self.n if self.n else None


@dataclass(slots=True)
class Timer:
    """One timer of the period: how many were in time, who was left out and why."""

    code: str
    tier: int
    name: Any
    starts: Any
    ends: Any
    forces: list[Any]
    limits_s: list[int]
    reached: int
    tally: Tally
    excluded: dict[str, int]
    groups: list[GroupReach] = field(default_factory=list)

    @property
    def n(self) -> int:
        return self.tally.n

    @property
    def missed(self) -> int:
        return self.n - self.reached

    @property
    def share(self) -> float | None:
        return self.reached / self.n if self.n else None


def readings(agency: Agency) -> list[str]:
    """The readings an agency has timers for, stages first."""
    return [r for r in TimerRule.Reading.values if rulebook.timers(agency, reading=r)]


def report(question: Question, *, reading: str) -> list[Timer]:
    """Every timer of the reading; forces are of units, so they are told per assignment."""
    asked, rules = _asked(question, reading)
    counted = count(calls(asked), [_span(rule) for rule in rules])
    per_tier: dict[int, list[TimerRule]] = defaultdict(list)
    for rule in rules:
        per_tier[rule.tier].append(rule)
    return [
        _timer(reading, tier, rows, counted[str(tier)], _groups(asked, counted[str(tier)]))
        for tier, rows in sorted(per_tier.items())
    ]


def calls_behind(question: Question, *, reading: str, tier: int, which: Behind) -> Sequence[Call]:
    """The calls of one timer: in time (band 0), late (band 1), or left out for a reason."""
    asked, rules = _asked(question, reading)
    return CallList(calls(asked), [_span(rule) for rule in rules if rule.tier == tier], which)


def _asked(question: Question, reading: str) -> tuple[Question, list[TimerRule]]:
    rules = rulebook.timers(question.agency, reading=reading)
    is_of_units = any(rule.forces for rule in rules)
    return (replace(question, per="assignment") if is_of_units else question), rules


def _span(rule: TimerRule) -> Span:
    """Versions of a timer share its name and never a day, so that a call is counted once."""
    return Span(
        name=str(rule.tier),
        starts=rule.starts,
        ends=rule.ends,
        bounds=[rule.limit_s],
        forces=rule.forces,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
    )


def _groups(asked: Question, counted: Counted) -> list[GroupReach]:
    names = group_names(asked.group)
    return [
        GroupReach(
            key=entry.key,
            label=str(names.get(entry.key, entry.label)),
            n=entry.tally.n,
            reached=entry.bands.get(REACHED, 0),
        )
        for entry in counted.groups
    ]


def _timer(
    reading: str, tier: int, rules: list[TimerRule], counted: Counted, groups: list[GroupReach]
) -> Timer:
    latest = rules[-1]
    kinds = dict(Agency.Kind.choices)
    return Timer(
        code=f"{reading}-{tier}",
        tier=tier,
        name=STAGE_NAMES[tier] if reading == TimerRule.Reading.STAGES else STAMP_NAMES["on_scene"],
        starts=STAMP_NAMES[latest.starts],
        ends=STAMP_NAMES[latest.ends],
        forces=[kinds.get(force, force) for force in latest.forces],
        limits_s=sorted({rule.limit_s for rule in rules}),
        reached=counted.bands.get(REACHED, 0),
        tally=counted.tally,
        excluded=counted.excluded,
        groups=groups,
    )
