"""Which of the 27 fields of a camera's file are there, and which mandatory ones are missing.

Fields and their stars: the public-security set of 27 (domain reference, 2.1). Whether what is
there is valid is for `video.register.rules` to say before it is written.
"""

from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from video.register.models import Camera

# Field of Camera, its name; the sheet's order. Longitude and latitude are one field of ours.
MANDATORY: Final[dict[str, Any]] = {
    "gb_id": _("National id"),
    "name": _("Name of the camera"),
    "manufacturer": _("Manufacturer"),
    "civil_code": _("Division code"),
    "point_type": _("Kind of point"),
    "ipv4": _("IPv4 address"),
    "mac": _("MAC address"),
    "camera_type": _("Camera build"),
    "function_types": _("Function"),
    "codec": _("Encoding"),
    "address": _("Address"),
    "location": _("Position"),
    "direction": _("Looks towards"),
    "agency": _("Police agency"),
    "installed_on": _("Installed on"),
    "managing_unit": _("Managing unit"),
    "managing_phone": _("Its telephone"),
    "retention_days": _("Days footage is kept"),
    "device_state": _("State of the device"),
}
OPTIONAL: Final[dict[str, Any]] = {
    "model": _("Model"),
    "common_name": _("Common name"),
    "ipv6": _("IPv6 address"),
    "supply_light": _("Fill light"),
    "position_types": _("Surroundings"),
    "networked": _("Networked"),
    "departments": _("Departments"),
}
_TWICE: Final = frozenset({"location"})  # one field of ours, two of the sheet
FIELDS: Final = 27

_TEXTS: Final = ("name", "civil_code", "mac", "address", "managing_unit", "managing_phone")
_LISTS: Final = ("function_types",)
_NULLS: Final = (
    *("gb_id", "manufacturer", "point_type", "ipv4", "camera_type", "codec", "location"),
    *("direction", "installed_on", "retention_days"),
)


def missing_fields(camera: Camera) -> list[str]:
    """The mandatory fields this file lacks, by the names of Camera, in the sheet's order."""
    return [name for name in MANDATORY if not _has(camera, name)]


def missing_words(camera: Camera) -> list[str]:
    """The same in the reader's words."""
    return [str(MANDATORY[name]) for name in missing_fields(camera)]


def filled(camera: Camera) -> int:
    """How many of the 27 fields hold something."""
    names = [name for name in (*MANDATORY, *OPTIONAL) if _has(camera, name)]
    return sum(2 if name in _TWICE else 1 for name in names)


def complete_q(prefix: str = "") -> Q:
    """Files with every mandatory field; `prefix` is the path to the camera, `camera__`."""
    condition = Q()
    for name in _NULLS:
        condition &= Q(**{f"{prefix}{name}__isnull": False})
    for name in _TEXTS:
        condition &= ~Q(**{f"{prefix}{name}": ""})
    for name in _LISTS:
        condition &= Q(**{f"{prefix}{name}__len__gt": 0})
    return condition


def missing_q(name: str) -> Q:
    """Files that lack one mandatory field."""
    if name in _NULLS:
        return Q(**{f"{name}__isnull": True})
    return Q(**{f"{name}__len": 0} if name in _LISTS else {name: ""})


def _has(camera: Camera, name: str) -> bool:
    if name == "agency":
        return camera.agency_id is not None
    value = getattr(camera, name)
    return value is not None and value not in ("", [])
