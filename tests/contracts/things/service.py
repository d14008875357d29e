"""Things of the work on the ground that belong to the south."""

from typing import Any

from grid.service.offices.models import OfficeStaff
from grid.service.visits.services import save_item
from tests.cast import Cast
from tests.contracts.things.marks import ADDRESS
from tests.service.make import make_assistant, make_office, make_village
from tests.service.teams.make import (
    make_base,
    make_commendation,
    make_fund,
    make_hours,
    make_team,
)
from tests.service.visits.make import make_campaign, make_errand, make_visit


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


def of_visit(cast: Cast) -> dict[str, Any]:
    """A southern visit with a photograph, a campaign with its task, an errand, a service item."""
    visit = make_visit(cast, south=True, address=ADDRESS)
    photo = visit.photos.create(image=b"x", digest="0" * 64, added_by="S")
    campaign = make_campaign(cast, south=True, name=ADDRESS)
    item = save_item(None, by=cast.sam, code="S-ITEM", name=ADDRESS, agency=cast.south.code)
    return {
        "visit_id": visit.pk,
        "visit_photo_id": photo.pk,
        "campaign_id": campaign.pk,
        "visit_task_id": campaign.tasks.first().pk,
        "errand_id": make_errand(cast, south=True, text=ADDRESS).pk,
        "service_item_id": item.pk,
    }


def of_team(cast: Cast) -> dict[str, Any]:
    """A southern team with its hours, a fund, a commendation, an education base."""
    team = make_team(cast, south=True, name=ADDRESS)
    return {
        "team_code": team.code,
        "team_hours_id": make_hours(team, cast.sam, note=ADDRESS).pk,
        "fund_id": make_fund(cast, south=True, name=ADDRESS).pk,
        "commendation_id": make_commendation(cast, south=True, deed=ADDRESS).pk,
        "outreach_base_id": make_base(cast, south=True, name=ADDRESS).pk,
    }
