"""The people of the tests: a city with a north and a south branch, and who works there.

Nora dispatches in the north, Sam in the south, Chief commands the whole city, Ada only watches
(oversight), Cora is a community officer in a northern station, Pat patrols from it, Gus stands
at a checkpoint of it, Vera watches over the northern cameras, Con repairs them for a firm,
Mia mediates disputes of the northern station, Lea leads the northern branch, Ana analyses its
cases, Tessa administers the system, Seth its security, Audra its audit;
Stranger works in the north and holds no role.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

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


def _officer(badge: str, name: str, agency: Agency, role: Role | None) -> Officer:
    officer = Officer.objects.create_officer(
        badge_number=badge, name=name, agency=agency, password=PASSWORD
    )
    if role:
        RoleGrant.objects.create(
            officer=officer, role=role, granted_by="seth", approved_by="sven", valid_from=LONG_AGO
        )
    return officer


def square(column: int, row: int) -> MultiPolygon:
    """The outline of one test cell; column and row count from the south-west corner."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return MultiPolygon(Polygon.from_bbox((west, south, west + STEP, south + STEP)), srid=4326)


def _cell(code: str, name: str, agency: Agency, column: int, row: int) -> Cell:
    return Cell.objects.create(
        code=code,
        name=name,
        kind=Cell.Kind.URBAN,
        agency=agency,
        outline=square(column, row),
        valid_from="2020-01-01",
    )


def call_cast() -> Cast:
    """Create everybody; about 20 rows."""
    city = Agency.objects.create(code="990000000000", name="示例市局", kind=Agency.Kind.CITY)
    north = Agency.objects.create(
        code="990100000000", name="北分局", kind=Agency.Kind.BRANCH, parent=city
    )
    south = Agency.objects.create(
        code="990200000000", name="南分局", kind=Agency.Kind.BRANCH, parent=city
    )
    north_station = Agency.objects.create(
        code="990101000000", name="北站派出所", kind=Agency.Kind.STATION, parent=north
    )
    south_station = Agency.objects.create(
        code="990201000000", name="南站派出所", kind=Agency.Kind.STATION, parent=south
    )
    return Cast(
        city=city,
        north=north,
        north_station=north_station,
        south=south,
        south_station=south_station,
        nora=_officer("N001", "诺拉", north, Role.DISPATCHER),
        sam=_officer("S001", "萨姆", south, Role.DISPATCHER),
        chief=_officer("C001", "长官", city, Role.DUTY_COMMANDER),
        ada=_officer("A001", "艾达", city, Role.OVERSIGHT),
        cora=_officer("N002", "科拉", north_station, Role.COMMUNITY_OFFICER),
        pat=_officer("N003", "帕特", north_station, Role.PATROL),
        gus=_officer("N004", "格斯", north_station, Role.CHECKPOINT),
        vera=_officer("N005", "薇拉", north, Role.VIDEO_OPERATOR),
        con=_officer("N006", "康", north, Role.CONTRACTOR),
        mia=_officer("N007", "米娅", north_station, Role.MEDIATOR),
        lea=_officer("N008", "莉娅", north, Role.AGENCY_LEADER),
        ana=_officer("N010", "安娜", north, Role.ANALYST),
        tessa=_officer("T001", "泰莎", city, Role.SYSTEM_ADMIN),
        seth=_officer("T002", "塞思", city, Role.SECURITY_ADMIN),
        audra=_officer("T003", "奥德拉", city, Role.AUDIT_ADMIN),
        stranger=_officer("N009", "路人", north, None),
        north_cell=_cell("N-1", "北一网格", north_station, 0, 1),
        north_cell_2=_cell("N-2", "北二网格", north_station, 1, 1),
        south_cell=_cell("S-1", "南一网格", south_station, 0, 0),
        south_cell_2=_cell("S-2", "南二网格", south_station, 1, 0),
    )
