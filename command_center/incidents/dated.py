"""Rules with dates: which apply to a viewer, and how one takes the place of another."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.incidents.models.targets import Dated
from grid.errors import FieldError, InvalidInput, StaleVersion
from grid.scope import Viewer

Rule = TypeVar("Rule", bound=Dated)
BEGINNING: Final = date(2016, 1, 1)


def applying(rows: QuerySet[Rule], viewer: Viewer) -> QuerySet[Rule]:
    """Rows of the viewer's ground and of the agencies above, whose rules hold there too."""
    codes = viewer.agency_path.strip("/").split("/")
    mine = Q(agency__path__startswith=viewer.agency_path) | Q(agency__code__in=codes)
    return rows.filter(mine).select_related("agency")


def succeed(rule: Rule, *, version: int, valid_from: date, changes: Mapping[str, Any]) -> Rule:
    """The row that holds with other values from a day on; the one until then stays.

    Raises StaleVersion where somebody changed it since `version`, InvalidInput for a past day.
    """
    current: Rule = type(rule)._default_manager.select_for_update(of=("self",)).get(pk=rule.pk)
    if current.version != version or current.valid_to is not None:
        raise StaleVersion(
            _("Somebody changed this rule meanwhile; open it again to see how."),
            yours=version,
            current=current.version,
        )
    check_day(valid_from, at_least=current.valid_from)
    current.version += 1
    if valid_from > current.valid_from:
        current.valid_to = valid_from
        current.save()
        current.pk, current.valid_to = None, None  # what is saved next is a new row
    current.valid_from = valid_from
    for name, value in changes.items():
        setattr(current, name, value)
    current.save()
    return current


def check_day(day: date, at_least: date = BEGINNING) -> None:
    """A rule never begins in the past: what happened was measured already."""
    if day < max(timezone.localdate(), at_least):
        message = _("A change can begin today at the earliest.")
        fault = FieldError(pointer="/valid_from", code="past", message=message)
        raise InvalidInput(message, errors=[fault])
