"""Things of the work on the ground that belong to the south."""

from typing import Any

from grid.service.offices.models import OfficeStaff
from tests.cast import Cast
from tests.contracts.things.marks import ADDRESS
from tests.service.make import make_assistant, make_office, make_village


def of_office(cast: Cast) -> dict[str, Any]:
    """A southern office with somebody posted and a team, an assistant, and a southern cell."""
    office = make_office(
        cast, agency=cast.south_station, address=ADDRESS, cell_codes=[cast.south_cell.code]
    )
    staff = OfficeStaff.objects.create(
        office=office, duty="head", officer=cast.sam, valid_from="2026-01-01"
    )
    team = office.teams.create(name=ADDRESS, kind="patrol")
    village = make_village(cast, agency=cast.south_station)
    assistant = make_assistant(cast, village, name=ADDRESS, agency=cast.south_station)
    return {
        "office_id": office.pk,
        "office_staff_id": staff.pk,
        "office_team_id": team.pk,
        "assistant_id": assistant.pk,
        "cell_code": cast.south_cell.code,
    }
