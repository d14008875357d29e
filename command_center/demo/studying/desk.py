"""Who works on the analysis of the demo city, and the words of what they write."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from command_center.demo.ground import FIXTURES
from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role

_WORDS: Final = FIXTURES / "demo_analysis.toml"


@dataclass(frozen=True, slots=True)
class Desk:
    """Three officers of the city who write, review and issue; `words` are those of the fixture."""

    city: Agency
    analyst: Officer
    leader: Officer
    chief: Officer
    words: dict[str, Any]
    now: datetime = field(default_factory=timezone.now)

    @property
    def today(self) -> date:
        """The local day of loading."""
        return timezone.localdate(self.now)

    @property
    def monday(self) -> date:
        """Of the week the city is loaded in."""
        return self.today - timedelta(days=self.today.weekday())


def desk_of(city: Agency) -> Desk:
    """The desk of a city; the words say no name and no number of a person."""
    return Desk(
        city=city,
        analyst=officer_of(city, Role.ANALYST),
        leader=officer_of(city, Role.AGENCY_LEADER),
        chief=officer_of(city, Role.DUTY_COMMANDER),
        words=tomllib.loads(_WORDS.read_text(encoding="utf-8")),
    )


def officer_of(agency: Agency, role: str) -> Officer:
    """The first officer of an agency in a role."""
    rows = Officer.objects.filter(agency=agency, grants__role=role)
    return rows.select_related("agency").order_by("pk")[:1].get()
