"""Forms of the coverage pages."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.coverage.models import CoverageRequirement, MoveUp, ResponseCircle
from command_center.incidents.forms import DATE
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer
from grid.territory.models import Place
from patrol.units.models import Station, Unit

TIERS = ((1, _("1 minute")), (3, _("3 minutes")), (5, _("5 minutes")))


class CircleFilter(forms.Form):
    """What the list of circles is narrowed by."""

    q = forms.CharField(label=_("Circle name"), required=False, max_length=50)
    tier = forms.TypedChoiceField(
        label=_("Tier"), coerce=int, required=False, choices=[("", _("All tiers")), *TIERS]
    )


class CircleForm(RefusableForm):
    """A circle: where, how soon, and by which forces."""

    name = forms.CharField(label=_("Circle name"), max_length=100)
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    tier = forms.TypedChoiceField(label=_("Within"), coerce=int, choices=TIERS)
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.none(), required=False, help_text=_("Or a point.")
    )
    lng = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    radius_m = forms.IntegerField(
        label=_("Drawn radius in metres"),
        required=False,
        min_value=50,
        max_value=50_000,
        help_text=_("Empty: the travel time decides."),
    )
    stations = forms.ModelMultipleChoiceField(
        label=_("Stations"), queryset=Station.objects.none(), required=False
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Units"), queryset=Unit.objects.none(), required=False
    )
    agencies = forms.ModelMultipleChoiceField(
        label=_("Agencies"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=_("No force named: every unit of the circle's agency."),
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)
    valid_to = forms.DateField(label=_("until before"), widget=DATE, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, officer: Officer, circle: ResponseCircle | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, model in (
            ("agency", Agency),
            ("agencies", Agency),
            ("place", Place),
            ("stations", Station),
            ("units", Unit),
        ):
            rows: Any = model.objects.visible_to(officer)
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = timezone.localdate()
        if circle is not None:
            del self.fields["agency"], self.fields["valid_from"]
            self._show(circle)

    def _show(self, circle: ResponseCircle) -> None:
        for name in ("name", "tier", "place", "radius_m", "valid_to", "version"):
            self.fields[name].initial = getattr(circle, name)
        if circle.place is None:
            self.fields["lng"].initial, self.fields["lat"].initial = circle.point.coords
        for name in ("stations", "units", "agencies"):
            self.fields[name].initial = [row.pk for row in getattr(circle, name).all()]

    def said(self) -> dict[str, Any]:
        """The words of the circle, once the form is valid."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("agency", "version")}


class RequirementForm(RefusableForm):
    """How many free units a station must keep."""

    station = forms.ModelChoiceField(label=_("Station"), queryset=Station.objects.none())
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("any kind")), *Unit.Kind.choices], required=False
    )
    min_available = forms.IntegerField(label=_("Free units at least"), min_value=1, max_value=100)
    radius_m = forms.IntegerField(
        label=_("Within metres of the station"),
        required=False,
        min_value=50,
        max_value=50_000,
        help_text=_("Empty: the station's own units, wherever they are."),
    )
    valid_to = forms.DateField(label=_("until before"), widget=DATE, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, officer: Officer, row: CoverageRequirement | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["station"].queryset = Station.objects.visible_to(officer)  # type: ignore[attr-defined]
        if row is not None:
            del self.fields["station"], self.fields["kind"]
            for name in ("min_available", "radius_m", "valid_to", "version"):
                self.fields[name].initial = getattr(row, name)

    def said(self) -> dict[str, Any]:
        """The words of the requirement, once the form is valid."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}


class DecisionForm(RefusableForm):
    """Accept a move-up, or refuse it with a reason."""

    unit = forms.CharField(max_length=20, widget=forms.HiddenInput)
    place = forms.CharField(max_length=60, widget=forms.HiddenInput)
    gone = forms.CharField(max_length=400, widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=MoveUp.Decision.choices)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
