"""Forms of the rules a containment computes by: each holds from a day on."""

from typing import Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.containment.models import RoadClass
from checkpoints.containment.models.rules import FASTEST_KMH
from grid.frame.pages import RefusableForm

DAY: Final = forms.DateInput(attrs={"type": "date"})
UNITS_S: Final = {
    "acknowledge_s": 60, "man_s": 60, "report_every_s": 60, "valid_s": 3600, "longest_s": 3600
}  # fmt: skip


class RuleForm(RefusableForm):
    """From which day on it holds; what holds until then stays readable."""

    valid_from = forms.DateField(
        label=_("From"), widget=DAY, initial=timezone.localdate,
        help_text=_("Today or later; containments already started keep what they began with."),
    )  # fmt: skip


class SpeedForm(RuleForm):
    road_class = forms.ChoiceField(label=_("Class of road"), choices=RoadClass.choices)
    hour_from = forms.IntegerField(label=_("From hour"), min_value=0, max_value=23, initial=0)
    hour_to = forms.IntegerField(
        label=_("To hour"), min_value=1, max_value=24, initial=24,
        help_text=_("Local hours. Of rows that overlap, the one written later holds."),
    )  # fmt: skip
    speed_kmh = forms.FloatField(label=_("Speed, km/h"), min_value=1, max_value=FASTEST_KMH)
    field_order = ("road_class", "hour_from", "hour_to", "speed_kmh", "valid_from")


class DetourForm(RuleForm):
    factor = forms.FloatField(
        label=_("Detour factor"), min_value=1, max_value=5,
        help_text=_("Road metres for a straight metre, where no roads are known."),
    )  # fmt: skip
    field_order = ("factor", "valid_from")


class TargetForm(RuleForm):
    """Minutes and hours, as they are spoken of; `seconds` is what the row keeps."""

    acknowledge_s = forms.IntegerField(
        label=_("To acknowledge within (minutes)"), min_value=1, max_value=120
    )
    man_s = forms.IntegerField(
        label=_("To be in place within (minutes)"), min_value=1, max_value=720
    )
    report_every_s = forms.IntegerField(
        label=_("To report every (minutes)"), min_value=1, max_value=720
    )
    valid_s = forms.IntegerField(
        label=_("Holds for (hours)"), min_value=1, max_value=168,
        help_text=_("Then it ends by itself, unless it is extended."),
    )  # fmt: skip
    longest_s = forms.IntegerField(
        label=_("At most, however often extended (hours)"), min_value=1, max_value=168
    )
    cover_m = forms.IntegerField(
        label=_("A post covers a crossing within (metres)"), min_value=1, max_value=5000
    )
    field_order = (*UNITS_S, "cover_m", "valid_from")
