"""One-key help of officers (一键求助) and alarm buttons (一键报警): an alert in the same breath."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.alerts.models import Alert
from command_center.alerts.services import hear, hold
from grid.errors import FieldError, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.facts import Fact
from grid.ledger.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """A WGS-84 position, degrees; None where the device knows none."""

    lng: float | None = None
    lat: float | None = None


@transaction.atomic
def call_for_help(
    by: Actor, *, badge_number: str, at: Whereabouts, note: str, is_exercise: bool = False
) -> Alert:
    """An officer needs help now. The alert does not wait for the live worker."""
    fact = Fact(
        kind="alerts.help_called",
        subject_type="officer",
        subject_id=badge_number,
        agency_path=by.agency_path,
        priority=1,
        payload={
            "who": by.label,
            "lng": at.lng,
            "lat": at.lat,
            "note": note[:200],
            "is_exercise": is_exercise,
        },
    )
    return _raise_now(by, fact)


@transaction.atomic
def call_for_unit(
    by: Actor, *, call_sign: str, agency_path: str, at: Whereabouts, details: Mapping[str, Any]
) -> Alert:
    """A unit needs help now, whoever of its crew pressed: more presses count up one alert.

    `details` says `who` calls and what else is known; no personal data but the badge number.
    """
    fact = Fact(
        kind="alerts.help_called",
        subject_type="unit",
        subject_id=call_sign,
        agency_path=agency_path,
        priority=1,
        payload={**details, "lng": at.lng, "lat": at.lat},
    )
    return _raise_now(by, fact)


@transaction.atomic
def press_button(
    by: Actor,
    *,
    device: str,
    device_name: str,
    at: Whereabouts,
    pressed_at: datetime,
    is_exercise: bool = False,
) -> Alert:
    """An alarm pole or a school's one-key alarm was pressed, told by its client system."""
    fact = Fact(
        kind="alerts.button_pressed",
        subject_type="device",
        subject_id=device,
        agency_path=by.agency_path,
        priority=1,
        happened_at=pressed_at,
        payload={
            "device_name": device_name,
            "lng": at.lng,
            "lat": at.lat,
            "pressed_at": pressed_at.isoformat(),
            "is_exercise": is_exercise,
        },
    )
    return _raise_now(by, fact)


def _raise_now(by: Actor, fact: Fact) -> Alert:
    hold({(fact.subject_type, fact.subject_id)})  # another press may be going up just now
    [seq] = record(by, fact)
    raised = hear([(fact, seq)])
    if not raised:
        fault: FieldError = {
            "pointer": "",
            "code": "no_rule",
            "message": _("No alert rule is in force for this; tell the duty commander"),
        }
        raise InvalidInput(_("The call for help raised no alert"), errors=[fault])
    return raised[0]
