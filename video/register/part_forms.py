"""Forms of points, platforms, companies and contracts, and what their lists are narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.forms import DAY, choose
from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from video.register.forms import SYSTEMS
from video.register.models import Company, Contract, Network, Platform
from video.register.selectors import companies, reachable

_CODE = r"^[A-Za-z0-9_-]{1,20}$"
PARTS = [
    ("", _("Any part")),
    ("owner", _("Owners")),
    ("builder", _("Builders")),
    ("operator", _("Operators")),
    ("contractor", _("Contractors")),
]


class AreaForm(forms.Form):
    """The agency a sum is of, with all below it."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class PartFilterForm(AreaForm):
    """What every one of these lists is narrowed by."""

    q = forms.CharField(
        label=_("Code or name"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("Code or name")}),
    )
    field_order = ("q", "agency")


class PlatformFilterForm(PartFilterForm):
    level = forms.ChoiceField(
        label=_("Platform level"),
        choices=[("", _("Any level")), *Platform.Level.choices],
        required=False,
    )


class CompanyFilterForm(PartFilterForm):
    part = forms.ChoiceField(label=_("Its part"), choices=PARTS, required=False)


class ContractFilterForm(forms.Form):
    q = forms.CharField(
        label=_("Number or company"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("Number or company")}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of contract"),
        choices=[("", _("Any kind")), *Contract.Kind.choices],
        required=False,
    )

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)


class _PartForm(RefusableForm):
    """A row with its code, which stays once it is given, and the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, viewer: Any, row: Any) -> None:
        super().__init__(data, initial=self.initial_of(row) if row else None)
        if row is not None and "code" in self.fields:
            del self.fields["code"]
        if "agency" in self.fields:
            choose(self, "agency", agency_choices(viewer))
        self.offer(viewer)

    def initial_of(self, row: Any) -> dict[str, Any]:
        """A stored row as the form shows it."""
        told = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}
        for name in ("agency", "parent", "operator"):
            if name in told:
                told[name] = told[name].code if told[name] is not None else ""
        return told

    def offer(self, viewer: Any) -> None:
        """Fill the fields that name other rows."""


class VideoPointForm(_PartForm):
    """A pole or wall with one camera or several."""

    code = forms.RegexField(r"^[A-Za-z0-9_-]{1,30}$", label=_("Code"))
    name = forms.CharField(label=_("Name of the point"), max_length=120)
    agency = forms.ChoiceField(label=_("Police agency"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    pole_number = forms.CharField(label=_("Pole number"), max_length=40, required=False)
    lng = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS)
    is_active = forms.BooleanField(label=_("It stands"), required=False, initial=True)

    def initial_of(self, row: Any) -> dict[str, Any]:
        lng, lat = row.location.coords if row.location else (None, None)
        return super().initial_of(row) | {"lng": lng, "lat": lat}


class PlatformForm(_PartForm):
    """A platform or recorder."""

    code = forms.RegexField(_CODE, label=_("Code"))
    gb_id = forms.CharField(label=_("National id"), max_length=20, required=False)
    name = forms.CharField(label=_("Name of the platform"), max_length=80)
    level = forms.ChoiceField(label=_("Platform level"), choices=Platform.Level.choices)
    parent = forms.ChoiceField(label=_("Hangs on"), required=False)
    agency = forms.ChoiceField(label=_("Police agency"))
    operator = forms.ChoiceField(label=_("Operator"), required=False)
    network = forms.TypedChoiceField(
        label=_("Network"), choices=Network.choices, coerce=int, initial=Network.POLICE_VIDEO
    )
    is_active = forms.BooleanField(label=_("It works"), required=False, initial=True)

    def offer(self, viewer: Any) -> None:
        path = viewer.agency_path
        firms = reachable(Company, path).filter(is_operator=True)
        upper = reachable(Platform, path).exclude(level=Platform.Level.RECORDER)
        choose(self, "parent", upper.values_list("code", "name"), "—")
        choose(self, "operator", firms.values_list("code", "name"), "—")


class CompanyForm(_PartForm):
    """A firm or office around cameras."""

    code = forms.RegexField(_CODE, label=_("Code"))
    name = forms.CharField(label=_("Name of the company"), max_length=80)
    agency = forms.ChoiceField(label=_("Police agency"))
    is_owner = forms.BooleanField(label=_("It owns cameras"), required=False)
    is_builder = forms.BooleanField(label=_("It builds cameras"), required=False)
    is_operator = forms.BooleanField(label=_("It runs a platform"), required=False)
    is_contractor = forms.BooleanField(label=_("It repairs cameras"), required=False)
    contact = forms.CharField(
        label=_("Desk and telephone"),
        max_length=60,
        required=False,
        help_text=_("Of a desk, never of a person."),
    )
    is_active = forms.BooleanField(label=_("It still works here"), required=False, initial=True)


class VideoContractForm(_PartForm):
    """A contract with a company about cameras."""

    company = forms.ChoiceField(label=_("Company"))
    kind = forms.ChoiceField(label=_("Kind of contract"), choices=Contract.Kind.choices)
    number = forms.CharField(label=_("Number of the contract"), max_length=60)
    valid_from = forms.DateField(label=_("Valid from"), widget=DAY)
    valid_to = forms.DateField(
        label=_("Valid until"), widget=DAY, help_text=_("The first day it no longer holds.")
    )
    warranty_to = forms.DateField(label=_("Warranty until"), widget=DAY, required=False)

    def __init__(self, data: Any = None, *, viewer: Any, row: Any) -> None:
        super().__init__(data, viewer=viewer, row=row)
        if row is not None:
            del self.fields["company"]

    def offer(self, viewer: Any) -> None:
        choose(self, "company", companies(viewer).values_list("code", "name"))
