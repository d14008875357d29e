"""Forms of the pages of duty levels."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.duty.models import Switch, SwitchOrder
from checkpoints.duty.rules import sops
from checkpoints.duty.scopes import Scope, candidates
from checkpoints.register.models import DefenceLine, DutyLevel
from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer

MOMENT: Final = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY: Final = forms.DateInput(attrs={"type": "date"})
ANY: Final = ("", "—")
SCOPES: Final = [
    ("city", _("All checkpoints of my ground")),
    ("line", _("By defence line")),
    ("agency", _("By agency")),
    ("picked", _("Picked on the map or in the list")),
]
CHANNELS: Final = [("screen", _("Screen")), ("phone", _("Telephone")), ("radio", _("Radio"))]
WITH: Final = [
    ("ready", _("Ready")),
    ("unready", _("Not ready")),
    ("sign_late", _("Signed late")),
    ("late", _("Overdue")),
    ("short", _("Short")),
    ("waived", _("Waived")),
    ("cancelled", _("Cancelled")),
]
GROUPS: Final = [
    ("checkpoint", _("Checkpoint")),
    ("line", _("Defence line")),
    ("agency", _("Agency")),
    ("month", _("Month")),
    ("level", _("Level")),
]


def levels() -> list[tuple[str, str]]:
    """The levels to choose from."""
    return [(level.code, str(level)) for level in DutyLevel.objects.all()]


class OrderFilterForm(forms.Form):
    """What the list of orders is asked for, as it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    level = forms.ChoiceField(label=_("Level"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *SwitchOrder.State.choices]
    )
    drill = forms.ChoiceField(
        label=_("Drill"), required=False, choices=[ANY, ("no", _("No")), ("yes", _("Yes"))]
    )
    issued_from = forms.DateField(label=_("Issued from"), required=False, widget=DAY)
    issued_to = forms.DateField(label=_("to"), required=False, widget=DAY)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["level"].choices = [ANY, *levels()]  # type: ignore[attr-defined]


class SwitchFilterForm(forms.Form):
    """Which switches: of the statistics, and of the list behind each of its figures."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    drills = forms.ChoiceField(
        label=_("Drills"),
        required=False,
        choices=[("", _("Without drills")), ("only", _("Drills only"))],
    )
    line = forms.ChoiceField(label=_("Defence line"), required=False)
    agency = forms.CharField(label=_("Agency code"), required=False, max_length=12)
    checkpoint = forms.CharField(label=_("Checkpoint"), required=False, max_length=20)
    level = forms.ChoiceField(label=_("Level"), required=False)
    issued_from = forms.DateField(label=_("Issued from"), required=False, widget=DAY)
    issued_to = forms.DateField(label=_("to"), required=False, widget=DAY)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        lines = [(line.code, str(line)) for line in DefenceLine.objects.all()]
        self.fields["line"].choices = [ANY, *lines]  # type: ignore[attr-defined]
        self.fields["level"].choices = [ANY, *levels()]  # type: ignore[attr-defined]


class SwitchListForm(SwitchFilterForm):
    """The list also narrows to one order and to one kind of outcome."""

    order = forms.CharField(label=_("Order"), required=False, max_length=20)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[ANY, *WITH])


class FiguresForm(SwitchFilterForm):
    """The statistics also say by what they are put together."""

    by = forms.ChoiceField(label=_("By"), required=False, choices=GROUPS)


class OrderForm(RefusableForm):
    """A new order; the first sending only shows what it comes to."""

    level = forms.ChoiceField(label=_("Switch to"))
    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)
    valid_until = forms.DateTimeField(
        label=_("In force until"),
        required=False,
        widget=MOMENT,
        help_text=_("At that moment the levels go back by themselves. Only the lowest has none."),
    )
    sop = forms.ChoiceField(
        label=_("Procedure"), required=False, help_text=_("Empty: the version in force.")
    )
    is_drill = forms.BooleanField(
        label=_("Drill: changes no level and counts in no statistic"), required=False
    )
    scope = forms.ChoiceField(
        label=_("Goes to"), choices=SCOPES, initial="city", widget=forms.RadioSelect
    )
    lines = forms.MultipleChoiceField(
        label=_("Defence lines"), required=False, widget=forms.CheckboxSelectMultiple
    )
    agencies = forms.MultipleChoiceField(
        label=_("Agencies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    checkpoints = forms.MultipleChoiceField(
        label=_("Checkpoints"), required=False, widget=forms.CheckboxSelectMultiple
    )
    supersede = forms.BooleanField(
        label=_("Take over checkpoints that are still switching for another order"),
        required=False,
    )

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = candidates(officer)
        self.library = {str(row.pk): row for row in sops(officer) if row.checkpoint_id is None}
        agencies = Agency.objects.visible_to(officer).filter(is_active=True)
        used = {row.agency.path for row in self.rows}
        holders = [one for one in agencies if any(p.startswith(one.path) for p in used)]
        choices: dict[str, list[tuple[str, Any]]] = {
            "level": [ANY, *levels()],
            "sop": [ANY, *((key, str(row)) for key, row in self.library.items())],
            "lines": [(line.code, str(line)) for line in DefenceLine.objects.all()],
            "agencies": [(one.code, one.name) for one in holders],
            "checkpoints": [(row.code, f"{row.name} · {row.line}") for row in self.rows],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Nothing that was ticked is left aside: it would go to the whole ground instead."""
        said = super().clean() or {}
        ticked = any(said.get(name) for name in ("lines", "agencies", "checkpoints"))
        if said.get("scope") == "city" and ticked:
            words = _("Something is ticked below: choose to go by it, or untick it.")
            self.add_error("scope", words)
        return said

    def asked(self) -> Scope:
        """The scope as the service takes it."""
        said = self.cleaned_data
        return Scope(
            kind=said["scope"],
            lines=said["lines"],
            agencies=said["agencies"],
            checkpoints=said["checkpoints"],
        )

    def fields_of_order(self) -> dict[str, Any]:
        """What the service takes beside the level."""
        said = self.cleaned_data
        return {
            "reason": said["reason"],
            "valid_until": said["valid_until"],
            "is_drill": said["is_drill"],
            "sop": self.library.get(said["sop"]),
            "may_supersede": said["supersede"],
            "scope": self.asked(),
        }

    def refuse(self, refusal: DomainError) -> None:
        """Faults of the scope belong to the field that names it."""
        for fault in refusal.errors:
            fault["pointer"] = fault["pointer"].removeprefix("/scope") or "/scope"
        super().refuse(refusal)


