"""Forms of what is planned: a plan, its legs as lines, and a round by hand."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patrol.rounds.forms.base import MOST, PatrolForm, agencies, lines_of, units
from patrol.rounds.models import Mode, RoundPlan, Route

_LEG: Final = re.compile(r"(\S+)\s+(\S+)\s+(foot|vehicle|video)\s+(\d{1,4})\s+(\d{1,4})")
_CLOCK: Final = {"type": "time"}


class PlanForm(PatrolForm):
    """A plan of rounds; one leg a line, so that the hand-over reads from top to bottom."""

    name = forms.CharField(label=gettext_lazy("Plan name"), max_length=60)
    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"),
        choices=[(str(number + 1), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    starts_at = forms.TimeField(
        label=gettext_lazy("From (local)"), widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M")
    )
    ends_at = forms.TimeField(
        label=gettext_lazy("Until (local)"),
        widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"),
        help_text=gettext_lazy("Before the start: on the next day."),
    )
    every_min = forms.IntegerField(
        label=gettext_lazy("Again every, minutes"),
        required=False,
        min_value=15,
        max_value=1440,
        help_text=gettext_lazy("Empty: once a day."),
    )
    legs = forms.CharField(
        label=gettext_lazy("Legs"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One a line: route, call sign, foot or vehicle or video, minutes after the start, "
            "minutes long. Example: RT001 P12 foot 0 120"
        ),
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def offer(self) -> None:
        self.choose("agency", agencies(self.viewer))

    def clean_days(self) -> list[int]:
        return [int(day) for day in self.cleaned_data["days"]]

    def clean_legs(self) -> list[dict[str, Any]]:
        return [_leg(line) for line in lines_of(self.cleaned_data["legs"])]


class RoundForm(PatrolForm):
    """One round by hand."""

    route = forms.ChoiceField(label=gettext_lazy("Route"))
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        required=False,
        help_text=gettext_lazy("Without one, the first unit of the agency may take it."),
    )
    mode = forms.ChoiceField(label=gettext_lazy("Way of patrol"), choices=Mode.choices)
    due_start = forms.DateTimeField(
        label=gettext_lazy("Start"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Lasts, minutes"), min_value=5, max_value=1440, initial=120
    )

    def offer(self) -> None:
        routes = Route.objects.visible_to(self.viewer).filter(is_active=True)[:MOST]
        self.choose("route", [(route.code, f"{route.code} {route.name}") for route in routes])
        self.choose("unit", units(self.viewer), empty=_("no unit"))


class GiveForm(PatrolForm):
    """To which unit a round is given."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))

    def offer(self) -> None:
        self.choose("unit", units(self.viewer))


class CancelForm(PatrolForm):
    """Why a round is called off."""

    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=2, max_length=200)


def legs_text(plan: RoundPlan) -> str:
    """A plan's legs as the form takes them."""
    return "\n".join(
        f"{leg.route.code} {leg.unit.call_sign} {leg.mode} {leg.after_min} {leg.minutes}"
        for leg in plan.legs.all()
    )


def _leg(line: str) -> dict[str, Any]:
    found = _LEG.fullmatch(line)
    if not found:
        raise ValidationError(_("“%s” is no leg.") % line[:60])
    route, unit, mode, after, minutes = found.groups()
    if not 5 <= int(minutes) <= 1440:
        raise ValidationError(_("A leg lasts 5 to 1440 minutes."))
    return {
        "route": route,
        "unit": unit,
        "mode": mode,
        "after_min": int(after),
        "minutes": int(minutes),
    }
