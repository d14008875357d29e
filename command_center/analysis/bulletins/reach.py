"""What of a bulletin its reader can open: cases, proposals and the run, as far as they see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper import Paper
from command_center.analysis.bulletins.paper.parts import Proposals, Proposed
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.sheets.tables import state_cell
from command_center.cases.selectors import list_url
from grid.frame.listing import Cell
from grid.organisation.models import Agency, Officer
from grid.rights import Right


@dataclass(frozen=True, slots=True)
class Reach:
    """Codes of the agencies whose cases the reader may list; `own` is the bulletin's."""

    codes: frozenset[str]
    own: str

    def address(self, opens: Mapping[str, Any] | None) -> str:
        """The list of the cases a figure counts; empty where the reader would see fewer."""
        if not opens or opens.get("agency", self.own) not in self.codes:
            return ""
        return list_url(**opens)


def reach_of(row: Bulletin, officer: Officer) -> Reach:
    """Nothing is in reach of who may not read cases."""
    if Right.CASE_READ not in officer.rights:
        return Reach(frozenset(), row.agency.code)
    codes = Agency.objects.visible_to(officer).values_list("code", flat=True)
    return Reach(frozenset(codes), row.agency.code)


def proposals_now(paper: Paper, officer: Officer) -> dict[int, Cell]:
    """The state each proposal has by now, of those in scope; one undecided is marked `offered`."""
    ids = [one.id for one in _proposed(paper) if one.id]
    rows = Proposal.objects.visible_to(officer).filter(pk__in=ids).defer("zone")
    offered = Proposal.State.OFFERED
    return {
        row.pk: Cell(state_cell(row).text, mark="offered" if row.state == offered else "")
        for row in rows
    }


def _proposed(paper: Paper) -> Iterable[Proposed]:
    for section in paper.sections:
        for part in section.parts:
            for block in part.blocks:
                if isinstance(block, Proposals):
                    yield from block.items
