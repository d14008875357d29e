"""Who stands at a checkpoint, what is missing of its minimum, and the hours nobody covers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from checkpoints.register.levels import levels_of
from checkpoints.register.models import Checkpoint, JointForce
from checkpoints.register.needs import Required, required_many
from checkpoints.work.models import PostShift
from checkpoints.work.rulebook import Rulebook
from checkpoints.work.selectors.lists import day_start
from grid.organisation.models import Agency
from grid.scope import Viewer

HOUR: Final = timedelta(hours=1)
Role = PostShift.Role
HERE: Final = ("on_time", "late")


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who is rostered and who came, against the minimum of the level in force."""

    level: str
    required: Required
    rostered: int = 0
    present: int = 0
    officers: int = 0  # present
    auxiliaries: int = 0  # present; partners count here
    posts: dict[str, int] = field(default_factory=dict)  # present, by post kind
    absent: int = 0
    late: int = 0

    @property
    def wanted(self) -> int:
        return self.required.officers + self.required.auxiliaries

    @property
    def missing(self) -> list[dict[str, Any]]:
        """What is below the minimum: {what, code, required, present}."""
        pairs = [
            ("officers", "", self.required.officers, self.officers),
            ("auxiliaries", "", self.required.auxiliaries, self.auxiliaries),
            *(
                ("post", code, n, self.posts.get(code, 0))
                for code, n in self.required.posts.items()
            ),
        ]
        return [
            {"what": what, "code": code, "required": wanted, "present": here}
            for what, code, wanted, here in pairs
            if here < wanted
        ]


def on_duty(checkpoint: Checkpoint, at: datetime | None = None) -> Staffing:
    """Staffed against required at one checkpoint at `at` (default: now)."""
    return on_duty_many([checkpoint], at)[checkpoint.pk]


def on_duty_many(
    checkpoints: Sequence[Checkpoint], at: datetime | None = None
) -> dict[int, Staffing]:
    """The same for many by their keys, in constant queries; agencies should be joined."""
    at = at or timezone.now()
    levels = levels_of(checkpoints, at)
    needs: dict[int, Required] = {}
    for level in set(levels.values()):
        mine = [row for row in checkpoints if levels[row.pk] == level]
        needs |= required_many(mine, level, at)
    book = Rulebook(timezone.localdate(at))
    running: dict[int, list[PostShift]] = defaultdict(list)
    rows = PostShift.objects.filter(
        checkpoint__in=checkpoints, struck_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    )
    for row in rows:
        running[row.checkpoint_id].append(row)
    return {
        place.pk: _staffing(place, levels[place.pk], needs[place.pk], running[place.pk], book, at)
        for place in checkpoints
    }


def _staffing(
    place: Checkpoint,
    level: str,
    needs: Required,
    rows: Iterable[PostShift],
    book: Rulebook,
    at: datetime,
) -> Staffing:
    rows = list(rows)
    states = [(row, presence(row, book, place.agency.path, at)) for row in rows]
    here = [row for row, state in states if state in HERE and not _has_left(row, at)]
    posts: dict[str, int] = defaultdict(int)
    for row in here:
        posts[row.post_id] += 1
    return Staffing(
        level=level,
        required=needs,
        rostered=len(rows),
        present=len(here),
        officers=sum(row.role == Role.OFFICER for row in here),
        auxiliaries=sum(row.role != Role.OFFICER for row in here),
        posts=dict(posts),
        absent=sum(state == "absent" for _row, state in states),
        late=sum(state == "late" for _row, state in states),
    )


def _has_left(row: PostShift, at: datetime) -> bool:
    return row.left_at is not None and row.left_at <= at


def presence(row: PostShift, book: Rulebook, agency_path: str, at: datetime) -> str:
    """`due`, `on_time`, `late`, `waiting` or `absent`, by the rule of the checkpoint's agency."""
    rule = book.rule(agency_path)
    return row.presence(at, on_time_min=rule.on_time_min, absent_after_min=rule.absent_after_min)


