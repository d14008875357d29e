"""What the proposals listen for: the orders that carry them out. And what time does to them."""

from collections.abc import Sequence
from typing import Final

from command_center.analysis.sheets import services
from grid.ledger.models import EventEntry
from grid.ledger.obligations import OPEN, kinds
from grid.ledger.reactors import reactor, sweep

WORD: Final = "proposal"
ORDER: Final = "direct_order"


@reactor("analysis.orders")
def follow_orders(events: Sequence[EventEntry]) -> None:
    """Ordered, withdrawn, done."""
    for event in events:
        if event.kind == "dispatch.order_issued":
            _issued(event)
        elif event.kind == "dispatch.order_withdrawn":
            services.note_withdrawn(event.subject_id)
        elif event.kind == "dispatch.receipt_done":
            _done(event)


def _issued(event: EventEntry) -> None:
    word, _sep, number = str(event.payload.get("reference", "")).partition(":")
    if word == WORD and number.isdigit():
        services.note_order(
            int(number), number=event.subject_id, issuer_path=event.agency_path,
            label=str(event.payload.get("issued_by", "")),
        )  # fmt: skip


def _done(event: EventEntry) -> None:
    """Done is what no receiver owes any more."""
    number = str(event.payload.get("order", ""))
    owed = (
        kind._default_manager.filter(subject_type=ORDER, subject_id=number, state__in=OPEN)
        for kind in kinds()
    )
    if number and not any(rows.exists() for rows in owed):
        services.note_done(number, at=event.happened_at)


@sweep("analysis.proposals_lapse", every_s=600)
def lapse() -> None:
    """Nobody decided in time."""
    services.lapse()


@sweep("analysis.proposals_measure", every_s=600)
def measure() -> None:
    """What came of those that were ordered."""
    services.measure()
