"""Duties at posts: issued when the event is approved, signed for, done when the post is manned."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.dispatch.plans.models import EventPlan, EventPost, PostDuty
from command_center.incidents.drafts import Reporter
from grid.errors import NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import Actor
from grid.organisation.models import Officer
from grid.rights import Right
from patrol.units.models import Unit
from patrol.units.selectors import unit_of

SIGN_BEFORE: Final = timedelta(minutes=30)  # a unit signs for a post half an hour before it stands
LIVE: Final = (EventPlan.State.APPROVED, EventPlan.State.RUNNING)


def settle(event: EventPlan, actor: Actor) -> None:
    """Make the duties what the posts say: issue what is missing, take back what is no more."""
    if event.state not in LIVE:
        return
    for post in event.posts.prefetch_related("units__agency"):
        units = {unit.pk: unit for unit in post.units.all()}
        open_duties = post.duties.filter(state__in=obligations.OPEN)
        for duty in open_duties.exclude(unit__in=units):
            obligations.cancel(duty, actor, reason=_("The unit is needed elsewhere."))
        post.duties.filter(state__in=obligations.OPEN).update(
            due_at=post.manned_from, sign_by=post.manned_from - SIGN_BEFORE
        )
        live = post.duties.exclude(state__in=("cancelled", "returned"))
        have = set(live.values_list("unit_id", flat=True))
        for pk in units.keys() - have:
            _issue(event, post, units[pk], actor)


def _issue(event: EventPlan, post: EventPost, unit: Unit, actor: Actor) -> PostDuty:
    order = obligations.Order(
        owner_path=unit.agency.path,
        title=f"{event.name} · {post.name}"[:120],
        subject_type="event_post",
        subject_id=str(post.pk),
        due_at=post.manned_from,
        sign_by=post.manned_from - SIGN_BEFORE,
    )
    return obligations.issue(PostDuty, actor, order, post=post, unit=unit)


def take_back(event: EventPlan, actor: Actor, *, reason: str) -> None:
    """Cancel every duty that is still open."""
    rows = PostDuty.objects.filter(post__event=event, state__in=obligations.OPEN)
    for duty in rows:
        obligations.cancel(duty, actor, reason=reason)


@transaction.atomic
def sign(duty: PostDuty, *, by: Reporter, channel: str = "screen") -> PostDuty:
    """The unit has the duty; raises LostRace when it was signed for already."""
    _may(duty, by)
    return obligations.sign(duty, by.as_actor(channel=channel))


@transaction.atomic
def man(duty: PostDuty, *, by: Reporter, people: int, channel: str = "screen") -> PostDuty:
    """The unit stands at the post with so many people; told by itself or on its behalf.

    Raises LostRace when it was said already, IllegalStep when the duty was taken back.
    """
    _may(duty, by)
    actor = by.as_actor(channel=channel)
    if duty.state == PostDuty.State.ISSUED:
        duty = obligations.sign(duty, actor)
    return obligations.finish(duty, actor, outcome=_("%s people at the post") % people)


def _may(duty: PostDuty, by: Reporter) -> None:
    """A crew speaks for its own unit; a desk for every unit in its scope."""
    if Right.PLAN_ACTIVATE in by.rights and duty.owner_path.startswith(by.agency_path):
        return
    own = unit_of(by) if isinstance(by, Officer) else None
    if own is None or own.pk != duty.unit_id:
        raise NotAllowed(_("Only the unit itself or its dispatch desk says so."))
