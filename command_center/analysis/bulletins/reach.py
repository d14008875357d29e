"""What of a bulletin its reader can open: cases, calls, orders, proposals, as far as seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper import Paper
from command_center.analysis.bulletins.paper.parts import Proposals, Proposed
from command_center.analysis.sheets.models import Proposal
from command_center.analysis.sheets.tables import state_cell
from command_center.cases.selectors import list_url
from grid.frame.listing import Cell
from grid.organisation.models import Agency, Officer
from grid.rights import Right

RIGHTS: Final = {
    "cases": Right.CASE_READ,
    "calls": Right.INCIDENT_READ,
    "incident": Right.INCIDENT_READ,
    "order": Right.ORDER_READ,
}
ONE: Final = {  # by their names: dispatch stands beside the analysis
    "incident": ("incident_detail", "number"),
    "order": ("direct_order_detail", "order_number"),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """Codes of the agencies in the reader's scope, and the kinds of things the reader may open.

    `own` is the bulletin's agency.
    """

    codes: frozenset[str]
    own: str
    kinds: frozenset[str] = frozenset({"cases"})

    def address(self, opens: Mapping[str, Any] | None) -> str:
        """The list of what a figure counts; empty where the reader would see fewer, or none."""
        if not opens or opens.get("agency", self.own) not in self.codes:
            return ""
        said = dict(opens)
        kind = said.pop("of", "cases")
        if kind not in self.kinds:
            return ""
        if kind in ONE:
            route, argument = ONE[kind]
            return reverse(route, kwargs={argument: said["number"]}) if said["number"] else ""
        return list_url(**said) if kind == "cases" else f"{reverse('incident_list')}?{_asked(said)}"


def _asked(said: Mapping[str, Any]) -> str:
    """Days of the list of incidents are local midnights."""
    days = ("reported_after", "reported_before")
    return urlencode({k: f"{v}T00:00" if k in days else v for k, v in said.items()})


def reach_of(row: Bulletin, officer: Officer) -> Reach:
    """As far as the reader's rights and scope go."""
    codes = Agency.objects.visible_to(officer).values_list("code", flat=True)
    kinds = (kind for kind, right in RIGHTS.items() if right in officer.rights)
    return Reach(frozenset(codes), row.agency.code, frozenset(kinds))


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
