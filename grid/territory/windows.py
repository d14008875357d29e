"""Time windows of a key place: on which weekdays, from when to when, local time."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MOST: Final = 20


def runs(days: Iterable[int]) -> list[tuple[int, int]]:
    """First and last day of each unbroken run: `[1, 2, 3, 6]` is `[(1, 3), (6, 6)]`."""
    found: list[tuple[int, int]] = []
    for day in sorted(set(days)):
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def said(window: dict[str, Any]) -> str:
    """A window in words: "Monday to Friday 07:20–08:10", "every day 08:00–17:00"."""
    spans = ", ".join(_span(first, last) for first, last in runs(window["days"]))
    return f"{spans} {window['from']}–{window['to']}"


def _span(first: int, last: int) -> str:
    if (first, last) == (1, 7):
        return _("every day")
    names = {"first": WEEKDAYS[first - 1], "last": WEEKDAYS[last - 1]}
    return str(names["first"]) if first == last else _("%(first)s to %(last)s") % names


def check_windows(windows: Any) -> list[dict[str, Any]]:
    """The windows with their days sorted; `{"days": [1..7], "from": "07:30", "to": "08:10"}`.

    Raises InvalidInput with a pointer to the first window that is none.
    """
    if not isinstance(windows, list) or len(windows) > _MOST:
        raise _invalid("", _("Give a list of at most 20 time windows."))
    return [_window(number, window) for number, window in enumerate(windows)]


def _window(number: int, window: Any) -> dict[str, Any]:
    if not isinstance(window, dict) or set(window) != {"days", "from", "to"}:
        raise _invalid(f"/{number}", _("A time window has days, from and to."))
    days = window["days"]
    if not isinstance(days, list) or not days or any(d not in range(1, 8) for d in days):
        raise _invalid(f"/{number}/days", _("Days are numbers from 1 (Monday) to 7."))
    for name in ("from", "to"):
        if not isinstance(window[name], str) or not _CLOCK.fullmatch(window[name]):
            raise _invalid(f"/{number}/{name}", _("A time is written as 07:30."))
    if window["from"] >= window["to"]:
        raise _invalid(f"/{number}/to", _("A time window ends after it begins."))
    return {"days": sorted(set(days)), "from": window["from"], "to": window["to"]}


def _invalid(pointer: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/windows{pointer}", code="invalid", message=message)
    return InvalidInput(message, errors=[fault])
