"""Signs of platforms, and what follows for everything that hangs on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q

from grid.ledger.facts import Fact
from video.health.cascade import FAULTY, Node, Verdict, cascade
from video.health.limits import nearest_rule, rules_in_force
from video.health.models import Exclusion, PlatformSpan, PlatformStatus
from video.register.models import Camera, Platform

State = PlatformStatus.State
_FIELDS: Final = ("state", "since", "said", "heard_at", "lost_at")


@dataclass(frozen=True, slots=True)
class Step:
    """A platform's step from one state to another."""

    platform: Platform
    old: str
    verdict: Verdict

    @property
    def is_fault(self) -> bool:
        return self.verdict.state in FAULTY and self.old not in FAULTY

    @property
    def is_repaired(self) -> bool:
        return self.old in FAULTY and self.verdict.state in (State.UP, State.UNKNOWN)


def take_beats(beats: Mapping[int, bool], *, at: datetime) -> bool:
    """Keep what platforms (by key) said at a moment; whether any state may differ by it."""
    known = PlatformStatus.objects.in_bulk(list(beats))
    news, rows = False, []
    for key, said in beats.items():
        row = known.get(key) or PlatformStatus(platform_id=key)
        if row.heard_at is not None and row.heard_at > at:
            continue
        news = news or not said or row.state != State.UP
        row.said, row.heard_at = said, at
        rows.append(row)
    _keep(rows)
    return news


def mark_lost(platform_ids: Iterable[int], *, at: datetime | None) -> None:
    """Say that these have lost their cameras since `at`, or (None) that they have not."""
    known = PlatformStatus.objects.in_bulk(list(platform_ids))
    rows = [known.get(key) or PlatformStatus(platform_id=key) for key in platform_ids]
    for row in rows:
        row.lost_at = at
    _keep(rows)


def found_again(platform_ids: Iterable[int]) -> list[int]:
    """Of platforms that had lost their cameras those with more online than the rule allows."""
    share = 100 - nearest_rule(rules_in_force(), "").lost_share
    rows = (
        Camera.objects.filter(platform_id__in=list(platform_ids), status__isnull=False)
        .values("platform_id")
        .annotate(all=Count("pk"), online=Count("pk", filter=Q(status__state="online")))
    )
    return [row["platform_id"] for row in rows if row["online"] * 100 > row["all"] * share]


def tree_of(platform: Platform) -> list[int]:
    """The keys of the platform and of all below it."""
    parents = list(Platform.objects.values_list("pk", "parent_id"))
    found, grown = {platform.pk}, True
    while grown:
        more = {key for key, parent in parents if parent in found} - found
        grown, found = bool(more), found | more
    return sorted(found)


def judge_all(*, at: datetime) -> tuple[list[int], list[Fact]]:
    """Judge every platform; answers those whose state changed, with the facts that say so."""
    platforms = {row.pk: row for row in Platform.objects.select_related("agency", "status")}
    rules = rules_in_force()
    nodes = [
        _node(row, nearest_rule(rules, row.agency.path).heartbeat_s) for row in platforms.values()
    ]
    verdicts = cascade(nodes, at)
    steps = [
        Step(platforms[key], _state_of(platforms[key]), verdict)
        for key, verdict in verdicts.items()
        if verdict.state != _state_of(platforms[key])
    ]
    if not steps:
        return [], []
    below = _cameras_below(platforms.values())
    _write(steps, below, at=at)
    planned = _planned(at)
    told = [step for step in steps if step.is_fault or step.is_repaired]
    facts = [
        _fact(step, below[step.platform.pk], _is_planned(step.platform, platforms, planned))
        for step in told
    ]
    return [step.platform.pk for step in steps], facts


def _node(platform: Platform, stale_s: int) -> Node:
    row = getattr(platform, "status", None) or PlatformStatus()
    row = row if platform.is_active else PlatformStatus()  # nobody waits for what is put away
    return Node(
        id=platform.pk,
        parent_id=platform.parent_id,
        said=row.said,
        heard_at=row.heard_at,
        stale_s=stale_s,
        lost_at=row.lost_at,
    )


