"""Every write of repair: tickets and their steps, rules, people of firms, spare parts."""

from video.repair.services.clock import cancel_recovered, mark_late, open_by_rule
from video.repair.services.firms import add_part, end_seat, give_seat, stock_part
from video.repair.services.grouping import merge, split
from video.repair.services.managing import assign, cancel, change_due, reopen, verify
from video.repair.services.opening import open_ticket
from video.repair.services.reminding import remind
from video.repair.services.rules import set_sla, set_ticket_rule
from video.repair.services.working import accept, arrive, decline, fix, use_part

__all__ = [
    "accept",
    "add_part",
    "arrive",
    "assign",
    "cancel",
    "cancel_recovered",
    "change_due",
    "decline",
    "end_seat",
    "fix",
    "give_seat",
    "mark_late",
    "merge",
    "open_by_rule",
    "open_ticket",
    "remind",
    "reopen",
    "set_sla",
    "set_ticket_rule",
    "split",
    "stock_part",
    "use_part",
    "verify",
]