class ReasonForm(RefusableForm):
    """Why, with the version that was read."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ExtendForm(ReasonForm):
    """Another end."""

    valid_until = forms.DateTimeField(label=_("In force until"), widget=MOMENT)


class ResendForm(RefusableForm):
    """Ring again at one, or at all who have not signed."""

    checkpoint = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)


class SignForm(RefusableForm):
    """Sign for it, oneself or for who said so."""

    channel = forms.ChoiceField(label=_("Told over"), choices=CHANNELS, initial="screen")
    spoken_by = forms.CharField(
        label=_("Who said so"),
        required=False,
        max_length=60,
        help_text=_("When the checkpoint told you by telephone or radio."),
    )


class ReportForm(SignForm):
    """What is there; a field for each head count and each kind of equipment asked for."""

    officers = forms.IntegerField(label=_("Officers"), required=False, min_value=0, max_value=9999)
    auxiliaries = forms.IntegerField(
        label=_("Auxiliaries"), required=False, min_value=0, max_value=9999
    )
    vehicles = forms.IntegerField(label=_("Vehicles"), required=False, min_value=0, max_value=9999)
    eta = forms.DateTimeField(label=_("What is missing comes at"), required=False, widget=MOMENT)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("officers", "auxiliaries", "vehicles")

    def __init__(
        self, *args: Any, switch: Switch, names: dict[str, str], had: dict[str, int], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.codes = sorted(switch.required["equipment"])
        for name in self.field_order:
            self._tell(name, switch.required[name], getattr(switch, name))
        for code in self.codes:
            self.fields[f"e_{code}"] = forms.IntegerField(
                label=names.get(code, code), required=False, min_value=0, max_value=9999
            )
            self._tell(f"e_{code}", switch.required["equipment"][code], switch.equipment.get(code))
            if code not in switch.equipment:
                self.initial[f"e_{code}"] = had.get(code)
        eta = timezone.localtime(switch.eta) if switch.eta else None
        self.initial.update(eta=eta, note=switch.note, version=switch.version)

    def _tell(self, name: str, required: int, present: int | None) -> None:
        self.fields[name].help_text = _("at least %s") % required
        self.initial[name] = present

    def figures(self) -> dict[str, Any]:
        """What the service takes; an empty field says nothing."""
        said = {name: value for name, value in self.cleaned_data.items() if value is not None}
        given = {code: said.pop(f"e_{code}") for code in self.codes if f"e_{code}" in said}
        return {**said, "equipment": given, "eta": self.cleaned_data["eta"]}

    def refuse(self, refusal: DomainError) -> None:
        """Faults of a kind of equipment belong to its field."""
        for fault in refusal.errors:
            head, _sep, code = fault["pointer"].strip("/").partition("/")
            if head == "equipment":
                fault["pointer"] = f"/e_{code}"
        if refusal.errors:
            self.add_error(None, refusal.message)
        super().refuse(refusal)


class TargetForm(RefusableForm):
    """Minutes from the order, from a day on."""

    sign_min = forms.IntegerField(
        label=_("To sign within (minutes)"), min_value=1, max_value=1440, initial=5
    )
    ready_min = forms.IntegerField(
        label=_("To be ready within (minutes)"), min_value=1, max_value=1440, initial=30
    )
    valid_from = forms.DateField(label=_("From"), widget=DAY, initial=timezone.localdate)


class SopForm(RefusableForm):
    """The next version of a procedure."""

    level = forms.ChoiceField(label=_("Level"))
    title = forms.CharField(label=_("Title"), min_length=4, max_length=120)
    text = forms.CharField(
        label=_("Text"),
        min_length=10,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=DAY, initial=timezone.localdate)
    checkpoint = forms.CharField(
        label=_("Supplement of one checkpoint (code)"),
        required=False,
        max_length=20,
        help_text=_("Empty: holds for every checkpoint of your ground."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["level"].choices = levels()  # type: ignore[attr-defined]
