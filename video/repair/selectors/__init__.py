"""Reading tickets, firms and stores, always in the viewer's scope."""

from video.repair.selectors.failures import repeat_failures, under_warranty
from video.repair.selectors.figures import Figures, figures, figures_by_contractor
from video.repair.selectors.firms import (
    contractors,
    find_part,
    find_seat,
    parts,
    parts_for,
    seats,
)
from video.repair.selectors.tickets import (
    filtered,
    find_my_ticket,
    find_ticket,
    my_tickets,
    open_counts,
    tickets,
    tickets_of,
)

__all__ = [
    "Figures",
    "contractors",
    "figures",
    "figures_by_contractor",
    "filtered",
    "find_my_ticket",
    "find_part",
    "find_seat",
    "find_ticket",
    "my_tickets",
    "open_counts",
    "parts",
    "parts_for",
    "repeat_failures",
    "seats",
    "tickets",
    "tickets_of",
    "under_warranty",
]
