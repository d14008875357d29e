"""Which checkpoints an order goes to: the whole ground, lines, agencies, or picked ones."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NotRequired, TypedDict

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkpoints.register import selectors as register
from checkpoints.register.models import Checkpoint, DefenceLine
from grid.errors import FieldError, InvalidInput
from grid.organisation.models import Agency
from grid.scope import Viewer

MOST: Final = 1000
KINDS: Final = ("city", "line", "agency", "picked")


class Scope(TypedDict):
    """What was asked for: `kind` is city (all of the own ground), line, agency or picked."""

    kind: str
    lines: NotRequired[list[str]]
    agencies: NotRequired[list[str]]
    checkpoints: NotRequired[list[str]]


def candidates(viewer: Viewer) -> list[Checkpoint]:
    """Every checkpoint an order of this viewer may name: working, and staffed."""
    return list(register.operational(viewer).exclude(kind=Checkpoint.Kind.GANTRY))


def resolve(viewer: Viewer, scope: Scope) -> list[Checkpoint]:
    """The checkpoints a scope comes to now; raises InvalidInput naming every unknown code.

    Electronic gantries have nobody to switch and are never among them.
    """
    rows = candidates(viewer)
    kind = scope["kind"]
    found: Iterable[Checkpoint] = rows
    if kind == "line":
        lines = _known(scope.get("lines", []), DefenceLine.objects.values_list("code", flat=True))
        found = [row for row in rows if row.line_id in lines]
    elif kind == "agency":
        paths = _paths(viewer, scope.get("agencies", []))
        found = [row for row in rows if row.agency.path.startswith(paths)]
    elif kind == "picked":
        codes = _known(scope.get("checkpoints", []), [row.code for row in rows], "checkpoints")
        found = [row for row in rows if row.code in codes]
    chosen = list(found)
    if not 1 <= len(chosen) <= MOST:
        message = _("Between 1 and %s working checkpoints") % MOST
        raise InvalidInput(message, errors=[_fault("", "count", message)])
    return chosen


def _known(given: Sequence[str], known: Iterable[str], name: str = "lines") -> set[str]:
    unknown = sorted(set(given) - set(known))
    if unknown:
        text = {
            "lines": _("There is no defence line %s."),
            "checkpoints": _("No working checkpoint %s on your ground."),
        }[name]
        faults = [_fault(f"/{name}", "unknown", text % code) for code in unknown]
        raise InvalidInput(_("The order was not issued."), errors=faults)
    return set(given)


def _paths(viewer: Viewer, codes: Sequence[str]) -> tuple[str, ...]:
    known = dict(
        Agency.objects.visible_to(viewer).filter(code__in=codes).values_list("code", "path")
    )
    unknown = sorted(set(codes) - set(known))
    if unknown:
        text = _("There is no agency %s on your ground.")
        faults = [_fault("/agencies", "unknown", text % code) for code in unknown]
        raise InvalidInput(_("The order was not issued."), errors=faults)
    return tuple(known.values())


def _fault(name: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"/scope{name}", code=code, message=message)


def described(scope: dict[str, Any], count: int) -> str:
    """A scope in words, with the number of checkpoints it came to."""
    tail = ngettext("%s checkpoint", "%s checkpoints", count) % count
    head = {
        "city": _("Whole ground"),
        "line": _lines(scope.get("lines", [])),
        "agency": _agencies(scope.get("agencies", [])),
        "picked": _("Picked"),
    }.get(str(scope.get("kind")), "")
    return f"{head} · {tail}" if head else tail


def _lines(codes: list[str]) -> str:
    return ", ".join(str(row) for row in DefenceLine.objects.filter(code__in=codes))


def _agencies(codes: list[str]) -> str:
    return ", ".join(Agency.objects.filter(Q(code__in=codes)).values_list("name", flat=True))
