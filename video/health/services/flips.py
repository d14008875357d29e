"""Cameras whose state changed, and the few facts that say so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from grid.ledger.facts import Fact
from grid.organisation.models import Agency
from video.health.models import CameraStatus

CODES_BYTES: Final = 3_000  # what fits beside the counts into the payload of one fact
State = CameraStatus.State


class Flip(NamedTuple):
    """One camera's step from one state to another; `old` is None for one never heard of."""

    id: int
    code: str
    agency_id: int
    platform_id: int | None
    is_key_target: bool
    old: str | None
    new: str


def flips_of(rows: Iterable[Sequence[Any]]) -> list[Flip]:
    """What a statement answered, as flips."""
    return [Flip(*row) for row in rows]


def facts_of(flips: Sequence[Flip], *, at: datetime) -> list[Fact]:
    """One fact for each agency with its counts, and one for each key target that came or went."""
    paths = dict(
        Agency.objects.filter(pk__in={flip.agency_id for flip in flips}).values_list("pk", "path")
    )
    by_agency: dict[int, list[Flip]] = defaultdict(list)
    for flip in flips:
        by_agency[flip.agency_id].append(flip)
    changed = [_changed(paths[key], rows, at) for key, rows in sorted(by_agency.items())]
    return changed + [
        _camera(paths[flip.agency_id], flip, at) for flip in flips if _is_told_alone(flip)
    ]


def _is_told_alone(flip: Flip) -> bool:
    """Key targets only: of 48,000 cameras in shops none is news by itself."""
    if not flip.is_key_target:
        return False
    return flip.new == State.OFFLINE or (flip.new == State.ONLINE and flip.old == State.OFFLINE)


def _camera(path: str, flip: Flip, at: datetime) -> Fact:
    return Fact(
        kind=f"video.camera_{flip.new}",
        subject_type="camera",
        subject_id=flip.code,
        agency_path=path,
        payload={"camera": flip.code, "from": flip.old, "is_key_target": True},
        priority=3 if flip.new == State.OFFLINE else None,
        happened_at=at,
    )


def _changed(path: str, flips: Sequence[Flip], at: datetime) -> Fact:
    counts = Counter(flip.new for flip in flips)
    codes = _that_fit(flip.code for flip in flips)
    return Fact(
        kind="video.cameras_changed",
        subject_type="agency",
        subject_id=path.strip("/").rsplit("/", 1)[-1],
        agency_path=path,
        payload={
            "cameras": len(flips),
            **{state: counts[state] for state in State.values},
            "codes": codes,
            "more": len(flips) - len(codes),
        },
        happened_at=at,
    )


def _that_fit(codes: Iterable[str]) -> list[str]:
    """As many codes, at most 200, as a payload holds."""
    fitting: list[str] = []
    left = CODES_BYTES
    for code in codes:
        left -= len(code.encode()) + 3
        if left < 0 or len(fitting) == 200:
            break
        fitting.append(code)
    return fitting
