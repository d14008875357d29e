"""What apps above have to say before a dispute is archived, and what they stamp with it.

archiving.register(missing=lambda dispute: [_("The closing summary is missing.")])
archiving.register(stamp=lambda dispute, at, actor: Paper.objects.filter(…).update(archived_at=at))
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from grid.ledger.actors import Actor
from mediation.register.models import Dispute

Missing = Callable[[Dispute], list[str]]  # sentences in the reader's language
Stamp = Callable[[Dispute, datetime, Actor], object]

_missing: Final[list[Missing]] = []
_stamps: Final[list[Stamp]] = []


def register(*, missing: Missing | None = None, stamp: Stamp | None = None) -> None:
    """Be asked before the archive, or be told of its moment in the same transaction."""
    if missing and missing not in _missing:
        _missing.append(missing)
    if stamp and stamp not in _stamps:
        _stamps.append(stamp)


def missing_of(dispute: Dispute) -> list[str]:
    """Everything the apps above miss, in their words."""
    return [sentence for ask in _missing for sentence in ask(dispute)]


def stamp_all(dispute: Dispute, at: datetime, actor: Actor) -> None:
    """Tell the apps above; the dispute itself is stamped after them, and then read only."""
    for stamp in _stamps:
        stamp(dispute, at, actor)
