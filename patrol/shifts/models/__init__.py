"""Shifts and what is checked at their beginning, in their middle and at their end."""

from patrol.shifts.models.force import ForceLevel, ForcePlan, ForceReturn
from patrol.shifts.models.handover import Handover
from patrol.shifts.models.people import Certificate, CertificateKind, RestRule
from patrol.shifts.models.presence import (
    PresenceAnswer,
    PresenceCheck,
    PresenceMoment,
    PresenceRule,
)
from patrol.shifts.models.roster import RosterEntry, Shift, ShiftNeed, ShiftTemplate

__all__ = [
    "Certificate",
    "CertificateKind",
    "ForceLevel",
    "ForcePlan",
    "ForceReturn",
    "Handover",
    "PresenceAnswer",
    "PresenceCheck",
    "PresenceMoment",
    "PresenceRule",
    "RestRule",
    "RosterEntry",
    "Shift",
    "ShiftNeed",
    "ShiftTemplate",
]
