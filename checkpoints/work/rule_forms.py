"""Forms of the rules of the work: times, shares and ceilings that hold from a day on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from checkpoints.work.forms import DATE
from checkpoints.work.rulebook import RULES
from grid.frame.pages import RefusableForm


class CeilingForm(RefusableForm):
    """What one checkpoint can at most count of a kind in an hour; more is taken for a slip."""

    most_checked = forms.IntegerField(
        label=_("Checked in an hour, at most"), min_value=1, max_value=1_000_000
    )
    most_passing = forms.IntegerField(
        label=_("Passing in an hour, at most"),
        min_value=1,
        max_value=1_000_000,
        help_text=_("Of one checkpoint; a greater number is refused as a slip."),
    )
    valid_from = forms.DateField(
        label=_("From day"),
        widget=DATE,
        help_text=_("Counts of earlier days keep the ceiling of their day."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RuleForm(RefusableForm):
    """Numbers that hold from a day on; minutes count from the end of the hour."""

    late_after_min = forms.IntegerField(
        label=_("An entry is late after (min)"), min_value=0, max_value=1440
    )
    refuse_after_days = forms.IntegerField(
        label=_("It is refused after (days)"), min_value=1, max_value=365
    )
    overdue_after_min = forms.IntegerField(
        label=_("A missing count is told after (min)"), min_value=1, max_value=1440
    )
    small_below = forms.IntegerField(
        label=_("Figures are small below"), min_value=0, max_value=1000
    )
    suspend_most_min = forms.IntegerField(
        label=_("Longest suspension (min)"), min_value=1, max_value=1440
    )
    on_time_min = forms.IntegerField(
        label=_("On time until (min after the shift begins)"), min_value=0, max_value=120
    )
    absent_after_min = forms.IntegerField(label=_("Absent after (min)"), min_value=1, max_value=720)
    rest_hours = forms.IntegerField(label=_("Rest between shifts (h)"), min_value=0, max_value=72)
    valid_from = forms.DateField(label=_("From day"), widget=DATE)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def numbers(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in RULES}
