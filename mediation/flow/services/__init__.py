"""Every write in the course of a dispute."""

from mediation.flow.services.archive import archive
from mediation.flow.services.aside import (
    decline_transfer,
    note_incident,
    report_danger,
    resume,
    sign_transfer,
    suspend,
    transfer,
)
from mediation.flow.services.assigning import assign, declare_conflict, escalate
from mediation.flow.services.consents import ask, extend, keep_consents, refuse_mediation
from mediation.flow.services.endings import breach, close, fulfil, give_notice, reopen, revisit
from mediation.flow.services.sessions import agree, fail, hold_session, take_effect

__all__ = [
    "agree",
    "archive",
    "ask",
    "assign",
    "breach",
    "close",
    "declare_conflict",
    "decline_transfer",
    "escalate",
    "extend",
    "fail",
    "fulfil",
    "give_notice",
    "hold_session",
    "keep_consents",
    "note_incident",
    "refuse_mediation",
    "reopen",
    "report_danger",
    "resume",
    "revisit",
    "sign_transfer",
    "suspend",
    "take_effect",
    "transfer",
]
