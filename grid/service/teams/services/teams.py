"""The register of teams, how many they are, and what they did."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep, InvalidInput
from grid.ledger.actors import Actor
from grid.ledger.services import record
from grid.organisation.writing import assign, fault, locked, nameless, own_agency, refuse
from grid.scope import Viewer
from grid.service.teams.models import Team, TeamHeadcount, TeamHours, Trade
from grid.service.teams.services.shared import (
    By,
    among,
    come,
    division_said,
    required,
    told,
)
from grid.territory.models import Cell

_PLAIN: Final = ("name", "kind", "brand", "contact", "founded_on", "ended_on", "note")
_WORDS: Final = ("name", "brand", "contact", "note")
MOST_PEOPLE: Final = 1_000_000


@transaction.atomic
def save_team(
    team: Team | None, *, by: Actor, viewer: Viewer, version: int | None = None, **said: Any
) -> Team:
    """Enter a team (`said["code"]`) or change one; all faults at once, nothing half-written.

    `said` may hold agency, division and trade (codes), cells (codes), people (how many it is
    from today on) and the plain fields. Raises InvalidInput, StaleVersion.
    """
    row = locked(team, version) if team else Team(code=said["code"])
    faults: list[FieldError] = []
    assign(row, said, _PLAIN)
    own_agency(row, said, viewer, faults)
    cells = _read(row, said, viewer, faults)
    refuse(faults + _faults(row))
    try:
        with transaction.atomic():
            row.save(force_insert=team is None)
    except IntegrityError as error:
        message = _("This code is taken.")
        raise InvalidInput(message, errors=[fault("code", "taken", message)]) from error
    if cells is not None:
        row.cells.set(cells)
    what = "team_entered" if team is None else "team_changed"
    record(by, told(what, "team", row, row.agency.path, code=row.code, name=row.name, of=row.kind))
    if said.get("people") is not None:
        _count(row, by.label, timezone.localdate(), said["people"])
    return row


def _read(
    row: Team, said: dict[str, Any], viewer: Viewer, faults: list[FieldError]
) -> list[Cell] | None:
    """Division and trade into the row; answers the cells, None where none were said."""
    if "division" in said:
        row.division = division_said(said["division"], faults)
    if "trade" in said:
        row.trade = Trade.objects.filter(code=said["trade"]).first()
        if said["trade"] and row.trade is None:
            faults.append(fault("trade", "unknown", _("There is no such trade.")))
    if "cells" not in said:
        return None
    rows = Cell.objects.visible_to(viewer).in_force().filter(code__in=said["cells"])
    found = list(rows.defer("outline"))
    missing = sorted(set(said["cells"]) - {cell.code for cell in found})
    if missing:
        message = _("There are no such cells in your area: %(codes)s.")
        faults.append(fault("cells", "unknown", message % {"codes": ", ".join(missing[:10])}))
    return found


def _faults(row: Team) -> list[FieldError]:
    faults = required(row, "name") + among("kind", row.kind, Team.Kind.values)
    for name in _WORDS:
        faults += nameless(name, getattr(row, name))
    faults += come("founded_on", row.founded_on)
    if row.founded_on and row.ended_on and row.ended_on < row.founded_on:
        faults.append(fault("ended_on", "order", _("It must end after it begins.")))
    if row.kind == Team.Kind.INDUSTRY and not row.contact.strip():
        message = _("An industry group needs a contact: a desk and its number.")
        faults.append(fault("contact", "required", message))
    return faults


@transaction.atomic
def count_heads(
    team: Team,
    *,
    by: By,
    people: int,
    counted_on: date | None = None,
    members: dict[str, int] | None = None,
) -> TeamHeadcount:
    """Say how many a team is from a local day on; a second count of one day replaces the first.

    `members` says how many of these are of each kind. Raises InvalidInput.
    """
    day = counted_on or timezone.localdate()
    kinds = {kind: number for kind, number in (members or {}).items() if number}
    faults = come("counted_on", day)
    if not 0 <= people <= MOST_PEOPLE:
        message = _("A whole number from 0 to %(most)s.") % {"most": MOST_PEOPLE}
        faults.append(fault("people", "out_of_range", message))
    if set(kinds) - set(TeamHeadcount.Member.values) or any(n < 0 for n in kinds.values()):
        faults.append(fault("members", "unknown", _("Choose kinds of the list, from 0 up.")))
    if sum(kinds.values()) > people:
        faults.append(fault("members", "too_many", _("The kinds are more than the team.")))
    refuse(faults)
    actor = by.as_actor()
    row = _count(team, actor.label, day, people, kinds)
    payload = {"code": team.code, "people": people, "day": day.isoformat()}
    record(actor, told("team_counted", "team", team, team.agency.path, **payload))
    return row


def _count(
    team: Team, label: str, day: date, people: int, members: dict[str, int] | None = None
) -> TeamHeadcount:
    said = {"people": people, "members": members or {}, "counted_by": label}
    row, _made = TeamHeadcount.objects.update_or_create(team=team, counted_on=day, defaults=said)
    return row


@transaction.atomic
def note_hours(team: Team, *, by: By, people: int, hours: Decimal, **said: Any) -> TeamHours:
    """Enter what a team did on one day: how many people, hours of all of them together.

    `said` may hold worked_on (default today), activity, cell (code), is_joint, partner and note.
    Raises InvalidInput.
    """
    row = TeamHours(team=team, people=people, hours=hours, entered_by=by.as_actor().label)
    row.worked_on = said.get("worked_on") or timezone.localdate()
    assign(row, said, ("activity", "is_joint", "partner", "note"))
    faults = come("worked_on", row.worked_on)
    faults += among("activity", row.activity, TeamHours.Activity.values)
    faults += nameless("note", row.note) + nameless("partner", row.partner)
    if people < 1:
        faults.append(fault("people", "out_of_range", _("One person at least.")))
    if hours <= 0 or hours > people * 24:
        faults.append(fault("hours", "too_many", _("More than 0, at most 24 for each person.")))
    if team.ended_on and team.ended_on <= row.worked_on:
        faults.append(fault("worked_on", "ended", _("The team had ended by then.")))
    if said.get("cell"):
        row.cell = _cell(said["cell"], by, faults)
    refuse(faults)
    row.save()
    payload = {"code": team.code, "people": people, "hours": float(hours), "of": row.activity}
    payload |= {"day": row.worked_on.isoformat(), "is_joint": row.is_joint}
    record(by.as_actor(), told("team_worked", "team_hours", row, team.agency.path, **payload))
    return row


def _cell(code: str, by: By, faults: list[FieldError]) -> Cell | None:
    rows = Cell.objects.visible_to(by).in_force().filter(Q(code=code))
    found: Cell | None = rows.defer("outline").first()
    if found is None:
        faults.append(fault("cell", "unknown", _("There is no such cell in your area.")))
    return found


@transaction.atomic
def strike_hours(hours: TeamHours, *, by: By) -> TeamHours:
    """Take hours out of every figure that were entered by mistake; the line stays, struck."""
    row = TeamHours.objects.select_for_update(of=("self",)).get(pk=hours.pk)
    if row.struck_at is not None:
        raise IllegalStep(_("This line is struck already."), by=row.struck_by)
    actor = by.as_actor()
    row.struck_at, row.struck_by = timezone.now(), actor.label
    row.save(update_fields=["struck_at", "struck_by"])
    path = row.team.agency.path
    record(actor, told("team_hours_struck", "team_hours", row, path, code=row.team.code))
    return row
