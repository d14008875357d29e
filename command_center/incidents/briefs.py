"""What facts, lists and the dashboard carry of an incident: no personal data, JSON-ready."""

from datetime import UTC, datetime
from typing import Any, Final

from command_center.incidents import callers
from command_center.incidents.drafts import Draft
from command_center.incidents.models import Category, Incident
from command_center.incidents.states import TIMES, next_steps
from grid.organisation.models import Agency
from grid.territory.models import Cell


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the millisecond."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _category(category: Category | None) -> dict[str, str]:
    if category is None:
        return {}
    return {"code": category.code, "name": category.name, "name_en": category.name_en}


def _ground(place: Agency | Cell | None) -> dict[str, str] | None:
    return {"code": place.code, "name": place.name} if place else None


def of(incident: Incident) -> dict[str, Any]:
    """The brief of a stored incident; category, agency, cell and main_incident should be joined."""
    point = incident.point
    return {
        "number": incident.number,
        "version": incident.version,
        "state": incident.state,
        "level": incident.level,
        "category": _category(incident.category),
        "agency": _ground(incident.agency),
        "cell": _ground(incident.cell),
        "address": incident.address,
        "lng": point.x if point else None,
        "lat": point.y if point else None,
        "reported_at": moment(incident.reported_at),
        "is_valid_call": incident.is_valid_call,
        "link_type": incident.link_type,
        "main_incident": incident.main_incident.number if incident.main_incident else None,
        "since": moment(incident.since),
        "is_exercise": incident.is_exercise,
    }


def of_draft(draft: Draft) -> dict[str, Any]:
    """The same of a call that is being written; a test holds the two together."""
    call = draft.call
    return {
        "number": draft.number,
        "version": 1,
        "state": Incident.State.RECEIVED.value,
        "level": draft.level,
        "category": _category(draft.category),
        "agency": _ground(draft.agency),
        "cell": _ground(draft.cell),
        "address": call.address,
        "lng": draft.lng,
        "lat": draft.lat,
        "reported_at": moment(draft.reported_at),
        "is_valid_call": call.is_valid_call,
        "link_type": call.link_type,
        "main_incident": draft.main.number if draft.main else None,
        "since": moment(draft.reported_at),
        "is_exercise": call.is_exercise,
    }


def in_full(draft: Draft, *, channel: str, now: datetime, by: str) -> dict[str, Any]:
    """`selectors.detail` of a call without main incident that is being written."""
    call = draft.call
    times = {
        "reported_at": moment(draft.reported_at),
        "answered_at": moment(call.answered_at),
        "intake_done_at": moment(call.intake_done_at),
    }
    return of_draft(draft) | {
        "narrative": call.narrative,
        "source_crs": call.crs,
        "source_lng": call.lng,
        "source_lat": call.lat,
        "position_error_m": call.position_error_m,
        "channel": channel,
        "source": call.source,
        "source_number": call.source_number,
        "caller": {
            "name": callers.masked_name(call.caller_name),
            "phone": callers.masked_phone(call.caller_phone),
        },
        "times": _NO_TIMES | times,
        "counts": {
            name: getattr(call, name) for name in ("offenders", "trapped", "injured", "dead")
        },
        "has_weapon": call.has_weapon,
        "has_hazard": call.has_hazard,
        "disposition": None,
        "outcome": "",
        "case_number": "",
        "next_steps": _FIRST_STEPS,
        "created_at": moment(now),
        "created_by": by,
        "warnings": draft.warnings,
    }


_NO_TIMES: Final[dict[str, str | None]] = dict.fromkeys(TIMES)
_FIRST_STEPS: Final = next_steps(Incident.State.RECEIVED)
