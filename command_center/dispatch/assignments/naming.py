"""Units by the call signs somebody gave."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from command_center.incidents.services import invalid
from grid.scope import Viewer
from patrol.units import selectors as units
from patrol.units.models import Unit


def named_units(
    viewer: Viewer, call_signs: Sequence[str], *, pointer: str = "/units"
) -> list[Unit]:
    """Units in scope in the order given, each once; raises InvalidInput for one not there."""
    found = {u.call_sign: u for u in units.units(viewer).filter(call_sign__in=call_signs)}
    for sign in call_signs:
        if sign not in found:
            raise invalid(pointer, "unknown", _("There is no unit %(sign)s.") % {"sign": sign})
    return [found[sign] for sign in dict.fromkeys(call_signs)]
