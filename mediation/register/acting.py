"""Whoever writes in mediation: an officer or a client system."""

from typing import Protocol

from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.rights import Right


class By(Protocol):
    """An officer or a client system, as the services take them."""

    @property
    def agency(self) -> Agency: ...
    @property
    def agency_path(self) -> str: ...
    @property
    def rights(self) -> frozenset[Right]: ...
    def as_actor(self, *, channel: str = ...) -> Actor: ...
