"""How venues, inspections and hazards are listed, on pages and as CSV."""

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from grid.frame.listing import Cell, Listing
from grid.frame.templatetags.frame import minute
from grid.service.venues.models import (
    Hazard,
    Inspection,
    InspectionAnswer,
    Level,
    Stage,
    Venue,
)

TABS: Final = (
    ("venue_list", gettext_lazy("Venues")),
    ("venue_inspection_list", pgettext_lazy("ground", "Inspections")),
    ("hazard_list", gettext_lazy("Hazards")),
    ("venue_shares", gettext_lazy("Shares of 100 %")),
    ("hazard_figures", gettext_lazy("Found and removed")),
    ("venue_checklists", gettext_lazy("Checklists and deadlines")),
)
LEVEL_SIGNS: Final = {Level.GENERAL: "○", Level.SERIOUS: "◐", Level.MAJOR: "●"}
LEVEL_MARKS: Final = {Level.GENERAL: "strong", Level.SERIOUS: "warn", Level.MAJOR: "bad"}
STAGE_SIGNS: Final = {
    Stage.REPORTED: "!",
    Stage.NOTIFIED: "→",
    Stage.RECTIFIED: "◐",
    Stage.VERIFIED: "✓",
    Stage.CLOSED: "✓",
    Stage.STRUCK: "×",
}


def venue_href(venue: Venue) -> str:
    return reverse("venue_detail", args=[venue.pk])


def hazard_href(row: Hazard) -> str:
    return reverse("hazard_detail", args=[row.number])


def inspected_mark(venue: Venue) -> Cell:
    """When it was last inspected, flagged where that is longer ago than its kind allows."""
    last = venue.last_inspected_at
    if last is None:
        return Cell(_("! never"), mark="warn")
    if (timezone.now() - last).days >= venue.kind.inspect_days:
        return Cell(f"! {minute(last)}", mark="warn")
    return Cell(minute(last))


def feed_mark(venue: Venue) -> Cell:
    """When its system was last heard; silence is flagged."""
    feed = getattr(venue, "feed", None)
    if feed is None:
        return Cell("—")
    heard = minute(feed.heard_at) if feed.heard_at else pgettext("ground", "never")
    if feed.silent_at:
        return Cell(_("! silent since %s") % heard, mark="bad")
    return Cell(heard)


def venue_line(row: Venue) -> list[Any]:
    open_ = getattr(row, "open_hazards", 0)
    found = f"{reverse('hazard_list')}?stage=open&q={row.code}"
    return [
        Cell(row.code, venue_href(row)),
        row.name,
        row.kind,
        row.agency.name,
        row.address,
        inspected_mark(row),
        Cell(f"! {open_}", found, "warn") if open_ else Cell(0),
        feed_mark(row),
        row.licence_to or "—",
    ]


VENUES: Final = Listing(
    title=gettext_lazy("Venues"),
    heads=(
        gettext_lazy("Code"),
        pgettext_lazy("ground", "Name"),
        gettext_lazy("Kind of venue"),
        gettext_lazy("Agency"),
        gettext_lazy("Address"),
        gettext_lazy("Last inspected"),
        gettext_lazy("Open hazards"),
        gettext_lazy("Feed last heard"),
        gettext_lazy("Licence holds to"),
    ),
    line=venue_line,
    empty=gettext_lazy("No venue fits"),
    empty_text=gettext_lazy("Enter venues one by one or take them in from a file."),
    file="venues.csv",
    placeholder=gettext_lazy("Name, code, operator, address, licence"),
    export="venue_export",
    tabs=TABS,
    tab="venue_list",
)


def inspection_line(row: Inspection) -> list[Any]:
    return [
        Cell(minute(row.at), reverse("venue_inspection_detail", args=[row.pk])),
        Cell(row.venue.name, venue_href(row.venue)),
        row.venue.kind,
        row.venue.agency.name,
        row.get_kind_display(),
        f"{row.inspector.name} {row.inspector.badge_number}",
        row.met,
        Cell(f"! {row.missed}", mark="warn") if row.missed else Cell(0),
        getattr(row, "n_hazards", 0),
        row.cases,
        row.people,
    ]


