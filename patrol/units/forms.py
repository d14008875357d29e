"""Forms of the pages of stations and units."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.organisation.selectors import agency_choices
from grid.territory.geo import CRS
from patrol.units.models import Capability, CrewPosting, EquipmentType, PostType, Station, Unit
from patrol.units.services import CHANNELS

MOST_BYTES: Final = 900_000
YES_NO: Final = [("", _("Armed or not")), ("1", _("Armed")), ("0", _("Not armed"))]
MOMENT: Final = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
SAID: Final = {
    "phone": _("Phone"),
    "radio": _("Radio"),
    "screen": _("Screen"),
    "form": _("Phone form"),
    "api": _("REST"),
}


class UnitFilterForm(forms.Form):
    """What the list of units is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=_("Call sign, name or plate"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Call sign, name or plate")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Unit.Kind.choices], required=False
    )
    tier = forms.ChoiceField(
        label=_("Tier"), choices=[("", _("All tiers")), *Unit.Tier.choices], required=False
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("Any status")), *Unit.Status.choices], required=False
    )
    armed = forms.ChoiceField(label=_("Armed"), choices=YES_NO, required=False)
    capability = forms.ChoiceField(label=_("Capability"), required=False)
    equipment = forms.ChoiceField(label=_("Equipment"), required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, "agency", _("All agencies"), agency_choices(viewer))
        _choose(self, "capability", _("Any capability"), _rows(Capability))
        _choose(self, "equipment", _("Any equipment"), _rows(EquipmentType))


