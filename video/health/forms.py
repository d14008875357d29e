"""Forms of video health: filters, exclusions, samples, looks, ages of signs."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from video.health.models import Exclusion, FaultKind, Inspection, PlatformStatus, Sample
from video.health.services.sign_rules import NUMBERS
from video.register.models import CameraClass, Platform

MOST_CODES: Final = 5_000


def _search(label: Any) -> forms.CharField:
    widget = forms.SearchInput(attrs={"placeholder": label})
    return forms.CharField(label=label, required=False, max_length=60, widget=widget)


def _any(label: Any, nothing: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", nothing), *choices])


class PlatformFilterForm(forms.Form):
    q = _search(_("Platform, code or national id"))
    state = _any(_("State"), _("Any state"), PlatformStatus.State.choices)


class ExclusionFilterForm(forms.Form):
    q = _search(_("Number, what it covers, camera code"))
    state = _any(_("State"), _("Any state"), Exclusion.State.choices)
    reason = _any(_("Reason"), _("Any reason"), Exclusion.Reason.choices)


class InspectionFilterForm(forms.Form):
    q = _search(_("Camera, national id or inspector"))
    picture = _any(_("Picture"), _("Any picture"), Inspection.Picture.choices)
    place = _any(_("Place"), _("Any place"), Inspection.Place.choices)
    sample = forms.CharField(label=_("Sample"), required=False, max_length=20)
    checked_from = forms.DateField(label=_("From day"), required=False, widget=DAY)
    checked_to = forms.DateField(label=_("To day"), required=False, widget=DAY)


class SampleFilterForm(forms.Form):
    q = _search(_("Number of a sample"))
    purpose = _any(_("Purpose"), _("Any purpose"), Sample.Purpose.choices)
    is_open = forms.BooleanField(label=_("Not finished only"), required=False)


class ExclusionForm(RefusableForm):
    """What is left out, why, from when to when."""

    cameras = forms.CharField(
        label=_("Cameras"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Codes, one a line; or choose a platform or an agency instead."),
    )
    platform = forms.ChoiceField(label=_("Or a platform with all below"), required=False)
    agency = forms.ChoiceField(label=_("Or all cameras of an agency"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=Exclusion.Reason.choices)
    note = forms.CharField(
        label=_("What happens"),
        max_length=200,
        help_text=_("At least 4 characters; no names of persons."),
    )
    document = forms.CharField(label=_("Notice or document"), max_length=80, required=False)
    starts_at = forms.DateTimeField(
        label=_("From"), widget=MOMENT, help_text=_("At most 31 days back.")
    )
    ends_at = forms.DateTimeField(
        label=_("Until"), widget=MOMENT, help_text=_("At most 90 days later.")
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("No agency"))
        rows = Platform.objects.visible_to(viewer).filter(is_active=True)
        choose(self, "platform", rows.values_list("code", "name"), _("No platform"))

    def clean(self) -> dict[str, Any]:
        said = dict(super().clean() or {})
        said["cameras"] = str(said.get("cameras", "")).replace(",", " ").split()[:MOST_CODES]
        named = [name for name in ("cameras", "platform", "agency") if said.get(name)]
        if len(named) != 1:
            self.add_error("cameras", _("Name cameras, a platform or an agency: one."))
        return said


class DecisionForm(RefusableForm):
    """Approve, or refuse with the reason."""

    decision = forms.CharField(
        label=_("Remark"),
        max_length=180,
        required=False,
        help_text=_("Required where it is refused."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SampleForm(RefusableForm):
    agency = forms.ChoiceField(label=_("Agency"))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Sample.Purpose.choices)
    size = forms.IntegerField(
        label=_("How many cameras"), min_value=1, max_value=2_000, initial=100
    )
    camera_class = forms.ChoiceField(label=_("Class"), required=False)
    due_on = forms.DateField(label=_("To be done by"), widget=DAY)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))
        choose(self, "camera_class", CameraClass.objects.values_list("pk", "name"), _("All"))
        self.fields["due_on"].initial = timezone.localdate() + timedelta(days=7)


class InspectionForm(RefusableForm):
    """What somebody saw at a camera."""

    camera = forms.CharField(label=_("Code of the camera"), max_length=30)
    sample = forms.CharField(label=_("Sample"), max_length=20, required=False)
    picture = forms.ChoiceField(
        label=_("Picture"), required=False, choices=[("", "—"), *Inspection.Picture.choices]
    )
    faults = forms.MultipleChoiceField(
        label=_("Faults"),
        required=False,
        choices=FaultKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(
        label=_("Place"), required=False, choices=[("", "—"), *Inspection.Place.choices]
    )
    distance_m = forms.FloatField(
        label=_("Distance from the file's position (m)"), required=False, min_value=0
    )
    lng = forms.FloatField(
        label=_("Longitude of where it stands"), required=False, min_value=-180, max_value=180
    )
    lat = forms.FloatField(
        label=_("Latitude of where it stands"),
        required=False,
        min_value=-90,
        max_value=90,
        help_text=_("WGS-84, in degrees; the distance is then computed."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class SignRuleForm(RefusableForm):
    """Ages of signs in seconds, from a day on."""

    sweep_s = forms.IntegerField(label=_("A sweep holds (s)"), min_value=30)
    notify_s = forms.IntegerField(label=_("A catalogue event holds (s)"), min_value=30)
    catalog_s = forms.IntegerField(label=_("A catalogue holds (s)"), min_value=30)
    heartbeat_s = forms.IntegerField(
        label=_("A heartbeat holds (s)"), min_value=30, help_text=_("Three missed ones as a rule.")
    )
    lost_share = forms.IntegerField(
        label=_("A platform is lost when of its cameras fall (%)"), min_value=50, max_value=100
    )
    lost_least = forms.IntegerField(label=_("and at least so many"), min_value=2)
    valid_from = forms.DateField(label=_("From day"), widget=DAY)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def numbers(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in NUMBERS}
