"""Forms of the pages of assignments."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.assignments.models import Assignment, Stage
from command_center.dispatch.assignments.stages import NEXT
from command_center.incidents.forms import moment, text
from grid.frame.pages import RefusableForm

CHANNELS: Final = [
    ("radio", _("By radio")),
    ("phone", _("By phone")),
    ("face", _("Face to face")),
]
FLAG: Final = [("", _("Any")), ("true", _("yes")), ("false", _("no"))]


class AssignmentFilterForm(forms.Form):
    """What the list is narrowed by; it lives in the address."""

    q = forms.CharField(
        label=_("Unit, number or address"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("Unit, number or address")}),
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("Any stage")), *Stage.choices]
    )
    open = forms.ChoiceField(label=_("Still open"), required=False, choices=FLAG)
    overdue = forms.ChoiceField(label=_("Stage late"), required=False, choices=FLAG)
    override = forms.ChoiceField(label=_("Chosen otherwise"), required=False, choices=FLAG)

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters somebody set, flags as truth values."""
        said = self.cleaned_data if self.is_valid() else {}
        words = {"true": True, "false": False}
        flags = ("open", "overdue", "override")
        return {
            name: words[value] if name in flags else value for name, value in said.items() if value
        }


class StepForm(RefusableForm):
    """A step that a crew told a dispatcher."""

    to = forms.ChoiceField(label=_("Step"), choices=Stage.choices)
    channel = forms.ChoiceField(label=_("Told"), choices=CHANNELS, widget=forms.RadioSelect)
    text = text(_("What the crew said"), longest=2_000, rows=2)
    at = moment(_("When (empty: now)"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, assignment: Assignment, **more: Any) -> None:
        super().__init__(*args, **more)
        steps = [(step.value, step.label) for step in NEXT[Stage(assignment.stage)]]
        self.fields["to"].choices = steps  # type: ignore[attr-defined]
        self.fields["version"].initial = assignment.version
        self.fields["text"].help_text = _("Needed with feedback and when it is sent back.")


class RecallForm(RefusableForm):
    """Why a unit is taken off."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReassignForm(RecallForm):
    """Which unit goes instead."""

    unit = forms.CharField(label=_("Unit instead"), max_length=20, help_text=_("Call sign"))
    field_order = ("unit", "reason", "version")


class SendForm(RefusableForm):
    """Which units to send to an incident, and how."""

    units = forms.MultipleChoiceField(label=_("Recommended"), required=False)
    others = forms.CharField(
        label=_("Other units"),
        required=False,
        max_length=200,
        help_text=_("Call signs, separated by spaces"),
    )
    primary = forms.BooleanField(
        label=_("As their first task (refused for a busy unit)"), required=False, initial=True
    )
    preempt = forms.BooleanField(
        label=_("Take a busy unit from its first call; that call returns to the queue"),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Needed to take a unit away; kept when another unit is chosen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, recommended: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(sign, sign) for sign in recommended]
        self.fields["units"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["signs"] = [*said.get("units", []), *said.get("others", "").split()]
        if not said["signs"]:
            self.add_error("units", _("Choose at least one unit."))
        return said
