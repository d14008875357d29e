"""Tickets, firms, stores and figures as tables: the same for the page and for a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.frame.templatetags.frame import minute
from video.register.models import Camera, Company
from video.repair.models import Fault, Priority, SparePart, Stage, Ticket
from video.repair.selectors import Figures

Line = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with an address behind it, or a mark on it (bad, warn)."""

    text: str
    href: str = ""
    mark: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment: to the minute on a page, to the second in a file."""

    at: datetime | None

    def __str__(self) -> str:
        return timezone.localtime(self.at).strftime("%Y-%m-%d %H:%M:%S") if self.at else ""

    @property
    def text(self) -> str:
        """As the page shows it."""
        return minute(self.at)


def camera_href(code: str, name: str = "camera_detail") -> str:
    """The address of a camera's page; empty where this deployment has none."""
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return ""


def late_mark(row: Ticket, now: datetime) -> Cell:
    """Whether the running span is late, or the fix was."""
    if row.is_open and row.parent_id is None and row.due_at < now:
        return Cell(_("! late"), mark="bad")
    is_late = bool(row.fixed_at and row.fix_due_at and row.fixed_at > row.fix_due_at)
    return Cell(_("was late"), mark="warn") if is_late else Cell("—")


def ticket_lines(rows: Iterable[Ticket]) -> Iterator[Line]:
    """One line a ticket."""
    yield (
        _("Ticket"), _("Device"), _("Device name"), _("Fault"), _("Priority"), _("Stage"),
        _("Overdue"), _("Due"), _("Contractor"), _("Opened at"), _("Source"),
        _("Round of repair"), _("Parts of it"),
        _("Times reported"), _("Under warranty"), _("Fixed at"), _("Penalty (yuan)"), _("Note"),
    )  # fmt: skip
    now = timezone.now()
    for row in rows:
        counted: Any = row  # annotated by selectors.tickets
        yield (
            Cell(row.number, reverse("ticket_detail", args=[row.number])),
            row.subject_id, row.thing.name, str(Fault(row.fault).label),
            str(Priority(row.priority).label), str(Stage(row.stage).label), late_mark(row, now),
            Moment(row.due_at if row.is_open else None),
            row.contractor.name if row.contractor else "—", Moment(row.issued_at),
            row.get_source_display(), row.round, getattr(counted, "parts_count", 0),
            row.times_reported, _("yes") if row.in_warranty else _("no"),
            Moment(row.fixed_at), row.penalty, row.note,
        )  # fmt: skip


def part_lines(rows: Iterable[SparePart]) -> Iterator[Line]:
    """One line a kind of part."""
    yield (
        _("Code"), _("Part name"), _("Store of"), _("In stock"), _("Unit"), _("Buy again at"),
        _("Price (yuan)"), _("Warranty (months)"), _("State"),
    )  # fmt: skip
    for row in rows:
        is_short = row.is_active and row.in_stock <= row.reorder_at
        yield (
            Cell(row.code, reverse("spare_part_stock", args=[row.pk])), row.name, row.agency.name,
            row.in_stock, row.unit, row.reorder_at, row.price, row.warranty_months,
            Cell(_("! buy again"), mark="warn") if is_short else Cell(_("enough")),
        )  # fmt: skip


def figure_lines(rows: Iterable[tuple[Company, Figures]]) -> Iterator[Line]:
    """One line a contractor."""
    yield (
        _("Contractor"), _("Tickets opened"), _("Still open"), _("Verified"), _("Fixed in time"),
        _("In time (%)"), _("Accepted late"), _("Arrived late"), _("Fixed late"), _("Reopened"),
        _("Mean to fix (h)"), _("Penalty (yuan)"),
    )  # fmt: skip
    for firm, found in rows:
        yield (
            Cell(firm.name, f"{reverse('ticket_list')}?contractor={firm.code}"), found.opened,
            found.open, found.verified, found.in_time, _percent(found.in_time_rate),
            found.accept_late, found.arrive_late, found.fix_late, found.reopened,
            "—" if found.fix_hours is None else f"{found.fix_hours:.1f}", found.penalty,
        )  # fmt: skip


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share * 100:.1f}"


def failure_lines(rows: Iterable[Camera]) -> Iterator[Line]:
    """One line a camera that fails again and again."""
    yield (
        _("Camera"), _("Device name"), _("Agency"), _("Contractor"), _("Tickets"), _("Reopened"),
        _("Last ticket"),
    )  # fmt: skip
    for row in rows:
        counted: Any = row  # annotated by selectors.repeat_failures
        yield (
            Cell(row.code, camera_href(row.code)), row.name, row.agency.name,
            row.contractor.name if row.contractor else "—",
            Cell(str(counted.failures), f"{reverse('ticket_list')}?camera={row.code}"),
            counted.reopened, Moment(counted.last_failure),
        )  # fmt: skip


def warranty_lines(rows: Iterable[Camera]) -> Iterator[Line]:
    """One line a camera under warranty."""
    yield (
        _("Camera"), _("Device name"), _("Agency"), _("Built by"), _("Warranty until before"),
        _("Days left"), _("Tickets under warranty"), _("Open tickets"),
    )  # fmt: skip
    today = timezone.localdate()
    for row in rows:
        counted: Any = row  # annotated by selectors.under_warranty
        until = row.warranty_to or today
        list_ = f"{reverse('ticket_list')}?camera={row.code}"
        yield (
            Cell(row.code, camera_href(row.code)), row.name, row.agency.name,
            row.builder.name if row.builder else "—", until.isoformat(), (until - today).days,
            Cell(str(counted.failures), f"{list_}&warranty=on"),
            Cell(str(counted.open_tickets), f"{list_}&stage=open"),
        )  # fmt: skip
