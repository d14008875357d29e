"""The words of the work log: looked up as rows, seeded with what patrols in general do."""

from typing import Any, Final

from django.utils.functional import SimpleLazyObject

from patrol.worklog.models import WorkCode

Group = WorkCode.Group


def codes(which: str) -> dict[str, str]:
    """Code and name in the reader's language of one group, in its order."""
    return {row.code: str(row) for row in WorkCode.objects.filter(group=which, is_active=True)}


def choices(which: str, *, empty: Any = None) -> list[tuple[str, Any]]:
    """The same for a form; `empty` is the word for none."""
    found: list[tuple[str, Any]] = list(codes(which).items())
    return [("", empty), *found] if empty is not None else found


def every_name() -> dict[str, dict[str, str]]:
    """Names of all groups, those out of use included: old entries keep their words."""
    found: dict[str, dict[str, str]] = {which: {} for which in Group.values}
    for row in WorkCode.objects.all():
        found[row.group][row.code] = str(row)
    return found


def named() -> Any:
    """`every_name`, read when it is first needed."""
    return SimpleLazyObject(every_name)


COUNTER: Final = "service"
