"""Forms of the page of response targets and duplicate widths."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.incidents.forms import DATE
from command_center.incidents.models import DuplicateRule, Incident, ResponseTarget
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer

DAY_S: Final = 86_400


class RuleForm(RefusableForm):
    """The day from which numbers hold; with `rule` its numbers, else also whose they are."""

    kind: Any = None
    numbers: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    valid_from = forms.DateField(label=_("Holds from"), widget=DATE)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, officer: Officer, rule: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.officer = officer
        self.fields["valid_from"].initial = timezone.localdate()
        if rule is None:
            self.fields["agency"].queryset = Agency.objects.visible_to(officer)  # type: ignore[attr-defined]
            return
        for name in ("agency", *self.whose):
            del self.fields[name]
        for name in (*self.numbers, "version"):
            self.fields[name].initial = getattr(rule, name)

    @property
    def changes(self) -> dict[str, int]:
        """The numbers alone."""
        return {name: self.cleaned_data[name] for name in self.numbers}

    def new_rule(self) -> Any:
        """A rule not yet kept, once the form is valid."""
        names = ("agency", "valid_from", *self.whose, *self.numbers)
        return self.kind(**{name: self.cleaned_data[name] for name in names})


class TargetForm(RuleForm):
    """Seconds of one stage at one level."""

    kind = ResponseTarget
    numbers = ("soon_s", "late_s")
    whose = ("level", "stage")

    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=Incident.Level.choices)
    stage = forms.ChoiceField(label=_("Stage"), choices=ResponseTarget.Stage.choices)
    soon_s = forms.IntegerField(label=_("Soon after (seconds)"), min_value=1, max_value=DAY_S)
    late_s = forms.IntegerField(label=_("Late after (seconds)"), min_value=1, max_value=DAY_S)
    field_order = ("agency", "level", "stage", "soon_s", "late_s", "valid_from")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("soon_s", 0) > said.get("late_s", DAY_S):
            self.add_error("soon_s", _("Soon must not come after late."))
        return said


class WidthForm(RuleForm):
    """Metres and minutes of one category branch."""

    kind = DuplicateRule
    numbers = ("radius_m", "window_min")
    whose = ("category_prefix",)

    category_prefix = forms.RegexField(
        r"^\d{0,8}$",
        label=_("Category code begins with"),
        required=False,
        help_text=_("Empty: every category."),
    )
    radius_m = forms.IntegerField(label=_("Within metres"), min_value=1, max_value=20_000)
    window_min = forms.IntegerField(label=_("Within minutes"), min_value=1, max_value=10_080)
    field_order = ("agency", "category_prefix", "radius_m", "window_min", "valid_from")
