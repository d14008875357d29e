"""Repair tickets, the rules they are measured by, the firms' people, and spare parts."""

from video.repair.models.firms import ContractorSeat, PartUse, SparePart
from video.repair.models.rules import SlaRule, TicketRule
from video.repair.models.tickets import (
    OPEN_STAGES,
    REMINDED,
    WITH_FIRM,
    Fault,
    Priority,
    Source,
    Span,
    Stage,
    Ticket,
    TicketCounter,
    TicketEntry,
    TicketSpan,
)

__all__ = [
    "OPEN_STAGES",
    "REMINDED",
    "WITH_FIRM",
    "ContractorSeat",
    "Fault",
    "PartUse",
    "Priority",
    "SlaRule",
    "Source",
    "Span",
    "SparePart",
    "Stage",
    "Ticket",
    "TicketCounter",
    "TicketEntry",
    "TicketRule",
    "TicketSpan",
]
