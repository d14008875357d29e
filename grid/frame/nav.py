"""The main navigation: what a viewer may open, in the order of the working day."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from grid.rights import Right

COMMAND: Final = _("Command")
CHECKPOINTS: Final = _("Checkpoints")
PATROL: Final = _("Patrol")
VIDEO: Final = _("Video")
DISPUTES: Final = _("Disputes")
ANALYSIS: Final = _("Analysis")
GROUND: Final = _("Ground")
ADMINISTRATION: Final = _("Administration")

ITEMS: tuple[tuple[str, Any, Right, Any], ...] = (
    ("dashboard", _("Command"), Right.DASHBOARD_VIEW, COMMAND),
    ("incident_list", _("Incidents"), Right.INCIDENT_READ, COMMAND),
    ("incident_report", _("Report"), Right.INCIDENT_REPORT, COMMAND),
    ("alert_list", _("Alerts"), Right.ALERT_READ, COMMAND),
    ("assignment_list", _("Assignments"), Right.DISPATCH_READ, COMMAND),
    ("direct_order_list", _("Orders"), Right.ORDER_READ, COMMAND),
    ("order_board", _("Order board"), Right.OBLIGATION_READ, COMMAND),
    ("plan_list", _("Response plans"), Right.DISPATCH_READ, COMMAND),
    ("event_list", _("Event plans"), Right.DISPATCH_READ, COMMAND),
    ("mode_board", _("Normal and major mode"), Right.DISPATCH_READ, COMMAND),
    ("safety_board", _("Officer safety"), Right.DISPATCH_READ, COMMAND),
    ("coverage", _("Coverage"), Right.DISPATCH_READ, COMMAND),
    ("move_up_list", _("Move-ups"), Right.DISPATCH_READ, COMMAND),
    ("figures", _("Figures"), Right.FIGURES_READ, COMMAND),
    ("checkpoint_board", _("Checkpoint board"), Right.CHECKPOINT_READ, CHECKPOINTS),
    ("my_post", _("My post"), Right.CHECK_COUNT, CHECKPOINTS),
    ("checkpoint_list", _("Register"), Right.CHECKPOINT_READ, CHECKPOINTS),
    ("duty_order_list", _("Duty levels"), Right.CHECKPOINT_READ, CHECKPOINTS),
    ("check_list", _("Checks"), Right.CHECKPOINT_READ, CHECKPOINTS),
    ("notice_list", _("Lookout notices"), Right.NOTICE_READ, CHECKPOINTS),
    ("containment_list", _("Containment"), Right.CONTAINMENT_READ, CHECKPOINTS),
    ("my_task", _("My task"), Right.ASSIGNMENT_WORK, PATROL),
    ("my_safety", _("My safety"), Right.ASSIGNMENT_WORK, PATROL),
    ("unit_list", _("Units"), Right.UNIT_READ, PATROL),
    ("station_list", _("Stations"), Right.UNIT_READ, PATROL),
    ("shift_board", _("Shifts"), Right.SHIFT_READ, PATROL),
    ("patrol_board", _("Patrols"), Right.PATROL_READ, PATROL),
    ("level_list", _("Patrol levels"), Right.PATROL_READ, PATROL),
    ("work_list", _("Work log"), Right.PATROL_READ, PATROL),
    ("camera_board", _("Video board"), Right.CAMERA_READ, VIDEO),
    ("camera_map", _("Camera map"), Right.CAMERA_READ, VIDEO),
    ("camera_list", _("Camera register"), Right.CAMERA_READ, VIDEO),
    ("camera_import", _("Camera import"), Right.CAMERA_MANAGE, VIDEO),
    ("platform_health", _("Camera health"), Right.CAMERA_READ, VIDEO),
    ("rate_board", _("Camera rates"), Right.CAMERA_READ, VIDEO),
    ("granted_list", _("Granted cameras"), Right.CAMERA_READ, VIDEO),
    ("ticket_list", _("Repairs"), Right.CAMERA_READ, VIDEO),
    ("footage_list", _("Footage requests"), Right.FOOTAGE_READ, VIDEO),
    ("my_repairs", _("My repairs"), Right.REPAIR_WORK, VIDEO),
    ("my_round", _("My video round"), Right.VIDEO_ROUND_WALK, VIDEO),
    ("video_patrol_board", _("Video patrol"), Right.CAMERA_READ, VIDEO),
    ("alarm_device_list", _("Alarm devices"), Right.CAMERA_READ, VIDEO),
    ("dispute_list", _("Ledger of disputes"), Right.DISPUTE_READ, DISPUTES),
    ("my_disputes", _("My disputes"), Right.DISPUTE_MEDIATE, DISPUTES),
    ("dispute_unanswered", _("Calls that are disputes"), Right.DISPUTE_READ, DISPUTES),
    ("mediator_list", _("Mediators"), Right.DISPUTE_READ, DISPUTES),
    ("village_group_list", _("Village groups"), Right.DISPUTE_READ, DISPUTES),
    ("volume_list", _("Archive volumes"), Right.DISPUTE_READ, DISPUTES),
    ("dispute_figures", _("Figures of disputes"), Right.DISPUTE_COUNT, DISPUTES),
    ("risk_rules", _("Risk rules"), Right.DISPUTE_READ, DISPUTES),
    ("analysis_home", _("Case analysis"), Right.ANALYSIS_READ, ANALYSIS),
    ("case_list", _("Cases"), Right.CASE_READ, ANALYSIS),
    ("sheet_list", _("Daily sheets"), Right.ANALYSIS_READ, ANALYSIS),
    ("bulletin_list", _("Bulletins"), Right.ANALYSIS_READ, ANALYSIS),
    ("proposal_list", _("Proposals"), Right.ANALYSIS_READ, ANALYSIS),
    ("case_map", _("Map of cases"), Right.ANALYSIS_READ, ANALYSIS),
    ("case_explorer", _("Categories and periods"), Right.ANALYSIS_READ, ANALYSIS),
    ("series_list", _("Series candidates"), Right.ANALYSIS_READ, ANALYSIS),
    ("study_list", _("Studies"), Right.ANALYSIS_READ, ANALYSIS),
    ("operation_list", _("Joint operations"), Right.ANALYSIS_READ, ANALYSIS),
    ("run_calendar", _("Calendar of runs"), Right.ANALYSIS_READ, ANALYSIS),
    ("my_ground", _("My ground"), Right.DISPUTE_REPORT, GROUND),
    ("cell_board", _("Cells at work"), Right.SERVICE_READ, GROUND),
    ("visit_list", _("Visits"), Right.SERVICE_READ, GROUND),
    ("visit_task_list", _("Visit tasks"), Right.SERVICE_READ, GROUND),
    ("errand_list", _("Errands"), Right.SERVICE_READ, GROUND),
    ("service_counter", _("Service counter"), Right.SERVICE_READ, GROUND),
    ("venue_list", _("Venues"), Right.SERVICE_READ, GROUND),
    ("hazard_list", _("Hazards"), Right.SERVICE_READ, GROUND),
    ("office_list", _("Community offices"), Right.SERVICE_READ, GROUND),
    ("team_list", _("Teams"), Right.SERVICE_READ, GROUND),
    ("programme_list", _("Programmes"), Right.SERVICE_READ, GROUND),
    ("territory", _("Grid cells"), Right.TERRITORY_READ, GROUND),
    ("premise_note_list", _("Premise notes"), Right.INCIDENT_READ, GROUND),
    ("organisation", _("Organisation"), Right.ORGANISATION_READ, ADMINISTRATION),
    ("category_list", _("Categories"), Right.INCIDENT_READ, ADMINISTRATION),
    ("incident_import", _("Import"), Right.INCIDENT_IMPORT, ADMINISTRATION),
    ("webhook_list", _("Webhooks"), Right.WEBHOOK_MANAGE, ADMINISTRATION),
    ("audit_list", _("Audit"), Right.AUDIT_READ, ADMINISTRATION),
    ("access_list", _("Access register"), Right.ACCESS_READ, ADMINISTRATION),
)

# Where the day begins, for those without the board: the work first, the registers after it.
STARTS: tuple[tuple[str, Right], ...] = (
    ("my_repairs", Right.REPAIR_WORK),
    ("my_ground", Right.VISIT_WRITE),
    ("my_disputes", Right.DISPUTE_MEDIATE),
    ("incident_report", Right.INCIDENT_REPORT),
    ("incident_list", Right.INCIDENT_READ),
    ("audit_list", Right.AUDIT_READ),
    ("organisation", Right.ORGANISATION_READ),
    ("territory", Right.TERRITORY_READ),
)
CREW_START: Final = ("my_task", Right.ASSIGNMENT_WORK)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation; `is_current` marks the page one is on."""

    url: str
    label: Any
    is_current: bool
    group: Any = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links of one kind of work under one word; `is_current` when one of them is the page."""

    label: Any
    entries: list[Entry]

    @property
    def is_current(self) -> bool:
        return any(entry.is_current for entry in self.entries)


def entries(rights: frozenset[Right], path: str) -> list[Entry]:
    """Links the rights open; a page that this deployment does not mount is left out."""
    return list(_entries(rights, path))


def groups(rights: frozenset[Right], path: str) -> list[Group]:
    """The same links under their words; a group without a link is left out."""
    found = groupby(entries(rights, path), key=lambda entry: str(entry.group))
    return [Group(label, list(members)) for label, members in found]


def _entries(rights: frozenset[Right], path: str) -> Iterator[Entry]:
    found = [
        (_address(name), label, group) for name, label, right, group in ITEMS if right in rights
    ]
    mounted = [row for row in found if row[0]]
    here = max(
        (url for url, *_rest in mounted if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default="",
    )
    for url, label, group in mounted:
        yield Entry(url, label, url == here, group)


def start(rights: frozenset[Right], *, is_crew: bool = False) -> str:
    """The address of the first page after signing in; empty where no right opens any.

    `is_crew` is said of those who patrol: their day begins with their unit's task.
    """
    starts = (CREW_START, *STARTS) if is_crew else STARTS
    found = (_address(name) for name, right in starts if right in rights)
    return next((url for url in found if url), "")


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
