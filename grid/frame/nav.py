"""The main navigation: what a viewer may open, in the order of the working day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from grid.rights import Right

ITEMS: tuple[tuple[str, Any, Right], ...] = (
    ("dashboard", _("Command"), Right.DASHBOARD_VIEW),
    ("incident_list", _("Incidents"), Right.INCIDENT_READ),
    ("incident_report", _("Report"), Right.INCIDENT_REPORT),
    ("alert_list", _("Alerts"), Right.ALERT_READ),
    ("order_board", _("Order board"), Right.OBLIGATION_READ),
    ("my_task", _("My task"), Right.ASSIGNMENT_WORK),
    ("direct_order_list", _("Orders"), Right.ORDER_READ),
    ("plan_list", _("Response plans"), Right.DISPATCH_READ),
    ("event_list", _("Event plans"), Right.DISPATCH_READ),
    ("coverage", _("Coverage"), Right.DISPATCH_READ),
    ("figures", _("Figures"), Right.FIGURES_READ),
    ("unit_list", _("Units"), Right.UNIT_READ),
    ("shift_board", _("Shifts"), Right.SHIFT_READ),
    ("patrol_board", _("Patrols"), Right.PATROL_READ),
    ("level_list", _("Patrol levels"), Right.PATROL_READ),
    ("work_list", _("Work log"), Right.PATROL_READ),
    ("premise_note_list", _("Premise notes"), Right.INCIDENT_READ),
    ("category_list", _("Categories"), Right.INCIDENT_READ),
    ("incident_import", _("Import"), Right.INCIDENT_IMPORT),
    ("territory", _("Grid cells"), Right.TERRITORY_READ),
    ("organisation", _("Organisation"), Right.ORGANISATION_READ),
    ("webhook_list", _("Webhooks"), Right.WEBHOOK_MANAGE),
    ("audit_list", _("Audit"), Right.AUDIT_READ),
    ("access_list", _("Access register"), Right.ACCESS_READ),
)

# Where the day begins, for those without the board: the work first, the registers after it.
STARTS: tuple[tuple[str, Right], ...] = (
    ("incident_report", Right.INCIDENT_REPORT),
    ("incident_list", Right.INCIDENT_READ),
    ("audit_list", Right.AUDIT_READ),
    ("organisation", Right.ORGANISATION_READ),
    ("territory", Right.TERRITORY_READ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation; `is_current` marks the page one is on."""

    url: str
    label: Any
    is_current: bool


def entries(rights: frozenset[Right], path: str) -> list[Entry]:
    """Links the rights open; a page that this deployment does not mount is left out."""
    return list(_entries(rights, path))


def _entries(rights: frozenset[Right], path: str) -> Iterator[Entry]:
    found = [(_address(name), label) for name, label, right in ITEMS if right in rights]
    mounted = [(url, label) for url, label in found if url]
    here = max(
        (url for url, _label in mounted if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default="",
    )
    for url, label in mounted:
        yield Entry(url, label, url == here)


def start(rights: frozenset[Right]) -> str:
    """The address of the first page after signing in; empty where no right opens any."""
    found = (_address(name) for name, right in STARTS if right in rights)
    return next((url for url in found if url), "")


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
