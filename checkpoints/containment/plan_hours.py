"""At which hours a plan's rings stand open, because nobody can man a post then. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from checkpoints.containment.models import PlanPost

DAY_H = 24


@dataclass(frozen=True, slots=True)
class OpenHours:
    """From one local hour until before another the same posts are open; none: closed round."""

    hour_from: int
    hour_to: int
    posts: tuple[PlanPost, ...]


def can_man(post: PlanPost, hour: int) -> bool:
    """Whether somebody is named for the post and can be there in this local hour."""
    return post.agency_id is not None and post.hour_from <= hour < post.hour_to


def open_hours(posts: Iterable[PlanPost]) -> list[OpenHours]:
    """The day of one ring in spans of equal gaps, from midnight to midnight."""
    rows = list(posts)

    def missing(hour: int) -> list[int]:
        return [n for n, post in enumerate(rows) if not can_man(post, hour)]

    spans = []
    for lacking, hours in groupby(range(DAY_H), key=missing):
        held = list(hours)
        spans.append(OpenHours(held[0], held[-1] + 1, tuple(rows[n] for n in lacking)))
    return spans
