"""Likely series among cases: groups, their pairs and the reasons; of cases, never of persons."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.analysis.explorer import kept
from command_center.analysis.explorer.asked import Asked
from command_center.analysis.explorer.modelling import model_of
from command_center.analysis.methods import series
from command_center.analysis.runs.provenance import code_digest
from command_center.analysis.store.arrays import CaseArrays
from command_center.analysis.studies.models import SeriesModel
from command_center.cases.models import CaseTag

MOST_CASES: Final = 3_000
MOST_GROUPS: Final = 50
MOST_PAIRS: Final = 300_000  # the strongest of 4.5 million
WEAKEST: Final = 1.5  # no group is looked for by pairs below it (see `series.groups`)
WEAK: Final = "weak"
_LEAST: Final = {"": None, WEAK: 3.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group of cases that may be one series; `alarm` bounds the chance of such a group by chance.

    `shared` are the keys of tags two thirds or more agree on, with that share.
    """

    numbers: tuple[str, ...]
    score: float
    alarm: float
    spread_m: float
    span_days: float
    first: Any
    last: Any
    shared: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found among `compared` cases; `left_out` older ones were too many to compare."""

    groups: tuple[Candidate, ...]
    compared: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases of a group with what speaks for them, weightiest first."""

    one: str
    other: str
    score: float
    reasons: tuple[series.Reason, ...]


def candidates(asked: Asked, model: SeriesModel | None, *, strength: str = "") -> Candidates:
    """Groups among the newest 3,000 cases asked for: the sure ones, or with `weak` more."""
    cases = asked.cases()
    chosen = newest(cases)
    left_out = len(cases) - len(chosen)
    key = kept.key_of("series", code_digest(), chosen.digest(), model.pk if model else 0, strength)
    found = kept.read(key)
    if found is None:
        found = [_plain(one) for one in _grouped(chosen, model, strength)]
        kept.write(key, found)
    return Candidates(tuple(_candidate_of(one) for one in found), len(chosen), left_out)


def _plain(one: Candidate) -> dict[str, Any]:
    """A group as JSON holds it."""
    return asdict(one) | {"first": one.first.isoformat(), "last": one.last.isoformat()}


def _candidate_of(said: dict[str, Any]) -> Candidate:
    return Candidate(
        **said
        | {
            "numbers": tuple(said["numbers"]),
            "first": date.fromisoformat(str(said["first"])),
            "last": date.fromisoformat(str(said["last"])),
            "shared": tuple((code, share) for code, share in said["shared"]),
        }
    )


def newest(cases: CaseArrays) -> CaseArrays:
    """At most 3,000 of them, the last reported."""
    if len(cases) <= MOST_CASES:
        return cases
    kept = np.zeros(len(cases), dtype=np.bool_)
    kept[np.argsort(cases.reported, kind="stable")[-MOST_CASES:]] = True
    return cases.where(kept)


def _columns(cases: CaseArrays) -> tuple[Any, ...]:
    """What the linkage compares; a tag that is not known weighs nothing."""
    tags = np.where(cases.tags == 0, -1, cases.tags)
    return cases.x, cases.y, cases.occurred_from, cases.occurred_to, tags


def _grouped(cases: CaseArrays, model: SeriesModel | None, strength: str) -> tuple[Candidate, ...]:
    if len(cases) < 3:
        return ()
    pairs = series.linkage(*_columns(cases), model=model_of(model), limit=MOST_PAIRS)
    if pairs.floor > WEAKEST:
        pairs = series.linkage(*_columns(cases), model=model_of(model))
    found = series.groups(pairs, threshold=_LEAST.get(strength))
    return tuple(_candidate(cases, one) for one in found[:MOST_GROUPS])


def _candidate(cases: CaseArrays, group: series.Group) -> Candidate:
    at = np.array(group.cases)
    return Candidate(
        numbers=tuple(str(number) for number in cases.number[at]),
        score=round(group.score, 2),
        alarm=round(group.false_alarm_rate, 4),
        spread_m=group.spread_m,
        span_days=group.span_days,
        first=cases.occurred_from[at].min().astype("datetime64[D]").item(),
        last=cases.occurred_from[at].max().astype("datetime64[D]").item(),
        shared=tuple((int(code), float(share)) for _tag, code, share in group.shared),
    )


def pairs(asked: Asked, numbers: tuple[str, ...], model: SeriesModel | None) -> list[Pair]:
    """The pairs of a group, scored among all cases asked for, likeliest first."""
    cases = newest(asked.cases())
    place = {str(number): at for at, number in enumerate(cases.number)}
    chosen = [place[number] for number in numbers if number in place]
    if len(chosen) < 2:
        return []
    every = series.prepared(*_columns(cases), model=model_of(model))
    found = series.among(every, np.array(chosen))
    return [
        Pair(str(cases.number[i]), str(cases.number[j]), float(score), reasons)
        for i, j, score, reasons in zip(found.i, found.j, found.score, found.reasons, strict=True)
    ]


def tag_names(keys: set[int]) -> dict[int, str]:
    """Words of tags by key, with their kind."""
    rows = CaseTag.objects.in_bulk(list(keys))
    return {key: f"{row.get_kind_display()}: {row}" for key, row in rows.items()}


def reason_words(reason: series.Reason, names: dict[int, str]) -> str:
    """A reason in the reader's language."""
    if reason.kind == "distance":
        return _("%(metres)s m apart") % {"metres": f"{reason.value:,.0f}"}
    if reason.kind == "time":
        days = max(int(np.ceil(reason.value)), 1)
        return ngettext("within %(days)s day", "within %(days)s days", days) % {"days": days}
    if reason.kind == "hour":
        return _("hours of the day %(hours)s h apart") % {"hours": f"{reason.value:.0f}"}
    return names.get(int(reason.value), str(reason.value))


def likelier(score: float) -> str:
    """How many times likelier the pair is of one series than of none, to one digit."""
    factor = float(np.exp(min(score, 20)))
    if factor < 1:
        return "< 1"
    step = 10 ** int(np.floor(np.log10(factor)))
    return f"× {round(factor / step) * step:,}"
