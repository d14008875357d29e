"""Times as people and systems write them into files.

Year first in any of the usual marks (2016-04-30 22:00, 2016/4/30, 2016年4月30日22时0分,
20160430220000), ISO 8601 with or without a zone, or month first with slashes (4/30/2016 at 2200).
Without a zone a time is local; 24:00 is the midnight that ends the day.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

_CLOCK: Final = (
    r"(?:\s*(?:T|at|,)?\s*(?P<h>\d{1,2})[:时点](?:(?P<m>\d{1,2})(?:[:分](?P<s>\d{1,2})秒?)?分?)?)?"
)
_DENSE: Final = r"(?:\s*at\s*(?P<hh>\d{2})(?P<mm>\d{2}))?"
_FORMS: Final = (
    re.compile(rf"(?P<Y>\d{{4}})[-/.年](?P<M>\d{{1,2}})[-/.月](?P<D>\d{{1,2}})日?{_CLOCK}"),
    re.compile(rf"(?P<M>\d{{1,2}})/(?P<D>\d{{1,2}})/(?P<Y>\d{{4}})(?:{_DENSE}|{_CLOCK})"),
    re.compile(r"(?P<Y>\d{4})(?P<M>\d\d)(?P<D>\d\d)(?:(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?)?"),
)
_MIDNIGHT: Final = (24, 0, 0)


def moment(raw: Any, text: str) -> datetime:
    """The aware time of a cell; raises ValueError, in the reader's language, for no known form."""
    found = raw if isinstance(raw, datetime) else _parsed(text)
    if found is None:
        raise ValueError(_("“%s” is not a time in any of the known forms.") % text[:40])
    return found if found.tzinfo else timezone.make_aware(found, timezone.get_default_timezone())


def day(raw: Any, text: str) -> date:
    """The local day of a cell; raises as `moment`."""
    return timezone.localdate(moment(raw, text))


def _parsed(text: str) -> datetime | None:
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _built(found.groupdict())
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _built(said: dict[str, str | None]) -> datetime | None:
    """None for a day or an hour there is not."""
    hour, minute = said.get("hh") or said.get("h"), said.get("mm") or said.get("m")
    clock = tuple(int(part or 0) for part in (hour, minute, said.get("s")))
    try:
        at = datetime(int(said["Y"] or 0), int(said["M"] or 0), int(said["D"] or 0))  # noqa: DTZ001 the zone is set by the caller
        return (
            at + timedelta(days=1)
            if clock == _MIDNIGHT
            else at.replace(hour=clock[0], minute=clock[1], second=clock[2])
        )
    except ValueError:
        return None
