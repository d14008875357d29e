"""What a post does with its order: acknowledge, be in place, report, leave."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.containment.models import Containment, PostOrder, PostReport
from checkpoints.containment.numbers import numbers_at
from checkpoints.containment.selectors.ringstate import is_closed
from checkpoints.containment.services.posting import OPEN
from checkpoints.containment.services.shared import (
    By,
    check_texts,
    check_version,
    fact,
    gap_fact,
    invalid,
    locked,
    reason_of,
)
from grid.errors import IllegalStep, LostRace, NotAllowed
from grid.ledger import obligations
from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record

SPOKEN: Final = ("phone", "radio")  # how somebody may tell another to answer for them
MOST_PRESENT: Final = 999


def post_fact(step: str, order: PostOrder, *, once: str = "", reason: str = "") -> Fact:
    """`containment.post_<step>` of one post; only a sighting is pressing."""
    return Fact(
        kind=f"containment.post_{step}",
        subject_type="postorder",
        subject_id=str(order.pk),
        agency_path=order.owner_path,
        subject_version=order.version,
        priority=1 if step == "seen" else None,
        payload=obligations.brief(order) | order.details(),
        dedupe_key=f"containment.post:{order.pk}:{once}" if once else None,
        reason=reason,
    )


@transaction.atomic
def acknowledge(
    order: PostOrder,
    *,
    by: By,
    channel: str = "screen",
    spoken_by: str = "",
    version: int | None = None,
) -> PostOrder:
    """The post has the order and comes; of two at once one wins and the other is told who.

    Raises NotAllowed where it is another agency's post and nobody is named who said so.
    """
    actor = _actor(order, by, channel, spoken_by)
    _running(order)
    return obligations.sign(order, actor, version=version, spoken_by=spoken_by.strip()[:60])


@transaction.atomic
def man(
    order: PostOrder,
    *,
    by: By,
    officers: int,
    vehicles: int,
    channel: str = "screen",
    spoken_by: str = "",
    version: int | None = None,
) -> PostOrder:
    """The post is in place with so many officers and vehicles; said again it corrects the count.

    A post that had not acknowledged does so by being there. Raises InvalidInput for nobody.
    """
    actor = _actor(order, by, channel, spoken_by)
    if not 1 <= officers <= MOST_PRESENT:
        raise invalid("/officers", "out_of_range", _("At least one officer is in place."))
    if not 0 <= vehicles <= MOST_PRESENT:
        raise invalid("/vehicles", "out_of_range", _("No such number of vehicles."))
    row = _open(order, version)
    if row.state == PostOrder.State.ISSUED:
        row = obligations.sign(row, actor, spoken_by=spoken_by.strip()[:60])
    now = timezone.now()
    row.manned_by = row.manned_by if row.manned_at else actor.label
    row.manned_at = row.manned_at or now
    row.officers_present, row.vehicles_present = officers, vehicles
    row.due_at, row.overdue_at = _next_report(row, now), None
    _save(
        row, "manned_at", "manned_by", "officers_present", "vehicles_present",
        "due_at", "overdue_at",
    )  # fmt: skip
    record(actor, post_fact("manned", row), *_closed(row))
    return row


def _closed(order: PostOrder) -> list[Fact]:
    """That its ring is closed, told once for each time it was closed."""
    rank = order.crossing.ring_rank
    if not is_closed(order.containment, rank):
        return []
    told = fact("containment.ring_closed", order.containment, ring=rank)
    return [replace(told, dedupe_key=f"containment.ring_closed:{order.pk}:{order.version}")]


@transaction.atomic
def report(
    order: PostOrder,
    *,
    by: By,
    kind: str,
    text: str = "",
    hit: str = "",
    channel: str = "screen",
    spoken_by: str = "",
) -> PostReport:
    """A post in place says what it saw; `hit` is the reference of a lookout hit.

    Raises InvalidInput for a plate or a number of a person, and for a sighting without words.
    """
    actor = _actor(order, by, channel, spoken_by)
    text, hit = text.strip(), hit.strip()
    check_texts(text=text, hit=hit)
    if kind not in PostReport.Kind.values:
        raise invalid("/kind", "invalid_choice", _("Say whether anything was seen."))
    if kind != PostReport.Kind.NOTHING and not text:
        raise invalid("/text", "required", _("Say what was seen, where it went."))
    row = _open(order, None)
    if row.manned_at is None:
        raise IllegalStep(_("Say first that the post is in place."), state=row.step)
    now = timezone.now()
    made = PostReport.objects.create(
        order=row, at=now, by=actor.label, kind=kind, text=text[:500], hit=hit[:40]
    )
    row.reported_at, row.reports_made, row.due_at = (
        now,
        row.reports_made + 1,
        _next_report(row, now),
    )
    row.overdue_at = None
    seen = kind == PostReport.Kind.SEEN
    row.sighted_at = now if seen else row.sighted_at
    _save(row, "reported_at", "reports_made", "due_at", "overdue_at", "sighted_at")
    record(actor, post_fact("seen" if seen else "reported", row))
    return made


@transaction.atomic
def leave(order: PostOrder, *, by: By, reason: str, version: int | None = None) -> PostOrder:
    """The post cannot come or has to go: its crossing is a gap from this moment."""
    actor, reason = _actor(order, by, "screen", ""), reason_of(reason)
    _running(order)
    row = obligations.return_(order, actor, reason=reason, version=version)
    record(
        actor,
        gap_fact(row.containment, row.crossing, "left", at=timezone.now(), once=f"{row.pk}:left"),
    )
    return row


def mark_late(now: datetime) -> None:
    """Posts that did not acknowledge, come or report in time: once each, with a fact and a gap."""
    rows = PostOrder.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state__in=OPEN, containment__state=Containment.State.ACTIVE
    ).select_related("containment__agency", "crossing")  # fmt: skip
    facts: list[Fact] = []
    late = {
        "sign_overdue_at": rows.filter(
            state=PostOrder.State.ISSUED, sign_by__lt=now, sign_overdue_at__isnull=True
        ),
        "man_overdue_at": rows.filter(
            manned_at__isnull=True, man_by__lt=now, man_overdue_at__isnull=True
        ),
        "overdue_at": rows.filter(manned_at__isnull=False, due_at__lt=now, overdue_at__isnull=True),
    }
    for name, found in late.items():
        for row in found[:200]:
            facts += _late(row, name, now)
    record(PLATFORM, *facts)


def _late(row: PostOrder, name: str, now: datetime) -> list[Fact]:
    setattr(row, name, now)
    row.overdue_at = row.overdue_at or now
    _save(row, name, "overdue_at")
    once = f"{name}:{row.reports_made}"
    told = [post_fact("overdue", row, once=once)]
    if name != "overdue_at":
        why = "not_acknowledged" if name == "sign_overdue_at" else "not_manned"
        told.append(gap_fact(row.containment, row.crossing, why, at=now, once=f"{row.pk}:{name}"))
    return told


def _next_report(row: PostOrder, now: datetime) -> datetime:
    target = numbers_at(row.containment.agency.path, now).target
    return now + timedelta(seconds=target.report_every_s)


def _open(order: PostOrder, version: int | None) -> PostOrder:
    """The order, locked, of a post that has not ended; raises LostRace with who ended it."""
    row: PostOrder = locked(PostOrder, order.pk)
    check_version(row, version)
    _running(row)
    if row.state not in OPEN:
        who = row.done_by
        raise LostRace(_("%s was first.") % who, winner=who, at=row.done_at, state=row.state)
    return row


def _running(order: PostOrder) -> None:
    if not order.containment.is_running:
        raise IllegalStep(_("This containment is not in force."), state=order.containment.state)


def _save(row: PostOrder, *names: str) -> None:
    PostOrder.objects.filter(pk=row.pk).update(
        version=F("version") + 1, **{name: getattr(row, name) for name in names}
    )
    row.version += 1


def is_own(order: PostOrder, by: By) -> bool:
    """Whether the post is of the agency that speaks."""
    return order.owner_path == by.agency_path


def _actor(order: PostOrder, by: By, channel: str, spoken_by: str) -> Actor:
    """Who acts, and for whom; the post acts for itself over any channel."""
    actor = by.as_actor(channel=channel)
    if spoken_by.strip() and channel in SPOKEN:
        return replace(actor, on_behalf_of=f"{spoken_by.strip()} · {order.crossing.name}")
    if is_own(order, by):
        return actor
    raise NotAllowed(
        _("%s answers itself, or say who told you so by phone or radio.") % order.agency.name
    )
