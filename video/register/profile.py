"""A camera's file as its page shows it: every field under its heading, in words and with units."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from video.register.completeness import missing_fields
from video.register.models import Camera, Department, FunctionType, PositionType
from video.register.words import GROUPS, LABELS

_HIDDEN: Final = frozenset({"lng", "lat", "crs", "forbidden_place"})
_UNITS: Final = {"bearing": "°", "view_angle": "°", "view_radius": " m", "height_m": " m"}
_TABLES: Final[dict[str, Any]] = {
    "function_types": FunctionType,
    "position_types": PositionType,
    "departments": Department,
}


def profile(camera: Camera) -> list[tuple[str, Any, list[tuple[Any, str, bool]]]]:
    """Heading by heading: the label, what the file says, and whether it is missing though owed."""
    missing = set(missing_fields(camera))
    return [
        (name, heading, [_line(camera, field, missing) for field in _shown(fields)])
        for name, heading, fields in GROUPS
    ]


def _shown(fields: tuple[str, ...]) -> list[str]:
    """Longitude, latitude and system are one line, the position."""
    shown = [name for name in fields if name not in _HIDDEN]
    if "lng" in fields:
        shown.insert(shown.index("pole_number") + 1, "location")
    return shown


def _line(camera: Camera, name: str, missing: set[str]) -> tuple[Any, str, bool]:
    return LABELS[name], _said(camera, name), name in missing


def _said(camera: Camera, name: str) -> str:
    if name in _SPECIAL:
        return _SPECIAL[name](camera)
    if name in _TABLES:
        return "、".join(_word(_TABLES[name], code) for code in getattr(camera, name))
    display = getattr(camera, f"get_{name}_display", None)
    value = display() if display else getattr(camera, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}{_UNITS[name]}" if name in _UNITS else str(value)


def _word(table: Any, code: int) -> str:
    return str(table(code).label) if code in table.values else str(code)


def _position(camera: Camera) -> str:
    if camera.location is None:
        return ""
    return f"{camera.location.x:.6f}, {camera.location.y:.6f} (WGS-84)"


def _days(camera: Camera) -> str:
    if camera.retention_days is None:
        return ""
    return _("%(days)s days") % {"days": camera.retention_days}


def _lease(camera: Camera) -> str:
    lease = camera.lease
    return f"{lease.number} · {lease.company.name} – {lease.valid_to:%Y-%m-%d}" if lease else ""


def _room(camera: Camera) -> str:
    return {1: _("Outdoors"), 2: _("Indoors")}.get(camera.room_type or 0, "")


_SPECIAL: Final[dict[str, Callable[[Camera], str]]] = {
    "location": _position,
    "retention_days": _days,
    "lease": _lease,
    "room_type": _room,
}
