"""The form of the limits rounds are judged by."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol.rounds.forms.base import PatrolForm
from patrol.rounds.rules import NUMBERS

LABELS: Final = {
    "ready_min": _("Shown as ready before the start, minutes"),
    "start_grace_min": _("Start overdue after, minutes"),
    "window_grace_min": _("A time window counts as not kept after its end, minutes"),
    "foot_kmh": _("Fastest on foot or by bicycle, km/h"),
    "vehicle_kmh": _("Fastest by vehicle, km/h"),
    "far_m": _("Code used far from the point beyond, metres"),
    "clock_s": _("Clock of the device wrong by, seconds"),
    "late_entry_s": _("Told late after, seconds"),
    "control_point_days": _("Control points stand at most, days"),
}


class RuleForm(PatrolForm):
    """Every limit with its unit, and the day from which it holds."""

    valid_from = forms.DateField(
        label=_("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Today at the earliest; rounds before that day stay judged as they were."),
    )

    def offer(self) -> None:
        for name, (least, most) in NUMBERS.items():
            self.fields[name] = forms.IntegerField(
                label=LABELS[name], min_value=least, max_value=most, help_text=f"{least}–{most}"
            )

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"version": self.cleaned_data["version"]}
