"""Forms of the pages of repair: filters, a report, what the police decide."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.scope import Viewer
from video.repair import selectors
from video.repair.models import Fault, Priority, Source
from video.repair.serializers import STAGES

MOMENT: Final = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
DAY: Final = forms.DateInput(attrs={"type": "date"})
ANY: Final = ("", "—")


def firms(viewer: Viewer) -> list[tuple[str, str]]:
    """The contractors to choose from."""
    return [(row.code, row.name) for row in selectors.contractors(viewer)]


class TicketFilterForm(forms.Form):
    """What the list is asked for, as it stands in the address."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[ANY, *STAGES])
    fault = forms.ChoiceField(label=_("Fault"), required=False, choices=[ANY, *Fault.choices])
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=[ANY, *Priority.choices]
    )
    contractor = forms.ChoiceField(label=_("Contractor"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False, choices=[ANY, *Source.choices])
    camera = forms.CharField(label=_("Camera"), required=False, max_length=30)
    platform = forms.CharField(label=_("Video platform"), required=False, max_length=20)
    opened_from = forms.DateField(label=_("Opened from"), required=False, widget=DAY)
    opened_to = forms.DateField(label=_("to"), required=False, widget=DAY)
    late = forms.BooleanField(label=_("Overdue"), required=False)
    reopened = forms.BooleanField(label=_("Reopened"), required=False)
    fined = forms.BooleanField(label=_("With a penalty"), required=False)
    warranty = forms.BooleanField(label=_("Under warranty"), required=False)
    parts = forms.BooleanField(label=_("With parts of greater faults"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        agencies = Agency.objects.visible_to(viewer).filter(is_active=True)
        choices = {
            "contractor": firms(viewer),
            "agency": [(row.code, row.name) for row in agencies],
        }
        for name, values in choices.items():
            self.fields[name].choices = [ANY, *values]  # type: ignore[attr-defined]


class ReportForm(RefusableForm):
    """A fault of one camera or one platform."""

    camera = forms.CharField(
        label=_("Code of the camera"),
        required=False,
        max_length=30,
        help_text=_("As it stands on the pole and on the camera's page."),
    )
    platform = forms.CharField(label=_("or code of the platform"), required=False, max_length=20)
    fault = forms.ChoiceField(label=_("What is wrong"), choices=Fault.choices)
    source = forms.ChoiceField(
        label=_("How it became known"), choices=Source.choices, initial=Source.HAND
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was seen; no names, no numbers of persons."),
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        required=False,
        choices=[("", _("as the rule says")), *Priority.choices],
        coerce=int,
        empty_value=None,
    )


class StepForm(RefusableForm):
    """A step without words, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(StepForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)


class RemindForm(StepForm):
    """What the firm is told with it."""

    note = forms.CharField(label=_("In addition"), required=False, max_length=200)


class AssignForm(StepForm):
    """To which contractor."""

    contractor = forms.ChoiceField(
        label=_("Contractor"), help_text=_("The contractor's clock begins at once.")
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["contractor"].choices = firms(viewer)  # type: ignore[attr-defined]


class VerifyForm(StepForm):
    """It works, and how that was seen."""

    outcome = forms.CharField(
        label=_("How it was verified"),
        min_length=4,
        max_length=200,
        help_text=_("On the screen, on the spot, by the person who reported it …"),
    )


class DueForm(ReasonForm):
    """Another end of what is being waited for."""

    due_at = forms.DateTimeField(label=_("New end"), widget=MOMENT)


class MergeForm(StepForm):
    """Numbers of tickets that are part of this one."""

    tickets = forms.CharField(
        label=_("Tickets that are part of it"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Numbers, with blanks or commas between them."),
    )

    def numbers(self) -> list[str]:
        """The numbers, each once."""
        text = str(self.cleaned_data["tickets"]).replace(",", " ").replace("，", " ")
        return list(dict.fromkeys(text.upper().split()))


class BulkForm(RefusableForm):
    """What is done with the tickets that were ticked in the list."""

    act = forms.ChoiceField(
        label=_("With those ticked"),
        choices=[
            ("merge", _("Merge under the first")),
            ("due", _("Move their end")),
            ("assign", _("Assign to a contractor")),
        ],
    )
    due_at = forms.DateTimeField(label=_("New end"), required=False, widget=MOMENT)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)
    contractor = forms.ChoiceField(label=_("Contractor"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["contractor"].choices = [ANY, *firms(viewer)]  # type: ignore[attr-defined]
