"""Every write of the duty levels: orders, what checkpoints answer, the rules behind them."""

from checkpoints.duty.services.clock import end_what_is_over, mark_late
from checkpoints.duty.services.ending import cancel, countersign, extend, resend, revert
from checkpoints.duty.services.ordering import Overlapping, issue
from checkpoints.duty.services.readiness import (
    BelowMinimum,
    Incomplete,
    deliver,
    report,
    sign,
    waive,
)
from checkpoints.duty.services.rules import set_target, write_sop

__all__ = [
    "BelowMinimum",
    "Incomplete",
    "Overlapping",
    "cancel",
    "countersign",
    "deliver",
    "end_what_is_over",
    "extend",
    "issue",
    "mark_late",
    "report",
    "resend",
    "revert",
    "set_target",
    "sign",
    "waive",
    "write_sop",
]
