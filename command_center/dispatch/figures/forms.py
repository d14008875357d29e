"""Forms of the figures' pages: filters in the address, and rules that change from a day on."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.figures.measures import BY_CODE, STAMP_NAMES
from command_center.dispatch.figures.models import STAMPS, BandSet, TimerRule
from command_center.incidents.forms import DATE
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer

GROUP_NAMES: Final = (
    ("none", _("Not divided")),
    ("agency", _("by agency")),
    ("hour", _("by hour of day")),
    ("level", _("by level")),
    ("category", _("by category")),
    ("cell", _("by grid cell")),
    ("unit", _("by unit")),
    ("unit_kind", _("by kind of unit")),
    ("tier", _("by tier")),
)
PER_NAMES: Final = (("incident", _("per incident")), ("assignment", _("per assignment")))
DAY_S: Final = 86_400


class FigureFilter(forms.Form):
    """Days, agency and how the figures are divided; empty fields take the defaults."""

    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False, to_field_name="code"
    )
    group = forms.ChoiceField(label=_("Divided"), choices=GROUP_NAMES, required=False)
    per = forms.ChoiceField(label=_("Counted"), choices=PER_NAMES, required=False)
    before_from = forms.DateField(label=_("Compare from"), widget=DATE, required=False)
    before_to = forms.DateField(label=_("Compare to"), widget=DATE, required=False)

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields = {
            "from": forms.DateField(label=_("from"), widget=DATE, required=False),
            "to": forms.DateField(label=_("to"), widget=DATE, required=False),
        } | self.fields
        self.fields["agency"].queryset = Agency.objects.visible_to(officer)  # type: ignore[attr-defined]
        self.fields["agency"].empty_label = _("Own agency")  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """The fields as `asking.question_of` reads them, once the form is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "agency" in given:
            given["agency"] = given["agency"].code
        return given


class FigureForm(FigureFilter):
    """The figures' own filter, with the measure that is divided."""

    measure = forms.ChoiceField(
        label=_("Measure"),
        choices=[(code, measure.name) for code, measure in BY_CODE.items()],
        required=False,
    )


class ReachFilter(FigureFilter):
    """The 1-3-5 page's filter."""

    reading = forms.ChoiceField(
        label=_("Reading"), choices=TimerRule.Reading.choices, required=False
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["before_from"], self.fields["before_to"]


class RuleForm(RefusableForm):
    """The day a change holds from, and the version that was seen."""

    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: BandSet | TimerRule, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["valid_from"].initial = max(timezone.localdate(), rule.valid_from)
        self.fields["version"].initial = rule.version

    @property
    def changes(self) -> dict[str, Any]:
        """The rule's own fields."""
        own = ("valid_from", "version")
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


class BandForm(RuleForm):
    """The upper bounds of a measure's bands."""

    bounds = forms.RegexField(
        r"^\s*\d{1,6}(\s*[,，、 ]\s*\d{1,6}){0,6}\s*$",
        label=_("Upper bounds in seconds"),
        help_text=_("One to seven numbers, rising; a call exactly at a bound is inside."),
    )
    field_order = ("bounds", "valid_from")

    def __init__(self, *args: Any, rule: BandSet, **more: Any) -> None:
        super().__init__(*args, rule=rule, **more)
        self.fields["bounds"].initial = ", ".join(str(bound) for bound in rule.bounds)

    def clean_bounds(self) -> list[int]:
        text = str(self.cleaned_data["bounds"]).translate({ord(sign): " " for sign in ",，、"})
        bounds = [int(part) for part in text.split()]
        if bounds != sorted(set(bounds)) or not bounds[0]:
            raise forms.ValidationError(_("The bounds must rise, and none may be zero."))
        return bounds


class TimerForm(RuleForm):
    """From which stamp to which, within how many seconds."""

    starts = forms.ChoiceField(label=_("Runs from"), choices=list(STAMP_NAMES.items()))
    ends = forms.ChoiceField(label=_("Runs to"), choices=list(STAMP_NAMES.items()))
    limit_s = forms.IntegerField(label=_("Within seconds"), min_value=1, max_value=DAY_S)
    field_order = ("starts", "ends", "limit_s", "valid_from")

    def __init__(self, *args: Any, rule: TimerRule, **more: Any) -> None:
        super().__init__(*args, rule=rule, **more)
        for name in ("starts", "ends", "limit_s"):
            self.fields[name].initial = getattr(rule, name)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        starts, ends = said.get("starts"), said.get("ends")
        if starts and ends and STAMPS.index(ends) <= STAMPS.index(starts):
            self.add_error("ends", _("A timer ends at a later stamp than it begins."))
        return said
