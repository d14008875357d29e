"""Forms of studies and joint operations."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.analysis.studies import cites
from command_center.analysis.studies.models import Operation, OperationMember, Study
from grid.frame.forms import MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer

NO_PERSONS = _("Places, times and case numbers; no names, ID, phone or plate numbers.")


def words(label: Any, most: int, *, lines: int = 0, required: bool = True, hint: Any = "") -> Any:
    """A text, of several lines where they are said."""
    widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=widget
    )


class StepForm(RefusableForm):
    """One step, against the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class StudyFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Study.State.choices]
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    second = forms.BooleanField(label=_("Only second studies"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class TaskFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    open = forms.BooleanField(label=_("Only what is owed"), required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class CaseNumbers(forms.CharField):
    """Numbers of cases, one in each line or with commas."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        more.setdefault("help_text", _("One in each line, or with commas."))
        super().__init__(max_length=cites.MOST * 42, **more)

    def clean(self, value: Any) -> list[str]:
        return cites.split(super().clean(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class StudyForm(RefusableForm):
    """A study as it is written."""

    title = words(_("Title"), 120)
    question = words(
        pgettext_lazy("study", "Question"),
        2000,
        lines=3,
        hint=_("What is to be found out, and why."),
    )
    findings = words(
        pgettext_lazy("study", "What was found"), 8000, lines=10, required=False, hint=NO_PERSONS
    )
    advice = words(
        _("What is proposed"), 4000, lines=5, required=False, hint=_("Who does what, where, when.")
    )
    case_numbers = CaseNumbers(label=_("Cases it rests on"), required=False)
    run_numbers = forms.CharField(
        label=_("Runs of the analysis it rests on"), required=False, max_length=400,
        help_text=_("The numbers of daily sheets and bulletins, as their pages say them."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        kept = dict(self.cleaned_data)
        found = [{"kind": "case", "number": one} for one in kept.pop("case_numbers")]
        found += [{"kind": "run", "number": one} for one in cites.split(kept.pop("run_numbers"))]
        return kept | {"cites": found}


class NewStudyForm(StudyForm):
    """With the agency it is of."""

    agency = forms.ChoiceField(label=_("Agency"))
    field_order = ("agency",)
    version = None  # type: ignore[assignment]  # a new row has none

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))


class AskForm(RefusableForm):
    """Which agencies are to write a second study, by when."""

    agencies = forms.MultipleChoiceField(label=_("Agencies"))
    due_at = forms.DateTimeField(label=_("Due"), widget=MOMENT)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, study: Study, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        below = Agency.objects.visible_to(viewer).filter(
            path__startswith=study.agency.path, is_active=True
        )
        choose(self, "agencies", below.values_list("code", "name"))


class JudgeForm(StepForm):
    text = words(_("In words"), 300, lines=2, required=False)


class ReturnForm(StepForm):
    text = words(_("Reason"), 300, lines=3)
    due_at = forms.DateTimeField(
        label=_("Due again"), widget=MOMENT, help_text=_("By when it is to be handed in again.")
    )


class RemarkForm(RefusableForm):
    text = words(_("Remark"), 1000, lines=3, hint=NO_PERSONS)


class ReasonForm(StepForm):
    reason = words(_("Reason"), 300, lines=3)


class OutcomeForm(StepForm):
    outcome = words(_("What came of it"), 1000, lines=3, hint=NO_PERSONS)


class OperationFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Operation.State.choices]
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class OperationForm(RefusableForm):
    """The matter of a joint operation."""

    title = words(_("Title"), 120)
    aim = words(_("Aim"), 2000, lines=4, hint=NO_PERSONS)
    case_numbers = CaseNumbers(label=_("Cases"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewOperationForm(OperationForm):
    """With the agency whose room it is."""

    agency = forms.ChoiceField(label=_("Agency"))
    field_order = ("agency",)
    version = None  # type: ignore[assignment]  # a new row has none

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))


class NoteForm(StepForm):
    """A line of the log."""

    text = words(_("Note"), 2000, lines=3, hint=NO_PERSONS)
    at = forms.DateTimeField(
        label=_("When it was so"), widget=MOMENT, required=False, help_text=_("Empty: now.")
    )


class InvitationFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100)
    mine = forms.BooleanField(label=_("Only those to me"), required=False)
    open = forms.BooleanField(label=_("Only what is not answered"), required=False)


class InviteForm(RefusableForm):
    """Which of the officers found are asked, what for, and by when they answer."""

    badge_numbers = forms.MultipleChoiceField(
        label=_("Officers found"), widget=forms.CheckboxSelectMultiple
    )
    trade = forms.ChoiceField(
        label=pgettext_lazy("operation", "What for"), choices=OperationMember.Trade.choices[1:]
    )  # a room has its leader
    due_at = forms.DateTimeField(label=_("Answer by"), widget=MOMENT)
    text = words(_("In words"), 300, lines=2, required=False, hint=NO_PERSONS)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: list[dict[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        shown = [
            (one["badge_number"], " · ".join(word for word in one.values() if word))
            for one in found
        ]
        kept = self.data.getlist("badge_numbers") if hasattr(self.data, "getlist") else []
        known = {badge for badge, _label in shown}
        choose(self, "badge_numbers", [*shown, *((one, one) for one in kept if one not in known)])


def _member(label: Any) -> forms.CharField:
    """A badge number, chosen among those of the room (see `of_members`)."""
    return forms.CharField(label=label, max_length=20, widget=forms.Select)


def of_members(form: forms.Form, members: Iterable[OperationMember], *, leader: bool) -> None:
    """Offer the members of the room in a form that asks for one; without the leader where said."""
    field = form.fields.get("badge_number")
    if field is None:
        return
    rows = [one for one in members if leader or one.trade != OperationMember.Trade.LEAD]
    labels = [(one.officer.badge_number, str(one.officer)) for one in rows]
    field.widget.choices = [("", "—"), *labels]


class LeaveForm(StepForm):
    badge_number = _member(_("Member"))


class GiveForm(StepForm):
    badge_number = _member(_("Member"))
    title = words(pgettext_lazy("operation", "Task"), 120)
    text = words(_("In words"), 1000, lines=2, required=False, hint=NO_PERSONS)
    due_at = forms.DateTimeField(label=_("Due"), widget=MOMENT)


class CloseForm(StepForm):
    report = words(_("Closing report"), 8000, lines=8, hint=NO_PERSONS)


def in_hours(hours: int) -> str:
    """A moment so many hours from now, as the field takes it."""
    moment = timezone.localtime() + timedelta(hours=hours)
    return moment.strftime("%Y-%m-%dT%H:%M")


FIRST_DUE_H: Final = 72
