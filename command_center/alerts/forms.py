"""Forms of the alert pages."""

import json
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.alerts.models import Alert, AlertRule, Priority
from grid.organisation.roles import RIGHTS_OF, Role
from grid.rights import Right

STEPS: Final = ("seat", "supervisor", "parent")
HEARERS: Final = [(role.value, role.label) for role in Role if Right.ALERT_READ in RIGHTS_OF[role]]


class AlertFilterForm(forms.Form):
    """Filters of the list; they live in the address."""

    state = forms.ChoiceField(
        choices=[("", _("Any state")), *Alert.State.choices], required=False, label=_("State")
    )
    priority = forms.TypedChoiceField(
        choices=[("", _("Any priority")), *Priority.choices],
        coerce=int,
        required=False,
        empty_value=None,
        label=_("Priority"),
    )
    raised_after = forms.DateField(
        required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    raised_before = forms.DateField(
        required=False, label=_("Until before"), widget=forms.DateInput(attrs={"type": "date"})
    )


class OutcomeForm(forms.Form):
    """What came of an alert."""

    outcome = forms.CharField(label=_("What came of it"), min_length=2, max_length=200)


class ShelveForm(forms.Form):
    """For how long to put an alert aside, and why."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=30, initial=10)
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """One rule: its condition as lines, its escalation as three times."""

    condition_lines = forms.CharField(
        label=_("Condition"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line a key: level = 1, 2. Every line must hold. Empty: always."),
    )
    seat = forms.IntegerField(
        label=_("Sound again after (seconds)"), required=False, min_value=1, max_value=86400
    )
    supervisor = forms.IntegerField(
        label=_("Call the duty commander after (seconds)"),
        required=False,
        min_value=1,
        max_value=86400,
    )
    parent = forms.IntegerField(
        label=_("Ring at the parent agency after (seconds)"),
        required=False,
        min_value=1,
        max_value=86400,
    )
    roles = forms.MultipleChoiceField(
        label=_("Rings for"), choices=HEARERS, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = AlertRule
        fields = (
            "name",
            "name_en",
            "fact_kind",
            "priority",
            "sound",
            "title",
            "title_en",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition_lines"].initial = "\n".join(
            f"{key} = {_spell(value)}" for key, value in self.instance.condition.items()
        )
        self.fields["roles"].initial = self.instance.roles
        self.fields["version"].initial = self.instance.version
        for step in self.instance.escalation:
            self.fields[step["to"]].initial = step["after_s"]

    def clean_condition_lines(self) -> dict[str, Any]:
        """`level = 1, 2` becomes `{"level": [1, 2]}`; a line without `=` is refused by number."""
        condition: dict[str, Any] = {}
        for number, line in enumerate(self.cleaned_data["condition_lines"].splitlines(), start=1):
            key, equals, values = line.partition("=")
            if not line.strip():
                continue
            if not equals or not key.strip() or not values.strip():
                raise forms.ValidationError(
                    _("Line %(number)d: write a key, an equals sign and a value."),
                    params={"number": number},
                )
            condition[key.strip()] = _read(values)
        return condition

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        times = [cleaned[step] for step in STEPS if cleaned.get(step)]
        if times != sorted(set(times)):
            raise forms.ValidationError(
                _("The times of the escalation must rise: again, then commander, then parent.")
            )
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """What the service is to change, once the form is valid."""
        plain = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return plain | {
            "condition": self.cleaned_data["condition_lines"],
            "roles": self.cleaned_data["roles"],
            "escalation": [
                {"after_s": self.cleaned_data[step], "to": step}
                for step in STEPS
                if self.cleaned_data.get(step)
            ],
        }


def _spell(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(v if isinstance(v, str) else json.dumps(v) for v in values)


def _read(text: str) -> Any:
    values = [_scalar(part.strip()) for part in text.split(",") if part.strip()]
    return values[0] if len(values) == 1 else values


def _scalar(word: str) -> Any:
    """`1` is a number, `true` a truth value, everything else a word."""
    try:
        value = json.loads(word)
    except ValueError:
        return word
    return value if isinstance(value, int | float | bool) else word
