"""A leader in charge (包案领导), and the visit that a grade asks for."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import IllegalStep, NotAllowed
from grid.ledger.services import record
from grid.organisation.models import Officer
from grid.organisation.writing import fault, locked, nameless, refuse
from grid.rights import Right
from mediation.register import private
from mediation.register.acting import By
from mediation.register.models import Dispute
from mediation.register.told import dispute_fact
from mediation.risk import rulebook
from mediation.risk.models import GradeDuty, GradeRule
from mediation.risk.rulebook import rule_of
from mediation.risk.services import duties

Kind = GradeDuty.Kind
MOST: Final = 300
SHORTEST: Final = 4


@transaction.atomic
def take_lead(
    dispute: Dispute, *, by: By, leader: Officer, measures: str = "", version: int | None = None
) -> Dispute:
    """Put a leader in charge: of the dispute's agency or one above it, and a leader by role.

    `measures` is what is done to keep the dispute from growing; empty keeps what stands. Raises
    InvalidInput, IllegalStep for a closed dispute, StaleVersion.
    """
    row = locked(dispute, version)
    if row.stage in duties.OVER:
        raise IllegalStep(_("A closed dispute needs no leader."))
    faults = nameless("measures", measures)
    if len(measures.strip()) > MOST:
        faults.append(
            fault("measures", "too_long", _("At most %(most)s characters.") % {"most": MOST})
        )
    if not may_lead(leader, row):
        faults.append(fault("leader", "unfit", unfit_words()))
    refuse(faults)
    before = row.leader.badge_number if row.leader else None
    row.leader = leader
    row.measures = private.veil(measures.strip(), row.parties.all())[:MOST] or row.measures
    row.save(update_fields=["leader", "measures", "version"])
    actor = by.as_actor()
    duties.done(row, Kind.LEAD, actor, leader.badge_number)
    record(actor, dispute_fact("lead_taken", row, leader=leader.badge_number, before=before))
    return row


def unfit_words() -> str:
    """Why somebody is not taken as a leader."""
    return _("This officer does not lead the agency of the dispute or one above it.")


def may_lead(leader: Officer, dispute: Dispute) -> bool:
    """Whether the officer may be in charge: a leader at the level of the grade or above it."""
    is_above = dispute.agency.path.startswith(leader.agency_path)
    kinds = rulebook.kinds_for(rule_of(dispute.agency.path, dispute.grade).level)
    is_fit = leader.is_active and is_above and leader.agency.kind in kinds
    return is_fit and Right.DISPUTE_ASSIGN in leader.rights


@transaction.atomic
def note_visit(
    dispute: Dispute, *, by: By, note: str, at: datetime | None = None, visit_number: str = ""
) -> Dispute:
    """The visit that the grade asks for was made, by somebody of the rank it asks for.

    Raises IllegalStep where none is owed, NotAllowed for another rank, InvalidInput.
    """
    row = locked(dispute)
    rule = rule_of(row.agency.path, row.grade)
    _check_rank(rule, by)
    faults = nameless("note", note)
    if len(note.strip()) < SHORTEST:
        faults.append(fault("note", "required", _("Say in a few words how it is.")))
    if at and at > timezone.now():
        faults.append(fault("at", "future", _("This moment has not come yet.")))
    refuse(faults)
    actor = by.as_actor()
    if not duties.done(row, Kind.VISIT, actor, private.veil(note.strip(), row.parties.all())):
        raise IllegalStep(_("No visit is owed."))
    row.last_contact_at = max(row.last_contact_at, at or timezone.now())
    row.save(update_fields=["last_contact_at", "version"])
    record(actor, dispute_fact("visited", row, visit=visit_number))
    return row


def _check_rank(rule: GradeRule, by: By) -> None:
    needed = {
        GradeRule.Rank.LEADER: Right.DISPUTE_ASSIGN,
        GradeRule.Rank.OFFICER: Right.DISPUTE_WORK,
    }.get(GradeRule.Rank(rule.visit_rank))
    if needed is not None and needed not in by.rights:
        told = {"rank": GradeRule.Rank(rule.visit_rank).label}
        raise NotAllowed(_("This grade asks for a visit by: %(rank)s.") % told)
