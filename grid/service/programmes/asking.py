"""Rows that a body names by their ids, in the viewer's scope."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from grid.organisation.writing import fault, refuse

Row = TypeVar("Row", bound=Model)


def row_of(rows: QuerySet[Row], name: str, key: Any) -> Row:
    """The row of that id; raises InvalidInput at `name` where there is none in scope."""
    found = rows.filter(pk=key).first()
    if found is None:
        refuse([fault(name, "unknown", _("There is no such thing in your area."))])
        raise AssertionError
    return found
