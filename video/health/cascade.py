"""What the signs of platforms mean, as a pure rule: a platform takes down whatever hangs on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from video.health.models import PlatformStatus

State = PlatformStatus.State
TREE_DOWN: Final = (State.DOWN, State.PARENT_DOWN)  # these hide all that is below
FAULTY: Final = (State.DOWN, State.LOST)  # these are faults of the platform itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One platform: what it said last and when; `stale_s` is how long that holds, in seconds."""

    id: int
    parent_id: int | None
    said: bool | None
    heard_at: datetime | None
    stale_s: int
    lost_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a platform is and from which moment on."""

    state: State
    since: datetime | None


def judge(node: Node, now: datetime) -> Verdict:
    """A platform by its own signs alone, as if nothing were above it."""
    if node.heard_at is not None:
        stale_at = node.heard_at + timedelta(seconds=node.stale_s)
        if now > stale_at:
            return Verdict(State.DOWN, stale_at)
        if not node.said:
            return Verdict(State.DOWN, node.heard_at)
    if node.lost_at is not None:
        return Verdict(State.LOST, node.lost_at)
    return Verdict(State.UNKNOWN if node.heard_at is None else State.UP, node.heard_at)


def cascade(nodes: Iterable[Node], now: datetime) -> dict[int, Verdict]:
    """Every platform's verdict; below one that is down all are `parent_down`, whatever they say.

    Only what nothing above explains is `down`: of an outage one root is the fault. A ring of
    parents (which the register refuses) ends where it began.
    """
    by_id = {node.id: node for node in nodes}
    own = {node.id: judge(node, now) for node in by_id.values()}
    return {key: _under(key, by_id, own) for key in by_id}


def _under(key: int, by_id: Mapping[int, Node], own: Mapping[int, Verdict]) -> Verdict:
    seen, above = {key}, by_id[key].parent_id
    highest: Verdict | None = None
    while above is not None and above in own and above not in seen:
        seen.add(above)
        if own[above].state == State.DOWN:
            highest = own[above]
        above = by_id[above].parent_id
    return own[key] if highest is None else Verdict(State.PARENT_DOWN, highest.since)
