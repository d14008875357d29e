"""Forms of a case: entering it, correcting it, ending it, and taking that back."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.cases import choices
from command_center.cases.above import IncidentBrief
from command_center.cases.hints import Hint
from command_center.cases.models import Case
from command_center.cases.selectors import TAGS
from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.models import Officer
from grid.organisation.selectors import agency_choices
from grid.territory.geo import CRS

SYSTEMS: Final = [(c.value, c.value.upper()) for c in CRS]
MOMENTS: Final = ("occurred_from", "occurred_to", "reported_at")
PLAIN: Final = (
    *("occurred_from", "occurred_to", "reported_at", "filed_on", "found_by", "address"),
    *("loss_yuan", "narrative", "incident_number", "source_number", "version"),
)


class CaseForm(RefusableForm):
    """A case as it is entered; on a telephone as well."""

    category = forms.ChoiceField(label=_("Category"))
    occurred_from = forms.DateTimeField(
        label=_("Happened from"),
        widget=MOMENT,
        help_text=_("Local time: when everything was last seen in order."),
    )
    occurred_to = forms.DateTimeField(
        label=_("Happened until"),
        required=False,
        widget=MOMENT,
        help_text=_("When it was found out; empty where nobody knows."),
    )
    reported_at = forms.DateTimeField(
        label=_("Reported at"),
        required=False,
        widget=MOMENT,
        help_text=_("The case counts on this day. Empty: now."),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=200,
        help_text=_("Road, compound, building; no names, no telephone numbers."),
    )
    cell = forms.ChoiceField(label=_("Cell"), required=False)
    lng = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=SYSTEMS, required=False)
    position_error_m = forms.FloatField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=100_000
    )
    entry = forms.ChoiceField(label=_("How entry was made"), required=False)
    target = forms.ChoiceField(label=_("What was taken or attacked"), required=False)
    premises = forms.ChoiceField(label=_("Kind of place"), required=False)
    tool = forms.ChoiceField(label=_("Tool or means"), required=False)
    loss_yuan = forms.DecimalField(
        label=_("Loss (yuan)"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    found_by = forms.ChoiceField(
        label=_("Found by"),
        choices=Case.FoundBy.choices,
        initial=Case.FoundBy.REPORTED,
        help_text=_("What police discovered themselves is analysed apart."),
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    filed_on = forms.DateField(label=_("File opened on"), required=False, widget=DAY)
    incident_number = forms.CharField(label=_("Incident number"), required=False, max_length=16)
    source_number = forms.CharField(
        label=_("Number in the case system"), required=False, max_length=60
    )
    narrative = forms.CharField(
        label=_("How it was done"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Encrypted. No names or numbers of persons: those are masked."),
    )
    looked = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        viewer: Officer,
        case: Case | None = None,
        incident: IncidentBrief | None = None,
    ) -> None:
        self.case = case
        self.hints: Sequence[Hint] = ()
        initial = initial_of(case) if case else begun_from(incident)
        super().__init__(data, initial=initial)
        offered = choices.category_groups()
        choose(self, "category", [("", _("Choose")), *offered])
        choose(self, "cell", choices.cell_choices(viewer), _("By the point"))
        choose(self, "agency", agency_choices(viewer), _("By the cell"))
        for kind in TAGS:
            choose(self, kind, choices.tag_choices(kind))
        if case is not None:
            self.keep_what_is_over(case)

    def keep_what_is_over(self, case: Case) -> None:
        """Offer what the case has though it is not offered any more; ask why it is changed."""
        category: Any = self.fields["category"]
        if case.category.code not in {
            code for _g, rows in category.choices[1:] for code, _n in rows
        }:
            category.choices = [*category.choices, (case.category.code, str(case.category))]
        self.fields["reason"] = forms.CharField(label=_("Why it is corrected"), max_length=200)

    @property
    def seen(self) -> list[str]:
        """Codes of the hints the writer has been shown."""
        return str(self.cleaned_data["looked"]).split(",")

    @property
    def said(self) -> dict[str, Any]:
        """What the services take; blanks say nothing where nothing is meant."""
        told = {
            k: v for k, v in self.cleaned_data.items() if k not in ("looked", "version", "reason")
        }
        if not told.get("agency"):
            told.pop("agency", None)
        if told.get("reported_at") is None:
            told.pop("reported_at", None)
        for name in MOMENTS:
            known = getattr(self.case, name, None)
            if known and told.get(name) == known.replace(second=0, microsecond=0):
                told[name] = known  # the form shows minutes: what it did not change stays
        return told


def initial_of(case: Case) -> dict[str, Any]:
    """A stored case as the form shows it, the place in the system it was given in."""
    tags = {kind: getattr(case, kind) for kind in TAGS}
    return {
        **{name: getattr(case, name) for name in PLAIN},
        **{kind: tag.code if tag else "" for kind, tag in tags.items()},
        "category": case.category.code,
        "agency": case.agency.code,
        "cell": case.cell.code if case.cell else "",
        "lng": case.source_lng if case.source_lng is not None else _of(case.point, "x"),
        "lat": case.source_lat if case.source_lat is not None else _of(case.point, "y"),
        "crs": case.source_crs if case.source_lng is not None else "wgs84",
        "position_error_m": case.position_error_m,
    }


def _of(point: Any, name: str) -> Any:
    return getattr(point, name) if point else None


def begun_from(incident: IncidentBrief | None) -> dict[str, Any]:
    """What a call already says of the case it led to."""
    if incident is None:
        return {"crs": "wgs84"}
    point = incident.point
    return {
        "incident_number": incident.number,
        "address": incident.address,
        "reported_at": incident.reported_at,
        "lng": round(point.x, 6) if point else None,
        "lat": round(point.y, 6) if point else None,
        "crs": "wgs84",
    }


class SolveForm(RefusableForm):
    """When it was solved and by what."""

    solved_on = forms.DateField(label=_("Solved on"), widget=DAY, initial=timezone.localdate)
    result = forms.ChoiceField(
        label=_("What led to the result"),
        choices=[("", _("Choose")), *(c for c in Case.Result.choices if c[0])],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(RefusableForm):
    """Why a case is withdrawn or reopened."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class VoidForm(ReasonForm):
    """Why a case was entered in error, and which one it doubles."""

    duplicate_of = forms.CharField(
        label=_("It doubles"),
        required=False,
        max_length=40,
        help_text=_("Number of the other case."),
    )
    field_order = ("duplicate_of", "reason")
