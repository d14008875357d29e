"""Whether the people are there when the posts need them: the windows, and what is missing."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q

from command_center.dispatch.plans.models import EventCrew, EventPlan, EventPost
from command_center.incidents.briefs import moment
from patrol.units.models import CrewPosting


def windows(event: EventPlan) -> list[dict[str, Any]]:
    """The event cut at every change of a post or a crew: people required, there, and missing.

    A unit counts once however many posts it has at a time, with the people posted to it today.
    Crews count as they are.
    """
    posts = list(event.posts.prefetch_related("units"))
    crews = list(event.crews.all())
    strength = _strength(event)
    cuts = sorted(
        {p.manned_from for p in posts}
        | {p.manned_to for p in posts}
        | {moment_of for crew in crews for moment_of in (crew.there_from, crew.there_to)}
    )
    rows = [_window(begin, end, posts, crews, strength) for begin, end in pairwise(cuts)]
    return [row for row in rows if row["required"]]


def gaps(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The windows with people missing."""
    return [row for row in rows if row["missing"]]


def peak(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The window that requires most people."""
    return max(rows, key=lambda row: row["required"], default=None)


def _window(
    begin: datetime,
    end: datetime,
    posts: list[EventPost],
    crews: list[EventCrew],
    strength: Mapping[int, int],
) -> dict[str, Any]:
    now = [post for post in posts if post.manned_from <= begin < post.manned_to]
    units = {unit.pk: unit.call_sign for post in now for unit in post.units.all()}
    twice = [
        units[pk]
        for pk in units
        if sum(pk in {unit.pk for unit in post.units.all()} for post in now) > 1
    ]
    required = sum(post.required_people for post in now)
    there = sum(strength.get(pk, 0) for pk in units)
    there += sum(crew.people for crew in crews if crew.there_from <= begin < crew.there_to)
    return {
        "from": moment(begin),
        "to": moment(end),
        "required": required,
        "there": there,
        "missing": max(0, required - there),
        "without_unit": [post.name for post in now if not post.units.all()],
        "twice": sorted(twice),
    }


def _strength(event: EventPlan) -> dict[int, int]:
    rows = CrewPosting.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=event.starts_at),
        unit__event_posts__event=event,
        valid_from__lte=event.ends_at,
    )
    counted = rows.values("unit_id").annotate(people=Count("pk", distinct=True))
    return dict(counted.values_list("unit_id", "people"))
