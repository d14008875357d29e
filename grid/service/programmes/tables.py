"""How programmes, supervisions, groups, areas and meetings are listed."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from grid.frame.listing import Cell, Listing
from grid.frame.templatetags.frame import minute
from grid.ledger import obligations
from grid.ledger.models import Obligation
from grid.service.programmes.models import (
    ContactArea,
    JointMeeting,
    LeadingGroup,
    MeetingTask,
    Programme,
    ProgrammeItem,
    ScoreSheet,
    Supervision,
)

TABS: Final = (
    ("programme_list", gettext_lazy("Programmes")),
    ("programme_item_list", gettext_lazy("Items")),
    ("agency_supervision_list", gettext_lazy("Supervision")),
    ("joint_meeting_list", gettext_lazy("Joint meetings")),
    ("meeting_task_list", gettext_lazy("Tasks of meetings")),
    ("contact_area_list", gettext_lazy("Contact areas")),
    ("leading_group_list", gettext_lazy("Groups")),
)
SIGNS: Final = {"issued": "!", "signed": "◐", "done": "✓", "returned": "↩", "cancelled": "×"}


def state_cell(row: Obligation) -> Cell:
    """The state of what is owed, doubled by a sign."""
    mark = "strong" if row.state in obligations.OPEN else ""
    return Cell(f"{SIGNS[row.state]} {Obligation.State(row.state).label}", mark=mark)


def due_cell(row: Obligation) -> Cell:
    """The deadline, red and marked where it is past and nothing came."""
    if row.state in obligations.OPEN and row.due_at < timezone.now():
        return Cell(f"! {minute(row.due_at)}", mark="bad")
    return Cell(minute(row.due_at))


def programme_line(row: Programme) -> list[Any]:
    late = getattr(row, "n_late", 0)
    return [
        Cell(row.name, reverse("programme_detail", args=[row.pk])),
        row.agency.name,
        f"{row.begins} – {row.ends}",
        getattr(row, "n_items", 0),
        getattr(row, "n_done", 0),
        Cell(f"! {late}", mark="bad") if late else Cell(0),
    ]


PROGRAMMES: Final = Listing(
    title=gettext_lazy("Programmes"),
    heads=(
        pgettext_lazy("ground", "Name"),
        gettext_lazy("Agency"),
        gettext_lazy("Period"),
        gettext_lazy("Items"),
        gettext_lazy("Done"),
        gettext_lazy("Overdue"),
    ),
    line=programme_line,
    empty=gettext_lazy("No programme fits"),
    empty_text=gettext_lazy("A programme gives items to agencies, each with a deadline."),
    file="programmes.csv",
    placeholder=gettext_lazy("Name or goal"),
    export="programme_export",
    tabs=TABS,
    tab="programme_list",
)


def item_line(row: ProgrammeItem) -> list[Any]:
    return [
        Cell(row.title, reverse("programme_item_detail", args=[row.pk])),
        row.programme.name,
        row.lead.name,
        row.standard,
        row.demand or "—",
        due_cell(row),
        state_cell(row),
        f"{row.progress} %",
        row.points,
        Cell(_("! veto"), mark="warn") if row.is_veto else "—",
    ]


ITEMS: Final = Listing(
    title=gettext_lazy("Items of programmes"),
    heads=(
        gettext_lazy("Item"),
        gettext_lazy("Programme"),
        gettext_lazy("Lead agency"),
        pgettext_lazy("ground", "Standard"),
        gettext_lazy("Demand"),
        gettext_lazy("Deadline"),
        gettext_lazy("State"),
        gettext_lazy("Done, in percent"),
        pgettext_lazy("ground", "Points"),
        gettext_lazy("Veto"),
    ),
    line=item_line,
    empty=gettext_lazy("No item fits"),
    empty_text=gettext_lazy("Items that your agencies lead appear here."),
    file="programme-items.csv",
    placeholder=gettext_lazy("Item, standard or demand"),
    export="programme_item_export",
    tabs=TABS,
    tab="programme_item_list",
)


def sheet_line(row: ScoreSheet) -> list[Any]:
    veto = Cell(_("! veto: %s") % row.veto_reason, mark="bad") if row.is_vetoed else Cell("—")
    return [
        Cell(row.agency.name, reverse("score_sheet_detail", args=[row.pk])),
        f"{row.points} / {row.most}",
        veto,
        row.result,
        row.signed_by or _("not signed"),
    ]


SHEET_HEADS: Final = (
    gettext_lazy("Agency"),
    gettext_lazy("Sum"),
    gettext_lazy("Veto"),
    gettext_lazy("Result"),
    pgettext_lazy("ground", "Signed by"),
)


def stage_cell(row: Supervision) -> Cell:
    signs = {"found": "!", "noticed": "→", "rectified": "◐", "closed": "✓", "dropped": "×"}
    mark = "strong" if row.state in obligations.OPEN else ""
    return Cell(f"{signs[row.stage]} {row.get_stage_display()}", mark=mark)


def supervision_line(row: Supervision) -> list[Any]:
    is_open = row.state in obligations.OPEN
    return [
        Cell(row.number, reverse("agency_supervision_detail", args=[row.number])),
        row.agency.name,
        row.found,
        stage_cell(row),
        due_cell(row) if is_open else "—",
        str(row.inspector),
        row.inspected_on,
        row.group.name if row.group else "—",
        row.round,
    ]


SUPERVISIONS: Final = Listing(
    title=gettext_lazy("Supervision"),
    heads=(
        gettext_lazy("Number"),
        gettext_lazy("Agency"),
        gettext_lazy("What was found"),
        gettext_lazy("Stage"),
        gettext_lazy("Due"),
        pgettext_lazy("ground", "Inspector"),
        gettext_lazy("Inspected on"),
        gettext_lazy("Group"),
        pgettext_lazy("ground", "Round"),
    ),
    line=supervision_line,
    empty=gettext_lazy("No supervision fits"),
    empty_text=gettext_lazy("What inspectors find at agencies appears here."),
    file="supervisions.csv",
    placeholder=gettext_lazy("Number, agency, place, words"),
    export="agency_supervision_export",
    tabs=TABS,
    tab="agency_supervision_list",
)


def group_line(row: LeadingGroup) -> list[Any]:
    return [
        Cell(row.name, reverse("leading_group_edit", args=[row.pk])),
        row.get_kind_display(),
        row.agency.name,
        row.head,
        row.members or "—",
        row.duties or "—",
    ]


GROUPS: Final = Listing(
    title=gettext_lazy("Groups"),
    heads=(
        pgettext_lazy("ground", "Name"),
        gettext_lazy("Kind"),
        gettext_lazy("Agency"),
        gettext_lazy("Headed by"),
        gettext_lazy("Members"),
        gettext_lazy("Duties"),
    ),
    line=group_line,
    empty=gettext_lazy("No group fits"),
    file="groups.csv",
    placeholder=gettext_lazy("Name, office or duty"),
    export="leading_group_export",
    tabs=TABS,
    tab="leading_group_list",
)


def area_line(row: ContactArea) -> list[Any]:
    return [
        Cell(str(row.ground), reverse("contact_area_detail", args=[row.pk])),
        str(row.leader),
        row.agency.name,
        row.duties or "—",
        row.valid_from,
        row.valid_to or "—",
    ]


AREAS: Final = Listing(
    title=gettext_lazy("Contact areas"),
    heads=(
        gettext_lazy("Area"),
        gettext_lazy("Leader"),
        gettext_lazy("Agency"),
        gettext_lazy("Other duties there"),
        gettext_lazy("From day"),
        gettext_lazy("No longer from day"),
    ),
    line=area_line,
    empty=gettext_lazy("No leader answers for an area on that day"),
    file="contact-areas.csv",
    placeholder=gettext_lazy("Area or leader"),
    export="contact_area_export",
    tabs=TABS,
    tab="contact_area_list",
)


def meeting_line(row: JointMeeting) -> list[Any]:
    late = getattr(row, "n_late", 0)
    return [
        Cell(row.name, reverse("joint_meeting_detail", args=[row.pk])),
        row.get_kind_display(),
        row.agency.name,
        minute(row.at),
        row.chair,
        row.bodies,
        f"{getattr(row, 'n_open', 0)} / {getattr(row, 'n_tasks', 0)}",
        Cell(f"! {late}", mark="bad") if late else Cell(0),
    ]


MEETINGS: Final = Listing(
    title=gettext_lazy("Joint meetings"),
    heads=(
        pgettext_lazy("ground", "Name"),
        gettext_lazy("Kind"),
        gettext_lazy("Agency"),
        gettext_lazy("Begins at"),
        gettext_lazy("Chaired by"),
        gettext_lazy("Bodies present"),
        gettext_lazy("Tasks open of all"),
        gettext_lazy("Overdue"),
    ),
    line=meeting_line,
    empty=gettext_lazy("No meeting fits"),
    file="joint-meetings.csv",
    placeholder=gettext_lazy("Name, body or words"),
    export="joint_meeting_export",
    tabs=TABS,
    tab="joint_meeting_list",
)


def task_line(row: MeetingTask) -> list[Any]:
    return [
        Cell(row.title, reverse("meeting_task_detail", args=[row.pk])),
        row.meeting.name,
        row.agency.name,
        row.body or "—",
        due_cell(row),
        state_cell(row),
        row.outcome or "—",
    ]


TASKS: Final = Listing(
    title=gettext_lazy("Tasks of meetings"),
    heads=(
        gettext_lazy("Task"),
        gettext_lazy("Meeting"),
        gettext_lazy("Agency"),
        gettext_lazy("Done by"),
        gettext_lazy("Deadline"),
        gettext_lazy("State"),
        gettext_lazy("What came of it"),
    ),
    line=task_line,
    empty=gettext_lazy("No task fits"),
    file="meeting-tasks.csv",
    placeholder=gettext_lazy("Task, body or meeting"),
    export="meeting_task_export",
    tabs=TABS,
    tab="meeting_task_list",
)