INSPECTIONS: Final = Listing(
    title=gettext_lazy("Inspections of venues"),
    heads=(
        gettext_lazy("Inspected at"),
        gettext_lazy("Venue"),
        gettext_lazy("Kind of venue"),
        gettext_lazy("Agency"),
        gettext_lazy("Type"),
        pgettext_lazy("ground", "Inspector"),
        gettext_lazy("Met"),
        gettext_lazy("Not met"),
        gettext_lazy("Hazards"),
        gettext_lazy("Cases opened"),
        gettext_lazy("People dealt with"),
    ),
    line=inspection_line,
    empty=gettext_lazy("No inspection fits"),
    empty_text=gettext_lazy("Inspections are begun on the page of a venue or on the phone."),
    file="inspections.csv",
    placeholder=gettext_lazy("Name or code of the venue"),
    export="venue_inspection_export",
    tabs=TABS,
    tab="venue_inspection_list",
)


def level_cell(row: Hazard) -> Cell:
    level = Level(row.level)
    return Cell(f"{LEVEL_SIGNS[level]} {level.label}", mark=LEVEL_MARKS[level])


def stage_cell(row: Hazard) -> Cell:
    stage = Stage(row.stage)
    mark = "" if stage in (Stage.CLOSED, Stage.STRUCK) else "strong"
    return Cell(f"{STAGE_SIGNS[stage]} {stage.label}", mark=mark)


def due_cell(row: Hazard) -> Cell:
    """The end that is waited for; red and marked where it is past."""
    if not row.is_open:
        return Cell("—")
    late = row.due_at < timezone.now()
    return Cell(f"! {minute(row.due_at)}" if late else minute(row.due_at), mark="bad" * late)


def hazard_line(row: Hazard) -> list[Any]:
    return [
        Cell(row.number, hazard_href(row)),
        Cell(row.where, venue_href(row.venue)) if row.venue else row.where,
        row.text,
        level_cell(row),
        stage_cell(row),
        due_cell(row),
        Cell(_("↻ repeat"), mark="warn") if row.repeat_of_id else "",
        row.get_found_in_display(),
        minute(row.found_at),
        row.cell.code if row.cell else "—",
        row.penalty_number or "—",
        minute(row.done_at),
    ]


HAZARDS: Final = Listing(
    title=gettext_lazy("Hazards"),
    heads=(
        gettext_lazy("Number"),
        gettext_lazy("Where"),
        pgettext_lazy("ground", "What is wrong"),
        gettext_lazy("Level"),
        gettext_lazy("Stage"),
        gettext_lazy("Due"),
        gettext_lazy("Repeat"),
        gettext_lazy("Source"),
        gettext_lazy("Found at"),
        gettext_lazy("Cell"),
        gettext_lazy("Penalty notice"),
        gettext_lazy("Closed at"),
    ),
    line=hazard_line,
    empty=gettext_lazy("No hazard fits"),
    empty_text=gettext_lazy("Lines of an inspection that are not met become hazards."),
    file="hazards.csv",
    placeholder=gettext_lazy("Number, venue, place, words"),
    export="hazard_export",
    tabs=TABS,
    tab="hazard_list",
)


def share_line(row: InspectionAnswer) -> list[Any]:
    venue, done, of = row.inspection.venue, row.done, row.of
    percent = f"{100 * (done or 0) / of:.1f} %" if of else "—"
    is_whole = row.verdict == InspectionAnswer.Verdict.MET
    return [
        Cell(venue.name, venue_href(venue)),
        venue.agency.name,
        row.item.text,
        "—" if done is None else f"{done} / {of}",
        Cell(percent if is_whole or not of else f"! {percent}", mark="" if is_whole else "bad"),
        Cell(
            minute(row.inspection.at), reverse("venue_inspection_detail", args=[row.inspection_id])
        ),
    ]


SHARES: Final = Listing(
    title=gettext_lazy("Shares of 100 %"),
    heads=(
        gettext_lazy("Venue"),
        gettext_lazy("Agency"),
        pgettext_lazy("ground", "Line"),
        gettext_lazy("Right of looked at"),
        gettext_lazy("Share"),
        gettext_lazy("Last inspected"),
    ),
    line=share_line,
    empty=gettext_lazy("No share was asked for yet"),
    empty_text=gettext_lazy("Lines that ask how many of how many appear here once inspected."),
    file="shares.csv",
    placeholder=gettext_lazy("Name, code, operator, address, licence"),
    export="venue_shares_export",
    tabs=TABS,
    tab="venue_shares",
)
