"""How teams, their hours, shares, funds, commendations and education bases are listed."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from grid.frame.listing import Cell, Listing
from grid.service.teams.models import OutreachDay, ResidentBase
from grid.service.teams.selectors.shares import Share

TABS: Final = (
    ("team_list", gettext_lazy("Teams")),
    ("team_hours_list", gettext_lazy("Hours given")),
    ("volunteer_share_list", gettext_lazy("Share of residents")),
    ("commendation_list", gettext_lazy("Commendations")),
    ("fund_list", gettext_lazy("Funds")),
    ("outreach_list", gettext_lazy("Education bases")),
)
_NOTHING: Final = gettext_lazy("Nothing in your scope fits these filters.")


def team_line(row: Any) -> Sequence[Any]:
    ended = Cell(f"× {_('Ended')} {row.ended_on}", mark="warn") if row.ended_on else ""
    return (
        Cell(row.name, href=reverse("team_detail", args=[row.code])),
        row.code,
        row.get_kind_display(),
        str(row.trade or ""),
        row.brand,
        row.people,
        row.division.name if row.division else "",
        row.contact,
        row.agency.name,
        ended,
    )


TEAMS: Final = Listing(
    title=gettext_lazy("Teams"),
    heads=(
        *(gettext_lazy("Team"), gettext_lazy("Code"), gettext_lazy("Kind")),
        *(pgettext_lazy("ground", "Trade"), gettext_lazy("Brand"), gettext_lazy("People")),
        *(gettext_lazy("Division"), gettext_lazy("Contact"), gettext_lazy("Agency")),
        gettext_lazy("State"),
    ),
    line=team_line,
    empty=gettext_lazy("No teams here"),
    empty_text=_NOTHING,
    file="teams.csv",
    placeholder=gettext_lazy("Name, code, brand or note"),
    export="team_export",
    tabs=TABS,
    tab="team_list",
)


def hours_line(row: Any) -> Sequence[Any]:
    joint = Cell(f"● {_('Joint')} {row.partner}", mark="strong") if row.is_joint else ""
    struck = Cell(f"× {_('Struck')}", mark="warn") if row.struck_at else ""
    return (
        row.worked_on,
        Cell(row.team.name, href=reverse("team_detail", args=[row.team.code])),
        row.get_activity_display(),
        row.people,
        row.hours,
        row.cell.code if row.cell else "",
        joint,
        row.note,
        row.entered_by,
        struck,
    )


HOURS: Final = Listing(
    title=gettext_lazy("Hours of teams"),
    heads=(
        *(gettext_lazy("Day"), gettext_lazy("Team"), gettext_lazy("Activity")),
        *(gettext_lazy("People"), gettext_lazy("Hours of all"), gettext_lazy("Cell")),
        *(gettext_lazy("Joint patrol"), gettext_lazy("Note"), gettext_lazy("Entered by")),
        gettext_lazy("State"),
    ),
    line=hours_line,
    empty=gettext_lazy("No hours here"),
    empty_text=_NOTHING,
    file="team-hours.csv",
    placeholder=gettext_lazy("Team or partner"),
    export="team_hours_export",
    tabs=TABS,
    tab="team_hours_list",
)


def share_line(share: Share, teams: str) -> Sequence[Any]:
    """One area: the share with its two numbers, and what the target still asks for."""
    base = share.base
    reached = Cell(f"✓ {share.percent} %", mark="strong")
    below = Cell(f"! {share.percent} %", mark="bad")
    return (
        f"{base.division.name} {base.division_id}",
        reached if share.is_reached else below,
        Cell(f"{share.volunteers:,}", href=teams),
        f"{base.residents:,}",
        f"{share.target.normalize():f} %",
        f"{share.missing:,}",
        share.teams,
        base.year,
        base.source,
    )


SHARE_HEADS: Final = (
    *(gettext_lazy("Area"), gettext_lazy("Share"), gettext_lazy("Volunteers")),
    *(gettext_lazy("Residents"), gettext_lazy("Target"), gettext_lazy("Still wanted")),
    *(gettext_lazy("Teams"), gettext_lazy("Year"), gettext_lazy("Source")),
)


def commendation_line(row: Any) -> Sequence[Any]:
    paid = f"{-row.entry.amount:,.2f}" if row.entry else ""
    return (
        Cell(row.given_on, href=reverse("commendation_edit", args=[row.pk])),
        row.get_level_display(),
        row.people,
        row.deed,
        row.document,
        paid,
        row.entry.fund.name if row.entry else "",
        row.agency.name,
    )


COMMENDATIONS: Final = Listing(
    title=gettext_lazy("Commendations for courage"),
    heads=(
        *(gettext_lazy("Day"), gettext_lazy("Level"), gettext_lazy("People")),
        *(gettext_lazy("Deed"), gettext_lazy("Document"), gettext_lazy("Paid, yuan")),
        *(gettext_lazy("Fund"), gettext_lazy("Agency")),
    ),
    line=commendation_line,
    empty=gettext_lazy("No commendations here"),
    empty_text=_NOTHING,
    file="commendations.csv",
    placeholder=gettext_lazy("Deed or document"),
    export="commendation_export",
    tabs=TABS,
    tab="commendation_list",
)


def fund_line(row: Any) -> Sequence[Any]:
    state = "" if row.is_active else Cell(f"× {_('Closed')}", mark="warn")
    named = Cell(row.name, href=reverse("fund_detail", args=[row.pk]))
    return named, f"{row.balance:,.2f}", row.keeper, row.agency.name, row.founded_on or "", state


FUNDS: Final = Listing(
    title=gettext_lazy("Funds for courage"),
    heads=(
        *(gettext_lazy("Fund"), gettext_lazy("Balance, yuan"), gettext_lazy("Kept by")),
        *(gettext_lazy("Agency"), gettext_lazy("Founded on"), gettext_lazy("State")),
    ),
    line=fund_line,
    empty=gettext_lazy("No funds here"),
    empty_text=_NOTHING,
    file="funds.csv",
    placeholder=pgettext_lazy("ground", "Name"),
    export="fund_export",
    tabs=TABS,
    tab="fund_list",
)


def outreach_line(row: Any) -> Sequence[Any]:
    return (
        Cell(row.name, href=reverse("outreach_detail", args=[row.pk])),
        row.get_theme_display(),
        row.rating,
        f"{row.visitors:,}",
        f"{row.groups:,}",
        f"{row.messages:,}",
        row.place.name if row.place else row.address,
        row.contact,
        row.agency.name,
    )


OUTREACH: Final = Listing(
    title=gettext_lazy("Education bases"),
    heads=(
        *(gettext_lazy("Base"), gettext_lazy("Theme"), gettext_lazy("Rating")),
        *(gettext_lazy("Visitors"), gettext_lazy("Groups"), gettext_lazy("Messages")),
        *(gettext_lazy("Where"), gettext_lazy("Contact"), gettext_lazy("Agency")),
    ),
    line=outreach_line,
    empty=gettext_lazy("No education bases here"),
    empty_text=_NOTHING,
    file="education-bases.csv",
    placeholder=gettext_lazy("Name or address"),
    export="outreach_export",
    tabs=TABS,
    tab="outreach_list",
)


def day_line(row: OutreachDay) -> Sequence[Any]:
    return row.counted_on, row.visitors, row.groups, row.messages, row.counted_by


def resident_line(row: ResidentBase) -> Sequence[Any]:
    where = f"{reverse('resident_base_new')}?division={row.division_id}&year={row.year}"
    named = Cell(f"{row.division.name} {row.division_id}", href=where)
    return named, row.year, f"{row.residents:,}", row.source, row.entered_by


RESIDENTS: Final = Listing(
    title=gettext_lazy("Residents by the public register"),
    heads=(
        *(gettext_lazy("Division"), gettext_lazy("Year"), gettext_lazy("Residents")),
        *(gettext_lazy("Source"), gettext_lazy("Entered by")),
    ),
    line=resident_line,
    empty=gettext_lazy("No residents entered yet"),
    empty_text=gettext_lazy("Enter how many a division has; numbers alone."),
    file="residents.csv",
    placeholder=gettext_lazy("Division or code"),
    export="resident_base_export",
    tabs=TABS,
    tab="volunteer_share_list",
)
