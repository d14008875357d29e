"""Forms of the incident pages: the same fields and the same words as the REST interface."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.incidents import choices
from command_center.incidents.models import Disposition, Incident
from command_center.incidents.reveal import SHORTEST_REASON
from grid.frame.pages import RefusableForm
from grid.organisation.models import Officer

CRS = (("wgs84", "WGS-84"), ("cgcs2000", "CGCS2000"), ("gcj02", "GCJ-02"), ("bd09", "BD-09"))
PURPOSES = (
    ("call_back", _("Call the caller back")),
    ("rescue", _("Rescue or life at risk")),
    ("investigation", _("Investigation of a case")),
    ("complaint", _("Complaint or review")),
)
LOCAL = "%Y-%m-%dT%H:%M:%S"
LOCAL_FORMATS = [LOCAL, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]


def moment(label: Any, *, required: bool = False) -> forms.DateTimeField:
    """A local date and time to the second."""
    widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local", "step": "1"})
    return forms.DateTimeField(
        label=label, required=required, widget=widget, input_formats=LOCAL_FORMATS
    )


def text(label: Any, *, longest: int, required: bool = False, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class IncidentForm(RefusableForm):
    """A call as an office enters it; empty optional fields are left out."""

    category = forms.ChoiceField(label=_("Category"))
    level = forms.TypedChoiceField(
        label=_("Level"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("As the category")), *Incident.Level.choices],
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    cell = forms.ChoiceField(label=_("Grid cell"), required=False)
    lng = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=CRS, required=False)
    position_error_m = forms.FloatField(required=False, widget=forms.HiddenInput)
    narrative = text(_("Narrative"), longest=10_000)
    reported_at = moment(_("Reported at"))
    answered_at = moment(_("Answered at"))
    intake_done_at = moment(_("Intake done at"))
    caller_name = forms.CharField(label=_("Caller's name"), required=False, max_length=60)
    caller_phone = forms.CharField(label=_("Caller's number"), required=False, max_length=40)
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=Incident.Channel.choices, initial="phone"
    )
    link_type = forms.ChoiceField(
        label=_("Relation"), required=False, choices=Incident.Link.choices, initial="none"
    )
    main_incident = forms.CharField(label=_("Main incident"), required=False, max_length=16)
    offenders = forms.IntegerField(label=_("Offenders"), required=False, min_value=0)
    trapped = forms.IntegerField(label=_("Trapped"), required=False, min_value=0)
    injured = forms.IntegerField(label=_("Injured"), required=False, min_value=0)
    dead = forms.IntegerField(label=_("Dead"), required=False, min_value=0)
    has_weapon = forms.BooleanField(label=_("Weapon"), required=False)
    has_hazard = forms.BooleanField(label=_("Dangerous substance"), required=False)
    is_invalid_call = forms.BooleanField(label=_("Not a valid call"), required=False)
    is_exercise = forms.BooleanField(label=_("Exercise"), required=False)

    def __init__(self, *args: Any, viewer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", "—"), *choices.category_choices()]  # type: ignore[attr-defined]
        self.fields["cell"].choices = choices.cell_choices(viewer)  # type: ignore[attr-defined]

    def call(self) -> dict[str, Any]:
        """Keyword arguments of `services.receive`."""
        fields = {n: v for n, v in self.cleaned_data.items() if v not in (None, "")}
        fields["is_valid_call"] = not fields.pop("is_invalid_call", False)
        return fields


class DispositionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not so at run time
    """What came of it, by code."""

    def label_from_instance(self, obj: Disposition) -> str:
        return choices.in_language(obj)


class StepForm(RefusableForm):
    """One step of the state machine."""

    to = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    at = moment(_("When (empty: now)"))
    text = text(_("Note"), longest=4_000, rows=2)
    disposition = DispositionField(
        label=_("Disposition"),
        required=False,
        to_field_name="code",
        queryset=Disposition.objects.filter(is_active=True),
    )
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=40)


class NoteForm(RefusableForm):
    """A line for the timeline."""

    text = text(_("Note"), longest=4_000, required=True, rows=2)
    at = moment(_("When (empty: now)"))


class StrikeForm(RefusableForm):
    """Why a line is struck."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)


