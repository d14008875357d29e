"""What a camera's file may say: one place for the form, the API and every import.

Pure functions over parsed values by the names of `Camera` (`lng` and `lat` in WGS-84 in place of
`location`). A fault refuses the row; a warning lets it in and stands on the list of what is to be
mended, because a ledger that refuses an unlawful camera no longer shows it. Only what may stand
nowhere at all is refused: decree 799, article 8.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput
from video.register import gb28181
from video.register.models import Camera, codes

Row = Mapping[str, Any]
Faults = Iterator[FieldError]

MIN_DAYS: Final = 30  # decree 799, article 17
MIN_DAYS_KEY: Final = 90  # counter-terrorism law, article 32: key targets
FILING_DAYS: Final = 30  # decree 799, article 14: from the start of use

# Article 14: unit, location, number and type of devices, days kept. Their change is filed too.
FILED: Final = frozenset(
    {"lng", "lat", "address", "owner_id", "managing_unit", "camera_type", "manufacturer"}
    | {"model", "retention_days", "device_state", "has_microphone"}
)
_CODES: Final[dict[str, frozenset[Any]]] = {
    "point_type": frozenset(codes.PointType.values),
    "manufacturer": frozenset(codes.Manufacturer.values),
    "camera_type": frozenset(codes.CameraType.values),
    "supply_light": frozenset(codes.SupplyLight.values),
    "codec": frozenset(codes.Codec.values),
    "direction": frozenset(codes.Direction.values),
    "network": frozenset(codes.Network.values),
    "device_state": frozenset(codes.DeviceState.values),
    "room_type": frozenset({1, 2}),
    "site_category": frozenset(codes.SiteCategory.values),
    "file_kind": frozenset(codes.FileKind.values),
    "file_state": frozenset(codes.FileState.values),
    "source_crs": frozenset({"wgs84", "cgcs2000", "gcj02", "bd09"}),
}
_CODE_LISTS: Final[dict[str, frozenset[int]]] = {
    "function_types": frozenset(codes.FunctionType.values),
    "position_types": frozenset(codes.PositionType.values),
    "departments": frozenset(codes.Department.values),
}
_RANGES: Final[dict[str, tuple[float, float]]] = {
    "lng": (-180, 180),
    "lat": (-90, 90),
    "bearing": (0, 360),
    "view_angle": (0, 360),
    "view_radius": (0, 20_000),
    "height_m": (-50, 500),
    "port": (1, 65_535),
    "retention_days": (0, 3_650),
}
_LENGTHS: Final[dict[str, int]] = {
    field.name: field.max_length
    for field in Camera._meta.concrete_fields
    if field.max_length and field.editable
}
_KEPT: Final = tuple(
    field.attname
    for field in Camera._meta.concrete_fields
    if not getattr(field, "generated", False)
)
_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,30}", re.ASCII)
_CIVIL: Final = re.compile(r"\d{6}|\d{8}|\d{9}|\d{12}", re.ASCII)
_MAC: Final = re.compile(r"[0-9A-F]{2}(-[0-9A-F]{2}){5}", re.ASCII)


def faults(row: Row) -> list[FieldError]:
    """Everything for which the row is refused."""
    return [fault for rule in _FAULTS for fault in rule(row)]


def warnings(row: Row, today: date | None = None) -> list[FieldError]:
    """Everything that is to be mended or looked at, of a row without faults."""
    row = {**row, "today": today or timezone.localdate()}
    return [fault for rule in _WARNINGS for fault in rule(row)]


def row_of(camera: Camera) -> dict[str, Any]:
    """A stored camera as the rules read it."""
    row = {name: getattr(camera, name) for name in _KEPT}
    row["lng"], row["lat"] = camera.location.coords if camera.location else (None, None)
    return row


def tidy_mac(text: str) -> str:
    """A hardware address as it is kept, `AA-BB-CC-DD-EE-FF`; what is none stays as it is."""
    digits = re.sub(r"[-:. ]", "", text).upper()
    if not re.fullmatch(r"[0-9A-F]{12}", digits):
        return text
    return "-".join(digits[at : at + 2] for at in range(0, 12, 2))


def _fault(field: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"/{field}", code=code, message=message)


def _named(row: Row) -> Faults:
    if not (row.get("name") or "").strip():
        yield _fault("name", "required", _("A camera has a name."))
    if not row.get("code") and not row.get("gb_id"):
        message = _("A camera has a national id or a number in the city's ledger.")
        yield _fault("code", "required", message)
    if row.get("code") and not _CODE.fullmatch(row["code"]):
        message = _("At most 30 letters, digits, points, dashes and underscores.")
        yield _fault("code", "invalid", message)


def _identified(row: Row) -> Faults:
    if row.get("gb_id"):
        try:
            gb28181.parse(row["gb_id"])
        except InvalidInput as refusal:
            yield from refusal.errors


def _from_tables(row: Row) -> Faults:
    for name, known in _CODES.items():
        value = row.get(name)
        if value is not None and value != "" and value not in known:
            message = _("%(value)s is in no code table of this field.") % {"value": value}
            yield _fault(name, "unknown_code", message)
    for name, known_all in _CODE_LISTS.items():
        unknown = [str(value) for value in row.get(name) or () if value not in known_all]
        if unknown:
            message = _("%(value)s is in no code table of this field.")
            yield _fault(name, "unknown_code", message % {"value": "/".join(unknown)})


def _in_range(row: Row) -> Faults:
    for name, (low, high) in _RANGES.items():
        value = row.get(name)
        if value is not None and not low <= value <= high:
            message = _("From %(low)s to %(high)s.") % {"low": low, "high": high}
            yield _fault(name, "range", message)
    if (row.get("lng") is None) != (row.get("lat") is None):
        missing = "lat" if row.get("lat") is None else "lng"
        yield _fault(missing, "required", _("Longitude and latitude belong together."))


def _short_enough(row: Row) -> Faults:
    for name, most in _LENGTHS.items():
        value = row.get(name)
        if isinstance(value, str) and len(value) > most and name not in _SHAPED:
            message = _("At most %(most)s characters.") % {"most": most}
            yield _fault(name, "max_length", message)


def _shaped(row: Row) -> Faults:
    if row.get("civil_code") and not _CIVIL.fullmatch(row["civil_code"]):
        yield _fault("civil_code", "invalid", _("A division code has 6, 8, 9 or 12 digits."))
    for name, kind in (("ipv4", ipaddress.IPv4Address), ("ipv6", ipaddress.IPv6Address)):
        if row.get(name) and not _is_address(row[name], kind):
            yield _fault(name, "invalid", _("This is no %s address.") % name.replace("ip", "IP"))
    if row.get("mac") and not _MAC.fullmatch(row["mac"]):
        yield _fault("mac", "invalid", _("A MAC address is six pairs, such as 00-1A-2B-3C-4D-5E."))


def _is_address(text: str, kind: Callable[[str], Any]) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True


def _in_order(row: Row) -> Faults:
    order = ("installed_on", "enabled_on", "scrapped_on")
    said = [(name, row[name]) for name in order if row.get(name)]
    for (_earlier, before), (name, after) in pairwise(said):
        if after < before:
            yield _fault(name, "order", _("Installed, then enabled, then scrapped."))
    today = timezone.localdate()
    for name in ("installed_on", "enabled_on", "filed_on"):
        if row.get(name) and row[name] > today:
            yield _fault(name, "future", _("This day has not come yet."))
    if bool(row.get("filing_number")) != bool(row.get("filed_on")):
        missing = "filed_on" if row.get("filing_number") else "filing_number"
        yield _fault(missing, "required", _("A filing has a number and a day."))


def _allowed_there(row: Row) -> Faults:
    if row.get("forbidden_place"):
        message = _(
            "No camera may stand in a guest room, dormitory, bath, toilet, changing or nursing "
            "room, or wherever privacy could be filmed (decree 799, article 8). Report it."
        )
        yield _fault("forbidden_place", "forbidden_place", message)


def _unusual_id(row: Row) -> Faults:
    if not row.get("gb_id"):
        yield _fault("gb_id", "no_gb_id", _("Without a national id it cannot be registered."))
        return
    parsed = gb28181.parse(row["gb_id"])
    yield from parsed.warnings
    civil = row.get("civil_code") or ""
    if civil and not parsed.division.startswith(civil[:6].rstrip("0")):
        word = {"gb": parsed.division, "civil": civil}
        message = _("The national id says %(gb)s, the division code %(civil)s.") % word
        yield _fault("gb_id", "gb_division", message)


def _kept_long_enough(row: Row) -> Faults:
    days = row.get("retention_days")
    least = MIN_DAYS_KEY if row.get("is_key_target") else MIN_DAYS
    if days is not None and days < least:
        message = _("Footage is kept %(days)s days; %(least)s are owed.")
        word = {"days": days, "least": least}
        yield _fault("retention_days", "retention_short", message % word)


def _lawful(row: Row) -> Faults:
    if row.get("near_protected_site") and not row.get("consent_document"):
        message = _("Near a protected site its prior consent is needed (article 10).")
        yield _fault("consent_document", "no_consent", message)
    if not row.get("site_category"):
        message = _("Say under which paragraph of article 7 or 9 it stands there.")
        yield _fault("site_category", "no_site_category", message)
    elif not row.get("necessity"):
        message = _("Say why public safety needs it there (article 7).")
        yield _fault("necessity", "no_necessity", message)
    if not row.get("is_signed"):
        yield _fault("is_signed", "unsigned", _("The notice that tells people is missing."))


def _filed(row: Row) -> Faults:
    enabled: date | None = row.get("enabled_on")
    if row.get("filing_number"):
        if row.get("refile_since"):
            message = _("What was filed has changed; the change is to be filed (article 14).")
            yield _fault("filing_number", "refile", message)
    elif enabled and (row["today"] - enabled).days > FILING_DAYS:
        message = _("In use for %(days)s days and not filed; 30 are allowed (article 14).")
        days = {"days": (row["today"] - enabled).days}
        yield _fault("filing_number", "unfiled", message % days)


def _placed(row: Row) -> Faults:
    if row.get("lng") is None:
        yield _fault("lng", "no_position", _("Without a position it is on no map."))
    elif row["lng"] == 0 and row.get("lat") == 0:
        yield _fault("lng", "zero", _("0, 0 lies in the ocean."))


_SHAPED: Final = frozenset({"gb_id", "code", "civil_code", "ipv4", "ipv6", "mac"})
_FAULTS: Final = (
    *(_named, _identified, _from_tables, _in_range, _short_enough, _shaped, _in_order),
    _allowed_there,
)
_WARNINGS: Final = (_unusual_id, _placed, _kept_long_enough, _lawful, _filed)
