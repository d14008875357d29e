"""Forms of the safety pages."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.safety.models import SafetyRule
from command_center.incidents.forms import DATE
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer
from patrol.units.models import Unit

TIMES = [("", _("Day and night")), ("night", _("Night, 22:00 to 06:00")), ("day", _("Daytime"))]
AT_NIGHT = {"": None, "night": True, "day": False}


class HeardForm(RefusableForm):
    """What a unit said, over which channel."""

    said = forms.CharField(label=_("What it said"), min_length=2, max_length=200)
    channel = forms.ChoiceField(
        label=_("Told over"), choices=[("radio", _("Radio")), ("phone", _("Telephone"))]
    )


class OwnForm(RefusableForm):
    """The own sign of life; a word may be added."""

    said = forms.CharField(label=_("Note"), required=False, max_length=200)


class RuleForm(RefusableForm):
    """How long a unit may stay silent from a day on; with `rule` its numbers only."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    status = forms.ChoiceField(label=_("Status"), choices=Unit.Status.choices)
    kind = forms.ChoiceField(
        label=_("Kind of unit"),
        required=False,
        choices=[("", _("Every kind")), *Unit.Kind.choices],
    )
    hours = forms.ChoiceField(label=_("Time of day"), required=False, choices=TIMES)
    minutes = forms.IntegerField(
        label=_("To be heard of every (minutes)"), min_value=2, max_value=480
    )
    warn_minutes = forms.IntegerField(label=_("Warns before (minutes)"), min_value=1, max_value=120)
    missed_cycles = forms.IntegerField(
        label=_("Urgent after missed check-ins"), min_value=1, max_value=10
    )
    resets = forms.BooleanField(
        label=_("Entering this status starts the clock anew"), required=False
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, officer: Officer, rule: SafetyRule | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["valid_from"].initial = timezone.localdate()
        if rule is None:
            mine = Agency.objects.visible_to(officer)
            self.fields["agency"].queryset = mine  # type: ignore[attr-defined]
            self.fields["missed_cycles"].initial = 2
            return
        for name in ("agency", "status", "kind", "hours"):
            del self.fields[name]
        for name in ("minutes", "warn_minutes", "missed_cycles", "resets", "version"):
            self.fields[name].initial = getattr(rule, name)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("warn_minutes", 0) >= said.get("minutes", 481):
            self.add_error("warn_minutes", _("Less than the minutes to be heard of in."))
        return said

    @property
    def numbers(self) -> dict[str, Any]:
        """What a rule says beside what it is for."""
        names = ("minutes", "warn_minutes", "missed_cycles", "resets")
        return {name: self.cleaned_data[name] for name in names}

    def new_rule(self) -> SafetyRule:
        """A rule not yet kept."""
        said = self.cleaned_data
        names = ("agency", "status", "kind", "valid_from")
        key = {name: said[name] for name in names} | {"at_night": AT_NIGHT[said["hours"]]}
        return SafetyRule(**key, **self.numbers)
