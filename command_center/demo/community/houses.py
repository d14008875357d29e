"""Community offices with staff, the norm they are measured by, and the assistants of villages."""

from datetime import date, timedelta
from typing import Final

from command_center.demo.community.town import Town
from grid.organisation.models import Agency
from grid.service.offices.models import (
    CommunityOffice,
    OfficeStaff,
    OfficeTeam,
    OfficeTemplate,
    StaffingNorm,
    UnitKind,
    VillageAssistant,
)
from grid.territory.models import Cell

_MORE: Final = 14  # villages with a second assistant
_WITHOUT_OFFICER, _WITHOUT_HEAD, _FEW = 3, 9, 14  # which office lacks what
_OFF_BOARD: Final = (5, 14, 20)
Duty = OfficeStaff.Duty


def create_offices(town: Town) -> int:
    """How many community offices."""
    since = town.today - timedelta(days=500)
    StaffingNorm.objects.create(agency=town.city, kind=UnitKind.OFFICE, valid_from=since)
    houses = list(
        Agency.objects.filter(path__startswith=town.city.path, kind=Agency.Kind.OFFICE).order_by(
            "path"
        )
    )
    template = OfficeTemplate.objects.get(code="community_office")
    offices = CommunityOffice.objects.bulk_create(
        _office(town, house, nth, template) for nth, house in enumerate(houses)
    )
    OfficeStaff.objects.bulk_create(
        row for nth, office in enumerate(offices) for row in _staff(town, office, nth, since)
    )
    _teams(offices)
    _assistants(town, since)
    return len(offices)


def _office(town: Town, house: Agency, nth: int, template: OfficeTemplate) -> CommunityOffice:
    cells = [cell for cell in town.cells if cell.agency_id == house.pk]
    return CommunityOffice(
        code=f"SQ-{nth + 1:03}",
        name=house.name,
        template=template,
        agency=house,
        division=cells[0].division,
        cell_codes=[cell.code for cell in cells],
        address=town.address(cells[0]),
        point=town.spots[cells[0].pk][0],
        phone=f"0000-{1000 + nth}",
        head_on_board=nth not in _OFF_BOARD,
    )


def _staff(town: Town, office: CommunityOffice, nth: int, since: date) -> list[OfficeStaff]:
    people = town.of_agency.get(office.agency_id, [])
    rows = [
        OfficeStaff(office=office, duty=duty, officer=person, valid_from=since)
        for duty, person in zip((Duty.HEAD, Duty.OFFICER), people, strict=False)
    ]
    if nth == _WITHOUT_OFFICER:
        rows = rows[:1]
    if nth == _WITHOUT_HEAD:
        rows = rows[1:]
    heads = 3 if nth == _FEW else 4 + nth % 3
    return [
        *rows,
        OfficeStaff(office=office, duty=Duty.AUXILIARIES, heads=heads, valid_from=since),
    ]


def _teams(offices: list[CommunityOffice]) -> None:
    planned = list(OfficeTemplate.objects.get(code="community_office").teams.all())
    OfficeTeam.objects.bulk_create(
        OfficeTeam(office=office, kind=team.kind, name=team.name, heads=team.heads)
        for office in offices
        for team in planned
    )


def _assistants(town: Town, since: date) -> None:
    """One for each village but one, and a few villages with two."""
    villages = [
        cell for cell in town.rural if cell.name != town.words["assistant_villages_without"]
    ]
    work: list[Cell] = [*villages, *villages[:: max(1, len(villages) // _MORE)][:_MORE]]
    VillageAssistant.objects.bulk_create(
        VillageAssistant(
            badge=f"CZ{nth:04}",
            name=town.name(),
            division=cell.division,
            agency=cell.agency,
            valid_from=since,
        )
        for nth, cell in enumerate(work, 1)
        if cell.division
    )
