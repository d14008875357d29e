"""What every step on a bulletin asks first."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from command_center.analysis.bulletins.models import Bulletin, BulletinStep
from grid.errors import FieldError, IllegalStep, NotAllowed
from grid.organisation.models import ClientSystem, Officer
from grid.organisation.writing import fault, nameless

By = Officer | ClientSystem
LONGEST_REASON: Final = 300


def officer_only(by: By) -> Officer:
    """Whoever signs is an officer, never a client system."""
    if not isinstance(by, Officer):
        raise NotAllowed(_("Only an officer signs a bulletin."))
    return by


def own_only(row: Bulletin, by: By) -> None:
    """A bulletin is written and signed in its own agency or above it, not by who has a copy."""
    if not row.agency.path.startswith(by.agency_path):
        raise NotAllowed(_("Only the agency of the bulletin works on it."))


def in_state(row: Bulletin, *states: str) -> None:
    """Refuse a step that is not possible from here."""
    if row.state not in states:
        raise IllegalStep(_("This step is not possible from here."), state=row.state)


def writers(row: Bulletin) -> set[int]:
    """Officers who wrote any of it: they neither review nor issue it.

    Remarks are handed on from edition to edition, and with them their writers.
    """
    of: dict[str, Any] = {"bulletin": row}
    if row.remarks.get("sections"):
        of = {"bulletin__" + name: getattr(row, name) for name in ("agency", "job", "period")}
        of["bulletin__revision__lte"] = row.revision
    steps = BulletinStep.objects.filter(**of, step="edited", officer__isnull=False)
    return set(steps.values_list("officer_id", flat=True))


def note(
    row: Bulletin,
    step: str,
    by: By | None,
    *,
    text: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """One line of its history; the platform itself where nobody did it."""
    BulletinStep.objects.create(
        bulletin=row,
        step=step,
        by=by.as_actor().label if by else "Anlan",
        officer=by if isinstance(by, Officer) else None,
        text=text,
        changes=changes or {},
    )


def text_faults(field: str, text: str, *, least: int = 0, most: int) -> list[FieldError]:
    """Length, and that no person or vehicle is named by a number."""
    length = len(text.strip())
    if length < least:
        message = _("%(count)s characters or more.") % {"count": least}
        return [fault(field, "too_short", message)]
    if length > most:
        message = _("%(count)s characters or fewer.") % {"count": most}
        return [fault(field, "too_long", message)]
    return nameless(field, text)
