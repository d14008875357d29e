"""Tickets for the tests of repair."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from grid.organisation.models import Agency, Officer, RoleGrant
from grid.organisation.roles import Role
from tests.cast import Cast
from tests.video.make import make_camera, make_company
from video.register.models import Company
from video.repair import services
from video.repair.models import ContractorSeat, SparePart, Ticket


def seat(cast: Cast, officer: Officer | None = None, **fields: Any) -> ContractorSeat:
    """Con works for a firm for a year, unless told otherwise."""
    today = timezone.localdate()
    told: dict[str, Any] = {
        "officer": officer or cast.con,
        "company": fields.pop("company", None) or make_company(cast),
        "undertaking": "BM-2026-1", "undertaken_on": today, "valid_from": today,
        "valid_to": today + timedelta(days=365), "given_by": "chief",
    }  # fmt: skip
    return ContractorSeat.objects.create(**told | fields)


def contractor(cast: Cast, badge: str, agency: Agency | None = None) -> Officer:
    """Somebody else with the contractor's role."""
    officer = Officer.objects.create_officer(
        badge_number=badge, name="工", agency=agency or cast.north, password="x"
    )
    RoleGrant.objects.create(officer=officer, role=Role.CONTRACTOR, granted_by="a", approved_by="b")
    return officer


def ticket(cast: Cast, *, firm: Company | None = None, **fields: Any) -> Ticket:
    """A northern camera is offline; assigned at once where it has a `firm`."""
    told: dict[str, Any] = {"by": cast.vera, "fault": "offline"} | fields
    if "camera" not in told and "platform" not in told:
        told["camera"] = make_camera(cast, contractor=firm)
    return services.open_ticket(**told)


def fixed(cast: Cast, **fields: Any) -> Ticket:
    """A ticket that Con's firm took, went to and says it fixed."""
    firm = fields.pop("firm", None) or seat(cast).company
    row = ticket(cast, firm=firm, **fields)
    services.accept(row, by=cast.con)
    services.arrive(row, by=cast.con)
    return services.fix(row, by=cast.con, done="New power supply")


def part(cast: Cast, **fields: Any) -> SparePart:
    """Ten power supplies in the north's store."""
    told: dict[str, Any] = {
        "agency": cast.north, "code": "psu-12v", "name": "Power supply", "unit": "pc",
        "price": "85.50", "in_stock": 10, "reorder_at": 2,
    }  # fmt: skip
    return SparePart.objects.create(**told | fields)
