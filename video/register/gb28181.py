"""National ids of video devices by GB/T 28181, coding rule A (编码规则 A).

Twenty digits: centre 8, trade 2, type 3, network 1, serial 6. Codes the tables do not know are
warned of and never refused: newer editions and provinces have more.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.errors import FieldError, InvalidInput
from video.register.models.codes import Network

INDUSTRIES: Final[dict[str, Any]] = {
    "00": gettext_lazy("Public security, roads"),
    "01": gettext_lazy("Public security, communities"),
    "02": gettext_lazy("Public security, police premises"),
    "03": gettext_lazy("Public security, other"),
    "04": gettext_lazy("Traffic, roads"),
    "05": gettext_lazy("Traffic, gates"),
    "06": gettext_lazy("Traffic, premises"),
    "07": gettext_lazy("Traffic, other"),
    "08": gettext_lazy("City management"),
    "09": gettext_lazy("Health and environment"),
    "10": gettext_lazy("Customs"),
    "11": gettext_lazy("Education"),
    "12": gettext_lazy("Civil aviation"),
    "13": gettext_lazy("Railway"),
    "14": gettext_lazy("Shipping"),
    "40": gettext_lazy("Farming and forestry"),
    "41": gettext_lazy("Mining"),
    "42": gettext_lazy("Manufacturing"),
    "43": gettext_lazy("Power, heat, gas and water"),
    "44": gettext_lazy("Construction"),
    "45": gettext_lazy("Trade"),
}
TYPES: Final[dict[str, Any]] = {
    "111": gettext_lazy("Digital video recorder"),
    "112": gettext_lazy("Video server"),
    "113": gettext_lazy("Encoder"),
    "114": gettext_lazy("Decoder"),
    "115": gettext_lazy("Video matrix"),
    "116": gettext_lazy("Audio matrix"),
    "117": gettext_lazy("Alarm controller"),
    "118": gettext_lazy("Network video recorder"),
    "119": gettext_lazy("Reserved"),
    "120": gettext_lazy("Online acquisition system"),
    "121": gettext_lazy("Video checkpoint"),
    "122": gettext_lazy("Multi-lens device"),
    "123": gettext_lazy("Parking access control"),
    "124": gettext_lazy("Personnel access control"),
    "125": gettext_lazy("Security screening"),
    "130": gettext_lazy("Hybrid video recorder"),
    "131": gettext_lazy("Camera"),
    "132": gettext_lazy("Network camera"),
    "133": gettext_lazy("Monitor"),
    "134": gettext_lazy("Alarm input"),
    "135": gettext_lazy("Alarm output"),
    "136": gettext_lazy("Audio input"),
    "137": gettext_lazy("Audio output"),
    "138": gettext_lazy("Mobile transmission device"),
    "139": gettext_lazy("Other peripheral"),
    "140": gettext_lazy("Alarm output relay"),
    "141": gettext_lazy("Barrier gate"),
    "142": gettext_lazy("Smart door"),
    "143": gettext_lazy("Credential reader"),
    "200": gettext_lazy("Central signalling server"),
    "201": gettext_lazy("Web server"),
    "203": gettext_lazy("Proxy server"),
    "204": gettext_lazy("Security server"),
    "205": gettext_lazy("Alarm server"),
    "206": gettext_lazy("Database server"),
    "207": gettext_lazy("Map server"),
    "208": gettext_lazy("Management server"),
    "209": gettext_lazy("Access gateway"),
    "210": gettext_lazy("Media storage server"),
    "211": gettext_lazy("Signalling security gateway"),
    "215": gettext_lazy("Business group"),
    "216": gettext_lazy("Virtual organisation"),
    "300": gettext_lazy("Central user"),
    "400": gettext_lazy("Terminal user"),
    "500": gettext_lazy("Video application platform"),
    "501": gettext_lazy("Operations platform"),
    "502": gettext_lazy("Video analysis system"),
    "503": gettext_lazy("Video database"),
    "505": gettext_lazy("Video analysis device"),
}
CAMERAS: Final = frozenset({"131", "132", "138"})
PLATFORM: Final = "200"
BUSINESS_GROUP: Final = "215"
VIRTUAL_ORG: Final = "216"

_DIGITS: Final = re.compile(r"\d{20}", re.ASCII)
_LENGTH: Final = 20
_LENGTH_B: Final = 18  # the older coding rule B


@dataclass(frozen=True, slots=True)
class GbId:
    """A national id in its parts, with what is unusual about it."""

    center: str  # province 2, city 2, county 2 by GB/T 2260, base unit 2
    industry: str
    type: str
    network: str
    serial: str
    warnings: tuple[FieldError, ...] = ()

    @property
    def is_camera(self) -> bool:
        return self.type in CAMERAS

    @property
    def division(self) -> str:
        """The six digits of the county."""
        return self.center[:6]

    @property
    def industry_word(self) -> str:
        return str(INDUSTRIES.get(self.industry, self.industry))

    @property
    def type_word(self) -> str:
        return str(TYPES.get(self.type, self.type))

    @property
    def network_word(self) -> str:
        return str(Network(int(self.network)).label)


def parse(gb_id: str) -> GbId:
    """The parts of a national id; raises InvalidInput where it is no twenty digits."""
    if not _DIGITS.fullmatch(gb_id):
        message = _wrong(gb_id)
        fault = FieldError(pointer="/gb_id", code="gb_id", message=message)
        raise InvalidInput(message, errors=[fault])
    industry, kind = gb_id[8:10], gb_id[10:13]
    return GbId(gb_id[:8], industry, kind, gb_id[13], gb_id[14:], _unusual(industry, kind))


def _wrong(gb_id: str) -> str:
    if len(gb_id) == _LENGTH_B and gb_id.isdigit():
        return _("18 digits are an id by the older rule B; ask for the one of 20 digits.")
    if len(gb_id) != _LENGTH:
        return _("A national id has 20 digits; this has %(count)s.") % {"count": len(gb_id)}
    return _("A national id has digits only.")


def _unusual(industry: str, kind: str) -> tuple[FieldError, ...]:
    found = []
    if industry not in INDUSTRIES:
        found.append(_warning("gb_industry", _("Unknown trade code %s.") % industry))
    if kind not in TYPES:
        found.append(_warning("gb_type", _("Unknown type code %s.") % kind))
    elif kind not in CAMERAS:
        word = {"code": kind, "word": TYPES[kind]}
        message = _("Type %(code)s is no camera: %(word)s.") % word
        found.append(_warning("gb_not_a_camera", message))
    return tuple(found)


def _warning(code: str, message: str) -> FieldError:
    return FieldError(pointer="/gb_id", code=code, message=message)
