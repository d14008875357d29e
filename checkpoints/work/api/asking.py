"""What every view of this REST asks: which checkpoint, which officer, who acts."""

from django.utils.translation import gettext as _
from rest_framework.request import Request

from checkpoints.register.models import Checkpoint
from checkpoints.register.selectors import checkpoints
from grid.errors import FieldError, InvalidInput, NotAllowed
from grid.ledger.actors import Actor
from grid.organisation.models import Agency, Officer
from grid.organisation.viewers import viewer_of


def by_of(request: Request) -> Actor:
    return viewer_of(request).as_actor(channel="api")


def checkpoint_of(request: Request, code: str) -> Checkpoint:
    """The checkpoint a body names; outside the scope it is unknown (400), as if absent."""
    found = checkpoints(viewer_of(request)).filter(code=code).first()
    if found is None:
        raise unknown("checkpoint", _("There is no such checkpoint."))
    return found


def officer_by(badge: str, pointer: str) -> Officer:
    """Whoever has the badge, anywhere in the city: things and shifts cross agencies."""
    found = Officer.objects.filter(badge_number=badge, is_active=True).select_related("agency")
    officer = found.first()
    if officer is None:
        raise unknown(pointer, _("There is nobody with this badge number."))
    return officer


def agency_by(code: str) -> Agency:
    found = Agency.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise unknown("agency", _("There is no such agency."))
    return found


def person(request: Request) -> Officer:
    """The officer who signs; a client system signs nothing."""
    viewer = viewer_of(request)
    if isinstance(viewer, Officer):
        return viewer
    raise NotAllowed(_("Only an officer signs for this."))


def unknown(pointer: str, message: str) -> InvalidInput:
    fault: FieldError = {"pointer": f"/{pointer}", "code": "unknown", "message": message}
    return InvalidInput(message, errors=[fault])


def version_of(found: int | None) -> int:
    """A version that was required."""
    return found or 0