def _state_of(platform: Platform) -> str:
    row = getattr(platform, "status", None)
    return row.state if row is not None else State.UNKNOWN


def _keep(rows: Sequence[PlatformStatus]) -> None:
    PlatformStatus.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["platform"], update_fields=list(_FIELDS)
    )


def _write(steps: Sequence[Step], below: Mapping[int, int], *, at: datetime) -> None:
    """The present state, and the interval that ends and the one that begins, of each step."""
    rows, spans = [], []
    for step in steps:
        row = getattr(step.platform, "status", None) or PlatformStatus(platform=step.platform)
        moment = min(at, max(_began(step, at), row.since or _began(step, at)))
        row.state, row.since = step.verdict.state, moment
        rows.append(row)
        spans.append(
            PlatformSpan(
                platform=step.platform, state=row.state, started_at=moment,
                cameras=below[step.platform.pk],
            )
        )  # fmt: skip
    _keep(rows)
    _close(spans)
    PlatformSpan.objects.bulk_create(spans)


def _began(step: Step, at: datetime) -> datetime:
    """When the new state began: by the sign that says so, else now."""
    by_its_sign = step.verdict.state in (*FAULTY, State.PARENT_DOWN) or step.old == State.DOWN
    return (by_its_sign and step.verdict.since) or at


def _close(spans: Sequence[PlatformSpan]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE videohealth_platformspan AS span SET ended_at = greatest(started_at, f.at)"
            " FROM unnest(%s::bigint[], %s::timestamptz[]) AS f(platform_id, at)"
            " WHERE span.platform_id = f.platform_id AND span.ended_at IS NULL",
            [[span.platform_id for span in spans], [span.started_at for span in spans]],
        )


def _cameras_below(platforms: Iterable[Platform]) -> dict[int, int]:
    """How many standing cameras hang on each platform and on all below it."""
    counted = Camera.objects.standing().filter(platform__isnull=False).order_by()
    own: dict[Any, int] = dict(
        counted.values("platform_id").annotate(n=Count("pk")).values_list("platform_id", "n")
    )
    parents = {row.pk: row.parent_id for row in platforms}
    sums: dict[int, int] = defaultdict(int)
    for key, number in own.items():
        above, seen = key, set()
        while above is not None and above not in seen:
            seen.add(above)
            sums[above] += number
            above = parents.get(above)
    return sums


def _planned(at: datetime) -> set[int]:
    rows = Exclusion.objects.filter(
        state=Exclusion.State.APPROVED, platform__isnull=False, starts_at__lte=at, ends_at__gt=at
    )
    return {key for key in rows.values_list("platform_id", flat=True) if key is not None}


def _is_planned(platform: Platform, by_id: Mapping[int, Platform], planned: set[int]) -> bool:
    """Whether approved maintenance or a known power cut covers the platform or one above it."""
    seen: set[int] = set()
    at: Platform | None = platform
    while at is not None and at.pk not in seen:
        if at.pk in planned:
            return True
        seen.add(at.pk)
        at = by_id.get(at.parent_id or 0)
    return False


def _fact(step: Step, cameras: int, is_planned: bool) -> Fact:
    row, verdict = step.platform, step.verdict
    payload: dict[str, Any] = {
        "platform": row.code,
        "name": row.name,
        "level": row.level,
        "state": str(verdict.state),
        "from": step.old,
        "cameras": cameras,
        "since": verdict.since.isoformat() if verdict.since else None,
        "is_planned": is_planned,
    }
    return Fact(
        kind="video.platform_down" if step.is_fault else "video.platform_up",
        subject_type="video_platform",
        subject_id=row.code,
        agency_path=row.agency.path,
        payload=payload,
        priority=2 if step.is_fault and not is_planned else None,
        happened_at=verdict.since,
    )
