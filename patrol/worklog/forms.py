"""Forms of the work log: short enough for a thumb."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.errors import DomainError
from patrol.units.models import Unit
from patrol.worklog.codes import Group, choices
from patrol.worklog.models import PatrolFiling, SupervisionNote, WorkCode

LOCAL: Final = "%Y-%m-%dT%H:%M"
DATE: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """A local date and time to the minute."""
    widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"})
    formats = [LOCAL, "%Y-%m-%d %H:%M"]
    return forms.DateTimeField(label=label, required=required, widget=widget, input_formats=formats)


class RefusableForm(forms.Form):
    """A form that shows a refusal of the services at the fields it names."""

    def refuse(self, refusal: DomainError) -> None:
        """Put each fault at its field; what names no field goes above the form."""
        for fault in refusal.errors:
            name = fault["pointer"].strip("/").replace("/", "_")
            self.add_error(name if name in self.fields else None, str(fault["message"]))
        if not refusal.errors:
            self.add_error(None, str(refusal.message))


class UnitForm(RefusableForm):
    """Begins with the unit; a crew has one to choose from, which is then chosen."""

    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, *args: Any, units: Iterable[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [(u.call_sign, f"{u.call_sign} {u.name}".strip()) for u in units]
        field: Any = self.fields["unit"]
        field.choices = offered
        if len(offered) == 1:
            field.initial = offered[0][0]


class EntryForm(UnitForm):
    """One thing done."""

    kind = forms.ChoiceField(label=_("What was it?"), widget=forms.RadioSelect)
    item = forms.ChoiceField(label=_("Counter service"), required=False)
    result = forms.ChoiceField(label=_("Result"), required=False)
    source = forms.ChoiceField(label=_("Source of a result"), required=False)
    text = forms.CharField(
        label=_("In words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was found, what was done. No names, ID or phone numbers."),
    )
    case_ref = forms.CharField(label=_("Incident or case number"), max_length=40, required=False)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    is_handled = forms.BooleanField(
        label=_("Dealt with, or handed over"), required=False, initial=True
    )
    happened_at = moment(_("When"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._offer("kind", choices(Group.KIND))
        for name, group in (
            ("item", Group.ITEM),
            ("result", Group.RESULT),
            ("source", Group.SOURCE),
        ):
            self._offer(name, choices(group, empty="—"))
        self.fields["happened_at"].initial = timezone.localtime()

    def _offer(self, name: str, offered: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = offered


class FilingForm(UnitForm):
    """A patrol before it begins."""

    area = forms.CharField(label=_("Where"), max_length=200)
    purpose = forms.CharField(label=_("What for"), max_length=200)
    officers = forms.IntegerField(label=_("Officers"), min_value=0, max_value=999, initial=2)
    auxiliaries = forms.IntegerField(label=_("Auxiliaries"), min_value=0, max_value=999, initial=0)
    starts_at = moment(_("Begins"))
    ends_at = moment(_("Ends"))


class SupervisionForm(UnitForm):
    """What an inspector saw, with the points of each score item."""

    text = forms.CharField(
        label=_("What was seen"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    measures = forms.CharField(
        label=_("Measures"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer_by = moment(_("Answer until"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.items = list(WorkCode.objects.filter(group=Group.SCORE, is_active=True))
        for item in self.items:
            self.fields[f"scores_{item.code}"] = forms.IntegerField(
                label=f"{item} (0-{item.points})",
                min_value=0,
                max_value=item.points,
                required=False,
            )

    def said(self) -> dict[str, Any]:
        """As the service takes it: points of the items that were scored."""
        data = dict(self.cleaned_data)
        given = {item.code: data.pop(f"scores_{item.code}") for item in self.items}
        return data | {"scores": {code: n for code, n in given.items() if n is not None}}


class AnswerForm(RefusableForm):
    """What was done about a supervision note."""

    answer = forms.CharField(
        label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class VolunteerForm(RefusableForm):
    """Volunteers of one trade on one day; counts alone."""

    worked_on = forms.DateField(label=_("Day"), widget=DATE)
    trade = forms.ChoiceField(label=_("Trade of volunteers"))
    team = forms.CharField(label=_("Team"), max_length=60, required=False)
    people = forms.IntegerField(label=_("People"), min_value=1, max_value=100_000)
    hours = forms.DecimalField(
        label=_("Hours of all together"), min_value=0, max_digits=7, decimal_places=1
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["trade"]
        field.choices = choices(Group.TRADE)
        self.fields["worked_on"].initial = timezone.localdate()


class LogFilter(forms.Form):
    """What the lists of the log are narrowed by; each tab uses what it has."""

    q = forms.CharField(
        label=_("Unit or words"),
        required=False,
        max_length=50,
        widget=forms.SearchInput(attrs={"placeholder": _("Unit or words")}),
    )
    kind = forms.ChoiceField(label=_("Kind of work"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=DATE)
    last = forms.DateField(label=_("To"), required=False, widget=DATE)

    def __init__(self, *args: Any, tab: str, **more: Any) -> None:
        super().__init__(*args, **more)
        states = {
            "filing": PatrolFiling.State.choices,
            "supervision": SupervisionNote.State.choices,
        }
        self._offer("kind", choices(Group.KIND) if tab == "work" else [], _("All kinds"))
        self._offer("state", states.get(tab, []), _("All states"))

    def _offer(self, name: str, offered: list[tuple[str, Any]], every: Any) -> None:
        if not offered:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.choices = [("", every), *offered]
