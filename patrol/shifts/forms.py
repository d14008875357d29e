"""Forms of the pages of shifts."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.organisation.selectors import agency_choices
from patrol.shifts.models import CertificateKind, ForceLevel, ShiftTemplate
from patrol.units.models import CrewPosting, Station, Unit

DATE: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK: Final = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DAYS: Final = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]
_NEED: Final = re.compile(r"(officer|auxiliary|partner|unit) (\d{1,3})((?: [a-z_]+)*)")


class AgencyForm(RefusableForm):
    """A form about one agency of the viewer's area."""

    agency = forms.ChoiceField(label=_("Agency"))

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agency"].choices = agency_choices(viewer)  # type: ignore[attr-defined]


class DayFilterForm(forms.Form):
    """Which day, of which agency; it lives in the address."""

    day = forms.DateField(label=_("Day"), required=False, widget=DATE)
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, viewer: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("All agencies")), *agency_choices(viewer)]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]


class TemplateForm(AgencyForm):
    """A template; one need a line, as `officer 2 firearm` or `unit 1 lanes`."""

    station = forms.ChoiceField(label=_("Station"), required=False)
    name = forms.CharField(label=_("Template name"), max_length=40)
    starts = forms.TimeField(label=_("Begins"), widget=CLOCK, help_text=_("Local time."))
    minutes = forms.IntegerField(
        label=_("Lasts, minutes"),
        min_value=30,
        max_value=2880,
        initial=480,
        help_text=_("480 is eight hours; a shift may end on the next day."),
    )
    handover_minutes = forms.IntegerField(
        label=_("Minutes to hand over"), min_value=1, max_value=240, initial=30
    )
    days = forms.MultipleChoiceField(
        label=_("Days"), choices=DAYS, widget=forms.CheckboxSelectMultiple
    )
    valid_from = forms.DateField(label=_("From"), widget=DATE)
    valid_to = forms.DateField(label=_("Until before"), widget=DATE, required=False)
    needs = forms.CharField(
        label=_("Needs"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line: officer, auxiliary, partner or unit, how many, then a certificate"
            " or a tier (roads, lanes, key_places): officer 2 firearm."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, viewer: Any, template: ShiftTemplate | None = None
    ) -> None:
        initial = template_initial(template) if template else {"valid_from": timezone.localdate()}
        super().__init__(data, viewer=viewer, initial=initial)
        stations = Station.objects.visible_to(viewer).filter(is_active=True)
        rows = [("", _("No station")), *stations.values_list("code", "name")]
        self.fields["station"].choices = rows  # type: ignore[attr-defined]

    def clean_days(self) -> list[int]:
        return [int(day) for day in self.cleaned_data["days"]]

    def clean_needs(self) -> list[dict[str, Any]]:
        return [_need(line) for line in self.cleaned_data["needs"].splitlines() if line.strip()]


class WeekForm(RefusableForm):
    """Which week to make."""

    monday = forms.DateField(label=_("Monday"), widget=DATE)


class RosterForm(RefusableForm):
    """Somebody for a shift."""

    badge = forms.CharField(label=_("Badge number"), max_length=20, required=False)
    name = forms.CharField(
        label=_("or name"),
        max_length=50,
        required=False,
        help_text=_("For auxiliaries and partners without an account."),
    )
    unit = forms.CharField(label=_("Unit (call sign)"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("Serves as"), choices=CrewPosting.Kind.choices)
    carries_weapon = forms.BooleanField(label=_("Carries a weapon"), required=False)
    certificates = forms.MultipleChoiceField(
        label=_("Needs certificates"), required=False, widget=forms.CheckboxSelectMultiple
    )
    waiver = forms.CharField(
        label=_("Waiver"),
        max_length=200,
        required=False,
        help_text=_("Only where a certificate is missing: why she serves all the same."),
    )
    rest_override = forms.CharField(
        label=_("Rest override"),
        max_length=200,
        required=False,
        help_text=_("Only where the rest is too short: why she serves all the same."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [(row.code, str(row)) for row in CertificateKind.objects.all()]
        self.fields["certificates"].choices = kinds  # type: ignore[attr-defined]


class CertificateFilterForm(forms.Form):
    """What the list of certificates is narrowed by."""

    q = forms.CharField(
        label=_("Badge number or name"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Badge number or name")}),
    )
    kind = forms.ModelChoiceField(
        label=_("Certificate"),
        queryset=CertificateKind.objects.all(),
        required=False,
        empty_label=_("All certificates"),
    )


class CertificateForm(RefusableForm):
    """A certificate of an officer."""

    badge = forms.CharField(label=_("Badge number"), max_length=20)
    kind = forms.ModelChoiceField(label=_("Certificate"), queryset=CertificateKind.objects.all())
    valid_from = forms.DateField(label=_("From"), widget=DATE)
    valid_to = forms.DateField(label=_("Until before"), widget=DATE)


class RestForm(AgencyForm):
    """Hours between two shifts from a day on."""

    hours = forms.IntegerField(label=_("Hours between shifts"), min_value=1, max_value=48)
    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)


class GiveForm(RefusableForm):
    """What the one who leaves writes down."""

    levels = forms.CharField(label=_("Levels in force"), max_length=300, required=False)
    equipment = forms.CharField(
        label=_("Equipment"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is handed on, what is missing or broken."),
    )
    notes = forms.CharField(
        label=_("Notes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TakeForm(RefusableForm):
    """What the one who takes over adds."""

    remarks = forms.CharField(
        label=_("Remarks"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CheckForm(AgencyForm):
    """A presence check, now."""

    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=100, initial=3)
    minutes = forms.IntegerField(
        label=_("Minutes to answer"), min_value=1, max_value=120, initial=5
    )
    radius_m = forms.IntegerField(
        label=_("Metres from the station"), min_value=20, max_value=5000, initial=300
    )


class PresenceRuleForm(AgencyForm):
    """How often the platform checks by itself."""

    times_a_day = forms.IntegerField(label=_("Times a day"), min_value=0, max_value=24, initial=2)
    between_from = forms.TimeField(label=_("Not before"), widget=CLOCK)
    between_to = forms.TimeField(label=_("Not after"), widget=CLOCK)
    draws = forms.IntegerField(label=_("How many each time"), min_value=1, max_value=100, initial=3)
    minutes = forms.IntegerField(
        label=_("Minutes to answer"), min_value=1, max_value=120, initial=5
    )
    radius_m = forms.IntegerField(
        label=_("Metres from the station"), min_value=20, max_value=5000, initial=300
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)


class ReplyForm(RefusableForm):
    """An answer by the station's code or by a position."""

    code = forms.CharField(label=_("Code on the station's plate"), max_length=40, required=False)
    lng = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)


class CountForm(AgencyForm):
    """Count a day, at a level."""

    day = forms.DateField(label=_("Day"), widget=DATE)
    level = forms.ModelChoiceField(label=_("Level"), queryset=ForceLevel.objects.all())


class ForcePlanForm(AgencyForm):
    """What the agency itself is to have at a level."""

    level = forms.ModelChoiceField(label=_("Level"), queryset=ForceLevel.objects.all())
    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)
    officers = forms.IntegerField(label=_("Officers"), min_value=0, initial=0)
    auxiliaries = forms.IntegerField(label=_("Auxiliaries"), min_value=0, initial=0)
    vehicles = forms.IntegerField(label=_("Vehicles"), min_value=0, initial=0)
    weapons = forms.IntegerField(label=_("Weapons"), min_value=0, initial=0)


def template_initial(template: ShiftTemplate) -> dict[str, Any]:
    """A stored template as the form shows it."""
    plain = ("name", "starts", "minutes", "handover_minutes", "valid_from", "valid_to", "version")
    return {
        **{name: getattr(template, name) for name in plain},
        "agency": template.agency.code,
        "station": template.station.code if template.station else "",
        "days": [str(day) for day in template.days],
        "needs": "\n".join(_line(need) for need in template.needs.all()),
    }


def _line(need: Any) -> str:
    return " ".join(str(v) for v in (need.kind, need.count, need.certificate, need.tier) if v)


def _need(line: str) -> dict[str, Any]:
    found = _NEED.fullmatch(line.strip())
    if not found:
        raise ValidationError(_now("“%s” is no need.") % line.strip()[:40])
    kind, count, more = found.groups()
    tiers = [word for word in more.split() if word in Unit.Tier.values]
    papers = [word for word in more.split() if word not in Unit.Tier.values]
    if len(tiers) > 1 or len(papers) > 1:
        raise ValidationError(_now("“%s” is no need.") % line.strip()[:40])
    certificate = papers[0] if papers else ""
    tier = tiers[0] if tiers else ""
    return {"kind": kind, "count": int(count), "certificate": certificate, "tier": tier}
