"""What the services of studies share: facts, the step a state allows, texts without persons."""

from typing import Any

from django.utils.translation import gettext as _

from grid.errors import FieldError, IllegalStep
from grid.ledger.facts import Fact
from grid.organisation.writing import fault, nameless


def fact(done: str, row: Any, *, reason: str = "", **told: Any) -> Fact:
    """The fact of something that happened to a study, an operation or a series."""
    return Fact(
        kind=f"analysis.{done}",
        subject_type=row._meta.model_name,
        subject_id=row.number,
        agency_path=row.agency.path,
        subject_version=row.version,
        payload={"number": row.number, "agency": row.agency.code, **told},
        reason=reason,
    )


def expect(row: Any, *states: str) -> None:
    """Raise IllegalStep where the row stands elsewhere."""
    if row.state not in states:
        raise IllegalStep(_("This step is not possible from here."), state=row.state)


def wanted(**texts: str) -> list[FieldError]:
    """Texts that must be said and name no person."""
    faults = [
        fault(name, "required", _("This must be said."))
        for name, text in texts.items()
        if not text.strip()
    ]
    return faults + [one for name, text in texts.items() for one in nameless(name, text)]
