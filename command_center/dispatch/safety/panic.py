"""The panic button (一键求助) of a unit's phone: urgent at once, with the best position known."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from command_center.alerts import distress
from command_center.alerts.models import Alert
from command_center.alerts.selectors import brief
from command_center.dispatch.safety.selectors import nearest, newest_position
from grid.organisation.models import Officer
from grid.scope import Viewer
from patrol.units.models import CrewPosting, Unit
from patrol.units.selectors import unit_of

LANGUAGES: Final = {"name": "zh-hans", "name_en": "en"}


@transaction.atomic
def press(
    officer: Officer,
    *,
    at: distress.Whereabouts,
    note: str = "",
    is_exercise: bool = False,
    channel: str = "api",
) -> Alert:
    """Call for help for the officer's unit; whoever is in none calls for herself.

    The unit goes on doing what it did, the press changes no status. Presses of the same crew
    count up one alert; only command ends it, with what came of it.
    """
    actor, unit = officer.as_actor(channel=channel), unit_of(officer)
    said: dict[str, Any] = {"note": note[:200], "is_exercise": is_exercise}
    if unit is None:
        return distress.call_for_help(actor, badge_number=officer.badge_number, at=at, **said)
    place = _place(unit, at)
    where = distress.Whereabouts(lng=place.pop("lng"), lat=place.pop("lat"))
    details: dict[str, Any] = {
        "who": f"{unit.call_sign} {actor.label}",
        "call_sign": unit.call_sign,
        "leader": _leader(unit),
        "status": unit.status,
        **said,
        **place,
    }
    return distress.call_for_unit(
        actor,
        call_sign=unit.call_sign,
        agency_path=unit.agency.path,
        at=where,
        details=details,
    )


def _place(unit: Unit, at: distress.Whereabouts) -> dict[str, Any]:
    """What the phone says, else the unit's newest position with its age, else nothing."""
    if at.lng is not None and at.lat is not None:
        return {"lng": at.lng, "lat": at.lat, "position_age_s": 0, "position_source": "phone"}
    known = newest_position(unit, now=timezone.now())
    return known | {"whence": _whence(known["position_age_s"])}


def _whence(age_s: int | None) -> dict[str, str]:
    """The age of the position in both languages of the alert's title."""
    said = {}
    for name, language in LANGUAGES.items():
        with override(language):
            said[name] = (
                _("position unknown")
                if age_s is None
                else _("position %s min old") % max(1, round(age_s / 60))
            )
    return said


def _leader(unit: Unit) -> str:
    """The badge number of the crew's leader now."""
    now = timezone.now()
    crew = CrewPosting.objects.filter(unit=unit, is_leader=True, valid_from__lte=now)
    leader = crew.exclude(valid_to__lte=now).select_related("officer").first()
    return leader.officer.badge_number if leader and leader.officer else ""


def calls_of(officer: Officer) -> list[dict[str, Any]]:
    """The last twelve hours' calls of the officer and of her unit, as alerts, newest first."""
    since = timezone.now() - timedelta(hours=12)
    unit = unit_of(officer)
    rows = Alert.objects.filter(kind="alerts.help_called", last_at__gte=since)
    own = rows.filter(subject_type="officer", subject_id=officer.badge_number)
    if unit is not None:
        own = own | rows.filter(subject_type="unit", subject_id=unit.call_sign)
    return [
        brief(alert) for alert in own.select_related("rule", "agency").order_by("-last_at")[:20]
    ]


def told(alert: Alert, viewer: Viewer) -> dict[str, Any]:
    """A unit's call for help and the available units nearest to it."""
    near = nearest(viewer, alert.point, but=alert.subject_id) if alert.point else []
    return {"alert": brief(alert), "nearest": near}
