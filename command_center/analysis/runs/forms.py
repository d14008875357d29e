"""Forms of the pages of runs, methods and switches."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.analysis.runs.models import SpecialDay
from command_center.analysis.runs.register import switchable
from command_center.analysis.runs.registry import jobs
from command_center.analysis.runs.words import LETTERS, STATES
from grid.frame.forms import CLOCK, DAY, LIKELY_DAYS, choose
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.scope import Viewer

ANY: Final = ("", "—")
AREA_KINDS: Final = (
    Agency.Kind.CITY, Agency.Kind.BRANCH, Agency.Kind.COUNTY, Agency.Kind.STATION
)  # fmt: skip


def areas(viewer: Viewer) -> list[tuple[str, str]]:
    """Agencies of the viewer's area that have results of their own."""
    rows = Agency.objects.visible_to(viewer).filter(is_active=True, kind__in=AREA_KINDS)
    return [(row.code, row.name) for row in rows.order_by("path")]


def job_choices() -> list[tuple[str, Any]]:
    return [(spec.name, spec.label) for spec in jobs()]


class CalendarForm(forms.Form):
    """Which job, which month or year, which agencies."""

    job = forms.ChoiceField(label=_("Job"), required=False)
    on = forms.DateField(label=_("Day"), required=False, widget=DAY, validators=LIKELY_DAYS)
    agency = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "job", job_choices())
        choose(self, "agency", areas(viewer), _("All areas"))


class RunFilter(forms.Form):
    """What the list of runs is asked for, as it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    job = forms.ChoiceField(label=_("Job"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ANY, *((code, STATES[code]) for code in LETTERS if code != "missing")],
    )
    agency = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "job", job_choices(), "—")
        choose(self, "agency", areas(viewer), "—")


class AgainForm(RefusableForm):
    """Why a period is run again."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Kept with the run; names nobody.")
    )


class SwitchFilter(forms.Form):
    """Which switches."""

    method = forms.ChoiceField(label=_("Method"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[ANY, ("off", _("Switched off")), ("on", _("On again"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "method", switchable(), "—")


class SwitchForm(RefusableForm):
    """A method to be switched off for an area."""

    method = forms.ChoiceField(label=_("Method or job"))
    agency = forms.ChoiceField(label=_("Area"), help_text=_("With all below it."))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Shown in the algorithm register.")
    )
    confirm = forms.BooleanField(
        label=_("It is left out of every run until somebody switches it on again."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "method", switchable())
        choose(self, "agency", areas(viewer))


class OnForm(RefusableForm):
    """A method to be used again."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RuleForm(RefusableForm):
    """When a job closes for an area, from a day on."""

    job = forms.ChoiceField(label=_("Job"))
    agency = forms.ChoiceField(label=_("Area"), help_text=_("With all below it."))
    closes_at = forms.TimeField(
        label=_("Closes at"), widget=CLOCK, help_text=_("Local time of the first day after.")
    )
    is_on = forms.BooleanField(label=_("Runs by itself"), required=False, initial=True)
    valid_from = forms.DateField(label=_("From"), widget=DAY, initial=timezone.localdate)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "job", job_choices())
        choose(self, "agency", areas(viewer))


class SpecialDayFilter(forms.Form):
    """Which holidays."""

    q = forms.CharField(label=_("Search"), required=False, max_length=40)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *SpecialDay.Kind.choices]
    )


class SpecialDayForm(RefusableForm):
    """Days off, worked in exchange, or ordinary after all."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=SpecialDay.Kind,
        help_text=_("An ordinary day takes back a row above it, or one of your own."),
    )
    name = forms.CharField(label=_("Name of the holiday"), max_length=40)
    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY, help_text=_("Counts as well."))
    source = forms.CharField(
        label=_("Notice that sets it"), max_length=120, required=False,
        help_text=_("Title or number of the document."),
    )  # fmt: skip
    agency = forms.ChoiceField(label=_("Area"), help_text=_("With all below it."))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "agency", areas(viewer))
