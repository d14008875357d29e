"""Forms of alarm devices: filters, a device, what a press was, the rule."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.territory.geo import CRS
from grid.territory.models import Place
from video.alarms.models import AlarmDevice, AlarmRule, DeviceKind, Press
from video.alarms.serializers import device_row

_SEARCH = _("Code, name, place or address")


class DeviceFilterForm(forms.Form):
    """What the register is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=_SEARCH,
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _SEARCH}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *DeviceKind.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All that stand")), *AlarmDevice.State.choices],
        required=False,
    )
    untested = forms.ChoiceField(
        label=_("Tests"),
        choices=[("", _("Tested or not")), ("1", _("Not tested in time"))],
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class PressFilterForm(forms.Form):
    """What the list of presses is narrowed by."""

    q = forms.CharField(
        label=_("Device, place or incident number"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Device, place or incident number")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    which = forms.ChoiceField(
        label=_("Presses"),
        choices=[
            ("", _("All presses")),
            ("calls", _("Without tests")),
            ("tests", _("Tests only")),
            ("unknown", _("Of devices not registered")),
        ],
        required=False,
    )
    result = forms.ChoiceField(
        label=_("What it was"),
        choices=[("", _("Whatever it was")), *Press.Result.choices],
        required=False,
    )
    device = forms.SlugField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class DeviceForm(RefusableForm):
    """A device as it stands in the register."""

    code = forms.RegexField(
        r"^[A-Za-z0-9_-]{1,30}$",
        label=_("Code"),
        help_text=_("The number by which its own system names it when it is pressed."),
    )
    name = forms.CharField(label=_("Device name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=DeviceKind.choices)
    agency = forms.ChoiceField(label=_("Agency"))
    place = forms.ChoiceField(
        label=_("Place"),
        required=False,
        help_text=_("The school or other place of the register it belongs to."),
    )
    point = forms.CharField(
        label=_("Camera point"), max_length=30, required=False, help_text=_("Code of the pole.")
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    lng = forms.FloatField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("In degrees; empty: where its place or its pole stands."),
    )
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    crs = forms.ChoiceField(
        label=_("Coordinate system"), choices=[(c.value, c.value.upper()) for c in CRS]
    )
    contact = forms.CharField(
        label=_("Duty desk"),
        max_length=60,
        required=False,
        help_text=_("A desk and its number, never a person."),
    )
    installed_on = forms.DateField(label=_("Installed on"), required=False, widget=DAY)
    state = forms.ChoiceField(label=_("State"), choices=AlarmDevice.State.choices)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, viewer: Viewer, device: AlarmDevice | None) -> None:
        super().__init__(data, initial=device_row(device) if device else None)
        choose(self, "agency", agency_choices(viewer))
        places = Place.objects.visible_to(viewer).filter(is_active=True)
        choose(self, "place", places.values_list("pk", "name")[:2000], "—")
        if device is not None:
            del self.fields["code"]

    def clean_place(self) -> int | None:
        return int(self.cleaned_data["place"]) if self.cleaned_data["place"] else None


class JudgeForm(RefusableForm):
    """What a press turned out to be."""

    result = forms.ChoiceField(
        label=_("What it was"),
        choices=[row for row in Press.Result.choices if row[0] not in (Press.Result.OPEN, "test")],
    )
    number = forms.RegexField(
        r"^[A-Za-z0-9-]{0,40}$", label=_("Incident number"), required=False, max_length=40
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("What was found there; no names, no numbers of persons or vehicles."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RuleForm(RefusableForm):
    """How often devices are tested, from a day on."""

    agency = forms.ChoiceField(label=_("Agency"), help_text=_("Holds for it and all below it."))
    test_days = forms.IntegerField(
        label=_("Test at least every"), min_value=1, max_value=366, help_text=_("In days.")
    )
    window_min = forms.IntegerField(
        label=_("A test waits"), min_value=1, max_value=120, help_text=_("In minutes.")
    )
    repeat_s = forms.IntegerField(
        label=_("Presses are one call within"),
        min_value=1,
        max_value=3600,
        help_text=_("In seconds from one to the next."),
    )
    valid_from = forms.DateField(label=_("From"), widget=DAY)

    def __init__(self, data: Any = None, *, viewer: Viewer, held: AlarmRule) -> None:
        names = ("test_days", "window_min", "repeat_s")
        initial: dict[str, Any] = {name: getattr(held, name) for name in names}
        super().__init__(data, initial=initial | {"valid_from": timezone.localdate()})
        choose(self, "agency", agency_choices(viewer))
