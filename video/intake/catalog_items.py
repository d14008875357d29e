"""What an item of a catalogue is, and a camera's item as values of its file."""

from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext as _

from video.intake.cells import LONGEST, number, parsers, whole
from video.intake.findings import Findings
from video.intake.rows import Reading
from video.register import gb28181, rules
from video.register.initials import initials
from video.register.models import CatalogNode

RECORDERS: Final = frozenset({"111", "112", "113", "118", "120", "130"})
CAMERA_LIKE: Final = frozenset({*gb28181.CAMERAS, "121", "122"})
_DIVISION_LENGTHS: Final = frozenset({2, 4, 6, 8})
_LEAST_SERVER: Final = 200


class What(StrEnum):
    """Kinds of items; the first four are the nodes of the tree."""

    DIVISION = CatalogNode.Kind.DIVISION
    PLATFORM = CatalogNode.Kind.PLATFORM
    BUSINESS_GROUP = CatalogNode.Kind.BUSINESS_GROUP
    VIRTUAL_ORG = CatalogNode.Kind.VIRTUAL_ORG
    RECORDER = "recorder"
    CAMERA = "camera"
    OTHER = "other"


NODES: Final = frozenset({What.DIVISION, What.PLATFORM, What.BUSINESS_GROUP, What.VIRTUAL_ORG})
_BY_TYPE: Final = {
    gb28181.BUSINESS_GROUP: What.BUSINESS_GROUP,
    gb28181.VIRTUAL_ORG: What.VIRTUAL_ORG,
    **dict.fromkeys(RECORDERS, What.RECORDER),
    **dict.fromkeys(CAMERA_LIKE, What.CAMERA),
}
# PTZType of an item to the build of the 27 fields; panoramas have no code there.
_BUILDS: Final = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 2, "6": 99, "7": 99}
_FIELDS: Final = {
    "Manufacturer": "manufacturer",
    "PositionType": "position_types",
    "RoomType": "room_type",
    "SupplyLightType": "supply_light",
    "DirectionType": "direction",
    "Longitude": "lng",
    "Latitude": "lat",
    "Port": "port",
}
_TEXTS: Final = {"Name": "name", "Model": "model", "Address": "address", "Resolution": "resolution"}
TAGS: Final = {  # what the catalogue calls a field
    **{name: tag for tag, name in (_FIELDS | _TEXTS).items()},
    "gb_id": "DeviceID",
    "civil_code": "CivilCode",
    "ipv4": "IPAddress",
}
_MORE: Final = ("Owner", "Block", "SafetyWay", "RegisterWay", "Secrecy", "UseType", "PTZType")
_LASER: Final = "4"  # of the 2022 edition; the 27 fields have it under "other"
_OTHER_LIGHT: Final = 9


def what(item: dict[str, str]) -> What:
    """What an item is, by the length and type code of its id."""
    gb_id = item.get("DeviceID", "")
    if gb_id.isdigit() and len(gb_id) in _DIVISION_LENGTHS:
        return What.DIVISION
    kind = gb_id[10:13]
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind not in gb28181.TYPES:  # a newer edition's: let it in, the rules warn
        return What.CAMERA
    return What.PLATFORM if int(kind) >= _LEAST_SERVER else What.OTHER


class ItemReader:
    """Reads the cameras of one catalogue; doubtful values are said and left empty."""

    names: Final = (
        *_TEXTS.values(), *_FIELDS.values(), "gb_id", "civil_code", "ipv4", "camera_type",
        "network", "networked", "more", "division_id", "agency_id", "camera_class_id", "is_public",
        "platform_id",
    )  # fmt: skip

    def __init__(self, division_of: Any, findings: Findings) -> None:
        self.division_of, self.findings = division_of, findings
        known = parsers()
        self.parsers = {tag: known[name] for tag, name in _FIELDS.items()}

    def read(self, line: int, item: dict[str, str]) -> Reading:
        """The camera of one item, or what is wrong with its id or name."""
        reading = Reading(line)
        values = reading.values
        values["gb_id"] = item.get("DeviceID", "")
        values |= {name: item[tag] for tag, name in _TEXTS.items() if item.get(tag)}
        for tag, name in _FIELDS.items():
            if item.get(tag):
                self._take(reading, tag, name, item[tag])
        self._settle(values, item)
        self._judge(reading)
        return reading

    def _take(self, reading: Reading, tag: str, name: str, text: str) -> None:
        parse = number if name in ("lng", "lat") else self.parsers[tag]
        parse = whole if name == "port" else parse
        try:
            value = _OTHER_LIGHT if name == "supply_light" and text == _LASER else parse(text)
        except ValueError as error:
            self._doubt(reading.line, tag, str(error))
            return
        if rules.faults({"name": "-", "code": "-", "lng": 0, "lat": 0} | {name: value}):
            self._doubt(reading.line, tag, _("“%s” is no value of this field.") % text[:LONGEST])
        else:
            reading.values[name] = value

    def _settle(self, values: dict[str, Any], item: dict[str, str]) -> None:
        if not values.get("lng") or not values.get("lat"):  # 0 stands for unknown
            values.pop("lng", None)
            values.pop("lat", None)
        values["camera_type"] = _BUILDS.get(item.get("PTZType", ""))
        civil = item.get("CivilCode", "")
        if civil.isdigit() and len(civil) in (6, 8):
            values |= {"civil_code": civil, "division_id": self.division_of(civil)}
        address = item.get("IPAddress", "")
        if address and not rules.faults({"name": "-", "code": "-", "ipv4": address}):
            values["ipv4"] = address
        gb_id = values["gb_id"]
        values["network"] = int(gb_id[13]) if len(gb_id) == 20 and gb_id.isdigit() else None
        values["networked"] = True
        values["more"] = {tag: item[tag] for tag in _MORE if item.get(tag)} or None

    def _judge(self, reading: Reading) -> None:
        values = reading.values
        values["initials"] = initials(values.get("name", ""))
        for fault in rules.faults(values):
            name = fault["pointer"].strip("/")
            reading.faults.append((TAGS.get(name, name), fault["message"]))
        if not reading.faults:
            for warning in rules.warnings(values):
                if warning["pointer"] in ("/gb_id", "/lng"):
                    self.findings.add_kind(warning["code"], warning["message"], reading.line)

    def _doubt(self, line: int, tag: str, reason: str) -> None:
        self.findings.add_kind(f"doubtful_{tag.lower()}", f"{tag}: {reason}", line)
