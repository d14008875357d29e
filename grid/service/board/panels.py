"""What the card of a cell says besides the figures: the last visit, the residents as a count."""

from datetime import datetime

from grid.rights import Right
from grid.scope import Viewer
from grid.service.teams.models import ResidentBase
from grid.service.visits.models import Visit
from grid.territory.models import Cell


def last_visit(viewer: Viewer, cell: Cell) -> datetime | None:
    """When an address of the cell was last visited, as far as the viewer may see."""
    if Right.SERVICE_READ not in viewer.rights:
        return None
    rows = Visit.objects.visible_to(viewer).filter(cell__code=cell.code)
    return rows.order_by("-visited_at").values_list("visited_at", flat=True).first()


def residents(cell: Cell) -> ResidentBase | None:
    """The newest count of the public register for the cell's division; never a list of people."""
    if cell.division_id is None:
        return None
    return ResidentBase.objects.filter(division_id=cell.division_id).order_by("-year").first()
