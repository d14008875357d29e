"""Forms of the positions' pages."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from patrol.positions.models import PositionLimit, QuarantinedFix

LOCAL: Final = "%Y-%m-%dT%H:%M"
PURPOSES: Final = (
    ("response", _("How a call was answered")),
    ("supervision", _("Supervision of patrols")),
    ("complaint", _("Complaint or review")),
    ("safety", _("Safety of the crew")),
)


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        label=label, required=False, widget=widget, input_formats=[LOCAL, "%Y-%m-%d %H:%M"]
    )


class FleetFilter(forms.Form):
    """What the list of positions is narrowed by."""

    q = forms.CharField(
        label=_("Call sign"),
        required=False,
        max_length=20,
        widget=forms.SearchInput(attrs={"placeholder": _("Call sign")}),
    )
    source = forms.ChoiceField(
        label=_("Source"),
        required=False,
        choices=[("", _("All sources")), *PositionLimit.Source.choices],
    )


class QuarantineFilter(forms.Form):
    """What the list of fixes set aside is narrowed by."""

    q = forms.CharField(
        label=_("Call sign"),
        required=False,
        max_length=20,
        widget=forms.SearchInput(attrs={"placeholder": _("Call sign")}),
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("All reasons")), *QuarantinedFix.Reason.choices],
    )


class TrackForm(forms.Form):
    """Why a track is read, and which part of it."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSES)
    case_number = forms.CharField(label=_("Incident or case number"), max_length=40, required=False)
    since = _moment(_("From"))
    until = _moment(_("To"))


class LimitForm(forms.Form):
    """Other numbers from a day on; `numbers` are the fields of the row."""

    valid_from = forms.DateField(
        label=_("Holds from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    LABELS: Final = {
        "stale_after_s": _("Shown grey after (seconds)"),
        "recommend_within_s": _("Recommended within (seconds)"),
        "latest_within_s": _("Newest if received within (seconds)"),
        "noise_m": _("Standing still within (metres)"),
        "max_kmh": _("Fastest (km/h)"),
    }

    def __init__(self, *args: Any, row: Any, numbers: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.numbers = numbers
        for name in numbers:
            self.fields[name] = forms.IntegerField(
                label=self.LABELS[name], min_value=1, max_value=86_400, initial=getattr(row, name)
            )
        self.fields["version"].initial = row.version
        self.fields["valid_from"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("stale_after_s", 0) > said.get("recommend_within_s", 86_400):
            self.add_error("stale_after_s", _("Grey must not come after no longer recommended."))
        return said

    @property
    def changes(self) -> dict[str, int]:
        """The numbers alone."""
        return {name: self.cleaned_data[name] for name in self.numbers}
