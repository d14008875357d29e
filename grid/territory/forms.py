"""Forms of the ground: filters, and a place with its windows as lines of text."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.territory.geo import CRS
from grid.territory.models import Cell, Place
from grid.territory.windows import runs

_LINE: Final = re.compile(r"([1-7])(?:-([1-7]))? (\d\d:\d\d)-(\d\d:\d\d)")
_ALL: Final = [("", gettext_lazy("All kinds"))]


class CellFilterForm(forms.Form):
    """What the list of cells is narrowed by."""

    q = forms.CharField(
        label=gettext_lazy("Name or code"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": gettext_lazy("Name or code")}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=_ALL + Cell.Kind.choices, required=False
    )


class PlaceFilterForm(forms.Form):
    """What the list of places is narrowed by."""

    q = forms.CharField(
        label=gettext_lazy("Name or address"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": gettext_lazy("Name or address")}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=_ALL + Place.Kind.choices, required=False
    )
    key = forms.ChoiceField(
        label=gettext_lazy("Key place"),
        choices=[("", gettext_lazy("All places")), ("1", gettext_lazy("Key places"))],
        required=False,
    )
    cell = forms.CharField(
        label=gettext_lazy("Code of the cell"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Code of the cell")}),
    )


class PlaceForm(forms.Form):
    """A place; one time window a line, as `1-5 07:20-08:10`."""

    name = forms.CharField(label=gettext_lazy("Place name"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Place.Kind.choices)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    lng = forms.FloatField(label=gettext_lazy("Longitude"))
    lat = forms.FloatField(label=gettext_lazy("Latitude"))
    crs = forms.ChoiceField(
        label=gettext_lazy("Coordinate system"),
        choices=[
            (CRS.WGS84.value, "WGS-84"),
            (CRS.CGCS2000.value, "CGCS2000"),
            (CRS.GCJ02.value, "GCJ-02"),
            (CRS.BD09.value, "BD-09"),
        ],
    )
    is_key = forms.BooleanField(label=gettext_lazy("Key place"), required=False)
    windows = forms.CharField(
        label=gettext_lazy("Time windows"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: 1-5 07:20-08:10 is Monday to Friday."),
    )
    contact = forms.CharField(label=gettext_lazy("Contact"), max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_windows(self) -> list[dict[str, Any]]:
        return [_window(line) for line in self.cleaned_data["windows"].splitlines() if line.strip()]


def initial_of(place: Place) -> dict[str, Any]:
    """A stored place as the form shows it: the pair as it was received."""
    return {
        "name": place.name,
        "kind": place.kind,
        "address": place.address,
        "lng": place.source_lng if place.source_lng is not None else place.point.x,
        "lat": place.source_lat if place.source_lat is not None else place.point.y,
        "crs": place.source_crs,
        "is_key": place.is_key,
        "windows": "\n".join(line for window in place.windows for line in _lines(window)),
        "contact": place.contact,
        "version": place.version,
    }


def _window(line: str) -> dict[str, Any]:
    found = _LINE.fullmatch(line.strip())
    if not found:
        raise ValidationError(_("“%s” is no time window.") % line.strip()[:40])
    first, last, begins, ends = found.groups()
    return {"days": list(range(int(first), int(last or first) + 1)), "from": begins, "to": ends}


def _lines(window: dict[str, Any]) -> list[str]:
    """A line for each run of days, so that what is shown is what is saved again."""
    spans = (f"{first}-{last}" for first, last in runs(window["days"]))
    return [f"{days} {window['from']}-{window['to']}" for days in spans]
