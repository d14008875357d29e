"""Forms of campaigns, tasks, errands and the service counter."""

import re
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.ledger.models import Obligation
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.service.visits.forms import (
    SpanFilter,
    cell_choices,
    officer_choices,
    place_choices,
)
from grid.service.visits.models import Campaign, Purpose

STATES: Final = [("", _("All states")), *Obligation.State.choices]
NO_NAMES = _("No names, ID, phone or plate numbers.")
WORDS = forms.Textarea(attrs={"rows": 3})


class CampaignFilter(forms.Form):
    """What the list of campaigns is narrowed by."""

    q = forms.CharField(label=pgettext_lazy("ground", "Name"), required=False, max_length=50)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All states")),
            ("running", _("Running")),
            ("planned", _("To come")),
            ("over", _("Over")),
            ("closed", pgettext_lazy("ground", "Closed")),
        ],
        required=False,
    )
    purpose = forms.ChoiceField(
        label=_("What for"), choices=[("", _("All purposes")), *Purpose.choices], required=False
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))


class CampaignForm(RefusableForm):
    """A campaign: so many addresses in each cell, from day to day, with its questions."""

    name = forms.CharField(label=pgettext_lazy("ground", "Name"), max_length=80)
    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices)
    text = forms.CharField(
        label=_("What to look at and to say"), max_length=1000, required=False, widget=WORDS
    )
    agency = forms.ChoiceField(label=_("Agency"))
    starts_on = forms.DateField(label=_("First day"), widget=DAY)
    ends_on = forms.DateField(label=_("Last day"), widget=DAY)
    target = forms.IntegerField(
        label=_("Addresses in each cell"), min_value=1, max_value=10_000, initial=50
    )
    cells = forms.MultipleChoiceField(
        label=_("Cells"), required=False, help_text=_("None chosen: every cell of the agency.")
    )
    questions = forms.CharField(
        label=_("Questions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One in each line. Ends with # for a number, with words in brackets for a choice: "
            "Heating [gas, coal]; otherwise yes or no. Begins with * if it must be answered."
        ),
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer))
        choose(self, "cells", cell_choices(viewer))
        self.fields["starts_on"].initial = timezone.localdate()

    def clean_questions(self) -> list[dict[str, Any]]:
        lines = self.cleaned_data["questions"].splitlines()
        return [_question(line.strip()) for line in lines if line.strip()]


_CHOICE: Final = re.compile(r"^(.*?)\s*[\[［]([^\]］]*)[\]］]$")


def _question(line: str) -> dict[str, Any]:
    """One line as a question: `* Heating [gas, coal]`, `Residents #`, `Smoke alarm?`."""
    required = line.startswith("*")
    text = line.removeprefix("*").strip()
    row: dict[str, Any] = {"is_required": required, "kind": "yes_no", "text": text[:120]}
    if text.endswith("#"):
        return row | {"kind": "number", "text": text.rstrip("# ")[:120]}
    choice = _CHOICE.match(text)
    if choice:
        words = re.split(r"[,，、]", choice[2])
        return row | {"kind": "choice", "text": choice[1][:120], "choices": words}
    return row


class CampaignChangeForm(RefusableForm):
    """What may be changed of a campaign once it runs."""

    name = forms.CharField(label=pgettext_lazy("ground", "Name"), max_length=80)
    text = forms.CharField(
        label=_("What to look at and to say"), max_length=1000, required=False, widget=WORDS
    )
    ends_on = forms.DateField(
        label=_("Last day"), widget=DAY, help_text=_("The open tasks of its cells follow.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        names = ("name", "text", "ends_on", "version")
        super().__init__(data, initial={name: getattr(campaign, name) for name in names})


class TaskFilter(SpanFilter):
    """What the list of tasks is narrowed by; the days are those they are due."""

    cell = forms.ChoiceField(label=_("Cell"), required=False)
    purpose = forms.ChoiceField(
        label=_("What for"), choices=[("", _("All purposes")), *Purpose.choices], required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)
    mine = forms.BooleanField(label=_("Mine only"), required=False)
    campaign = forms.IntegerField(required=False, widget=forms.HiddenInput)
    open = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    field_order = ("q", "cell", "purpose", "state", "agency", "first", "last", "overdue", "mine")

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        choose(self, "cell", cell_choices(viewer), _("All cells"))


class TaskForm(RefusableForm):
    """A visit to be made, or several, by a moment."""

    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Empty: purpose and place.")
    )
    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices)
    cell = forms.ChoiceField(label=_("Cell"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    target = forms.IntegerField(
        label=_("How many addresses"), min_value=1, max_value=10_000, initial=1
    )
    officer = forms.ChoiceField(
        label=_("Officer"), required=False, help_text=_("Empty: whoever signs for it first.")
    )
    due_at = forms.DateTimeField(label=_("Due"), widget=MOMENT)
    text = forms.CharField(
        label=_("In words"), max_length=500, required=False, widget=WORDS, help_text=NO_NAMES
    )

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "cell", cell_choices(viewer), "—")
        choose(self, "place", place_choices(viewer), "—")
        choose(self, "officer", officer_choices(viewer), "—")

    def clean_place(self) -> int | None:
        return int(self.cleaned_data["place"]) if self.cleaned_data["place"] else None


class OutcomeForm(RefusableForm):
    """What came of it, or why it is taken back."""

    outcome = forms.CharField(
        label=_("What came of it, or why"), max_length=500, widget=WORDS, help_text=NO_NAMES
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(RefusableForm):
    """A button that asks for nothing but to be meant."""

    version = forms.IntegerField(widget=forms.HiddenInput)
