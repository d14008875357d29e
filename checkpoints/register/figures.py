"""What the register adds up to: build rates, gaps in joint forces, what a grade needs."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.register import needs
from checkpoints.register.models import (
    Checkpoint,
    DefenceLine,
    ForceKind,
    Grade,
    JointForce,
    Minimum,
)

TENTH: Final = Decimal("0.1")
NORMAL: Final = "normal"


@dataclass(frozen=True, slots=True)
class BuildRate:
    """Built out of planned; the rate is computed each time and kept nowhere."""

    by: str  # what the row is of: line, grade, kind, or all
    code: str
    name: str
    planned: int
    built: int

    @property
    def rate(self) -> Decimal | None:
        """Percent to one decimal, half up; None where nothing was planned."""
        return percent(self.built, self.planned)


def percent(part: int, whole: int) -> Decimal | None:
    """Percent to one decimal, half up; None of nothing."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP)


def build_rates(rows: QuerySet[Checkpoint], on: date | None = None) -> list[BuildRate]:
    """Planned and built by a local day (default: today): by grade, kind and line, then all.

    Planned counts whatever was planned or built by that day and is not given up; what was closed
    after it had been built was built all the same. A checkpoint closed unbuilt is no plan any more.
    """
    day = on or timezone.localdate()
    planned: Counter[tuple[str, str]] = Counter()
    built: Counter[tuple[str, str]] = Counter()
    fields = ("grade", "kind", "line_id", "planned_on", "built_on", "is_active")
    for grade, kind, line, planned_on, built_on, is_active in rows.order_by().values_list(*fields):
        stands = built_on is not None and built_on <= day
        if not stands and not (is_active and planned_on is not None and planned_on <= day):
            continue
        for key in (("grade", grade), ("kind", kind), ("line", line), ("all", "")):
            planned[key] += 1
            built[key] += stands
    return [
        BuildRate(by, code, name, planned[by, code], built[by, code])
        for by, code, name in _headings()
    ]


def _headings() -> Iterable[tuple[str, str, str]]:
    yield from (("grade", code, str(label)) for code, label in Grade.choices)
    yield from (("kind", code, str(label)) for code, label in Checkpoint.Kind.choices)
    yield from (("line", line.code, str(line)) for line in DefenceLine.objects.all())
    yield "all", "", _("All")


@dataclass(frozen=True, slots=True)
class ForceGap:
    """A force that is missing, too weak or not reachable at a checkpoint."""

    checkpoint: Checkpoint
    force: str
    required: int
    agreed: int
    why: str


def force_gaps(checkpoints: Iterable[Checkpoint], level_code: str = NORMAL) -> list[ForceGap]:
    """Every joint force that falls short of a level's minimum, ended, or has no desk to call.

    In four queries for any number of checkpoints; agencies should be joined.
    """
    rows, today = list(checkpoints), timezone.localdate()
    wanted = needs.required_many(rows, level_code)
    agreed: dict[int, list[JointForce]] = defaultdict(list)
    for force in JointForce.objects.filter(checkpoint__in=rows).select_related("kind", "agency"):
        agreed[force.checkpoint_id].append(force)
    kinds = {kind.code: kind for kind in ForceKind.objects.all()}
    return [
        gap
        for row in rows
        for gap in (
            *_missing(row, wanted[row.pk].forces, agreed[row.pk], kinds, today),
            *_unreachable(row, agreed[row.pk], today),
        )
    ]


def _missing(
    row: Checkpoint,
    wanted: dict[str, int],
    forces: list[JointForce],
    kinds: dict[str, ForceKind],
    today: date,
) -> Iterable[ForceGap]:
    heads: Counter[str] = Counter()
    for force in forces:
        heads[force.kind_id] += force.heads if force.holds(today) else 0
    for code, required in wanted.items():
        if heads[code] < required:
            ended = any(force.kind_id == code and not force.holds(today) for force in forces)
            why = _("No agreement") if not heads[code] else _("Too few heads agreed")
            why = _("Agreement does not hold today") if ended and not heads[code] else why
            yield ForceGap(row, str(kinds.get(code, code)), required, heads[code], why)


def _unreachable(row: Checkpoint, forces: list[JointForce], today: date) -> Iterable[ForceGap]:
    for force in forces:
        if force.holds(today) and not force.phone:
            name = f"{force.kind}: {force}"
            yield ForceGap(row, name, force.heads, force.heads, _("No desk to call"))


def needed_by_grade(agency_path: str, on: date | None = None) -> dict[str, Any]:
    """By grade, then by (need, code), then by duty level: the row that holds at an agency."""
    from_rows: dict[tuple[str, str, str, str], Any] = {}
    rows = Minimum.objects.in_force(on or timezone.localdate()).above(agency_path)
    for row in rows.select_related("agency"):
        key = (row.grade, row.level_id, row.need, row.code)
        known = from_rows.get(key)
        if known is None or _depth(row) > _depth(known):
            from_rows[key] = row
    by_grade: dict[str, Any] = defaultdict(dict)
    for (grade, level, need, code), row in from_rows.items():
        by_grade[grade].setdefault((need, code), {})[level] = row
    return by_grade


def _depth(row: Any) -> int:
    return len(row.agency.path) if row.agency else -1
