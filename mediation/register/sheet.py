"""Disputes of another system as a sheet: the number they have there says create or change."""

from typing import Any, Final

from grid.frame.sheet_import import Table
from grid.ledger.actors import Actor
from mediation.register import services
from mediation.register.models import Dispute
from mediation.register.serializers import SheetRowIn

COLUMNS: Final = (
    *("source_number", "category", "title", "address", "cell", "lng", "lat", "people"),
    *("amount", "reported_at", "narrative"),
)


def save(known: Dispute | None, *, by: Actor, viewer: Any, **said: Any) -> Dispute:
    """Enter or correct one row, as whoever sends the file."""
    if known is None:
        return services.register_dispute(
            by=viewer, channel=by.channel, source=Dispute.Source.DISTRICT, **said
        )
    said.pop("reported_at", None)
    return services.change_dispute(known, by=viewer, **said)


DISPUTES: Final = Table(
    name="disputes",
    key="source_number",
    columns=COLUMNS,
    model=Dispute,
    shape=SheetRowIn,
    save=save,
    cells={
        "cell": lambda row: row.cell.code if row.cell else "",
        "category": lambda row: row.category_id,
        "lng": lambda row: row.point.x if row.point else "",
        "lat": lambda row: row.point.y if row.point else "",
    },
)
