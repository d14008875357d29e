"""What the lists of patrols are narrowed by; it lives in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.territory.models import Place
from patrol.rounds.models import Mode, PatrolPoint, Round
from patrol.units.models import Unit


def day_field() -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=_("Day"), required=False, widget=widget)


def search_field() -> forms.CharField:
    widget = forms.SearchInput(attrs={"placeholder": _("Name or code")})
    return forms.CharField(label=_("Name or code"), required=False, max_length=50, widget=widget)


class BoardFilter(forms.Form):
    """The board of a day."""

    day = day_field()
    q = forms.CharField(
        label=_("Route or unit"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Route or unit")}),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *Round.State.choices], required=False
    )
    tier = forms.ChoiceField(
        label=_("Tier"), choices=[("", _("All tiers")), *Unit.Tier.choices], required=False
    )
    mode = forms.ChoiceField(
        label=_("Way of patrol"), choices=[("", _("All ways")), *Mode.choices], required=False
    )


class CheckInFilter(forms.Form):
    """Check-ins of some days; today where no day is named."""

    q = forms.CharField(
        label=_("Point, unit or round"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Point, unit or round")}),
    )
    cell = forms.CharField(
        label=_("Code of the cell"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": _("Code of the cell")}),
    )
    first = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class GroundFilter(forms.Form):
    """Routes, points, beats and plans."""

    q = search_field()
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *PatrolPoint.Kind.choices], required=False
    )
    tier = forms.ChoiceField(
        label=_("Tier"), choices=[("", _("All tiers")), *Unit.Tier.choices], required=False
    )
    all = forms.BooleanField(label=_("Out of use as well"), required=False)

    def __init__(self, *args: object, only: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        for name in set(self.fields) - {"q", *only}:
            del self.fields[name]


class KeyPlaceFilter(forms.Form):
    """Key places by cover."""

    q = search_field()
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Place.Kind.choices], required=False
    )
    uncovered = forms.BooleanField(label=_("Only without cover"), required=False)
