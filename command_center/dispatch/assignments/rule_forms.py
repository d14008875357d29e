"""Forms of the dispatch rules, made from the fields of each kind of row."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from command_center.dispatch.assignments.models import (
    DetourFactor,
    RecommendationRule,
    ResendRule,
    SpeedRule,
)
from command_center.dispatch.assignments.rulebook import WHOSE
from command_center.incidents.forms import DATE
from command_center.incidents.models import Incident
from grid.errors import DomainError
from grid.organisation.models import Agency, Officer
from grid.territory.models import Cell

LABELS: Final[dict[str, Any]] = {
    "agency": _("Agency"),
    "valid_from": _("Holds from"),
    "kind": _("Kind of unit"),
    "hour_from": _("From hour"),
    "hour_to": _("Until hour"),
    "speed_kmh": _("Speed (km/h)"),
    "cell": _("Grid cell"),
    "factor": _("Detour factor"),
    "category_prefix": _("Category code begins with"),
    "capabilities": _("Capabilities needed"),
    "units": _("Units to send"),
    "tier": _("Tier whose work it is"),
    "open_task_s": _("Each open task counts (seconds)"),
    "task_today_s": _("Each task of today counts (seconds)"),
    "other_tier_s": _("Another tier counts (seconds)"),
    "level": _("Level"),
    "after_s": _("Sent again after (seconds)"),
    "times": _("How often"),
}
LEVELS: Final = [(level.value, level.label) for level in Incident.Level]


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Numbers of one row and the day from which they hold; `version` when one is changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def refuse(self, refusal: DomainError) -> None:
        """Put each fault at its field; what names no field goes above the form."""
        for fault in refusal.errors:
            name = fault["pointer"].strip("/")
            self.add_error(name if name in self.fields else None, str(fault["message"]))
        if not refusal.errors:
            self.add_error(None, str(refusal.message))

    def new_rule(self) -> Any:
        """A row not yet kept."""
        return self.instance

    @property
    def changes(self) -> dict[str, Any]:
        """The numbers and the day."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: its model, its title and the numbers that may change."""

    name: str
    model: Any
    title: Any
    hint: Any
    numbers: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*WHOSE[self.model], *self.numbers)

    @property
    def labels(self) -> dict[str, Any]:
        return LABELS

    def shown(self, row: Any, name: str) -> Any:
        """The value of a column as a person reads it."""
        value = getattr(row, name)
        named = getattr(row, f"get_{name}_display", None)
        if isinstance(value, list):
            return ", ".join(value) or "—"
        return (named() if named else value) if value not in (None, "") else "—"

    def new_form(self, officer: Officer, data: Any) -> RuleForm:
        """For a row of an agency in the officer's scope."""
        form = self._form_class(("agency", *self.columns, "valid_from"))(data)
        fields: Any = form.fields
        fields["agency"].queryset = Agency.objects.visible_to(officer)
        if "cell" in fields:
            fields["cell"].queryset = Cell.objects.visible_to(officer).in_force()
        if "level" in fields:
            fields["level"] = forms.TypedChoiceField(
                label=LABELS["level"], coerce=int, choices=LEVELS
            )
        return form

    def change_form(self, rule: Any, data: Any) -> RuleForm:
        """For other numbers of one row."""
        initial = {name: getattr(rule, name) for name in (*self.numbers, "version")}
        initial["valid_from"] = timezone.localdate()
        return self._form_class((*self.numbers, "valid_from"))(data, initial=initial)

    def _form_class(self, names: tuple[str, ...]) -> type[RuleForm]:
        made: Any = forms.modelform_factory(
            self.model,
            form=RuleForm,
            fields=names,
            labels={name: LABELS[name] for name in names},
            widgets={"valid_from": DATE},
        )
        return cast("type[RuleForm]", made)


WEIGHTS: Final = ("open_task_s", "task_today_s", "other_tier_s")
KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "speed",
            SpeedRule,
            _("How fast units get on"),
            _("of rows for the same hour the one that begins later holds"),
            ("hour_to", "speed_kmh"),
        ),
        Kind(
            "detour",
            DetourFactor,
            _("How much longer the way is"),
            _("travel time = straight metres × factor ÷ speed"),
            ("factor",),
        ),
        Kind(
            "recommendation",
            RecommendationRule,
            _("What is asked of units, and what weighs how much"),
            _("score = travel time + what is counted here; the lowest stands first"),
            ("capabilities", "units", "tier", *WEIGHTS),
        ),
        Kind(
            "resend",
            ResendRule,
            _("How an unsigned assignment is chased"),
            _("sent again so often, then told to the supervisor"),
            ("after_s", "times"),
        ),
    )
}
