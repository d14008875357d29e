"""Forms of the pages of event plans: the search, the plan, its parts, its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.plans.models import EventPlan
from command_center.incidents.forms import moment
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer
from patrol.units.models import Unit

_ALL = [("", _("All"))]


class EventFilterForm(forms.Form):
    """What the archive is searched by."""

    q = forms.CharField(
        label=_("Name, place or report"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Name, place or report")}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *EventPlan.Kind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=_ALL + EventPlan.State.choices
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"placeholder": _("Year")}),
    )


class Spot(RefusableForm):
    """A form with a WGS-84 point, degrees."""

    lng = forms.FloatField(
        label=_("Longitude (WGS-84)"),
        min_value=-180,
        max_value=180,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    lat = forms.FloatField(
        label=_("Latitude (WGS-84)"),
        min_value=-90,
        max_value=90,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


class EventForm(Spot):
    """An event; its agency is fixed once it is drafted."""

    name = forms.CharField(label=_("Name of the event"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=EventPlan.Kind.choices)
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    place = forms.CharField(label=_("Place"), max_length=120)
    radius_m = forms.IntegerField(
        label=_("Radius of its ground (metres)"), min_value=10, max_value=20_000, initial=500
    )
    starts_at = moment(_("Begins"), required=True)
    ends_at = moment(_("Ends"), required=True)
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, choices=EventPlan.Level.choices, initial=3
    )
    expected_people = forms.IntegerField(
        label=_("People expected"), min_value=0, max_value=10_000_000, initial=0
    )
    commander = forms.ModelChoiceField(label=_("Commander"), queryset=Officer.objects.none())
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "kind", "agency", "place", "lng", "lat", "radius_m")

    def __init__(self, *args: Any, officer: Officer, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        people = Officer.objects.visible_to(officer).filter(is_active=True)
        self.fields["commander"].queryset = people  # type: ignore[attr-defined]
        if is_new:
            mine = Agency.objects.visible_to(officer).filter(is_active=True)
            self.fields["agency"].queryset = mine  # type: ignore[attr-defined]
            self.fields["agency"].initial = officer.agency_id
        else:
            del self.fields["agency"]


class PostForm(Spot):
    """A post; once it is there its place is changed on the map or by its own form."""

    name = forms.CharField(label=_("Post"), max_length=60)
    duty = forms.CharField(label=_("Task at the post"), max_length=200, required=False)
    required_people = forms.IntegerField(
        label=_("People required"), min_value=1, max_value=1_000, initial=2
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Units"),
        required=False,
        queryset=Unit.objects.none(),
        help_text=_("Each gets the duty to man the post by the time it begins."),
    )
    manned_from = moment(_("Manned from"), required=True)
    manned_to = moment(_("Manned until"), required=True)
    equipment = forms.CharField(label=_("Equipment"), max_length=200, required=False)
    field_order = ("name", "duty", "lng", "lat")

    def __init__(self, *args: Any, officer: Officer, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = Unit.objects.visible_to(officer).filter(is_active=True)
        self.fields["units"].queryset = mine  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["lng"], self.fields["lat"]


class PartForm(RefusableForm):
    """What the forms of simpler parts share."""

    def __init__(self, *args: Any, officer: Officer, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.officer, self.is_new = officer, is_new


class CrewForm(PartForm):
    name = forms.CharField(label=_("Agency or partner force"), max_length=80)
    duty = forms.CharField(label=_("Task at the post"), max_length=120, required=False)
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=10_000)
    there_from = moment(_("There from"), required=True)
    there_to = moment(_("There until"), required=True)


class ResourceForm(PartForm):
    name = forms.CharField(label=_("Resource"), max_length=80)
    required = forms.IntegerField(label=_("Wanted"), min_value=1, max_value=32_767)
    ready = forms.IntegerField(label=_("Ready"), min_value=0, max_value=32_767, initial=0)
    holder = forms.CharField(label=_("Brought by"), max_length=80, required=False)


class MilestoneForm(PartForm):
    due_at = moment(_("Due"), required=True)
    text = forms.CharField(label=_("What is to be done"), max_length=200)
    owner = forms.CharField(label=_("By whom"), max_length=80, required=False)


PART_FORMS: dict[str, Any] = {
    "posts": PostForm,
    "crews": CrewForm,
    "resources": ResourceForm,
    "milestones": MilestoneForm,
}


class MoveForm(Spot):
    """Another place for a post."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class StepForm(RefusableForm):
    """A step of the event's life; closing needs a report, cancelling a reason."""

    text = forms.CharField(
        label=_("Report"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, to: str, **more: Any) -> None:
        super().__init__(*args, **more)
        if to in ("approved", "running"):
            del self.fields["text"]
            return
        self.fields["text"].required = True
        if to == "cancelled":
            self.fields["text"].label = _("Reason")


class CopyForm(RefusableForm):
    name = forms.CharField(label=_("Name of the event"), max_length=100)
    starts_at = moment(_("Begins"), required=True)


class OrderForm(RefusableForm):
    title = forms.CharField(label=_("Title"), min_length=4, max_length=120)
    text = forms.CharField(
        label=_("Text"), min_length=4, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )
