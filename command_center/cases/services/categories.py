"""Categories from a sheet: entered by system, code and the day they begin, or changed.

Codes come from the city's own copy of the standard; none is made up here. What stands above a
category and its kind stay, as old counts rest on them: another begins where that changes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.cases.drafting import Reporter
from command_center.cases.models import CaseCategory, CategoryMapping
from command_center.cases.services.rules import (
    CATEGORY,
    check_category,
    of_the_city,
    placed_below,
    told_of,
)
from grid.errors import FieldError
from grid.organisation.writing import assign, fault, locked, refuse
from grid.scope import Viewer

FIXED: Final = ("kind", "parent")


def find_category(said: Mapping[str, Any], _viewer: Viewer) -> CaseCategory | None:
    """The category a line speaks of: the one that begins on its day, without a day the last."""
    rows = CaseCategory.objects.filter(system=said["system"], code=said["code"])
    if "valid_from" in said:
        rows = rows.filter(valid_from=said["valid_from"])
    return rows.select_related("parent").order_by("-valid_from").first()


@transaction.atomic
def take_category(
    category: CaseCategory | None, *, by: Reporter, means: Sequence[str] | None = None, **said: Any
) -> CaseCategory | None:
    """Enter a category (`system`, `code`, `name`, `valid_from` and what `CATEGORY` holds; `kind`,
    `parent`, a code) or change one; None where nothing changes.

    One of the same code that held before ends where a new one begins. `means` are codes that
    mean exactly the same. Raises NotAllowed below the city, InvalidInput.
    """
    of_the_city(by)
    faults: list[FieldError] = []
    row = _new(said, faults) if category is None else _known(category, said, faults)
    same = _same(row, means or (), faults)
    changes = category is None or any(
        name in said and said[name] != getattr(category, name) for name in CATEGORY
    )
    assign(row, said, CATEGORY)
    faults += check_category(row)
    refuse(faults)
    if not changes and not same:
        return None
    _end_former(row)
    row.save()
    CategoryMapping.objects.bulk_create(
        CategoryMapping(source=row, target=target) for target in same
    )
    return told_of(row, by, "category", row.code)


def _new(said: Mapping[str, Any], faults: list[FieldError]) -> CaseCategory:
    system, code = said["system"], said["code"]
    since = said.get("valid_from") or timezone.localdate()
    if CaseCategory.objects.filter(code=code).exclude(system=system).exists():
        faults.append(fault("code", "taken", _("Another system has this code.")))
    if CaseCategory.objects.filter(system=system, code=code, valid_from__gte=since).exists():
        message = _("A category of this code begins later already.")
        faults.append(fault("valid_from", "taken", message))
    row = placed_below(said, faults)
    row.system, row.code, row.valid_from = system, code, since
    row.source = said.get("source") or "local"
    return row


def _known(
    category: CaseCategory, said: Mapping[str, Any], faults: list[FieldError]
) -> CaseCategory:
    now = {"kind": category.kind, "parent": category.parent.code if category.parent else ""}
    faults += [
        fault(name, "fixed", _("This does not change; let the category end and begin another."))
        for name in FIXED
        if said.get(name) and said[name] != now[name]
    ]
    return locked(category)


def _same(row: CaseCategory, codes: Sequence[str], faults: list[FieldError]) -> list[CaseCategory]:
    """The other categories it is not yet said to mean."""
    others = CaseCategory.objects.exclude(code=row.code).filter(code__in=codes)
    found = {one.code: one for one in others.order_by("valid_from")}
    if missing := [code for code in codes if code not in found]:
        message = _("There is no category “%s”.") % ", ".join(missing)
        faults.append(fault("means", "unknown", message))
    if row.pk is None:
        return list(found.values())
    either = Q(source=row) | Q(target=row)
    pairs = CategoryMapping.objects.filter(either).values_list("source_id", "target_id")
    known = {pk for pair in pairs for pk in pair}
    return [one for one in found.values() if one.pk not in known]


def _end_former(row: CaseCategory) -> None:
    """Let the one of the same code that held before end on the day this one begins."""
    former = CaseCategory.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=row.valid_from),
        system=row.system, code=row.code, valid_from__lt=row.valid_from,
    )  # fmt: skip
    former.update(valid_to=row.valid_from)
