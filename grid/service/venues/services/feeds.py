"""What venues' own systems send: that they are alive, and alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from grid.ledger.actors import PLATFORM
from grid.ledger.services import record
from grid.organisation.writing import refuse
from grid.scope import Viewer
from grid.service.acting import By, moment_faults
from grid.service.venues.models import Feed, FoundIn, Hazard, Level, Venue, VenueAlarm
from grid.service.venues.rulebook import silent_after
from grid.service.venues.services.hazards import report_hazard
from grid.service.venues.services.shared import venue_fact, write

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What became of a batch: how many were taken, and the codes nobody here knows."""

    taken: int
    unknown: list[str]


@transaction.atomic
def hear(signs: Sequence[Mapping[str, Any]], *, by: By, viewer: Viewer) -> Heard:
    """Keep when each venue was last heard; a sign is {venue (code), at, rows}.

    What was silent is told to be heard again, once. A sign older than the last changes only the
    count of rows.
    """
    refuse([one for sign in signs for one in moment_faults("signs", sign["at"])])
    codes = {sign["venue"] for sign in signs}
    known = Venue.objects.visible_to(viewer).filter(code__in=codes).select_related("agency")
    venues = {row.code: row for row in known}
    Feed.objects.bulk_create([Feed(venue=row) for row in venues.values()], ignore_conflicts=True)
    held = Feed.objects.select_for_update().filter(venue__in=venues.values()).order_by("pk")
    feeds = {row.pk: row for row in held}
    for sign in signs:
        if sign["venue"] in venues:
            _add(feeds[venues[sign["venue"]].pk], sign)
    back = _speaking_again(list(feeds.values()))
    Feed.objects.bulk_update(feeds.values(), ["heard_at", "rows", "silent_at"])
    by_key = {row.pk: row for row in venues.values()}
    record(by.as_actor(), *(venue_fact("feed_heard", by_key[row.pk]) for row in back))
    return Heard(
        taken=sum(sign["venue"] in venues for sign in signs), unknown=sorted(codes - set(venues))
    )


def _add(feed: Feed, sign: Mapping[str, Any]) -> None:
    feed.rows += sign.get("rows", 0)
    if feed.heard_at is None or sign["at"] > feed.heard_at:
        feed.heard_at = sign["at"]


def _speaking_again(feeds: Sequence[Feed]) -> list[Feed]:
    """Those that were silent and are not any more."""
    back = [row for row in feeds if row.silent_at and row.heard_at and row.heard_at > row.silent_at]
    for row in back:
        row.silent_at = None
    return back


@transaction.atomic
def mark_silent(*, now: datetime | None = None) -> int:
    """Tell of each feed that was not heard for too long, once; answers how many."""
    at = now or timezone.now()
    waiting = Feed.objects.filter(
        venue__is_active=True, silent_at__isnull=True, expected_from__lt=at
    )
    spans = {path: silent_after(path) for path in _paths(waiting)}
    last_sign = Greatest(Coalesce("heard_at", "expected_from"), "expected_from")
    quiet = waiting.alias(last_sign=last_sign).filter(
        last_sign__lt=at - min(spans.values(), default=timedelta())
    )
    held = quiet.select_for_update(skip_locked=True, of=("self",)).select_related("venue__agency")
    rows = held.order_by("pk")[:AT_ONCE]
    late = [row for row in rows if _is_silent(row, spans, at)]
    for row in late:
        row.silent_at = at
    Feed.objects.bulk_update(late, ["silent_at"])
    record(PLATFORM, *(_silent_fact(row) for row in late))
    return len(late)


def _paths(rows: QuerySet[Feed]) -> set[str]:
    return set(rows.order_by().values_list("venue__agency__path", flat=True).distinct())


def _is_silent(row: Feed, spans: Mapping[str, timedelta], at: datetime) -> bool:
    since = max(row.heard_at or row.expected_from, row.expected_from)
    return at - since > spans[row.venue.agency.path]


def _silent_fact(row: Feed) -> Any:
    heard = row.heard_at.isoformat() if row.heard_at else None
    key = f"venues.feed:{row.pk}:{row.silent_at:%Y%m%dT%H%M%S}"
    return venue_fact("feed_silent", row.venue, heard_at=heard, dedupe_key=key)


@transaction.atomic
def take_alarm(
    venue: Venue, *, by: By, ref: str, text: str, at: datetime, level: str = Level.MAJOR
) -> VenueAlarm:
    """An alarm of a venue's system becomes a hazard, or joins the one that stands open from it.

    The same `ref` told again changes nothing.
    """
    Venue.objects.select_for_update().get(pk=venue.pk)  # two alarms at once: one hazard
    known = VenueAlarm.objects.filter(venue=venue, ref=ref).first()
    if known is not None:
        return known
    open_ = Hazard.objects.filter(venue=venue, found_in=FoundIn.ALARM, text=text.strip())
    hazard = open_.filter(state__in=("issued", "signed")).first()
    if hazard is None:
        hazard = report_hazard(
            by=by, venue=venue, text=text, level=level, found_in=FoundIn.ALARM, found_at=at
        )
    else:
        write(hazard, by.as_actor(), "alarm", ref)
    made = VenueAlarm.objects.create(venue=venue, ref=ref, at=at, text=text, hazard=hazard)
    record(
        by.as_actor(),
        venue_fact("venue_alarmed", venue, hazard=hazard.number, at=at.isoformat()),
    )
    return made
