"""Time windows of a key place: on which weekdays, from when to when, local time."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MOST: Final = 20


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
