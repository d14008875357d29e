"""Disputes for the tests."""

from itertools import count
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from mediation.mediators.models import MediationBody, Mediator
from mediation.register.models import Dispute, DisputeCategory
from tests.cast import SOUTH, STEP, WEST, Cast

_numbers = count(1)


def category(code: str = "neighbor") -> DisputeCategory:
    """The category of that code, made where the migrations brought none."""
    made, _ = DisputeCategory.objects.get_or_create(code=code, defaults={"name": code})
    return made


def make_body(cast: Cast, **fields: Any) -> MediationBody:
    """A police mediation room of the northern station, unless told otherwise."""
    number = next(_numbers)
    told: dict[str, Any] = {
        "code": f"TJ-{number}", "name": f"Mediation room {number}",
        "kind": MediationBody.Kind.POLICE, "agency": cast.north_station,
    }  # fmt: skip
    return MediationBody.objects.create(**told | fields)


def make_mediator(cast: Cast, **fields: Any) -> Mediator:
    """Mia, unless told otherwise; of a northern room."""
    told: dict[str, Any] = {"name": cast.mia.name, "kind": Mediator.Kind.COORDINATOR}
    if "officer" not in fields and not Mediator.objects.filter(officer=cast.mia).exists():
        told["officer"] = cast.mia
    body = fields.pop("body", None) or make_body(cast)
    return Mediator.objects.create(body=body, **told | fields)


def make_dispute(cast: Cast, **fields: Any) -> Dispute:
    """A dispute between neighbours in the middle of a northern cell, just registered."""
    number = next(_numbers)
    agency = fields.pop("agency", cast.north_station)
    is_south = agency.path.startswith(cast.south.path)
    told: dict[str, Any] = {
        "number": f"JF20-{number:04}", "agency": agency, "category": category(),
        "cell": cast.south_cell if is_south else cast.north_cell,
        "title": f"Water from above {number}", "source": Dispute.Source.VISIT,
        "reported_at": timezone.now(), "registered_by": "科拉 N002",
        "point": Point(WEST + 0.5 * STEP, SOUTH + (0.5 if is_south else 1.5) * STEP, srid=4326),
    }  # fmt: skip
    return Dispute.objects.create(**told | fields)
