"""Forms of the incident pages: the same fields and the same words as the REST interface."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.incidents import choices
from command_center.incidents.models import Disposition, Incident
from grid.errors import DomainError
from grid.organisation.models import Officer

CRS = (("wgs84", "WGS-84"), ("cgcs2000", "CGCS2000"), ("gcj02", "GCJ-02"), ("bd09", "BD-09"))
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


class RefusableForm(forms.Form):
    """A form that shows a refusal of the services at the fields it names."""

    def refuse(self, refusal: DomainError) -> None:
        """Put each fault at its field; what names no field goes above the form."""
        for fault in refusal.errors:
            name = fault["pointer"].strip("/").split("/")[0]
            self.add_error(name if name in self.fields else None, str(fault["message"]))
        if not refusal.errors:
            self.add_error(None, str(refusal.message))


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

    def rows(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]


class DispositionField(forms.ModelChoiceField):
    """What came of it, by code."""

    def label_from_instance(self, obj: Any) -> str:
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

    purpose = forms.ChoiceField(label=_("Purpose"))
    case_number = forms.CharField(label=_("Case or incident number"), max_length=40)
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)


class EditForm(RefusableForm):
    """What may be put right afterwards; every change is kept in the timeline."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("Category"))
    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=Incident.Level.choices)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    narrative = text(_("Narrative"), longest=10_000, rows=6)
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
