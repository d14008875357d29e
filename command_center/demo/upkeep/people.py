"""Who does what for the demo city's cameras."""

from dataclasses import dataclass

from django.db.models import QuerySet

from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role


@dataclass(frozen=True, slots=True)
class Staff:
    """Those of the city's own agency; `crew` are the two people of contractors."""

    city: Agency
    chief: Officer
    leader: Officer
    operator: Officer
    asker: Officer
    crew: list[Officer]


def staff_of(city: Agency, chief: Officer) -> Staff:
    """Raises Officer.DoesNotExist where the city has nobody in a role."""
    return Staff(
        city=city,
        chief=chief,
        leader=one_of(city, Role.AGENCY_LEADER),
        operator=one_of(city, Role.VIDEO_OPERATOR),
        asker=one_of(city, Role.PATROL),
        crew=list(_of(city, Role.CONTRACTOR)),
    )


def one_of(agency: Agency, role: Role) -> Officer:
    """The first holder of a role in an agency."""
    return _of(agency, role)[:1].get()


def _of(agency: Agency, role: Role) -> QuerySet[Officer]:
    return Officer.objects.filter(agency=agency, grants__role=role).order_by("pk")
