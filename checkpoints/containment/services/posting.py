"""One order to all posts of a stage, the next stage, posts added and dropped."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.containment.models import Containment, Crossing, PostOrder, Stage
from checkpoints.containment.numbers import numbers_at
from checkpoints.containment.services import crossings
from checkpoints.containment.services.levels import raise_level
from checkpoints.containment.services.shared import (
    By,
    Kind,
    check_texts,
    fact,
    gap_fact,
    invalid,
    reason_of,
    running,
    save,
    write_down,
)
from checkpoints.register.models import Checkpoint
from grid.errors import IllegalStep
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.models import Agency
from grid.territory.geo import check_point

OPEN: Final = (PostOrder.State.ISSUED, PostOrder.State.SIGNED)
STAGES: Final = list(Stage)


def order_stage(row: Containment, *, by: By, actor: Actor) -> list[PostOrder]:
    """Order every post due by the containment's stage that has no order yet: all or none."""
    due = [stage for stage in STAGES if STAGES.index(stage) <= Stage(row.stage).rank]
    fresh = row.crossings.filter(stage__in=due, agency__isnull=False, is_dropped=False)
    fresh = fresh.filter(orders__isnull=True).select_related("agency", "checkpoint")
    return order_posts(row, list(fresh), by=by, actor=actor)


def order_posts(
    row: Containment, posts: Iterable[Crossing], *, by: By, actor: Actor
) -> list[PostOrder]:
    """One order to these posts at the same moment; raises the duty level of their checkpoints."""
    posts = list(posts)
    now, target = timezone.now(), numbers_at(row.agency.path, timezone.now()).target
    sign_by = now + timedelta(seconds=target.acknowledge_s)
    man_by = now + timedelta(seconds=target.man_s)
    made = obligations.issue_many(
        PostOrder,
        actor,
        [
            (
                obligations.Order(
                    owner_path=_agency(post).path, title=f"{row.number} {post.name}"[:120],
                    subject_type="containment", subject_id=row.number,
                    sign_by=sign_by, due_at=man_by,
                ),
                {
                    "containment": row, "crossing": post, "agency": post.agency,
                    "stage": row.stage, "man_by": man_by,
                    "officers": post.officers, "vehicles": post.vehicles,
                },
            )
            for post in posts
        ],
    )  # fmt: skip
    raise_level(row, [post.checkpoint for post in posts if post.checkpoint], by=by)
    return made


def _agency(post: Crossing) -> Agency:
    if post.agency is None:
        raise invalid("/agency", "required", _("Nobody is named for this crossing."))
    return post.agency


@transaction.atomic
def next_stage(
    containment: Containment, *, by: By, reason: str = "", version: int | None = None
) -> Containment:
    """Go one stage on: points, then the line, then the ring, then the city.

    Raises IllegalStep after the last stage, NotRunning, StaleVersion.
    """
    row = running(containment, by, version=version)
    place = Stage(row.stage).rank
    if place == len(STAGES) - 1:
        raise IllegalStep(_("The city is locked: there is no further stage."), state=row.stage)
    actor, before = by.as_actor(), row.stage
    row.stage = STAGES[place + 1]
    save(row, "stage")
    made = order_stage(row, by=by, actor=actor)
    write_down(
        row, actor, Kind.STAGED, reason.strip()[:200],
        before={"stage": before}, after={"stage": row.stage, "posts": len(made)},
    )  # fmt: skip
    record(actor, fact("containment.staged", row, reason, posts=len(made)))
    return row


@transaction.atomic
def add_post(
    containment: Containment, *, by: By, reason: str, version: int | None = None, **said: Any
) -> PostOrder:
    """Order one more post: at a crossing that stands open, at a checkpoint, or at a free point.

    `said`: crossing (id), or checkpoint (a Checkpoint), or lng, lat and name; agency (an Agency,
    where the crossing or checkpoint names none or another shall come), ring (rank), road, force,
    officers, vehicles. A new post near an open crossing covers it.
    """
    row = running(containment, by, version=version)
    actor, reason = by.as_actor(), reason_of(reason)
    post = _crossing(row, said)
    post.agency = said.get("agency") or post.agency
    for name in ("force", "officers", "vehicles"):
        setattr(post, name, said.get(name) or getattr(post, name))
    check_texts(name=post.name, road=post.road, force=post.force)
    if post.agency is None:
        raise invalid("/agency", "required", _("Say which agency mans it."))
    if not post.agency.path.startswith(by.agency_path):
        raise invalid("/agency", "outside", _("This agency lies outside your area."))
    post.is_dropped = False
    post.save()
    crossings.renumber(row, post.ring_rank)
    made = order_posts(row, [post], by=by, actor=actor)[0]
    save(row)
    write_down(row, actor, Kind.ADDED, reason, after={"post": post.name, "ring": post.ring_rank})
    record(actor, fact("containment.adjusted", row, reason, added=post.name))
    return made


def _crossing(row: Containment, said: dict[str, Any]) -> Crossing:
    """The crossing a post is ordered to, found or made (not saved)."""
    if said.get("crossing"):
        found = row.crossings.filter(pk=said["crossing"]).first()
        if found is None or found.orders.filter(state__in=OPEN).exists():
            raise invalid("/crossing", "unknown", _("There is no such open crossing."))
        return found
    station: Checkpoint | None = said.get("checkpoint")
    point = station.point if station else _point(said)
    cover_m = numbers_at(row.agency.path, timezone.now()).target.cover_m
    near = crossings.uncovered_near(row, lng=point.x, lat=point.y, cover_m=cover_m)
    made = near or Crossing(
        containment=row, ring_rank=said.get("ring") or (station.line.rank if station else 1),
        stage=row.stage, point=point, name=said.get("name") or "",
    )  # fmt: skip
    if station:
        made.checkpoint, made.agency = station, station.agency
        made.name, made.road = station.name, station.road
    if not made.name.strip():
        raise invalid("/name", "required", _("Give the post a name."))
    made.road = said.get("road") or made.road
    return made


def _point(said: dict[str, Any]) -> Point:
    lng, lat = check_point(lng=said.get("lng"), lat=said.get("lat"))
    return Point(lng, lat, srid=4326)


@transaction.atomic
def drop_post(order: PostOrder, *, by: By, reason: str, version: int | None = None) -> PostOrder:
    """Take one post out; its crossing is a gap from then on unless another is ordered there."""
    row = running(order.containment, by)
    actor, reason = by.as_actor(), reason_of(reason)
    release(order, actor=actor, reason=reason, version=version)
    Crossing.objects.filter(pk=order.crossing_id).update(is_dropped=True)
    save(row)
    write_down(row, actor, Kind.DROPPED, reason, before={"post": order.crossing.name})
    record(
        actor,
        fact("containment.adjusted", row, reason, dropped=order.crossing.name),
        gap_fact(row, order.crossing, "dropped", at=timezone.now(), once=f"{order.pk}:dropped"),
    )
    return order


def release(
    order: PostOrder, *, actor: Actor, reason: str, version: int | None = None
) -> PostOrder:
    """Let a post go: done where it had acknowledged, taken back where not."""
    if order.state == PostOrder.State.SIGNED:
        return obligations.finish(order, actor, outcome=reason, version=version)
    return obligations.cancel(order, actor, reason=reason, version=version)
