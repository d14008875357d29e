"""What a page of the explorer was asked: an area, a class of cases, days, hours, who found them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from command_center.analysis.store import reading
from command_center.analysis.store.arrays import CaseArrays
from command_center.cases import sets
from command_center.cases.filters import WEEKDAYS
from command_center.cases.models import CaseCategory
from command_center.cases.selectors import list_url
from grid.frame.forms import DAY, LIKELY_DAYS, choose
from grid.organisation.models import Agency
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer

ALL: Final = "all"
SET, CATEGORY = "set:", "category:"
LONGEST_DAYS: Final = 1_100
LONGEST_COUNTED_DAYS: Final = 3_660  # of what the counts by day answer
FOUND: Final = (
    ("reported", gettext_lazy("Reported by the public")),
    ("discovered", gettext_lazy("Discovered by police")),
    ("both", gettext_lazy("Both")),
)
_DISCOVERED: Final = {"reported": False, "discovered": True, "both": None}


class AskForm(forms.Form):
    """Area, class, days and who found them; what is not said is the page's own."""

    agency = forms.ChoiceField(label=gettext_lazy("Area"))
    counted = forms.ChoiceField(label=gettext_lazy("Class of cases"))
    since = forms.DateField(label=gettext_lazy("First day"), widget=DAY, validators=LIKELY_DAYS)
    until = forms.DateField(label=gettext_lazy("Last day"), widget=DAY, validators=LIKELY_DAYS)
    found = forms.ChoiceField(label=gettext_lazy("Found"), choices=FOUND)

    def __init__(self, data: Mapping[str, Any], *, viewer: Viewer, days: int) -> None:
        self.viewer = viewer
        super().__init__(self._begun(days) | {name: data[name] for name in data if data[name]})
        choose(self, "agency", agency_choices(viewer))
        choose(self, "counted", class_choices(viewer.agency_path))

    def _begun(self, days: int) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "agency": self.viewer.agency_path.strip("/").split("/")[-1],
            "counted": ALL,
            "since": (today - timedelta(days=days)).isoformat(),
            "until": (today - timedelta(days=1)).isoformat(),
            "found": "reported",
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", _("It must end after it begins."))
        elif since and until and (until - since).days >= (most := self.longest_days(said)):
            self.add_error("until", _("At most %(days)s days at once.") % {"days": f"{most:,}"})
        return said

    def longest_days(self, said: dict[str, Any]) -> int:
        """How many days one question may ask for."""
        return LONGEST_DAYS


class TimedForm(AskForm):
    """With weekday and hour, of the local time a case began."""

    weekday = forms.ChoiceField(label=gettext_lazy("Weekday"), required=False)
    hour = forms.ChoiceField(label=gettext_lazy("Hour"), required=False)

    def __init__(self, data: Mapping[str, Any], *, viewer: Viewer, days: int) -> None:
        super().__init__(data, viewer=viewer, days=days)
        choose(self, "weekday", WEEKDAYS, gettext_lazy("Every day"))
        hours = [(str(hour), f"{hour:02}:00–{hour + 1:02}:00") for hour in range(24)]
        choose(self, "hour", hours, gettext_lazy("All hours"))


def class_choices(agency_path: str) -> list[tuple[str, Any]]:
    """Everything, the class sets the agency counts by, and the categories in force."""
    today = timezone.localdate()
    upper = sets.categories_on(today).exclude(system=CaseCategory.System.GA240_8)
    upper = upper.order_by("kind", "system", "code")
    return [
        (ALL, _("All cases")),
        (_("Class sets"), [(f"{SET}{one.code}", str(one)) for one in sets.sets(agency_path)]),
        (_("Categories"), [(f"{CATEGORY}{one.code}", f"{one.code} {one}") for one in upper]),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that can be counted; `weekday` 1 (Monday) to 7 or 0, `hour` 0 to 23 or None."""

    agency: Agency
    counted: str
    since: date
    until: date
    found: str
    weekday: int = 0
    hour: int | None = None

    @property
    def discovered(self) -> bool | None:
        return _DISCOVERED[self.found]

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def categories(self) -> frozenset[int] | None:
        """Keys of the categories counted on the last day; None for all."""
        if self.counted.startswith(SET):
            path = self.agency.path
            return sets.category_ids(self.counted.removeprefix(SET), path, self.until)
        if self.counted.startswith(CATEGORY):
            return sets.below([self.counted.removeprefix(CATEGORY)])
        return None

    @property
    def is_timed(self) -> bool:
        """Whether the roll-up by days cannot answer it."""
        return bool(self.weekday) or self.hour is not None

    def filters(self, **more: Any) -> dict[str, Any]:
        """The same question for the list of cases, narrowed by `more`."""
        said: dict[str, Any] = {
            "agency": self.agency.code,
            "reported_after": self.since,
            "reported_before": self.until + timedelta(days=1),
            "weekday": self.weekday or None,
            "hour": self.hour,
            "discovered": self.discovered,
        }
        if self.counted.startswith(SET):
            said["class_set"] = self.counted.removeprefix(SET)
        if self.counted.startswith(CATEGORY):
            said["category"] = self.counted.removeprefix(CATEGORY)
        return said | more

    def url(self, **more: Any) -> str:
        """The address of the list of these cases."""
        return list_url(**self.filters(**more))

    def cases(self) -> CaseArrays:
        """The cases themselves, as they stand now."""
        rows = reading.load(
            self.agency.path, self.since, self.until,
            discovered=self.discovered, category_ids=self.categories,
        )  # fmt: skip
        return rows.where(self._in_time(rows)) if self.is_timed else rows

    def _in_time(self, rows: CaseArrays) -> Any:
        began = rows.occurred_from
        chosen = np.ones(len(rows), dtype=np.bool_)
        if self.weekday:
            chosen &= weekdays(began) == self.weekday
        if self.hour is not None:
            chosen &= hours(began) == self.hour
        return chosen


def weekdays(moments: Any) -> Any:
    """1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday."""
    return (moments.astype("datetime64[D]").astype(np.int64) + 3) % 7 + 1


def hours(moments: Any) -> Any:
    """0 to 23."""
    return moments.astype("datetime64[h]").astype(np.int64) % 24


def asked_of(form: AskForm, viewer: Viewer) -> Asked | None:
    """What the form says; None where it cannot be read."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    agency = Agency.objects.visible_to(viewer).get(code=said["agency"])
    hour = said.get("hour")
    return Asked(
        agency=agency,
        counted=said["counted"],
        since=said["since"],
        until=said["until"],
        found=said["found"],
        weekday=int(said.get("weekday") or 0),
        hour=int(hour) if hour else None,
    )
