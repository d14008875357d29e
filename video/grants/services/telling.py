"""The facts of grants: of whose cameras they are and, where it concerns them, of the grantee."""

from datetime import date
from typing import Any

from grid.ledger.facts import Fact
from video.grants.models import CameraGrant


def fact(kind: str, grant: CameraGrant, *, reason: str = "", **more: Any) -> Fact:
    """A fact in the scope of the granting agency; `kind` without the prefix."""
    payload = {
        "number": grant.number,
        "agency": grant.agency.code,
        "grantee": grant.grantee.code,
        "purpose": grant.purpose,
        "cameras": grant.size,
        "valid_from": str(grant.valid_from),
        "valid_to": str(grant.valid_to),
        "holder": grant.holder.badge_number,
    }
    plain: dict[str, Any] = {"agency_path": grant.agency.path, "reason": reason} | more
    return Fact(
        kind=f"video.{kind}",
        subject_type="camera_grant",
        subject_id=grant.number,
        subject_version=grant.version,
        payload=payload,
        **plain,
    )


def both_sides(kind: str, grant: CameraGrant, *, reason: str = "") -> list[Fact]:
    """The fact for whose cameras they are and, where they would not see it, for the grantee."""
    told = [fact(kind, grant, reason=reason)]
    if not grant.agency.path.startswith(grant.grantee.path):
        told.append(fact(kind, grant, reason=reason, agency_path=grant.grantee.path))
    return told


def day_key(kind: str, grant: CameraGrant, day: date) -> str:
    """Tells one fact of a grant and day from the next."""
    return f"video.{kind}:{grant.pk}:{day:%Y%m%d}"