@dataclass(frozen=True, slots=True)
class Hole:
    """Local hours (0 to 23) of a day in which an agency has nobody at a checkpoint it staffs."""

    checkpoint: Checkpoint
    agency: Agency
    hours: list[int]

    @property
    def spans(self) -> str:
        """`02–05, 14`, for reading."""
        parts: list[list[int]] = []
        for hour in self.hours:
            if parts and parts[-1][1] == hour - 1:
                parts[-1][1] = hour
            else:
                parts.append([hour, hour])
        return ", ".join(f"{a:02}" if a == b else f"{a:02}–{b:02}" for a, b in parts)


def holes(checkpoints: Sequence[Checkpoint], day: date) -> list[Hole]:
    """Hours of a local day without anybody of an agency that staffs the checkpoint round the clock.

    That is the checkpoint's own agency, once a roster is kept there, and every agency that agreed
    to stand there round the clock. An hour counts as covered only where the whole of it is.
    """
    begins, ends = day_start(day), day_start(day + timedelta(days=1))
    spans = _spans(checkpoints, begins, ends)
    found = []
    for place, agency in _agencies(checkpoints, day):
        mine = sorted((b, e) for path, b, e in spans[place.pk] if path.startswith(agency.path))
        count = round((ends - begins) / HOUR)
        bare = [n for n in range(count) if not _covered(begins + n * HOUR, mine)]
        found += [Hole(place, agency, bare)] if bare else []
    return found


def gaps_now(checkpoints: Sequence[Checkpoint], at: datetime) -> list[tuple[Checkpoint, Agency]]:
    """Agencies that should have somebody at a checkpoint at this moment and have nobody."""
    spans = _spans(checkpoints, at, at + timedelta(microseconds=1))
    return [
        (place, agency)
        for place, agency in _agencies(checkpoints, timezone.localdate(at))
        if not any(path.startswith(agency.path) for path, _b, _e in spans[place.pk])
    ]


def _agencies(checkpoints: Sequence[Checkpoint], day: date) -> Iterable[tuple[Checkpoint, Agency]]:
    """Each checkpoint with the agencies that stand there round the clock on a day."""
    kept = set(
        PostShift.objects.filter(checkpoint__in=checkpoints, struck_at__isnull=True)
        .order_by()
        .values_list("checkpoint_id", flat=True)
        .distinct()
    )
    joint: dict[int, list[Agency]] = defaultdict(list)
    forces = JointForce.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        checkpoint__in=checkpoints,
        valid_from__lte=day,
        is_round_the_clock=True,
        agency__isnull=False,
    )
    for force in forces.select_related("agency"):
        if force.agency is not None:
            joint[force.checkpoint_id].append(force.agency)
    for place in checkpoints:
        if place.pk in kept or joint[place.pk]:
            yield place, place.agency
            yield from ((place, agency) for agency in joint[place.pk] if agency != place.agency)


def _spans(
    checkpoints: Sequence[Checkpoint], begins: datetime, ends: datetime
) -> dict[int, list[tuple[str, datetime, datetime]]]:
    found: dict[int, list[tuple[str, datetime, datetime]]] = defaultdict(list)
    rows = PostShift.objects.filter(
        checkpoint__in=checkpoints,
        struck_at__isnull=True,
        starts_at__lt=ends,
        ends_at__gt=begins,
    ).order_by()
    for row in rows.select_related("agency"):
        found[row.checkpoint_id].append((row.agency.path, row.starts_at, row.ends_at))
    return found


def _covered(hour: datetime, spans: Iterable[tuple[datetime, datetime]]) -> bool:
    """Whether spans in the order of their beginnings leave no moment of the hour open."""
    reached, over = hour, hour + HOUR
    for begins, ends in spans:
        if begins > reached:
            break
        reached = max(reached, ends)
    return reached >= over


def staffed(viewer: Viewer, code: str = "") -> list[Checkpoint]:
    """The working checkpoints of the viewer that people stand at; of a code, that one."""
    rows = Checkpoint.objects.operational().visible_to(viewer)
    rows = rows.exclude(kind=Checkpoint.Kind.GANTRY)
    rows = rows.filter(code=code) if code else rows
    return list(rows.select_related("agency", "line"))
