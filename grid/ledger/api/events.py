"""The event feed: what client systems poll, and what a screen falls back to without its socket."""

from typing import Any, Final

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from grid.ledger.actors import viewer_of
from grid.ledger.models import EventEntry
from grid.ledger.tailer import Bounds, bounds
from grid.ledger.visibility import facts_visible_to
from grid.rest.pages import MAX_LIMIT, whole_number
from grid.rest.views import ApiView
from grid.rights import Right, requires

MAX_SEQ: Final = 2**63 - 1


class EventsQuery(serializers.Serializer[Any]):
    since = serializers.IntegerField(
        min_value=0, max_value=MAX_SEQ, default=0, help_text="The last seq already applied."
    )
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=MAX_LIMIT)
    kind = serializers.CharField(
        required=False,
        help_text="One kind (incidents.received) or the kinds of an app (incidents.).",
    )
    epoch = serializers.CharField(required=False, help_text="The epoch `since` was read in.")


class Subject(serializers.Serializer[Any]):
    type = serializers.CharField()
    id = serializers.CharField()


class Event(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    kind = serializers.CharField()
    priority = serializers.IntegerField(allow_null=True)
    happened_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    agency_path = serializers.CharField()
    subject = Subject()
    subject_version = serializers.IntegerField()
    payload = serializers.JSONField()


class Events(serializers.Serializer[Any]):
    epoch = serializers.CharField()
    head = serializers.IntegerField(
        help_text="Ask again with this as `since` when `more` is false."
    )
    min = serializers.IntegerField(help_text="The lowest `since` that loses nothing.")
    reset = serializers.CharField(
        allow_null=True, help_text="epoch or too_old: load the state anew."
    )
    more = serializers.BooleanField(help_text="Go on from the last event's seq at once.")
    events = Event(many=True)


@requires(Right.EVENTS_READ)
class EventFeed(ApiView):
    """Facts after `since` in commit order, of the viewer's agency and below."""

    @extend_schema(parameters=[EventsQuery], responses={200: Events})
    def get(self, request: Request) -> Response:
        since = whole_number(request, "since", default=0, least=0, most=MAX_SEQ)
        limit = whole_number(request, "limit", default=MAX_LIMIT, least=1, most=MAX_LIMIT)
        # The head is read first: a fact committed in between is given twice, never left out.
        known = bounds()
        rows = _of_kind(facts_visible_to(viewer_of(request)), request.query_params.get("kind", ""))
        events = [event_json(row) for row in rows.filter(seq__gt=since).order_by("seq")[:limit]]
        answer = {
            "epoch": known.epoch,
            "head": max(known.head, since),
            "min": known.floor,
            "reset": _reset(request, since, known),
            "more": len(events) == limit,
            "events": events,
        }
        return Response(answer)


def event_json(event: EventEntry) -> dict[str, Any]:
    """One fact as the feed and the webhooks give it."""
    return {
        "seq": event.seq,
        "kind": event.kind,
        "priority": event.priority,
        "happened_at": event.happened_at.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
        "agency_path": event.agency_path,
        "subject": {"type": event.subject_type, "id": event.subject_id},
        "subject_version": event.subject_version,
        "payload": event.payload,
    }


def _of_kind(rows: QuerySet[EventEntry], kind: str) -> QuerySet[EventEntry]:
    if not kind:
        return rows
    return rows.filter(kind__startswith=kind) if kind.endswith(".") else rows.filter(kind=kind)


def _reset(request: Request, since: int, known: Bounds) -> str | None:
    if request.query_params.get("epoch", known.epoch) != known.epoch or since > known.head:
        return "epoch"
    return "too_old" if since < known.floor else None
