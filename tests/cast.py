"""The people of the tests: a city with a north and a south branch, and who works there.

Nora dispatches in the north, Sam in the south, Chief commands the whole city, Ada only watches
(oversight), Cora is a community officer in a northern station, Pat patrols from it, Gus stands
at a checkpoint of it, Vera watches over the northern cameras, Con repairs them for a firm,
Mia mediates disputes of the northern station, Lea leads the northern branch, Ana analyses its
cases, Tessa administers the system, Seth its security, Audra its audit;
Stranger works in the north and holds no role.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.gis.geos import MultiPolygon, Polygon

from grid.organisation.models import Agency, Officer, RoleGrant
from grid.organisation.roles import Role
from grid.territory.models import Cell

PASSWORD = "Correct-Horse-7-Battery"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # so that tests may travel to any day

# Four squares of 0.02 degrees a side: two northern cells above two southern ones.
WEST, SOUTH, STEP = 125.10, 42.88, 0.02


@dataclass(slots=True)
class Cast:
    """Everybody, by first name, and the ground they stand on."""

    city: Agency
    north: Agency
    north_station: Agency
    south: Agency
    south_station: Agency
    nora: Officer
    sam: Officer
    chief: Officer
    ada: Officer
    cora: Officer
    pat: Officer
    gus: Officer
    vera: Officer
    con: Officer
    mia: Officer
    lea: Officer
    ana: Officer
    tessa: Officer
    seth: Officer
    audra: Officer
    stranger: Officer
    north_cell: Cell
    north_cell_2: Cell
    south_cell: Cell
    south_cell_2: Cell


def _agencies(parent: Agency | None, kind: Agency.Kind, *named: tuple[str, str]) -> list[Agency]:
    """Agencies below the parent; one statement makes them all, so the path is set by hand."""
    above = parent.path if parent else ""
    return Agency.objects.bulk_create(
        Agency(code=code, name=name, kind=kind, parent=parent, path=f"{above}{code}/")
        for code, name in named
    )


def _people(*said: tuple[str, str, Agency, Role | None]) -> dict[str, Officer]:
    """Officers by badge number, each with a role."""
    officers = [
        Officer(badge_number=badge, name=name, agency=at) for badge, name, at, _role in said
    ]
    for officer in officers:
        officer.set_password(PASSWORD)
    Officer.objects.bulk_create(officers)
    RoleGrant.objects.bulk_create(
        RoleGrant(
            officer=officer, role=role, granted_by="seth", approved_by="sven", valid_from=LONG_AGO
        )
        for officer, (*_who, role) in zip(officers, said, strict=True)
        if role
    )
    return {officer.badge_number: officer for officer in officers}


def an_officer(badge: str, name: str, agency: Agency, role: Role | None) -> Officer:
    """One more than the cast."""
    return _people((badge, name, agency, role))[badge]


def square(column: int, row: int) -> MultiPolygon:
    """The outline of one test cell; column and row count from the south-west corner."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return MultiPolygon(Polygon.from_bbox((west, south, west + STEP, south + STEP)), srid=4326)


def _cells(*said: tuple[str, str, Agency, int, int]) -> list[Cell]:
    return Cell.objects.bulk_create(
        Cell(
            code=code,
            name=name,
            kind=Cell.Kind.URBAN,
            agency=agency,
            outline=square(column, row),
            valid_from=date(2020, 1, 1),
        )
        for code, name, agency, column, row in said
    )


def call_cast() -> Cast:
    """Create everybody; some 40 rows in half a dozen statements, for nearly every test asks."""
    (city,) = _agencies(None, Agency.Kind.CITY, ("990000000000", "示例市局"))
    branches = (("990100000000", "北分局"), ("990200000000", "南分局"))
    north, south = _agencies(city, Agency.Kind.BRANCH, *branches)
    (n_station,) = _agencies(north, Agency.Kind.STATION, ("990101000000", "北站派出所"))
    (s_station,) = _agencies(south, Agency.Kind.STATION, ("990201000000", "南站派出所"))
    who = _people(
        ("N001", "诺拉", north, Role.DISPATCHER),
        ("S001", "萨姆", south, Role.DISPATCHER),
        ("C001", "长官", city, Role.DUTY_COMMANDER),
        ("A001", "艾达", city, Role.OVERSIGHT),
        ("N002", "科拉", n_station, Role.COMMUNITY_OFFICER),
        ("N003", "帕特", n_station, Role.PATROL),
        ("N004", "格斯", n_station, Role.CHECKPOINT),
        ("N005", "薇拉", north, Role.VIDEO_OPERATOR),
        ("N006", "康", north, Role.CONTRACTOR),
        ("N007", "米娅", n_station, Role.MEDIATOR),
        ("N008", "莉娅", north, Role.AGENCY_LEADER),
        ("N010", "安娜", north, Role.ANALYST),
        ("T001", "泰莎", city, Role.SYSTEM_ADMIN),
        ("T002", "塞思", city, Role.SECURITY_ADMIN),
        ("T003", "奥德拉", city, Role.AUDIT_ADMIN),
        ("N009", "路人", north, None),
    )
    cells = _cells(
        ("N-1", "北一网格", n_station, 0, 1),
        ("N-2", "北二网格", n_station, 1, 1),
        ("S-1", "南一网格", s_station, 0, 0),
        ("S-2", "南二网格", s_station, 1, 0),
    )
    ground = city, north, n_station, south, s_station
    return Cast(*ground, *who.values(), *cells)  # type: ignore[arg-type]  # in their order
