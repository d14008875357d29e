"""Which column of a foreign file is which field of a call: a TOML file of five small tables.

[source]      name, crs of the coordinates, zone of the times, encoding when not detected
[columns]     field = "column", or for source_number a list of columns joined by "/"
[formats]     field = ["%m/%d/%Y at %H%M", …], tried in order; ISO 8601 when absent
[categories]  default = "code" and map = {"their word" = "code"}
[constants]   field = value for every row

Beside the fields of a call there are three of its end: `closed` (true or false), `closed_at` and
`disposition` (a code). A row that has one of them comes in closed.
"""

import tomllib
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _

from command_center.incidents.calls import Call, Crs
from command_center.incidents.importing import closing
from grid.errors import InvalidInput

FIELDS: Final = frozenset(Call.__struct_fields__) - {"crs", "source", "channel"} | closing.FIELDS
TIMES: Final = frozenset({"reported_at", "answered_at", "intake_done_at", "closed_at"})


class BadMapping(InvalidInput):
    """The mapping file says something that has no meaning."""

    code = "bad_mapping"


class Source(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    crs: Crs = "wgs84"
    zone: str = settings.TIME_ZONE
    encoding: str = ""


class Categories(msgspec.Struct, forbid_unknown_fields=True):
    default: str = ""
    map: dict[str, str] = {}


class Mapping(msgspec.Struct, forbid_unknown_fields=True):
    """A checked mapping file."""

    source: Source
    columns: dict[str, str | list[str]]
    formats: dict[str, list[str]] = {}
    categories: Categories = msgspec.field(default_factory=Categories)
    constants: dict[str, Any] = {}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.source.zone)

    def wanted(self) -> set[str]:
        """Every column the file must have."""
        found: set[str] = set()
        for names in self.columns.values():
            found.update([names] if isinstance(names, str) else names)
        return found

    def column_of(self, field: str) -> str:
        """The column to blame for a fault of this field."""
        named = self.columns.get(field, field)
        return named if isinstance(named, str) else " / ".join(named)


def parse_mapping(text: str) -> Mapping:
    """The mapping; raises BadMapping naming the first thing that is wrong."""
    try:
        mapping = msgspec.convert(tomllib.loads(text), Mapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadMapping(_("The mapping cannot be read: %s") % error) from error
    _check_fields(mapping)
    try:
        mapping.zone.utcoffset(None)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadMapping(_("There is no such time zone: %s") % mapping.source.zone) from error
    if not 1 <= len(mapping.source.name) <= 40:
        raise BadMapping(_("The source needs a name of 1 to 40 characters."))
    return mapping


def _check_fields(mapping: Mapping) -> None:
    named = mapping.columns.keys() | mapping.constants.keys()
    unknown = sorted(named - FIELDS) + sorted(mapping.formats.keys() - TIMES)
    if unknown:
        raise BadMapping(_("The mapping names unknown fields: %s") % ", ".join(unknown))
    lists = [name for name, value in mapping.columns.items() if isinstance(value, list)]
    if set(lists) - {"source_number"}:
        raise BadMapping(_("Only source_number may be made of several columns."))
    if "source_number" not in mapping.columns:
        raise BadMapping(_("The mapping must name the column of source_number."))
    if "category" not in named and not mapping.categories.default:
        raise BadMapping(_("The mapping must name a column or a default for the category."))
