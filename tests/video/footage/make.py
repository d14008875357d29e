"""Requests for footage, at whatever stage a test begins."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from grid.organisation.models import Agency, Officer, RoleGrant
from grid.organisation.roles import Role
from tests.cast import Cast
from tests.video.make import make_camera
from video.footage import services
from video.footage.drafts import Window
from video.footage.models import FootageIssue, FootageRequest

_numbers = count(1)
HASH = "ab" * 32
APPLICANT = {
    "name": "示例某", "document_number": "990101199001019999", "phone": "13900000000",
    "relation": "self", "consent_document": "同意字1号", "has_undertaken": True,
}  # fmt: skip
BASES = {
    "officer": "evidence", "citizen": "protection", "publication": "public_notice",
    "break_glass": "danger",
}  # fmt: skip


def make_officer(agency: Agency, role: Role) -> Officer:
    """Another officer of the agency in that role, who reads English."""
    number = next(_numbers)
    made = Officer.objects.create_officer(
        badge_number=f"F{number:03}", name=f"示例{number}", agency=agency, password="x"
    )
    Officer.objects.filter(pk=made.pk).update(language="en")
    RoleGrant.objects.create(officer=made, role=role, granted_by="seth", approved_by="sven")
    return Officer.objects.get(pk=made.pk)


def make_leader(cast: Cast) -> Officer:
    """The leader of the northern branch: the second role that may approve."""
    return make_officer(cast.north, Role.AGENCY_LEADER)


def yesterday(hour: int) -> datetime:
    """A full hour of yesterday."""
    start = timezone.localtime() - timedelta(days=1)
    return start.replace(hour=hour, minute=0, second=0, microsecond=0)


def said(kind: str = "officer", **changes: Any) -> dict[str, Any]:
    """The words of a request of this kind."""
    fields: dict[str, Any] = {
        "kind": kind, "case_number": "A9901-1", "basis_type": BASES[kind],
        "basis_number": "示公调字1号", "purpose": "theft of a bicycle, way of escape",
    }  # fmt: skip
    if kind == "citizen":
        fields["applicant"] = dict(APPLICANT)
    return fields | changes


def make_request(
    cast: Cast, kind: str = "officer", *, by: Officer | None = None, **changes: Any
) -> FootageRequest:
    """A request of Nora for one northern camera, yesterday from eight to nine."""
    by = by or cast.nora
    windows = changes.pop("windows", None)
    if windows is None:
        station = cast.south_station if by.agency == cast.south else cast.north_station
        camera = make_camera(cast, agency=station)
        windows = [Window(camera.code, yesterday(8), yesterday(9))]
    return services.request_footage(by=by, windows=windows, **said(kind, **changes))


def approve(request: FootageRequest, *approvers: Officer) -> FootageRequest:
    """The request with these signatures."""
    for officer in approvers:
        request = services.sign(request, by=officer)
    return request


def make_approved(cast: Cast, kind: str = "officer", **changes: Any) -> FootageRequest:
    """A request with both signatures."""
    return approve(make_request(cast, kind, **changes), cast.chief, make_leader(cast))


def handed(**changes: Any) -> dict[str, Any]:
    """What is said of one copy."""
    fields: dict[str, Any] = {
        "mode": "copy", "covers_from": yesterday(8), "covers_to": yesterday(9),
        "recipient_unit": "示例大队", "recipient_badge": "N001", "sha256": HASH, "copies": 1,
        "size_bytes": 1_000_000, "medium": "disc 1",
    }  # fmt: skip
    return fields | changes


def make_issue(cast: Cast, request: FootageRequest | None = None, **changes: Any) -> FootageIssue:
    """One copy handed out by Vera."""
    request = request or make_approved(cast)
    return services.issue(request, by=cast.vera, **handed(**changes))
