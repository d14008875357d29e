"""Who may roster whom and answer for whom; what is out of scope is as if absent."""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput, NotAllowed
from grid.organisation.models import Agency, ClientSystem, Officer
from grid.rights import Right
from grid.scope import Viewer
from patrol.shifts.models import RosterEntry, Shift
from patrol.units.models import Unit


def agency_of(viewer: Viewer, code: str) -> Agency:
    """An agency of the viewer's area by its code; raises InvalidInput."""
    found = Agency.objects.visible_to(viewer).filter(code=code, is_active=True).first()
    if found is None:
        raise _fault("agency", _("There is no such agency in your area."))
    return found


def officer_by_badge(shift: Shift, badge: str) -> Officer | None:
    """An officer who may serve on the shift: of its agency's city, also lent and joint ones."""
    if not badge:
        return None
    city = shift.agency.path[:13]
    found = Officer.objects.filter(
        badge_number=badge, agency__path__startswith=city, is_active=True
    ).first()
    if found is None:
        raise _fault("badge", _("There is no such officer."))
    return found


def unit_by_sign(shift: Shift, call_sign: str) -> Unit | None:
    """A unit that may serve on the shift: of its agency, or of one that shares its station."""
    if not call_sign:
        return None
    whose = Q(agency__path__startswith=shift.agency.path)
    if shift.station is not None:
        for path in shift.station.partners.values_list("path", flat=True):
            whose |= Q(agency__path__startswith=path)
    found = Unit.objects.filter(whose, call_sign=call_sign, is_active=True).first()
    if found is None:
        raise _fault("unit", _("There is no such unit in your area."))
    return found


def entry_of(viewer: Officer | ClientSystem, entry_id: int) -> RosterEntry:
    """An entry in scope, or the viewer's own, wherever she was lent to."""
    mine = Q(shift__agency__path__startswith=viewer.agency_path)
    if isinstance(viewer, Officer):
        mine |= Q(officer=viewer)
    rows = RosterEntry.objects.filter(mine).select_related(
        "shift__agency", "shift__station", "officer", "unit__agency"
    )
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    return entry


def check_own_or_manager(
    who: Officer | ClientSystem, entry: RosterEntry, *, waiver: str = ""
) -> None:
    """Everybody for herself, whoever keeps the roster for all; nobody waives her own certificate.

    Raises NotAllowed.
    """
    keeps = who.has_right(Right.SHIFT_MANAGE)
    own = isinstance(who, Officer) and entry.officer_id == who.pk
    if not keeps and not own:
        raise NotAllowed(_("Only she herself or whoever keeps the roster may do this."))
    if waiver and not keeps:
        raise NotAllowed(_("Only whoever keeps the roster may waive a certificate."))


def check_manager(who: Officer | ClientSystem) -> None:
    """Raises NotAllowed for somebody who does not keep the roster."""
    if not who.has_right(Right.SHIFT_MANAGE):
        raise NotAllowed(_("Only whoever keeps the roster may do this."))


def _fault(field: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{field}", code="unknown", message=message)
    return InvalidInput(message, errors=[fault])
