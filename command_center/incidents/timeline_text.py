"""What a timeline entry says in words, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from command_center.incidents.models import Incident, TimelineEntry
from command_center.incidents.states import STEP_LABELS

FIELDS: Final[dict[str, Any]] = {
    "category": gettext_lazy("Category"),
    "level": gettext_lazy("Level"),
    "address": gettext_lazy("Address"),
    "narrative": gettext_lazy("Narrative"),
    "position": gettext_lazy("Position"),
    "caller_name": gettext_lazy("Caller's name"),
    "caller_phone": gettext_lazy("Caller's number"),
    "is_valid_call": gettext_lazy("Valid call"),
    "position_error_m": gettext_lazy("Position error"),
    "has_weapon": gettext_lazy("Weapon"),
    "has_hazard": gettext_lazy("Dangerous substance"),
    "offenders": gettext_lazy("Offenders"),
    "trapped": gettext_lazy("Trapped"),
    "injured": gettext_lazy("Injured"),
    "dead": gettext_lazy("Dead"),
    "outcome": gettext_lazy("Outcome"),
    "case_number": gettext_lazy("Case number"),
    "lng": gettext_lazy("Longitude"),
    "lat": gettext_lazy("Latitude"),
}


def said(entry: TimelineEntry) -> str:
    """One sentence for the entry; a note is its own text."""
    if entry.kind == "note":
        return entry.text
    sentence = _SENTENCES.get(entry.kind)
    head = sentence(entry.details) if sentence else entry.kind
    return f"{head} · {entry.text}" if entry.text else head


def _moved(details: Mapping[str, Any]) -> str:
    return str(STEP_LABELS.get(details.get("step", ""), details.get("to", "")))


def _edited(details: Mapping[str, Any]) -> str:
    changes = details.get("changes", {})
    return _("Corrected: %(changes)s") % {
        "changes": "; ".join(_change(name, values) for name, values in changes.items())
    }


def _change(name: str, values: Any) -> str:
    label = str(FIELDS.get(name, name))
    if not isinstance(values, list) or name == "position":
        return label
    before, after = (_plain(value) for value in values)
    return f"{label} {before} → {after}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "—" if value in (None, "") else str(value)


def _linked(details: Mapping[str, Any]) -> str:
    labels = dict(Incident.Link.choices)
    return _("%(link)s: %(number)s") % {
        "link": labels.get(details.get("link_type", ""), ""),
        "number": details.get("number", ""),
    }


def _assignment(text: str) -> Callable[[Mapping[str, Any]], str]:
    """Lines about a unit on the call; their kinds come from the app that sends units."""

    def sentence(details: Mapping[str, Any]) -> str:
        return _(text) % {"unit": details.get("unit", ""), "n": details.get("times", "")}

    return sentence


_UNITS: Final = {
    "issued": gettext_noop("%(unit)s was sent"),
    "delivered": gettext_noop("%(unit)s has it on the phone"),
    "signed": gettext_noop("%(unit)s signed for it"),
    "departed": gettext_noop("%(unit)s set out"),
    "on_scene": gettext_noop("%(unit)s is on scene"),
    "handled": gettext_noop("%(unit)s has handled it"),
    "fed_back": gettext_noop("%(unit)s fed back"),
    "returned": gettext_noop("%(unit)s sent it back"),
    "recalled": gettext_noop("%(unit)s was recalled"),
    "preempted": gettext_noop("%(unit)s was taken for a more urgent call"),
    "overdue": gettext_noop("%(unit)s is late"),
    "resent": gettext_noop("%(unit)s was told again, time %(n)s"),
    "unsigned": gettext_noop("%(unit)s does not sign; the supervisor is told"),
}
_SENTENCES: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "received": lambda _details: _("Received"),
    "imported": lambda _details: _("Closed in the source system"),
    "moved": _moved,
    "edited": _edited,
    **{f"assignment_{what}": _assignment(text) for what, text in _UNITS.items()},
    "linked": _linked,
    "merged": lambda details: _("Merged into %(into)s") % {"into": details.get("into", "")},
    "took_in": lambda details: _("Took in %(number)s") % {"number": details.get("number", "")},
    "unmerged": lambda details: _("Taken out of %(number)s") % {"number": details.get("from", "")},
    "gave_back": lambda details: _("Gave back %(number)s") % {"number": details.get("number", "")},
}
