"""The register as a sheet: its columns, and what a line of a file does."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import transaction

from checkpoints.register.models import Checkpoint
from checkpoints.register.serializers import CheckpointSheetFields
from checkpoints.register.services import open_checkpoint, save_checkpoint
from grid.frame.sheet_import import Table
from grid.ledger.actors import Actor
from grid.scope import Viewer

_TERM: Final = (
    *("instrument_type", "instrument_number", "instrument_issuer", "valid_from", "valid_to"),
)
_CELLS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "line": lambda row: row.line_id,
    "agency": lambda row: row.agency.code,
    "parent": lambda row: row.parent.code if row.parent else "",
    "lng": lambda row: row.point.x,
    "lat": lambda row: row.point.y,
}


@transaction.atomic
def take_row(checkpoint: Checkpoint | None, *, by: Actor, viewer: Viewer, **said: Any) -> Any:
    """Save a line; what it works under opens it where that is new."""
    term = {name: said.pop(name) for name in _TERM if name in said}
    row = save_checkpoint(checkpoint, by=by, viewer=viewer, **said)
    if term and any(getattr(row, name) != value for name, value in term.items()):
        row = open_checkpoint(row, by=by, **term)
    return row


TABLE: Final = Table(
    name="checkpoints",
    key="code",
    columns=(
        *("code", "name", "line", "grade", "kind", "agency", "parent", "lng", "lat", "address"),
        *("road", "direction", "lanes_in", "lanes_out", "planned_on", "built_on"),
        *(*_TERM, "is_signed", "filing_number", "filed_on"),
    ),
    model=Checkpoint,
    shape=CheckpointSheetFields,
    save=take_row,
    cells=_CELLS,
)
