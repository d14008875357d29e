"""What the pages of one team, one fund and one base show, and the figures above the lists."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from grid.frame.listing import Cell, Listing, Record, Section
from grid.organisation.models import Officer
from grid.rights import Right
from grid.service.teams.listings import (
    FUNDS,
    HOURS,
    OUTREACH,
    SHARE_HEADS,
    TABS,
    TEAMS,
    day_line,
    hours_line,
    share_line,
)
from grid.service.teams.models import ResidentBase, Team, TeamHeadcount, Trade
from grid.service.teams.selectors.outreach import days
from grid.service.teams.selectors.shares import bases, shares
from grid.service.teams.selectors.teams import hours, hours_in, totals

SHOWN = 30


def team_figures(rows: Any) -> list[tuple[Any, Cell]]:
    """Teams and people in all, by kind, and by trade with how many of each."""
    found, where = totals(rows), reverse("team_list")
    sums = {_("Teams"): found["teams"], _("People"): found["people"]}
    figures: list[tuple[Any, Cell]] = [(word, Cell(f"{n:,}")) for word, n in sums.items()]
    for code, label in Team.Kind.choices:
        if code in found["kinds"]:
            number, people = found["kinds"][code]
            figures.append(
                (f"{label} ({number:,})", Cell(f"{people:,}", href=f"{where}?kind={code}"))
            )
    for trade in Trade.objects.filter(code__in=[code for code in found["trades"] if code]):
        number, people = found["trades"][trade.code]
        cell = Cell(f"{people:,}", href=f"{where}?trade={trade.code}")
        figures.append((f"{trade} ({number:,})", cell))
    return figures


def team_record(row: Any, officer: Officer) -> Record:
    """One team: how many it was when, what it did, where."""
    may = officer.has_right(Right.TEAM_MANAGE)
    done = hours(officer, team=row.code)
    sums = hours_in(done)
    named = (("team_count", _("Count")), ("team_work", _("Enter hours")), ("team_edit", _("Edit")))
    actions = [Cell(label, href=reverse(name, args=[row.code])) for name, label in named]
    return Record(
        title=row.name,
        listing=TEAMS,
        marks=[Cell(row.get_kind_display()), Cell(_("%(n)s people") % {"n": f"{row.people:,}"})],
        facts=[
            (_("Code"), row.code),
            (_("Agency"), row.agency.name),
            (_("Division"), row.division.name if row.division else "—"),
            (pgettext("ground", "Trade"), str(row.trade or "—")),
            (_("Brand"), row.brand or "—"),
            (_("Cells"), ", ".join(cell.code for cell in row.cells.all()) or "—"),
            (_("Contact"), row.contact or "—"),
            (_("Founded on"), row.founded_on or "—"),
            (_("Ended on"), row.ended_on or "—"),
            (_("Times"), f"{sums['times']:,}"),
            (_("Hours given"), f"{sums['hours']:,}"),
            (_("Joint patrols"), f"{sums['joint']:,}"),
            (_("Note"), row.note or "—"),
        ],
        sections=[_headcounts(row), _hours(row, done, may=may)],
        actions=actions if may else [],
    )


def _headcounts(row: Any) -> Section:
    words = dict(TeamHeadcount.Member.choices)
    lines = [
        (
            count.counted_on,
            f"{count.people:,}",
            ", ".join(f"{words.get(kind, kind)} {n}" for kind, n in count.members.items()),
            count.counted_by,
        )
        for count in row.headcounts.all()[:SHOWN]
    ]
    heads = (_("From"), _("People"), _("Of these"), _("Counted by"))
    return Section(title=_("How many"), heads=heads, lines=lines, empty=_("Never counted"))


def _hours(row: Any, done: Any, *, may: bool) -> Section:
    lines = []
    for one in done[:SHOWN]:
        where = reverse("team_hours_strike", args=[one.pk])
        strike = Cell(_("Strike"), href=where) if may and one.struck_at is None else ""
        lines.append((*hours_line(one), strike))
    more = Cell(_("All hours"), href=f"{reverse('team_hours_list')}?team={row.code}")
    heads = (*HOURS.heads, _("Mistake"))
    return Section(
        title=_("Hours given"), heads=heads, lines=lines, empty=_("No hours here"), more=more
    )


def share_listing(officer: Officer, q: str) -> tuple[Listing, Any]:
    """Areas with their share; counted at once for all of them."""
    found = {share.base.pk: share for share in shares(officer, q=q)}

    def line(base: ResidentBase) -> Sequence[Any]:
        return share_line(found[base.pk], reverse("team_list"))

    listing = Listing(
        title=_("Share of residents who volunteer"), heads=SHARE_HEADS, line=line,
        empty=_("No residents entered yet"),
        empty_text=_("Enter how many a division has; numbers alone."),
        file="volunteer-share.csv", placeholder=_("Division or code"),
        export="volunteer_share_export", tabs=TABS, tab="volunteer_share_list",
    )  # fmt: skip
    return listing, bases().filter(pk__in=list(found))


def fund_record(row: Any, officer: Officer) -> Record:
    """One fund: its balance and what went in and out."""
    lines = [
        (e.booked_on, e.get_kind_display(), f"{e.amount:,.2f}", e.note, e.entered_by)
        for e in row.entries.all()[:200]
    ]
    heads = (_("Day"), pgettext("ground", "What it is"), _("Yuan"), _("Note"), _("Entered by"))
    named = (("fund_book", _("Book")), ("fund_edit", _("Edit")))
    actions = [Cell(label, href=reverse(name, args=[row.pk])) for name, label in named]
    return Record(
        title=row.name,
        listing=FUNDS,
        marks=[Cell(_("%(yuan)s yuan") % {"yuan": f"{row.balance:,.2f}"}, mark="strong")],
        facts=[
            (_("Balance, yuan"), f"{row.balance:,.2f}"),
            (_("Kept by"), row.keeper or "—"),
            (_("Agency"), row.agency.name),
            (_("Founded on"), row.founded_on or "—"),
        ],
        sections=[Section(title=_("Entries"), heads=heads, lines=lines, empty=_("Nothing booked"))],
        actions=actions if officer.has_right(Right.TEAM_MANAGE) else [],
        note=_("What was booked stays; a mistake is put right by a correction."),
    )


def base_record(row: Any, officer: Officer) -> Record:
    """One education base with what its days brought."""
    lines = [day_line(day) for day in days(officer, base=row.pk)[:62]]
    heads = (_("Day"), _("Visitors"), _("Groups"), _("Messages"), _("Entered by"))
    named = (("outreach_day", _("Enter a day")), ("outreach_edit", _("Edit")))
    actions = [Cell(label, href=reverse(name, args=[row.pk])) for name, label in named]
    return Record(
        title=row.name,
        listing=OUTREACH,
        marks=[Cell(row.get_theme_display()), *([Cell(row.rating)] if row.rating else [])],
        facts=[
            (_("Agency"), row.agency.name),
            (_("Where"), row.place.name if row.place else row.address or "—"),
            (_("Contact"), row.contact or "—"),
            (_("Opened on"), row.opened_on or "—"),
        ],
        sections=[
            Section(
                title=pgettext("ground", "Days"),
                heads=heads,
                lines=lines,
                empty=_("No day entered"),
            )
        ],
        actions=actions if officer.has_right(Right.TEAM_MANAGE) else [],
    )
