"""Forms of teams, their hours, residents, funds, commendations, education bases."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.service.teams.models import Team, TeamHeadcount, TeamHours, Trade
from grid.territory.models import Cell

_DESK = _("A desk and its number, never a person.")


def cells_of(viewer: Viewer) -> list[tuple[str, str]]:
    """Code and name of the leaf cells of the viewer's area."""
    rows = Cell.objects.visible_to(viewer).in_force().filter(is_leaf=True)
    return [(code, f"{code} {name}") for code, name in rows.values_list("code", "name")[:500]]


class AreaFilter(forms.Form):
    """Words and an agency."""

    q = forms.CharField(required=False, max_length=50)
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class TeamFilter(AreaFilter):
    """What the register of teams is narrowed by."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Team.Kind.choices], required=False
    )
    trade = forms.ChoiceField(label=pgettext_lazy("ground", "Trade"), required=False)
    ended = forms.BooleanField(label=_("Those that ended, too"), required=False)
    cell = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        choose(self, "trade", [(t.code, str(t)) for t in Trade.objects.all()], _("All trades"))


class HoursFilter(AreaFilter):
    """What the hours are narrowed by."""

    activity = forms.ChoiceField(
        label=_("Activity"), choices=[("", _("All activities")), *TeamHours.Activity.choices],
        required=False,
    )  # fmt: skip
    first = forms.DateField(label=_("From"), required=False, widget=DAY)
    last = forms.DateField(label=_("To"), required=False, widget=DAY)
    joint = forms.BooleanField(label=_("Joint patrols only"), required=False)
    team = forms.SlugField(required=False, max_length=30, widget=forms.HiddenInput)


class WordFilter(forms.Form):
    """Words alone."""

    q = forms.CharField(required=False, max_length=50)


class TeamForm(RefusableForm):
    """A team as it stands in the register."""

    code = forms.SlugField(label=_("Code"), max_length=30)
    name = forms.CharField(label=pgettext_lazy("ground", "Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=Team.Kind.choices)
    agency = forms.ChoiceField(label=_("Agency"))
    division = forms.RegexField(
        r"^(\d{12})?$", label=_("Division"), required=False,
        help_text=_("12 digits; its residents are what the share is counted of."),
    )  # fmt: skip
    trade = forms.ChoiceField(label=pgettext_lazy("ground", "Trade"), required=False)
    cells = forms.MultipleChoiceField(label=_("Cells"), required=False)
    brand = forms.CharField(label=_("Brand"), max_length=40, required=False)
    contact = forms.CharField(label=_("Contact"), max_length=60, required=False, help_text=_DESK)
    people = forms.IntegerField(
        label=_("People"), min_value=0, max_value=1_000_000, required=False,
        help_text=_("How many it is from today on; empty: as before."),
    )  # fmt: skip
    founded_on = forms.DateField(label=_("Founded on"), required=False, widget=DAY)
    ended_on = forms.DateField(
        label=_("Ended on"), required=False, widget=DAY, help_text=_("The first day it is none.")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))
        choose(self, "trade", [(t.code, str(t)) for t in Trade.objects.all()], "—")
        choose(self, "cells", cells_of(viewer))
        if not is_new:
            del self.fields["code"]


class HeadcountForm(RefusableForm):
    """How many a team is from a day on."""

    people = forms.IntegerField(label=_("People"), min_value=0, max_value=1_000_000)
    counted_on = forms.DateField(label=_("From"), widget=DAY)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["counted_on"].initial = timezone.localdate()
        for code, label in TeamHeadcount.Member.choices:
            self.fields[f"of_{code}"] = forms.IntegerField(
                label=_("of these %(kind)s") % {"kind": label}, min_value=0, required=False
            )

    def members(self) -> dict[str, int]:
        """How many of each kind were said."""
        said = {code: self.cleaned_data.pop(f"of_{code}") for code in TeamHeadcount.Member.values}
        return {code: number for code, number in said.items() if number}


class HoursForm(RefusableForm):
    """What a team did on one day."""

    worked_on = forms.DateField(label=_("Day"), widget=DAY)
    activity = forms.ChoiceField(label=_("Activity"), choices=TeamHours.Activity.choices)
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=1_000_000)
    hours = forms.DecimalField(
        label=_("Hours of all together"), min_value=0, max_digits=8, decimal_places=1
    )
    cell = forms.ChoiceField(label=_("Cell"), required=False)
    is_joint = forms.BooleanField(label=_("Joint patrol"), required=False)
    partner = forms.CharField(
        label=_("Together with"), max_length=80, required=False, help_text=_("A unit, no names.")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "cell", cells_of(viewer), "—")
        self.fields["worked_on"].initial = timezone.localdate()


class ResidentForm(RefusableForm):
    """How many residents a division had in a year: one number."""

    division = forms.RegexField(r"^\d{12}$", label=_("Division"), help_text=_("12 digits."))
    year = forms.IntegerField(label=_("Year"), min_value=1949, max_value=2200)
    residents = forms.IntegerField(label=_("Residents"), min_value=1, max_value=2_000_000_000)
    source = forms.CharField(
        label=_("Source"), max_length=120, help_text=_("The public register it is from.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TargetForm(RefusableForm):
    """What share of the residents is to volunteer, from a day on."""

    agency = forms.ChoiceField(label=_("Agency"), help_text=_("Holds for it and all below it."))
    percent = forms.DecimalField(
        label=_("Target, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    valid_from = forms.DateField(label=_("From"), widget=DAY)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))
