"""Forms of levels: set one, end one, say what it adds, place a control point."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grid.territory.models import Cell, Place
from patrol.levels.models import PatrolLevel
from patrol.rounds.forms import PatrolForm
from patrol.rounds.forms.base import MOST, agencies, units
from patrol.rounds.models import Mode


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _levels() -> list[tuple[int, str]]:
    return [(level.rank, str(level)) for level in PatrolLevel.objects.all()]


class LevelForm(PatrolForm):
    """A level for an area; it is chosen twice, because it moves people."""

    agency = forms.ChoiceField(label=gettext_lazy("Area of"))
    cells = forms.MultipleChoiceField(
        label=gettext_lazy("Only these cells"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6, "class": "input"}),
        help_text=gettext_lazy("None: the whole area."),
    )
    level = forms.TypedChoiceField(label=gettext_lazy("Level (1 is the highest)"), coerce=int)
    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=4, max_length=200)
    valid_from = forms.DateTimeField(
        label=gettext_lazy("From (empty: now)"), required=False, widget=_moment()
    )
    valid_to = forms.DateTimeField(label=gettext_lazy("Until; it ends by itself"), widget=_moment())
    confirm = forms.TypedChoiceField(
        label=gettext_lazy("The level once more, to confirm"), coerce=int
    )

    def offer(self) -> None:
        self.choose("agency", agencies(self.viewer))
        cells = Cell.objects.visible_to(self.viewer).in_force().filter(is_leaf=True)
        rows = cells.values_list("code", "name")[:2000]
        self.choose("cells", [(code, f"{code} {name}") for code, name in rows])
        self.choose("level", _levels())
        self.choose("confirm", _levels(), empty=_("choose"))


class EndForm(PatrolForm):
    """Why a level ends before its time."""

    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=4, max_length=200)


class TemplateForm(PatrolForm):
    """What a level adds at a place or a kind of place."""

    name = forms.CharField(label=gettext_lazy("Template name"), max_length=60)
    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int)
    place_kind = forms.ChoiceField(
        label=gettext_lazy("Every key place of this kind"), required=False
    )
    place = forms.TypedChoiceField(
        label=gettext_lazy("Or this place alone"), required=False, coerce=int, empty_value=None
    )
    mode = forms.ChoiceField(label=gettext_lazy("Way of patrol"), choices=Mode.choices)
    starts_at = forms.TimeField(label=gettext_lazy("From (local)"), widget=_clock())
    ends_at = forms.TimeField(
        label=gettext_lazy("Until (local)"),
        widget=_clock(),
        help_text=gettext_lazy("Before the start: on the next day."),
    )
    rounds_a_day = forms.IntegerField(
        label=gettext_lazy("Rounds a day"), min_value=1, max_value=24, initial=1
    )
    dwell_s = forms.IntegerField(
        label=gettext_lazy("Stay at least, seconds"), min_value=0, max_value=7200, initial=600
    )
    needs_armed = forms.BooleanField(label=gettext_lazy("By an armed unit"), required=False)
    valid_to = forms.DateField(
        label=gettext_lazy("Until before"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def offer(self) -> None:
        self.choose("agency", agencies(self.viewer))
        self.choose("level", _levels())
        self.choose("place_kind", Place.Kind.choices, empty=_("no kind"))
        places = Place.objects.visible_to(self.viewer).filter(is_key=True, is_active=True)
        rows = places.values_list("pk", "name")[: 2 * MOST]
        self.choose("place", list(rows), empty=_("no single place"))


class ControlPointForm(PatrolForm):
    """A temporary control point."""

    name = forms.CharField(label=gettext_lazy("Control point name"), max_length=60)
    lng = forms.FloatField(
        label=gettext_lazy("Longitude (WGS-84)"),
        help_text=gettext_lazy("Click the map, or type."),
    )
    lat = forms.FloatField(label=gettext_lazy("Latitude (WGS-84)"))
    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=120)
    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=4, max_length=200)
    task = forms.CharField(label=gettext_lazy("Task"), required=False, max_length=200)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    valid_from = forms.DateTimeField(
        label=gettext_lazy("From (empty: now)"), required=False, widget=_moment()
    )
    valid_to = forms.DateTimeField(label=gettext_lazy("Until; it ends by itself"), widget=_moment())

    def offer(self) -> None:
        self.choose("unit", units(self.viewer), empty=_("no unit"))

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"crs": "wgs84"}
