"""Reading notices, hits and counts, always within a viewer's scope and a notice's time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from checkpoints.lookout.models import (
    Acknowledgement,
    CheckTally,
    Hit,
    Notice,
    NoticeStatistic,
)
from checkpoints.lookout.services import SUBJECT, By
from grid.ledger.access import note_access
from grid.ledger.models import AccessEntry
from grid.organisation.models import Agency
from grid.scope import Viewer

SEEN_FOR: Final = timedelta(minutes=30)
IDENTITY: Final = ("sought", "sought_name", "description")


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """Notices in scope whose time is not over, with how many stations know them; no identity."""
    done, late = Q(acknowledgements__state="done"), Q(acknowledgements__overdue_at__isnull=False)
    still = Q(acknowledgements__state__in=("issued", "signed"))
    return (
        Notice.objects.visible_to(viewer)
        .select_related("agency")
        .defer(*IDENTITY)
        .annotate(
            stations=Count("acknowledgements"),
            acknowledged=Count("acknowledgements", filter=done),
            late=Count("acknowledgements", filter=late & still),
        )
        .order_by("-created_at", "-pk")
    )


def active(viewer: Viewer, at: datetime | None = None) -> QuerySet[Notice]:
    """The notices in force at `at` (default: now) that this viewer may know."""
    now = timezone.now()
    return notices(viewer).active(max(at, now) if at else now)  # type: ignore[attr-defined, no-any-return]


def unread(agency: Agency) -> QuerySet[Notice]:
    """The notices in force that this agency has not yet signed for."""
    open_rows = Acknowledgement.objects.filter(
        notice=OuterRef("pk"), agency=agency, state__in=("issued", "signed")
    )
    rows = Notice.objects.active().filter(Exists(open_rows))
    return rows.select_related("agency").defer(*IDENTITY).order_by("-approved_at", "-pk")


def filtered(rows: QuerySet[Notice], asked: Mapping[str, Any], viewer: By) -> QuerySet[Notice]:
    """The list as it was asked for; nothing here looks for a plate, a name or a part of one."""
    if text := asked.get("q"):
        words = ("number", "instrument_number", "instrument_issuer", "grounds")
        found = Q()
        for word in words:
            found |= Q(**{f"{word}__icontains": text})
        rows = rows.filter(found)
    for name in ("kind", "state"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("unread"):
        rows = rows.filter(pk__in=unread(viewer.agency).values("pk"))
    return rows


def notice(viewer: Viewer, number: str) -> Notice:
    """The notice of this number; Http404 where it is absent, out of scope, or its time is over."""
    found = notices(viewer).filter(number=number).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def identity(found: Notice, *, by: By, channel: str = "screen") -> dict[str, str]:
    """Whom or what a notice names, in clear, for those who have to look out for it.

    Each viewer's look is written to the access register once in half an hour.
    """
    actor = by.as_actor(channel=channel)
    lately = AccessEntry.objects.filter(
        subject_type=SUBJECT,
        subject_id=found.number,
        actor_kind=actor.kind,
        actor_id=actor.id,
        at__gt=timezone.now() - SEEN_FOR,
    )
    if not lately.exists():
        note_access(
            actor,
            operation="consultation",
            subject_type=SUBJECT,
            subject_id=found.number,
            agency_path=found.agency.path,
            fields=IDENTITY,
            purpose="lookout",
            case_number=found.instrument_number[:40],
            reason=_("Opened the notice"),
        )
    found.refresh_from_db(fields=IDENTITY)
    return {name: getattr(found, name) or "" for name in IDENTITY}


def acknowledgements(found: Notice, viewer: Viewer) -> QuerySet[Acknowledgement]:
    """Who was told of it, in the viewer's scope."""
    rows = Acknowledgement.objects.visible_to(viewer).filter(notice=found)
    return rows.select_related("agency")


def own_acknowledgement(found: Notice, viewer: By, agency_code: str = "") -> Acknowledgement | None:
    """What the viewer's own agency, or the one named, still has to sign."""
    rows = acknowledgements(found, viewer)
    if agency_code:
        return rows.filter(agency__code=agency_code).first()
    return rows.filter(agency=viewer.agency).first()


def hits(viewer: Viewer) -> QuerySet[Hit]:
    """Hits at the checkpoints in scope, the newest first."""
    return Hit.objects.visible_to(viewer).select_related("checkpoint", "agency")


def filtered_hits(rows: QuerySet[Hit], asked: Mapping[str, Any]) -> QuerySet[Hit]:
    """The list of hits as it was asked for."""
    if text := asked.get("q"):
        rows = rows.filter(Q(notice_number__icontains=text) | Q(checkpoint__name__icontains=text))
    state = asked.get("state")
    if state == "open":
        rows = rows.exclude(state=Hit.State.DONE)
    elif state == "late":
        rows = rows.exclude(state=Hit.State.DONE).filter(overdue_at__isnull=False)
    elif state in ("true", "false"):
        rows = rows.filter(is_true=state == "true")
    return rows


def hit(viewer: Viewer, hit_id: int) -> Hit:
    """One hit; Http404 where it is absent or out of scope."""
    found = hits(viewer).filter(pk=hit_id).first()
    if found is None:
        raise Http404
    return found


def statistics(viewer: Viewer) -> QuerySet[NoticeStatistic]:
    """What stayed of the notices of the own ground."""
    return NoticeStatistic.objects.visible_to(viewer).select_related("agency")


def tallies(viewer: Viewer, *, since: datetime, until: datetime) -> Any:
    """Numbers asked about, unreadable ones and hits, per local day and checkpoint."""
    rows = CheckTally.objects.visible_to(viewer).filter(hour__gte=since, hour__lt=until)
    return (
        rows.annotate(day=TruncDate("hour"))
        .values("day", "checkpoint__code", "checkpoint__name", "what")
        .annotate(checked=Sum("checked"), unreadable=Sum("unreadable"), hits=Sum("hits"))
        .order_by("-day", "checkpoint__code", "what")
    )
