"""Who reports a call where nobody speaks: a button, a video desk, a body that mediates."""

from dataclasses import dataclass, replace
from typing import Self

from grid.ledger.actors import PLATFORM, Actor
from grid.ledger.models import EventEntry
from grid.organisation.models import Agency
from grid.rights import Right


@dataclass(frozen=True, slots=True)
class Desk:
    """A reporter of calls for a whole city, in the name of the button or of who saw it.

    A button may stand a few metres beyond its agency's last cell; the call then goes to the
    agency whose ground that is.
    """

    agency: Agency
    actor: Actor
    rights: frozenset[Right] = frozenset({Right.INCIDENT_READ, Right.UNIT_READ})

    @classmethod
    def of(cls, event: EventEntry, label: str) -> Self:
        """The desk of the city that the fact's agency belongs to."""
        root = event.agency_path.strip("/").split("/")[0]
        city = Agency.objects.get(code=root)
        return cls(city, replace(PLATFORM, label=label, agency_path=event.agency_path))

    @property
    def agency_path(self) -> str:
        """The whole city."""
        return self.agency.path

    def as_actor(self, *, channel: str = "system") -> Actor:
        """The button or the officer, as the log names them."""
        return replace(self.actor, channel=channel)
