"""The pages of one programme, item, sheet, supervision, area, meeting and task."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from grid.frame.listing import Cell, Record, Section, record_page
from grid.frame.pages import RefusableForm
from grid.frame.templatetags.frame import minute
from grid.ledger import obligations
from grid.organisation.viewers import officer_of
from grid.rights import Right, requires
from grid.service.programmes import selectors, tables
from grid.service.programmes.models import ContactArea, ProgrammeItem, Supervision
from grid.service.programmes.views import acts

Refused = dict[str, RefusableForm]
ACTS = {
    "issued": gettext_lazy("Given out"),
    "received": gettext_lazy("Signed for"),
    "progress": gettext_lazy("Progress"),
    "finished": gettext_lazy("Done"),
    "dropped": gettext_lazy("Taken back"),
    "found": gettext_lazy("Inspected"),
    "noticed": gettext_lazy("Notice sent"),
    "rectified": gettext_lazy("Put right"),
    "sent_back": gettext_lazy("Another round"),
    "closed": pgettext_lazy("ground", "Closed"),
}


@requires(Right.SERVICE_READ)
@require_GET
def programme_detail(request: HttpRequest, programme_id: int) -> HttpResponse:
    """One programme: its items and its score sheets."""
    officer = officer_of(request)
    row = selectors.find_programme(officer, programme_id)
    items = [tables.item_line(one) for one in selectors.items(officer, programme=row.pk)[:200]]
    sheets = [tables.sheet_line(one) for one in selectors.sheets(officer, programme=row.pk)[:200]]
    record = Record(
        title=row.name,
        listing=tables.PROGRAMMES,
        marks=[Cell(pgettext("ground", "Closed"))] if row.is_closed else [],
        facts=[
            (_("Agency"), row.agency.name),
            (_("Goal"), row.goal or "—"),
            (_("Period"), f"{row.begins} – {row.ends}"),
        ],
        sections=[
            Section(title=_("Items"), heads=tables.ITEMS.heads, lines=items, empty=_("No item")),
            Section(
                title=_("Score sheets"),
                heads=tables.SHEET_HEADS,
                lines=sheets,
                empty=_("No agency was scored yet"),
            ),
        ],
        actions=_programme_links(officer.rights, row),
    )
    return record_page(request, record)


def _programme_links(rights: frozenset[Right], row: Any) -> list[Cell]:
    if Right.PROGRAMME_MANAGE not in rights:
        return []
    links = [Cell(_("Change"), reverse("programme_edit", args=[row.pk]))]
    if not row.is_closed:
        links.append(Cell(_("Score an agency"), reverse("score_sheet_new", args=[row.pk])))
        links.append(Cell(_("New item"), reverse("programme_item_new", args=[row.pk]), "fill"))
    return links


@requires(Right.SERVICE_READ)
@require_GET
def programme_item_detail(request: HttpRequest, programme_item_id: int) -> HttpResponse:
    """One item with its history and what can be done."""
    return show_item(request, programme_item_id)


def show_item(
    request: HttpRequest, key: int, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_item(officer, key)
    record = Record(
        title=row.title,
        listing=tables.ITEMS,
        marks=[tables.state_cell(row), *([Cell(_("! veto"), mark="warn")] if row.is_veto else [])],
        facts=_item_facts(row),
        acts=acts.offered(
            acts.ITEM_STEPS, _item_acts(row), row, row.pk, officer.rights, refused or {}
        ),
        history=_history(row),
    )
    return record_page(request, record, status=status)


def _item_facts(row: ProgrammeItem) -> list[tuple[Any, Any]]:
    return [
        (_("Programme"), row.programme.name),
        (_("Lead agency"), row.lead.name),
        (_("Partner bodies"), row.partners or "—"),
        (pgettext("ground", "Standard"), row.standard),
        (_("Demand"), row.demand or "—"),
        (_("Deadline"), tables.due_cell(row)),
        (_("Done, in percent"), f"{row.progress} %"),
        (pgettext("ground", "Points"), row.points),
        (_("What came of it"), row.outcome or "—"),
    ]


def _item_acts(row: ProgrammeItem) -> tuple[str, ...]:
    if row.state not in obligations.OPEN:
        return ()
    open_ = ("programme_item_progress", "programme_item_finish", "programme_item_drop")
    return ("programme_item_receive", *open_) if row.state == "issued" else open_


def _history(row: Any) -> list[dict[str, Any]]:
    return [
        {"at": one.at, "act": ACTS[one.act], "by": one.by, "text": one.text}
        for one in row.entries.all()
    ]


@requires(Right.SERVICE_READ)
@require_GET
def score_sheet_detail(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """One sheet, line by line."""
    return show_sheet(request, sheet_id)


def show_sheet(
    request: HttpRequest, key: int, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_sheet(officer, key)
    marks = [Cell(_("! veto: %s") % row.veto_reason, mark="bad")] if row.is_vetoed else []
    lines = [
        [
            one.item.title,
            f"{one.points} / {one.item.points}",
            Cell("✓") if one.is_met else Cell(_("! not met"), mark="bad"),
            one.reason or "—",
        ]
        for one in row.lines.select_related("item")
    ]
    heads = (_("Item"), pgettext("ground", "Points"), _("Met"), _("Why points were lost"))
    steps = () if row.signed_at else ("score_sheet_sign",)
    record = Record(
        title=f"{row.programme.name} · {row.agency.name}",
        listing=tables.PROGRAMMES,
        marks=marks,
        facts=[
            (_("Sum"), f"{row.points} / {row.most}"),
            (_("Result"), f"{row.result}"),
            (_("Filled in by"), f"{row.made_by} {minute(row.made_at)}"),
            (pgettext("ground", "Signed by"), f"{row.signed_by or '—'} {minute(row.signed_at)}"),
        ],
        sections=[Section(title=_("Items"), heads=heads, lines=lines)],
        acts=acts.offered(acts.SHEET_STEPS, steps, row, row.pk, officer.rights, refused or {}),
        note=_("A veto overrides the sum: the result is 0.") if row.is_vetoed else "",
    )
    return record_page(request, record, status=status)


@requires(Right.SERVICE_READ)
@require_GET
def agency_supervision_detail(request: HttpRequest, supervision_number: str) -> HttpResponse:
    """One supervision with its history and what can be done."""
    return show_supervision(request, supervision_number)


AT = {
    "found": ("agency_supervision_notice", "agency_supervision_drop"),
    "noticed": ("agency_supervision_put_right", "agency_supervision_drop"),
    "rectified": ("agency_supervision_close", "agency_supervision_send_back"),
    "closed": (),
    "dropped": (),
}


def show_supervision(
    request: HttpRequest, key: str, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_supervision(officer, key)
    steps = tuple(
        name
        for name in AT[row.stage]
        if (name == "agency_supervision_put_right") != (row.inspector_id == officer.pk)
    )
    found = acts.offered(
        acts.SUPERVISION_STEPS, steps, row, row.number, officer.rights, refused or {}
    )
    record = Record(
        title=f"{row.number} {row.agency.name}",
        listing=tables.SUPERVISIONS,
        marks=[tables.stage_cell(row)],
        facts=_supervision_facts(row),
        acts=found,
        history=_history(row),
        note=_("Only the inspector closes it: %s.") % row.inspector,
    )
    return record_page(request, record, status=status)


def _supervision_facts(row: Supervision) -> list[tuple[Any, Any]]:
    return [
        (_("What was found"), row.found),
        (_("What is to be put right"), row.demand or "—"),
        (_("What was put right"), row.answer or "—"),
        (_("Agency"), row.agency.name),
        (_("Place"), row.place or "—"),
        (pgettext("ground", "Inspector"), str(row.inspector)),
        (_("Inspected on"), row.inspected_on),
        (_("Group"), row.group.name if row.group else "—"),
        (_("Item of a programme"), row.item.title if row.item else "—"),
        (_("Due"), tables.due_cell(row) if row.state in obligations.OPEN else "—"),
        (pgettext("ground", "Round"), row.round),
        (_("Outcome"), row.outcome or "—"),
    ]


@requires(Right.SERVICE_READ)
@require_GET
def contact_area_detail(request: HttpRequest, contact_area_id: int) -> HttpResponse:
    """One area: the leader who answers for it, and everybody who did before."""
    return show_area(request, contact_area_id)


def show_area(
    request: HttpRequest, key: int, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_area(officer, key)
    now = [tables.area_line(one) for one in selectors.leaders_of(officer, row.ground)]
    past = [tables.area_line(one) for one in selectors.past_areas(officer, row)[:100]]
    steps = () if row.valid_to else ("contact_area_end",)
    heads = tables.AREAS.heads
    record = Record(
        title=f"{row.ground}: {row.leader}",
        listing=tables.AREAS,
        facts=_area_facts(row),
        sections=[
            Section(
                title=_("Who answers for it today, and above it"),
                heads=heads,
                lines=now,
                empty=_("No leader answers for an area on that day"),
            ),
            Section(title=_("Who did and will"), heads=heads, lines=past),
        ],
        acts=acts.offered(acts.AREA_STEPS, steps, row, row.pk, officer.rights, refused or {}),
    )
    return record_page(request, record, status=status)


def _area_facts(row: ContactArea) -> list[tuple[Any, Any]]:
    return [
        (_("Area"), str(row.ground)),
        (_("Leader"), str(row.leader)),
        (_("Other duties there"), row.duties or "—"),
        (_("From day"), row.valid_from),
        (_("No longer from day"), row.valid_to or "—"),
    ]


@requires(Right.SERVICE_READ)
@require_GET
def joint_meeting_detail(request: HttpRequest, joint_meeting_id: int) -> HttpResponse:
    """One meeting: what was agreed and the tasks it gave."""
    officer = officer_of(request)
    row = selectors.find_meeting(officer, joint_meeting_id)
    tasks = [tables.task_line(one) for one in selectors.tasks(officer, meeting=row.pk)[:200]]
    may = Right.PROGRAMME_MANAGE in officer.rights
    edit = Cell(_("Change"), reverse("joint_meeting_edit", args=[row.pk]))
    new = Cell(_("New task"), reverse("meeting_task_new", args=[row.pk]), "fill")
    record = Record(
        title=row.name,
        listing=tables.MEETINGS,
        marks=[Cell(row.get_kind_display(), mark="strong")],
        facts=[
            (_("Agency"), row.agency.name),
            (_("Begins at"), minute(row.at)),
            (_("Place"), row.place or "—"),
            (_("Chaired by"), row.chair),
            (_("Bodies present"), row.bodies),
            (_("What was agreed"), row.minutes or "—"),
        ],
        sections=[
            Section(
                title=_("Tasks of meetings"),
                heads=tables.TASKS.heads,
                lines=tasks,
                empty=_("No task was given"),
            )
        ],
        actions=[edit, new] if may else [],
    )
    return record_page(request, record)


@requires(Right.SERVICE_READ)
@require_GET
def meeting_task_detail(request: HttpRequest, meeting_task_id: int) -> HttpResponse:
    """One task and what can be done."""
    return show_task(request, meeting_task_id)


def show_task(
    request: HttpRequest, key: int, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    officer = officer_of(request)
    row = selectors.find_task(officer, key)
    is_open = row.state in obligations.OPEN
    steps = ("meeting_task_finish", "meeting_task_drop") if is_open else ()
    record = Record(
        title=row.title,
        listing=tables.TASKS,
        marks=[tables.state_cell(row)],
        facts=[
            (_("Meeting"), row.meeting.name),
            (_("Agency"), row.agency.name),
            (_("Done by"), row.body or "—"),
            (_("Deadline"), tables.due_cell(row)),
            (_("What came of it"), row.outcome or "—"),
        ],
        acts=acts.offered(acts.TASK_STEPS, steps, row, row.pk, officer.rights, refused or {}),
    )
    return record_page(request, record, status=status)
