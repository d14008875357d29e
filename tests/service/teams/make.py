"""Teams, funds and education bases for the tests."""

from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from grid.organisation.models import Officer
from grid.service.teams import services
from grid.service.teams.models import Commendation, Fund, OutreachBase, Team, TeamHours
from tests.cast import Cast

_numbers = count(1)


def _where(cast: Cast, *, south: bool) -> dict[str, Any]:
    return {"agency": (cast.south_station if south else cast.north_station).code}


def make_team(cast: Cast, *, south: bool = False, **said: Any) -> Team:
    """Volunteers of the northern (or southern) station."""
    number, who = next(_numbers), cast.sam if south else cast.lea
    told = {"code": f"T-{number}", "name": f"Team {number}", "kind": "volunteer"}
    told |= _where(cast, south=south)
    return services.save_team(None, by=who.as_actor(), viewer=who, **told | said)


def make_hours(team: Team, by: Officer, **said: Any) -> TeamHours:
    """Four people for eight hours together, today."""
    return services.note_hours(team, by=by, **{"people": 4, "hours": Decimal(8)} | said)


def make_fund(cast: Cast, *, south: bool = False, **said: Any) -> Fund:
    """A fund with 1,000 yuan."""
    who = cast.sam if south else cast.lea
    told = {"name": f"Fund {next(_numbers)}", **_where(cast, south=south)}
    fund = services.save_fund(None, by=who, **told | said)
    today = timezone.localdate()
    services.book(fund, by=who, kind="opening", amount=Decimal(1000), booked_on=today)
    return fund


def make_commendation(cast: Cast, *, south: bool = False, **said: Any) -> Commendation:
    """A commendation of today for one."""
    told = {"deed": "Out of the ice", **_where(cast, south=south)}
    return services.save_commendation(None, by=cast.sam if south else cast.lea, **told | said)


def make_base(cast: Cast, *, south: bool = False, **said: Any) -> OutreachBase:
    """A park of law."""
    told = {"name": f"Park {next(_numbers)}", **_where(cast, south=south)}
    return services.save_base(None, by=cast.sam if south else cast.lea, **told | said)
