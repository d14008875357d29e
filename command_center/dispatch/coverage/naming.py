"""From codes and call signs as they are sent to rows in the sender's scope."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from grid.organisation.models import Agency
from grid.scope import Viewer
from grid.territory.models import Place
from patrol.units.models import Station, Unit

_FORCES: Final[dict[str, tuple[Any, str]]] = {
    "stations": (Station, "code"),
    "units": (Unit, "call_sign"),
    "agencies": (Agency, "code"),
}


def circle_rows(viewer: Viewer, said: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a circle with rows for codes; raises InvalidInput at each one not in scope."""
    found = {k: v for k, v in said.items() if k not in ("agency", "version")}
    faults: list[FieldError] = []
    for name, (model, key) in _FORCES.items():
        if name in found:
            rows = model.objects.visible_to(viewer).filter(**{f"{key}__in": found[name]})
            known = {getattr(row, key): row for row in rows}
            faults += [
                _unknown(f"/{name}/{place}")
                for place, code in enumerate(found[name])
                if code not in known
            ]
            found[name] = list(known.values())
    if found.get("place") is not None:
        found["place"] = Place.objects.visible_to(viewer).filter(pk=found["place"]).first()
        if found["place"] is None:
            faults.append(_unknown("/place"))
    if faults:
        raise InvalidInput(_("Some names are not in your scope."), errors=faults)
    return found


def agency_named(viewer: Viewer, code: str) -> Agency:
    """The agency of that code, the viewer's own where none is named; raises InvalidInput."""
    rows = Agency.objects.visible_to(viewer)
    found = rows.filter(code=code) if code else rows.filter(path=viewer.agency_path)
    agency = found.first()
    if agency is None:
        raise InvalidInput(_("Some names are not in your scope."), errors=[_unknown("/agency")])
    return agency


def station_named(viewer: Viewer, code: str) -> Station:
    """The station of that code; raises InvalidInput."""
    rows = Station.objects.visible_to(viewer).select_related("agency")
    station = rows.filter(code=code, is_active=True).first()
    if station is None:
        raise InvalidInput(_("Some names are not in your scope."), errors=[_unknown("/station")])
    return station


def _unknown(pointer: str) -> FieldError:
    return {"pointer": pointer, "code": "unknown", "message": _("Not in your scope.")}
