"""Forms of offices, their people and teams, and the norm."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from grid.service.offices.models import (
    CommunityOffice,
    OfficeStaff,
    OfficeTeam,
    OfficeTemplate,
    StaffingNorm,
    TeamKind,
    UnitKind,
)
from grid.territory.geo import CRS

SYSTEMS: Final = [(c.value, c.value.upper()) for c in CRS]
CODE: Final = r"^[A-Za-z0-9_-]{1,20}$"


class OfficeFilterForm(forms.Form):
    """What the list of offices is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=_("Name, code or address"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, code or address")}),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *UnitKind.choices], required=False
    )
    gap = forms.ChoiceField(
        label=_("Staff"),
        choices=[("", _("With and without gaps")), ("1", _("Somebody is missing"))],
        required=False,
    )
    closed = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Working offices")), ("1", _("Closed offices"))],
        required=False,
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class OfficeForm(RefusableForm):
    """An office; a new one may be laid out by a template."""

    code = forms.RegexField(CODE, label=_("Code"))
    name = forms.CharField(label=_("Name of the office"), max_length=100)
    template = forms.ChoiceField(
        label=_("Template"),
        required=False,
        help_text=_("It brings the kind and the teams; both can be changed afterwards."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    agency = forms.ChoiceField(label=_("Agency"))
    division = forms.RegexField(
        r"^\d{12}$",
        label=_("Community or village"),
        required=False,
        help_text=_("Its 12-digit division code."),
    )
    cells = forms.CharField(
        label=_("Cells it serves"),
        required=False,
        max_length=2000,
        help_text=_("Codes of cells with blanks between them."),
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.RegexField(
        r"^[0-9 +()-]{3,30}$",
        label=_("Telephone of the desk"),
        required=False,
        help_text=_("Of a duty desk, never of a person."),
    )
    lng = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS, required=False)
    head_on_board = forms.BooleanField(
        label=_("The head sits on the community board"), required=False
    )
    is_active = forms.BooleanField(
        label=_("In service"),
        required=False,
        initial=True,
        help_text=_("A closed office leaves every list; what was kept of it stays."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, viewer: Any, office: CommunityOffice | None) -> None:
        super().__init__(data, initial=_office_initial(office) if office else None)
        choose(self, "agency", agency_choices(viewer))
        if office is not None:
            del self.fields["code"], self.fields["template"]
        else:
            rows = [(row.pk, str(row)) for row in OfficeTemplate.objects.all()]
            choose(self, "template", rows, _("No template"))

    def clean_cells(self) -> list[str]:
        return str(self.cleaned_data["cells"]).replace(",", " ").split()


def _office_initial(row: CommunityOffice) -> dict[str, Any]:
    plain = ("name", "kind", "address", "phone", "head_on_board", "is_active", "version")
    return {
        **{name: getattr(row, name) for name in plain},
        "agency": row.agency.code,
        "division": row.division_id or "",
        "cells": " ".join(row.cell_codes),
        "lng": row.point.x if row.point else None,
        "lat": row.point.y if row.point else None,
    }


class StaffForm(RefusableForm):
    """Who works at an office from a day on."""

    duty = forms.ChoiceField(
        label=pgettext_lazy("ground", "Duty"), choices=OfficeStaff.Duty.choices
    )
    officer = forms.CharField(
        label=_("Badge number"),
        max_length=20,
        required=False,
        help_text=_("Of the head or officer; auxiliaries are only counted."),
    )
    heads = forms.IntegerField(
        label=_("Auxiliaries"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("How many from that day on, in heads; it takes the place of the count before."),
    )
    from_day = forms.DateField(label=_("From"), widget=DAY, initial=timezone.localdate)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        is_count = said.get("duty") == OfficeStaff.Duty.AUXILIARIES
        if is_count and not said.get("heads") and "heads" not in self.errors:
            self.add_error("heads", _("Say how many."))
        if not is_count and not said.get("officer"):
            self.add_error("officer", _("Say who."))
        said["heads"] = said.get("heads") or 1
        return said


class EndForm(RefusableForm):
    """The day before which a duty ends."""

    until = forms.DateField(
        label=_("Until before"),
        widget=DAY,
        initial=timezone.localdate,
        help_text=_("The first day it no longer holds."),
    )


class TeamForm(RefusableForm):
    """A team of an office."""

    name = forms.CharField(label=_("Name of the team"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=TeamKind.choices)
    heads = forms.IntegerField(label=_("Planned heads"), min_value=0, max_value=999, initial=0)
    is_active = forms.BooleanField(label=_("In service"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, team: OfficeTeam | None) -> None:
        names = ("name", "kind", "heads", "is_active", "version")
        super().__init__(data, initial={n: getattr(team, n) for n in names} if team else None)


class NormForm(RefusableForm):
    """How many people offices have from a day on; in heads."""

    agency = forms.ChoiceField(
        label=_("Agency"), help_text=_("It holds for all below it that have no norm of their own.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    valid_from = forms.DateField(label=_("From"), widget=DAY, initial=timezone.localdate)
    heads = forms.IntegerField(label=_("Head of the office"), min_value=0, max_value=1, initial=1)
    officers_least = forms.IntegerField(label=_("Officers, at least"), min_value=0, initial=1)
    officers_most = forms.IntegerField(label=_("Officers, at most"), max_value=999, initial=2)
    auxiliaries_least = forms.IntegerField(label=_("Auxiliaries, at least"), min_value=0, initial=4)
    auxiliaries_most = forms.IntegerField(label=_("Auxiliaries, at most"), max_value=999, initial=6)
    needs_board_seat = forms.BooleanField(
        label=_("The head sits on the community board"), required=False, initial=True
    )

    def __init__(self, data: Any = None, *, viewer: Any, norm: StaffingNorm | None = None) -> None:
        names = [n for n in self.base_fields if n not in ("agency", "valid_from")]
        super().__init__(data, initial={n: getattr(norm, n) for n in names} if norm else None)
        choose(self, "agency", agency_choices(viewer))
