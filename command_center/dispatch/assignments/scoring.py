"""The recommendation's one formula, and the words for what it found. Pure; no database.

    score (s) = travel time (s)
              + open assignments × open_task_s
              + assignments since midnight × task_today_s
              + other_tier_s, where the call is the work of another tier

The lowest score stands first; of equal ones the nearer, then the older key. Numbers are those of
the `RecommendationRule` in force.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.dispatch.assignments.candidates import Candidate
from command_center.dispatch.assignments.models import RecommendationRule
from patrol.units.models import AVAILABLE, Unit

SHOWN: Final = 20
STALE: Final = "stale_position"


@dataclass(frozen=True, slots=True)
class Needs:
    """What the call asks of a unit, and how old a position may be by its source, in seconds."""

    capabilities: tuple[str, ...]
    is_armed: bool
    fresh_s: Mapping[str, int]


@dataclass(slots=True)
class Ranked:
    """A unit that can be sent: how soon it would be there, and what makes its score."""

    unit: Candidate
    travel_s: float
    age_s: float
    score: float
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PassedOver:
    """A unit that is near and was not recommended, and why: codes for machines, text for people."""

    unit: Candidate
    why: list[str]
    text: str


def age_s(unit: Candidate, now: datetime) -> float:
    """How old its position is, in seconds."""
    return max(0.0, (now - unit.device_time).total_seconds())


def against(unit: Candidate, needs: Needs, now: datetime) -> list[str]:
    """Codes of what stands against sending it; none: it can be sent."""
    why = []
    if unit.is_here:
        why.append("sent_already")
    elif unit.status not in AVAILABLE:
        why.append(unit.status)
    if unit.kind == Unit.Kind.VIDEO:
        why.append("video_desk")
    if age_s(unit, now) > needs.fresh_s.get(unit.source, 300):
        why.append(STALE)
    if needs.is_armed and not unit.is_armed:
        why.append("not_armed")
    missing = set(needs.capabilities) - set(unit.capabilities)
    return [*why, *(f"lacks:{code}" for code in sorted(missing))]


def ranked(unit: Candidate, travel_s: float, rule: RecommendationRule, now: datetime) -> Ranked:
    """The unit with its score by the formula above."""
    score = travel_s + unit.open_tasks * rule.open_task_s + unit.tasks_today * rule.task_today_s
    if rule.tier and unit.tier != rule.tier:
        score += rule.other_tier_s
    return Ranked(unit, travel_s, age_s(unit, now), score)


def in_order(rows: Iterable[Ranked]) -> list[Ranked]:
    """The best first."""
    return sorted(rows, key=lambda row: (row.score, row.unit.metres, row.unit.unit_id))


def reasons(row: Ranked, rule: RecommendationRule, needs: Needs) -> list[str]:
    """Why it stands where it stands, in the reader's language."""
    unit, told = row.unit, []
    way = {"way": distance(unit.metres), "time": span(row.travel_s)}
    told.append(_("%(way)s away, about %(time)s") % way)
    where = {"status": Unit.Status(unit.status).label, "age": span(row.age_s)}
    told.append(_("%(status)s, position %(age)s old") % where)
    told.append(_load(unit))
    if rule.tier:
        own = unit.tier == rule.tier
        tier = {"tier": Unit.Tier(unit.tier).label}
        told.append(_("its own tier: %(tier)s") % tier if own else _("of tier: %(tier)s") % tier)
    if needs.capabilities:
        told.append(_("can: %(codes)s") % {"codes": ", ".join(needs.capabilities)})
    if needs.is_armed:
        told.append(_("armed"))
    return told


def _load(unit: Candidate) -> str:
    if unit.open_tasks:
        words = ngettext("%(n)s open task", "%(n)s open tasks", unit.open_tasks)
        return words % {"n": unit.open_tasks}
    words = ngettext("free, %(n)s call today", "free, %(n)s calls today", unit.tasks_today)
    return words % {"n": unit.tasks_today}


def passed_over(unit: Candidate, why: Sequence[str], now: datetime) -> PassedOver:
    """With the words for its codes."""
    texts = [_word(code, age_s(unit, now)) for code in why]
    return PassedOver(unit, list(why), ", ".join(texts))


def _word(code: str, age: float) -> str:
    if code == STALE:
        return _("position %(age)s old") % {"age": span(age)}
    if code.startswith("lacks:"):
        return _("cannot: %(code)s") % {"code": code.removeprefix("lacks:")}
    known = {
        "sent_already": _("sent already"),
        "video_desk": _("a video desk"),
        "not_armed": _("not armed"),
    }
    return known.get(code) or str(Unit.Status(code).label)


def sentence(rows: Sequence[PassedOver], now: datetime) -> str:
    """One sentence for all of them: `3 nearer: 2 On scene, 1 position 12 min old`."""
    if not rows:
        return ""
    groups = Counter(row.why[0] for row in rows)
    oldest = max((age_s(row.unit, now) for row in rows if row.why[0] == STALE), default=0.0)
    parts = [f"{number} {_word(code, oldest)}" for code, number in groups.most_common()]
    words = ngettext("%(n)s nearer: %(parts)s", "%(n)s nearer: %(parts)s", len(rows))
    return words % {"n": len(rows), "parts": ", ".join(parts)}


def distance(metres: float) -> str:
    """Metres below a kilometre, else kilometres with one decimal."""
    if metres < 995:
        return _("%(n)s m") % {"n": round(metres, -1 if metres > 20 else 0).__int__()}
    return _("%(n)s km") % {"n": f"{metres / 1000:.1f}"}


def span(seconds: float) -> str:
    """Seconds below one and a half minutes, minutes below two hours, else hours."""
    if seconds < 90:
        return _("%(n)s s") % {"n": round(seconds)}
    if seconds < 7200:
        return _("%(n)s min") % {"n": round(seconds / 60)}
    return _("%(n)s h") % {"n": round(seconds / 3600)}
