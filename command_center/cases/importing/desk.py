"""Who imports: an agency and the officer, client or command that acts for it."""

from dataclasses import dataclass

from grid.ledger.actors import Actor
from grid.organisation.models import Agency
from grid.rights import Right


@dataclass(frozen=True, slots=True)
class ImportDesk:
    """The reporter of imported cases; reaches the agency's own ground and nothing else."""

    agency: Agency
    kind: str = "system"
    id: str = "0"
    label: str = "import_cases"

    @property
    def agency_path(self) -> str:
        return self.agency.path

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset({Right.CASE_IMPORT})

    def as_actor(self, *, channel: str = "import") -> Actor:
        return Actor(
            kind=self.kind,
            id=self.id,
            label=self.label,
            agency_path=self.agency.path,
            channel=channel,
        )
