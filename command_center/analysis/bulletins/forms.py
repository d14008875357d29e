"""Forms of the pages of bulletins: filters, words, signatures, the meeting."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from command_center.analysis.bulletins.models import Bulletin
from command_center.analysis.bulletins.paper import SECTIONS
from command_center.analysis.bulletins.services.drafting import LONGEST_LEAD, LONGEST_REMARK
from command_center.analysis.bulletins.services.meeting import LONGEST_MINUTES
from command_center.analysis.bulletins.services.shared import LONGEST_REASON
from grid.frame.forms import MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer

ALL: Final = _("All")
JOBS: Final = (
    ("weekly", _("Weekly bulletin")),
    ("monthly", _("Monthly bulletin")),
    ("quarterly", _("Quarterly assessment")),
    ("yearly", _("Yearly review")),
)
TITLES: Final = {
    "overview": _("Remark to the overview"),
    "times": _("Remark to the hours"),
    "places": _("Remark to the places"),
    "advice": _("Remark to the proposals"),
    "method": _("Remark to data and methods"),
}


class BulletinFilter(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(required=False, max_length=100)
    job = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", ALL), *JOBS])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", ALL), *Bulletin.State.choices]
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), ALL)


class StepForm(RefusableForm):
    """One step; the version is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(StepForm):
    """A step that says why."""

    reason = forms.CharField(
        label=_("What is wrong"), min_length=4, max_length=LONGEST_REASON, widget=forms.Textarea
    )


class EditForm(StepForm):
    """The words of the writers; the figures cannot be written."""

    lead = forms.CharField(
        label=_("Lead"),
        required=False,
        max_length=LONGEST_LEAD,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Left empty it is made of the figures again."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for key in SECTIONS:
            self.fields[key] = forms.CharField(
                label=TITLES[key],
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def said(self) -> dict[str, Any]:
        """As the service takes it."""
        told = self.cleaned_data
        sections = {key: told[key] for key in SECTIONS}
        return {"lead": told["lead"], "sections": sections, "version": told["version"]}


class MeetingForm(StepForm):
    """What was agreed."""

    held_at = forms.DateTimeField(label=_("Held at"), widget=MOMENT)
    chair = forms.CharField(
        label=_("Chair"), max_length=60, help_text=_("An office, not a person: deputy director.")
    )
    bodies = forms.CharField(label=_("Who was there"), max_length=300, required=False)
    minutes = forms.CharField(
        label=_("What was agreed"),
        min_length=4,
        max_length=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class TaskForm(RefusableForm):
    """A task of the meeting."""

    agency = forms.ChoiceField(label=_("Agency"))
    title = forms.CharField(label=_("What is to be done"), min_length=4, max_length=120)
    due_at = forms.DateTimeField(label=_("Due"), widget=MOMENT)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))


class OutcomeForm(RefusableForm):
    """A task is done."""

    outcome = forms.CharField(
        label=_("What came of it"), min_length=4, max_length=1000, widget=forms.Textarea
    )


class DropForm(RefusableForm):
    """A task is taken back."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=LONGEST_REASON)


class ReceiversForm(RefusableForm):
    """Who gets the bulletins of the own agency."""

    agencies = forms.MultipleChoiceField(
        label=_("Agencies"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the agencies directly below."),
    )

    def __init__(self, *args: Any, agency: Agency, **more: Any) -> None:
        super().__init__(*args, **more)
        city = agency.path.partition("/")[0] + "/"
        rows = Agency.objects.filter(path__startswith=city, is_active=True).exclude(pk=agency.pk)
        choose(self, "agencies", rows.values_list("code", "name"))
