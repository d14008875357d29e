"""Reading alerts: what the drawer, the feeds and the facts show of them."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Aggregate, Count, F, FloatField, Max, Min, Q, QuerySet
from django.utils import timezone

from command_center.alerts.models import Alert
from grid.scope import Viewer

FLOOD_WINDOW: Final = timedelta(minutes=10)
FLOOD_LIMIT: Final = 10  # more than ten in ten minutes is a flood (ISA-18.2 / EEMUA 191)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def brief(alert: Alert) -> dict[str, Any]:
    """What a fact's payload and a row of the drawer say of an alert; JSON-ready, WGS-84."""
    return {
        "id": alert.pk,
        "version": alert.version,
        "kind": alert.kind,
        "rule": alert.rule.code,
        "priority": alert.priority,
        "title": alert.title,
        "title_en": alert.title_en,
        "state": alert.state,
        "raised_at": _iso(alert.raised_at),
        "last_at": _iso(alert.last_at),
        "occurrences": alert.occurrences,
        "agency": {"code": alert.agency.code, "name": alert.agency.name},
        "audience_path": alert.audience_path,
        "roles": alert.roles,
        "sound": alert.rule.sound,
        "subject": {"type": alert.subject_type, "id": alert.subject_id},
        "lng": alert.point.x if alert.point else None,
        "lat": alert.point.y if alert.point else None,
        "acknowledged_by": alert.acknowledged_by,
        "acknowledged_at": _iso(alert.acknowledged_at),
        "shelved_by": alert.shelved_by,
        "shelved_until": _iso(alert.shelved_until),
        "shelved_reason": alert.shelved_reason,
        "resolved_by": alert.resolved_by,
        "resolved_at": _iso(alert.resolved_at),
        "outcome": alert.outcome,
        "escalation_step": alert.escalation_step,
        "is_exercise": alert.is_exercise,
    }


def alerts(viewer: Viewer) -> QuerySet[Alert]:
    """Every alert in the viewer's scope, most urgent first."""
    rows: QuerySet[Alert] = Alert.objects.visible_to(viewer).select_related("rule", "agency")
    return rows


def help_calls(viewer: Viewer, *, badge_number: str) -> QuerySet[Alert]:
    """The officer's own calls for help of the last twelve hours, newest first."""
    since = timezone.now() - timedelta(hours=12)
    own = alerts(viewer).filter(kind="alerts.help_called", subject_id=badge_number)
    return own.filter(last_at__gte=since).order_by("-last_at", "-pk")


def unresolved(viewer: Viewer) -> QuerySet[Alert]:
    """What is still to be answered in the viewer's scope."""
    return alerts(viewer).exclude(state=Alert.State.RESOLVED)


def filtered(viewer: Viewer, *, unresolved: bool = False, **exact: Any) -> QuerySet[Alert]:
    """The list with its filters: state, priority, kind, raised_after, raised_before."""
    names = {"raised_after": "raised_at__gte", "raised_before": "raised_at__lt"}
    rows = alerts(viewer).filter(**{names.get(key, key): value for key, value in exact.items()})
    return rows.exclude(state=Alert.State.RESOLVED) if unresolved else rows


def groups(viewer: Viewer) -> list[dict[str, Any]]:
    """Unresolved alerts below P1 gathered by kind and agency; P1 is never gathered."""
    rows = (
        unresolved(viewer)
        .filter(priority__gt=1)
        .order_by()
        .values("kind", "agency__code", "agency__name")
        .annotate(
            alerts=Count("pk"),
            unacknowledged=Count("pk", filter=Q(state=Alert.State.OPEN)),
            priority=Min("priority"),
            first_at=Min("raised_at"),
            last_at=Max("last_at"),
        )
        .order_by("priority", "-last_at")[:200]
    )
    return [dict(row) for row in rows]


def rate(viewer: Viewer, *, now: datetime) -> dict[str, Any]:
    """Alerts raised in the last ten minutes against the flood limit."""
    raised = alerts(viewer).filter(raised_at__gt=now - FLOOD_WINDOW).count()
    return {
        "raised": raised,
        "limit": FLOOD_LIMIT,
        "window_s": int(FLOOD_WINDOW.total_seconds()),
        "is_flood": raised > FLOOD_LIMIT,
    }


class _Percentile(Aggregate):
    """`percentile_cont(fraction) WITHIN GROUP (ORDER BY …)`, in seconds."""

    function = "percentile_cont"
    template = (
        "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM %(expressions)s))"
    )
    output_field = FloatField()


def desk(viewer: Viewer, *, now: datetime) -> dict[str, Any]:
    """How the last 24 hours were answered: counts, and seconds until acknowledged (p50, p90)."""
    waited = F("acknowledged_at") - F("raised_at")
    rows = alerts(viewer).filter(raised_at__gt=now - timedelta(hours=24)).order_by()
    return rows.aggregate(
        raised=Count("pk"),
        unacknowledged=Count("pk", filter=Q(state=Alert.State.OPEN)),
        escalated=Count("pk", filter=Q(escalation_step__gt=0)),
        p50_s=_Percentile(waited, fraction=0.5),
        p90_s=_Percentile(waited, fraction=0.9),
    )