class StationFilterForm(forms.Form):
    """What the list of stations is narrowed by."""

    q = forms.CharField(
        label=_("Code, name or address"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Code, name or address")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Station.Kind.choices], required=False
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _choose(self, "agency", _("All agencies"), agency_choices(viewer))


class StationForm(RefusableForm):
    """A station; its ground as WKT or GeoJSON, or as the codes of its cells."""

    code = forms.RegexField(r"^[A-Za-z0-9_-]{1,20}$", label=_("Code"))
    name = forms.CharField(label=_("Station name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=Station.Kind.choices)
    agency = forms.ChoiceField(label=_("Agency"))
    partners = forms.MultipleChoiceField(
        label=_("Partner agencies"),
        required=False,
        help_text=_("Who staffs the station too; a shift without them is shown as a gap."),
    )
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    lng = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    crs = forms.ChoiceField(
        label=_("Coordinate system"), choices=[(c.value, c.value.upper()) for c in CRS]
    )
    cells = forms.CharField(
        label=_("Cells"),
        required=False,
        max_length=4000,
        help_text=_("Codes with blanks between them; their ground together is the station's."),
    )
    outline = forms.CharField(
        label=_("Outline"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("WKT or GeoJSON, WGS-84, where the ground is not a set of cells."),
    )
    outline_file = forms.FileField(
        label=_("or an outline file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".wkt,.json,.geojson,.txt"}),
    )
    roads = forms.IntegerField(label=_("Roads"), min_value=0, max_value=9999, initial=0)
    junctions = forms.IntegerField(label=_("Junctions"), min_value=0, max_value=9999, initial=0)
    is_round_the_clock = forms.BooleanField(label=_("Round the clock"), required=False)
    is_active = forms.BooleanField(label=_("In service"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, viewer: Any, station: Station | None = None
    ) -> None:
        super().__init__(data, files, initial=station_initial(station) if station else None)
        self.fields["agency"].choices = agency_choices(viewer)  # type: ignore[attr-defined]
        partners = Agency.objects.filter(is_active=True).values_list("code", "name")
        self.fields["partners"].choices = list(partners)  # type: ignore[attr-defined]
        if station is not None:
            del self.fields["code"]

    def clean_outline_file(self) -> str:
        uploaded = self.cleaned_data["outline_file"]
        if uploaded is None:
            return ""
        raw = uploaded.read(MOST_BYTES + 1)
        try:
            text: str = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not UTF-8 text.")) from error
        return text

    def clean(self) -> dict[str, Any]:
        """One ground: the file goes before the text, and cells before both."""
        said = self.cleaned_data
        uploaded = said.pop("outline_file", "")
        said["outline"] = uploaded or said.get("outline", "")
        said["cells"] = said.get("cells", "").split()
        return said


class UnitForm(RefusableForm):
    """A unit: what it is, where it belongs, what it can do and carries."""

    call_sign = forms.RegexField(r"^[\w-]{1,20}$", label=_("Call sign"))
    name = forms.CharField(label=_("Unit name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind.choices)
    tier = forms.ChoiceField(label=_("Tier"), choices=Unit.Tier.choices)
    agency = forms.ChoiceField(label=_("Agency"))
    station = forms.ChoiceField(label=_("Station"), required=False)
    parents = forms.CharField(
        label=_("Parent units"),
        required=False,
        max_length=400,
        help_text=_("Call signs with blanks between them: whose people make up a mixed team."),
    )
    vehicle = forms.CharField(label=_("Vehicle plate"), max_length=20, required=False)
    is_armed = forms.BooleanField(label=_("Armed"), required=False)
    capabilities = forms.MultipleChoiceField(
        label=_("Capabilities"), required=False, widget=forms.CheckboxSelectMultiple
    )
    equipment = forms.MultipleChoiceField(
        label=_("Equipment"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(label=_("In service"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, viewer: Any, unit: Unit | None = None) -> None:
        super().__init__(data, initial=unit_initial(unit) if unit else None)
        self.fields["agency"].choices = agency_choices(viewer)  # type: ignore[attr-defined]
        stations = Station.objects.visible_to(viewer).filter(is_active=True)
        _choose(self, "station", _("No station"), list(stations.values_list("code", "name")))
        self.fields["capabilities"].choices = _rows(Capability)  # type: ignore[attr-defined]
        self.fields["equipment"].choices = _rows(EquipmentType)  # type: ignore[attr-defined]
        if unit is not None:
            del self.fields["call_sign"]

    def clean_parents(self) -> list[str]:
        signs: list[str] = self.cleaned_data["parents"].split()
        return signs


class StatusForm(RefusableForm):
    """What a unit is doing, told over which channel."""

    status = forms.ChoiceField(label=_("Status"), choices=Unit.Status.choices)
    channel = forms.ChoiceField(
        label=_("Told by"), choices=[(code, SAID[code]) for code in CHANNELS if code != "api"]
    )
    note = forms.CharField(label=_("Note"), max_length=120, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CrewForm(RefusableForm):
    """Somebody for a unit: an officer by badge, or an auxiliary or partner by name."""

    badge = forms.CharField(label=_("Badge number"), max_length=20, required=False)
    name = forms.CharField(
        label=_("or name"),
        max_length=50,
        required=False,
        help_text=_("For auxiliaries and partners without an account."),
    )
    kind = forms.ChoiceField(label=_("Serves as"), choices=CrewPosting.Kind.choices)
    post = forms.ModelChoiceField(
        label=_("Post"), queryset=PostType.objects.all(), required=False, empty_label="—"
    )
    is_leader = forms.BooleanField(label=_("Leads the unit"), required=False)
    is_support = forms.BooleanField(label=_("Temporary support"), required=False)
    valid_to = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=MOMENT,
        help_text=_("Local time. Temporary support ends by itself then."),
    )


def station_initial(station: Station) -> dict[str, Any]:
    """A stored station as the form shows it."""
    plain = ("code", "name", "kind", "address", "roads", "junctions", "is_active", "version")
    return {
        **{name: getattr(station, name) for name in plain},
        "agency": station.agency.code,
        "partners": list(station.partners.values_list("code", flat=True)),
        "lng": station.point.x,
        "lat": station.point.y,
        "cells": " ".join(station.cell_codes),
        "outline": station.outline.wkt if station.outline and not station.cell_codes else "",
        "is_round_the_clock": station.is_round_the_clock,
    }


def unit_initial(unit: Unit) -> dict[str, Any]:
    """A stored unit as the form shows it."""
    plain = ("call_sign", "name", "kind", "tier", "vehicle", "is_armed", "capabilities")
    return {
        **{name: getattr(unit, name) for name in (*plain, "equipment", "is_active", "version")},
        "agency": unit.agency.code,
        "station": unit.station.code if unit.station else "",
        "parents": " ".join(unit.parents.values_list("call_sign", flat=True)),
    }


def _rows(model: Any) -> list[tuple[str, str]]:
    return [(row.pk, str(row)) for row in model.objects.all()]


def _choose(form: forms.Form, name: str, nothing: Any, rows: list[tuple[str, str]]) -> None:
    form.fields[name].choices = [("", nothing), *rows]  # type: ignore[attr-defined]
