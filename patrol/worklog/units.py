"""Whose log is written: the own unit of a crew, any in scope for those who supervise."""

from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.organisation.models import ClientSystem, Officer
from patrol.units.models import Unit
from patrol.units.selectors import unit_of, units
from patrol.worklog.services import check_own


def unit_for(viewer: Officer | ClientSystem, call_sign: str) -> Unit:
    """The unit named, or the viewer's own where none is.

    Raises InvalidInput where there is none in scope, NotAllowed where it is not the own one.
    """
    if call_sign:
        unit = units(viewer).filter(call_sign=call_sign).first()
        message = _("There is no such unit in your area.")
    else:
        unit = unit_of(viewer) if isinstance(viewer, Officer) else None
        message = _("You are in no unit now; say which unit it was.")
    if unit is None:
        fault = FieldError(pointer="/unit", code="unknown_unit", message=message)
        raise InvalidInput(message, errors=[fault])
    check_own(unit, viewer)
    return unit
