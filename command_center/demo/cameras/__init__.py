"""The demo city's cameras: 6,962 public and 48,463 social ones, and what became of them."""

from collections.abc import Mapping

from command_center.demo.cameras.firms import CITY, create_around, read_plan
from command_center.demo.cameras.fleet import Fleet
from command_center.demo.cameras.past import create_past
from grid.organisation.models import Agency
from grid.territory.models import Cell


def create_cameras(agencies: Mapping[str, Agency], cells: Mapping[str, Cell]) -> str:
    """Firms, platforms, cameras and four weeks of their states; what was made, in words."""
    plan = read_plan()
    around = create_around(plan, agencies)
    count = Fleet(cells, around).create(plan)
    offline = create_past(agencies[CITY])
    return f"{count} cameras, {offline} of them offline"
