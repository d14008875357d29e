"""From what a person or a system sends to a question about figures."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from command_center.dispatch.figures.periods import Period, Question
from command_center.dispatch.figures.spans import Behind
from grid.errors import FieldError, InvalidInput
from grid.organisation.models import Agency
from grid.scope import Viewer

DEFAULT_DAYS: Final = 7
MOST_DAYS: Final = 366


def question_of(viewer: Viewer, said: Mapping[str, Any]) -> Question:
    """The question; the last seven days of the viewer's own agency where nothing is said.

    Raises InvalidInput (400) for days that run backwards or are too many, Http404 for an agency
    outside the viewer's scope.
    """
    return Question(
        viewer=viewer,
        agency=_agency(viewer, said.get("agency", "")),
        period=_period(said, "from", "to") or default_period(),
        group=said.get("group") or "none",
        per=said.get("per") or "incident",
    )


def default_period() -> Period:
    """The last seven local days, today included."""
    today = timezone.localdate()
    return Period(first=today - timedelta(days=DEFAULT_DAYS - 1), last=today)


def compared_with(said: Mapping[str, Any]) -> Period | None:
    """The earlier days that were chosen to compare with, or None."""
    return _period(said, "before_from", "before_to")


def behind_of(said: Mapping[str, Any]) -> Behind:
    """Which calls of a figure are to be listed."""
    return Behind(reason=said.get("reason") or "", group=said.get("key"), band=said.get("band"))


def _agency(viewer: Viewer, code: str) -> Agency:
    rows = Agency.objects.visible_to(viewer)
    found: Agency | None = (
        rows.filter(code=code).first() if code else rows.filter(path=viewer.agency_path).first()
    )
    if found is None:
        raise Http404
    return found


def _period(said: Mapping[str, Any], first_name: str, last_name: str) -> Period | None:
    first, last = said.get(first_name), said.get(last_name)
    if first is None and last is None:
        return None
    if first is None or last is None:
        missing = first_name if first is None else last_name
        raise _refusal(missing, "required", _("Give both days."))
    _check_days(first, last, last_name)
    return Period(first=first, last=last)


def _check_days(first: date, last: date, pointer: str) -> None:
    if last < first:
        raise _refusal(pointer, "backwards", _("The last day is before the first."))
    if (last - first).days >= MOST_DAYS:
        message = _("At most %(days)s days at once.") % {"days": MOST_DAYS}
        raise _refusal(pointer, "too_long", message)
    if first.year < 2000 or last.year > 2100:
        raise _refusal(pointer, "out_of_range", _("Give days of this century."))


def _refusal(name: str, code: str, message: str) -> InvalidInput:
    fault = FieldError(pointer=f"/{name}", code=code, message=message)
    return InvalidInput(message, errors=[fault])
