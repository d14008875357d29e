"""The state of a dispatcher's page: what is open, in one snapshot with the log's position."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from command_center.alerts import selectors as alerts
from command_center.alerts.models import Alert
from command_center.dashboard import forces
from command_center.dashboard.sections import ACTIVE, CLOSED, CLOSED_SHOWN_FOR, PENDING
from command_center.incidents import selectors as incidents
from command_center.incidents.models import Incident
from command_center.incidents.targets import board_targets
from grid.ledger.tailer import bounds
from grid.organisation.models import Agency
from grid.rights import Right
from grid.scope import Viewer

SECTION_LIMIT: Final = 200
ALERT_LIMIT: Final = 200


def state(viewer: Viewer) -> dict[str, Any]:
    """Everything the page starts from, exactly as of the log's `as_of`.

    Times are UTC; a section holds at most 200 incidents, half of them the most urgent, half the
    newest; `counts` covers them all.
    """
    is_inside = connection.in_atomic_block  # then the caller's transaction is the snapshot
    with transaction.atomic():
        if not is_inside:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        now = timezone.now()
        log = bounds()
        return {
            "as_of": log.head,
            "epoch": log.epoch,
            "server_time": now.isoformat(),
            "scope": _scope(viewer),
            "incidents": [incidents.brief(row) for row in _shown(viewer, now)],
            "alerts": [alerts.brief(row) for row in _waiting(viewer)],
            "counts": counts(viewer, now=now),
            "targets": board_targets(viewer, on=timezone.localdate(now)),
            **forces.of(viewer, now=now),
        }


def counts(viewer: Viewer, *, now: datetime) -> dict[str, Any]:
    """Open incidents by section and level, and when the alerts of the last ten minutes rose."""
    rows = Incident.objects.visible_to(viewer).order_by()
    is_open = ~Q(state__in=CLOSED)  # as the partial index says it
    found = rows.filter(is_open).aggregate(
        pending=Count("pk", filter=Q(state__in=PENDING)),
        active=Count("pk", filter=Q(state__in=ACTIVE)),
        **{f"p{level}": Count("pk", filter=Q(level=level)) for level in Incident.Level.values},
    )
    return {
        "pending": found["pending"],
        "active": found["active"],
        "closed": rows.filter(_lately_closed(now)).count(),
        "levels": {str(level): found[f"p{level}"] for level in Incident.Level.values},
        "raised": [at.isoformat() for at in _raised_lately(viewer, now)],
    }


def _scope(viewer: Viewer) -> dict[str, str]:
    code = viewer.agency_path.rstrip("/").rpartition("/")[2]
    return {"path": viewer.agency_path, "name": Agency.objects.get(code=code).name}


def _lately_closed(now: datetime) -> Q:
    return Q(state__in=CLOSED, since__gt=now - CLOSED_SHOWN_FOR)


def _shown(viewer: Viewer, now: datetime) -> list[Incident]:
    rows = incidents.listed(viewer)
    half = SECTION_LIMIT // 2
    found: dict[int, Incident] = {}
    for states in (PENDING, ACTIVE):
        of_section = rows.filter(state__in=states)
        _add(found, of_section.order_by("level", "-reported_at")[:half])
        _add(found, of_section.order_by("-reported_at")[:half])
    _add(found, rows.filter(_lately_closed(now)).order_by("-since")[:SECTION_LIMIT])
    return list(found.values())


def _add(found: dict[int, Incident], rows: Iterable[Incident]) -> None:
    found.update((row.pk, row) for row in rows)


def _waiting(viewer: Viewer) -> QuerySet[Alert] | tuple[()]:
    if Right.ALERT_READ not in viewer.rights:
        return ()
    return alerts.unresolved(viewer).order_by("priority", "-raised_at")[:ALERT_LIMIT]


def _raised_lately(viewer: Viewer, now: datetime) -> Iterable[datetime]:
    if Right.ALERT_READ not in viewer.rights:
        return ()
    lately = alerts.alerts(viewer).filter(raised_at__gt=now - alerts.FLOOD_WINDOW)
    return lately.order_by("raised_at").values_list("raised_at", flat=True)[:ALERT_LIMIT]
