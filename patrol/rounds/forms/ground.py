"""Forms of the ground: a beat by its cells, a point on the map, a route drawn through points."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.territory.models import Cell, Place
from patrol.rounds.forms.base import MOST, PatrolForm, agencies, lines_of, read_windows, units
from patrol.rounds.models import Beat, PatrolPoint
from patrol.units.models import Unit


class BeatForm(PatrolForm):
    """A beat: the cells it is made of."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Beat name"), max_length=60)
    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    cells = forms.MultipleChoiceField(
        label=gettext_lazy("Cells"),
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=gettext_lazy("Hold Ctrl to choose several."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def offer(self) -> None:
        self.choose("agency", agencies(self.viewer))
        cells = Cell.objects.visible_to(self.viewer).in_force().filter(is_leaf=True)
        rows = cells.values_list("code", "name")[:2000]
        self.choose("cells", [(code, f"{code} {name}") for code, name in rows])
        for name in ("cells", "agency"):
            self.fields[name].widget.attrs["class"] = "input"


class PointForm(PatrolForm):
    """A patrol point; its place on the ground is clicked or typed."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Point name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PatrolPoint.Kind.choices)
    lng = forms.FloatField(
        label=gettext_lazy("Longitude (WGS-84)"),
        required=False,
        help_text=gettext_lazy("Click the map, or type. A camera needs none."),
    )
    lat = forms.FloatField(label=gettext_lazy("Latitude (WGS-84)"), required=False)
    place = forms.ChoiceField(
        label=gettext_lazy("Key place"),
        required=False,
        help_text=gettext_lazy("Check-ins here keep the time windows of this place."),
    )
    radius_m = forms.IntegerField(
        label=gettext_lazy("Geofence, metres"), min_value=5, max_value=500, initial=50
    )
    dwell_s = forms.IntegerField(
        label=gettext_lazy("Stay at least, seconds"), min_value=0, max_value=7200, initial=60
    )
    windows = forms.CharField(
        label=gettext_lazy("Time windows of a post"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One a line: 1-5 07:20-08:10 is Monday to Friday."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit of the post"), required=False)
    new_tag = forms.BooleanField(
        label=gettext_lazy("New code: the printed one counts no more"), required=False
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def offer(self) -> None:
        places = Place.objects.visible_to(self.viewer).filter(is_key=True, is_active=True)
        rows = places.values_list("pk", "name")[: 2 * MOST]
        self.choose("place", [(pk, name) for pk, name in rows], empty=_("no key place"))
        self.choose("unit", units(self.viewer), empty=_("no unit"))

    def clean_windows(self) -> list[dict[str, Any]]:
        return read_windows(self.cleaned_data["windows"])

    def clean_place(self) -> int | None:
        return int(self.cleaned_data["place"]) if self.cleaned_data["place"] else None


class RouteForm(PatrolForm):
    """A route: its points by code in order, and the line between them as pairs of degrees."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Route name"), max_length=60)
    tier = forms.ChoiceField(label=gettext_lazy("Tier"), choices=Unit.Tier.choices)
    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    beat = forms.ChoiceField(label=gettext_lazy("Beat"), required=False)
    points = forms.CharField(
        label=gettext_lazy("Patrol points"),
        widget=forms.Textarea(attrs={"rows": 6, "data-points": ""}),
        help_text=gettext_lazy("One a line, by code, in order. Or click points on the map."),
    )
    line = forms.CharField(
        label=gettext_lazy("Line on the map"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-line": ""}),
        help_text=gettext_lazy("One corner a line: longitude, latitude. Or click the ground."),
    )
    is_shuffled = forms.BooleanField(
        label=gettext_lazy("Draw the order by lot for each round"), required=False, initial=True
    )
    min_gap_min = forms.IntegerField(
        label=gettext_lazy("Least gap between visits of a point, minutes"),
        min_value=0,
        max_value=1440,
        initial=30,
    )
    pace_min = forms.IntegerField(
        label=gettext_lazy("From point to point, minutes"), min_value=1, max_value=120, initial=10
    )
    laps = forms.IntegerField(
        label=gettext_lazy("Visits of each point"), min_value=1, max_value=12, initial=1
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is drawn so"), required=False, max_length=200
    )

    def offer(self) -> None:
        self.choose("agency", agencies(self.viewer))
        beats = Beat.objects.visible_to(self.viewer).filter(is_active=True)[:MOST]
        self.choose("beat", [(beat.code, beat.name) for beat in beats], empty=_("no beat"))

    def clean_points(self) -> list[int]:
        codes = lines_of(self.cleaned_data["points"])
        rows = PatrolPoint.objects.visible_to(self.viewer).filter(code__in=codes, is_active=True)
        known = dict(rows.values_list("code", "pk"))
        missing = [code for code in codes if code not in known]
        if missing:
            raise ValidationError(_("No such patrol point: %s") % ", ".join(missing[:5]))
        return [known[code] for code in codes]

    def clean_line(self) -> list[list[float]] | None:
        return [_pair(line) for line in lines_of(self.cleaned_data["line"])] or None

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        said["min_gap_s"] = 60 * said.pop("min_gap_min")
        said["pace_s"] = 60 * said.pop("pace_min")
        return said


def _pair(line: str) -> list[float]:
    try:
        lng, lat = (float(part) for part in line.split(","))
    except ValueError as error:
        raise ValidationError(_("“%s” is no pair of degrees.") % line[:40]) from error
    return [lng, lat]
