"""What the lists of points, platforms, companies and contracts show, on the page and as CSV."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grid.scope import Viewer
from video.register.models import Camera


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in a file, its head on the page, and what it says of a row."""

    key: str
    head: Any
    cell: Callable[[Any], Any]


def _name_of(attribute: str) -> Callable[[Any], str]:
    def name(row: Any) -> str:
        other = getattr(row, attribute)
        return str(other.name) if other is not None else ""

    return name


def _plain(attribute: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, attribute) or ""


def _yes(attribute: str) -> Callable[[Any], str]:
    return lambda row: _now("yes") if getattr(row, attribute) else _now("no")


def _parts(row: Any) -> str:
    """What a company does, in words."""
    words = {
        "is_owner": _now("owner"),
        "is_builder": _now("builder"),
        "is_operator": _now("operator"),
        "is_contractor": _now("contractor"),
    }
    return "、".join(word for name, word in words.items() if getattr(row, name))


_CODE: Final = Column("code", _("Code"), _plain("code"))
_AGENCY: Final = Column("agency", _("Police agency"), _name_of("agency"))
POINT_COLUMNS: Final = (
    Column("name", _("Name of the point"), _plain("name")),
    _CODE,
    _AGENCY,
    Column("address", _("Address"), _plain("address")),
    Column("pole_number", _("Pole number"), _plain("pole_number")),
    Column("is_active", _("It stands"), _yes("is_active")),
)
PLATFORM_COLUMNS: Final = (
    Column("name", _("Name of the platform"), _plain("name")),
    _CODE,
    Column("level", _("Platform level"), lambda row: row.get_level_display()),
    Column("gb_id", _("National id"), _plain("gb_id")),
    Column("parent", _("Hangs on"), _name_of("parent")),
    Column("operator", _("Operator"), _name_of("operator")),
    Column("network", _("Network"), lambda row: row.get_network_display()),
    _AGENCY,
    Column("is_active", _("It works"), _yes("is_active")),
)
COMPANY_COLUMNS: Final = (
    Column("name", _("Name of the company"), _plain("name")),
    _CODE,
    Column("parts", _("Its part"), _parts),
    Column("contact", _("Desk and telephone"), _plain("contact")),
    _AGENCY,
    Column("is_active", _("It still works here"), _yes("is_active")),
)
CONTRACT_COLUMNS: Final = (
    Column("number", _("Number of the contract"), _plain("number")),
    Column("company", _("Company"), _name_of("company")),
    Column("kind", _("Kind of contract"), lambda row: row.get_kind_display()),
    Column("valid_from", _("Valid from"), _plain("valid_from")),
    Column("valid_to", _("Valid until"), _plain("valid_to")),
    Column("warranty_to", _("Warranty until"), _plain("warranty_to")),
)


def counted(field: str, viewer: Viewer, rows: Iterable[Any]) -> dict[int, int]:
    """Standing cameras of the viewer's area that name each of these rows in `field`."""
    cameras = Camera.objects.visible_to(viewer).standing().order_by()
    named = cameras.filter(**{f"{field}__in": list(rows)})
    return dict(named.values_list(f"{field}_id").annotate(Count("pk")))
