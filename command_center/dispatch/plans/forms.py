"""Forms of the pages of response plans: the search, the plan with its needs, an activation."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.plans.models import PlanNeed, ResponsePlan
from command_center.dispatch.plans.texts import NEED_FIELDS
from command_center.incidents.forms import DATE
from command_center.incidents.models import Incident
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer
from grid.organisation.roles import Role
from patrol.units.models import Capability, Unit

CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
EMPTY_ROWS = 3


class Words(forms.Field):
    """Words with spaces or commas between them, as a list; `longest` characters in all."""

    def __init__(self, *, longest: int, **more: Any) -> None:
        super().__init__(**more)
        self.validators.append(lambda words: MaxLengthValidator(longest)(" ".join(words)))

    def to_python(self, value: Any) -> list[str]:
        return [word for word in re.split(r"[\s,，、]+", value or "") if word]

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value


class PlanFilterForm(forms.Form):
    """What the list of plans is narrowed by."""

    q = forms.CharField(
        label=_("Code or name"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Code or name")}),
    )
    category = forms.RegexField(
        r"^\d{2,8}$",
        label=_("Fits category"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Fits category")}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("current", _("In force")), ("past", _("Out of force"))],
    )


class PlanForm(RefusableForm):
    """When a plan fits; its code and agency are fixed once it is kept."""

    code = forms.SlugField(label=_("Code"), max_length=30)
    name = forms.CharField(label=_("Name of the plan"), max_length=80)
    agency = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Agency.objects.none(),
        help_text=_("The plan holds for calls of its ground."),
    )
    category_prefix = forms.RegexField(
        r"^\d{0,8}$",
        label=_("Category code begins with"),
        required=False,
        help_text=_("Empty: every category."),
    )
    levels = forms.TypedMultipleChoiceField(
        label=_("Levels"),
        required=False,
        coerce=int,
        choices=Incident.Level.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: every level."),
    )
    cells = Words(
        label=_("Grid cells"),
        required=False,
        longest=2_000,
        help_text=_("Codes with a space between them; empty: the whole ground."),
    )
    hour_from = forms.TimeField(label=_("From (local time)"), required=False, widget=CLOCK)
    hour_to = forms.TimeField(label=_("To (local time)"), required=False, widget=CLOCK)
    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)
    valid_to = forms.DateField(label=_("Holds until before"), required=False, widget=DATE)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, officer: Officer, plan: ResponsePlan | None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        if plan is None:
            mine = Agency.objects.visible_to(officer).filter(is_active=True)
            self.fields["agency"].queryset = mine  # type: ignore[attr-defined]
            self.fields["agency"].initial = officer.agency_id
        else:
            del self.fields["code"], self.fields["agency"]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NeedForm(forms.Form):
    """One need; which fields count depends on its kind."""

    step = forms.IntegerField(label=_("Alarm step"), min_value=1, max_value=9, initial=1)
    kind = forms.ChoiceField(
        label=_("Kind of need"), choices=[("", "—"), *PlanNeed.Kind.choices], required=False
    )
    count = forms.IntegerField(
        label=_("Units in all at this step"), min_value=1, max_value=200, initial=1
    )
    unit_kind = forms.ChoiceField(
        label=_("Kind of unit"), required=False, choices=[("", _("any unit")), *Unit.Kind.choices]
    )
    capability = forms.ModelChoiceField(
        label=_("Capability"), required=False, queryset=Capability.objects.all(), empty_label="—"
    )
    is_armed = forms.BooleanField(label=_("armed"), required=False)
    title = forms.CharField(label=_("Title or item"), required=False, max_length=120)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    receivers = Words(
        label=_("Receivers of the order"),
        required=False,
        longest=4_000,
        help_text=_("agency:code station:code unit:call-sign"),
    )
    sign_within_min = forms.IntegerField(
        label=_("Sign within (min)"), min_value=1, max_value=1_440, initial=10
    )
    due_within_min = forms.IntegerField(
        label=_("Done within (min)"), min_value=1, max_value=10_080, initial=60
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles to notify"), required=False, choices=Role.choices
    )
    people = Words(label=_("Badge numbers to notify"), required=False, longest=400)

    def clean_capability(self) -> str:
        chosen: Capability | None = self.cleaned_data["capability"]
        return chosen.code if chosen else ""


if TYPE_CHECKING:
    _NeedForms = forms.BaseFormSet[NeedForm]
else:
    _NeedForms = forms.BaseFormSet  # generic to the type checker only


class NeedSet(_NeedForms):
    """The needs of a plan; a row without a kind, or marked to go, is left out."""

    def add_fields(self, form: NeedForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take out")

    @property
    def kept(self) -> list[NeedForm]:
        """The rows that count, in order."""
        return [
            form
            for form in self.forms
            if form.cleaned_data.get("kind") and not form.cleaned_data.get("DELETE")
        ]

    @property
    def needs(self) -> list[dict[str, Any]]:
        """What the service takes, once the set is valid."""
        return [{name: row.cleaned_data[name] for name in NEED_FIELDS} for row in self.kept]

    def refuse(self, refusal: DomainError) -> None:
        """Put faults of `/needs/<place>/<field>` at their rows."""
        for fault in refusal.errors:
            parts = fault["pointer"].strip("/").split("/")
            if parts[0] == "needs" and len(parts) == 3:
                self.kept[int(parts[1])].add_error(parts[2], str(fault["message"]))


NeedFormSet = forms.formset_factory(
    NeedForm, formset=NeedSet, extra=EMPTY_ROWS, can_delete=True, max_num=60
)


class TickForm(forms.Form):
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class EndForm(RefusableForm):
    """What came of a plan."""

    outcome = forms.CharField(
        label=_("Result"), min_length=4, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    lessons = forms.CharField(
        label=_("Lessons"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