class MergeForm(RefusableForm):
    """The incident this one belongs to."""

    into = forms.CharField(label=_("Merge into incident"), max_length=16)


class RevealForm(RefusableForm):
    """Why the caller is to be read in clear."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSES)
    case_number = forms.CharField(label=_("Case or incident number"), max_length=40)
    reason = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=200,
        help_text=_("Ten characters or more; kept in the access register."),
    )


class EditForm(RefusableForm):
    """What may be put right afterwards; every change is kept in the timeline."""

    EDITABLE: ClassVar = (
        "category",
        "level",
        "address",
        "narrative",
        "lng",
        "lat",
        "case_number",
        "offenders",
        "trapped",
        "injured",
        "dead",
        "has_weapon",
        "has_hazard",
    )

    version = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("Category"))
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=Incident.Level.choices)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    narrative = text(_("Narrative"), longest=10_000, rows=6)
    lng = forms.FloatField(label=_("Longitude (WGS-84)"), required=False)
    lat = forms.FloatField(label=_("Latitude (WGS-84)"), required=False)
    case_number = forms.CharField(label=_("Case number"), required=False, max_length=40)
    offenders = forms.IntegerField(label=_("Offenders"), required=False, min_value=0)
    trapped = forms.IntegerField(label=_("Trapped"), min_value=0)
    injured = forms.IntegerField(label=_("Injured"), min_value=0)
    dead = forms.IntegerField(label=_("Dead"), min_value=0)
    has_weapon = forms.BooleanField(label=_("Weapon"), required=False)
    has_hazard = forms.BooleanField(label=_("Dangerous substance"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = choices.category_choices()  # type: ignore[attr-defined]

    @classmethod
    def values_of(cls, incident: Incident) -> dict[str, Any]:
        """What the form shows before anybody types."""
        point = incident.point
        values = {name: getattr(incident, name, None) for name in cls.EDITABLE}
        return values | {
            "version": incident.version,
            "category": incident.category.code,
            "lng": point.x if point else None,
            "lat": point.y if point else None,
        }

    def changes(self) -> dict[str, Any]:
        """The fields that differ from what is stored; a position goes as a pair."""
        changed = {n: self.cleaned_data[n] for n in self.changed_data if n in self.EDITABLE}
        if "lng" in changed or "lat" in changed:
            changed |= {name: self.cleaned_data[name] for name in ("lng", "lat")}
            changed["crs"] = "wgs84"
        return changed

    def shown(self, name: str, value: Any) -> str:
        """A value as a person reads it."""
        known = getattr(self.fields[name], "choices", None)
        if known:
            return str({str(k): v for k, v in known}.get(str(value), value)).strip()
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        return "—" if value in (None, "") else str(value)


class PremiseNoteForm(RefusableForm):
    """A warning about a place, with an end."""

    address = forms.CharField(label=_("Address"), max_length=200)
    lng = forms.FloatField(label=_("Longitude"))
    lat = forms.FloatField(label=_("Latitude"))
    crs = forms.ChoiceField(label=_("Coordinate system"), choices=CRS)
    radius_m = forms.IntegerField(
        label=_("Radius in metres"), min_value=1, max_value=500, initial=50
    )
    text = text(_("Warning"), longest=2_000, required=True)
    review_on = forms.DateField(label=_("Review on"), widget=DATE)
    expires_on = forms.DateField(label=_("Expires on"), widget=DATE)


class PremiseNoteEditForm(RefusableForm):
    """A new version of a warning; place and radius stay."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = text(_("Warning"), longest=2_000, required=True)
    review_on = forms.DateField(label=_("Review on"), widget=DATE)
    expires_on = forms.DateField(label=_("Expires on"), widget=DATE)
