"""Forms of visits and their filters."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.forms import DAY, MOMENT, choose
from grid.frame.pages import RefusableForm
from grid.organisation.models import Officer
from grid.organisation.selectors import agency_choices
from grid.scope import Viewer
from grid.service.visits.models import Campaign, CampaignQuestion, Purpose, Visit
from grid.service.visits.selectors.campaigns import campaigns, tasks
from grid.territory.models import Cell, Place

MOST: Final = 500  # places and cells a form offers
_SEARCH = _("Number, address, place or words")
_NO_NAMES = _("No names, ID, phone or plate numbers.")


def cell_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Code and name of the leaf cells of the viewer's area."""
    rows = Cell.objects.visible_to(viewer).in_force().filter(is_leaf=True)
    return [(code, f"{code} {name}") for code, name in rows.values_list("code", "name")[:MOST]]


def place_choices(viewer: Viewer) -> list[tuple[int, str]]:
    """Places in use of the viewer's area."""
    rows = Place.objects.visible_to(viewer).filter(is_active=True)
    return list(rows.values_list("pk", "name")[:MOST])


def officer_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Officers of the viewer's area, by badge number."""
    rows = Officer.objects.visible_to(viewer).filter(is_active=True)
    return [(badge, f"{name} {badge}") for badge, name in rows.values_list("badge_number", "name")]


class SpanFilter(forms.Form):
    """Words, an agency and the days a list is narrowed by; it lives in the address."""

    q = forms.CharField(label=_SEARCH, required=False, max_length=50)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=DAY)
    last = forms.DateField(label=_("To"), required=False, widget=DAY)

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "agency", agency_choices(viewer), _("All agencies"))
        words = self.fields["q"]
        words.widget = forms.SearchInput(attrs={"placeholder": words.label})


class VisitFilter(SpanFilter):
    """What the list of visits is narrowed by."""

    cell = forms.ChoiceField(label=_("Cell"), required=False)
    purpose = forms.ChoiceField(
        label=_("What for"), choices=[("", _("All purposes")), *Purpose.choices], required=False
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", _("All outcomes")), *Visit.Outcome.choices],
        required=False,
    )  # fmt: skip
    found = forms.ChoiceField(
        label=_("Found"), choices=[("", _("Whatever was found")), *Visit.Found.choices],
        required=False,
    )  # fmt: skip
    campaign = forms.IntegerField(required=False, widget=forms.HiddenInput)
    task = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(required=False, widget=forms.HiddenInput)
    mine = forms.BooleanField(label=_("Mine only"), required=False)

    field_order = ("q", "cell", "purpose", "outcome", "found", "agency", "first", "last", "mine")

    def __init__(self, *args: Any, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, viewer=viewer, **more)
        choose(self, "cell", cell_choices(viewer), _("All cells"))


class VisitWords(RefusableForm):
    """What a visit says and may be corrected."""

    address = forms.CharField(
        label=_("Address"), max_length=200, required=False,
        help_text=_("Road, building, unit; no name on the door."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of address"), choices=Visit.Kind.choices)
    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Visit.Outcome.choices)
    found = forms.ChoiceField(
        label=_("Found"), choices=Visit.Found.choices, initial=Visit.Found.NOTHING
    )
    found_number = forms.CharField(
        label=pgettext_lazy("ground", "Its number"), max_length=30, required=False,
        help_text=_("Of the dispute, hazard or errand, once it has one."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("In words"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_NO_NAMES,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class VisitForm(VisitWords):
    """A visit entered at a desk; the questions of its campaign come with it."""

    place = forms.ChoiceField(
        label=_("Place"), required=False, help_text=_("A place of the register, or the address.")
    )
    cell = forms.ChoiceField(
        label=_("Cell"), required=False, help_text=_("Empty: that of the place or the task.")
    )
    visited_at = forms.DateTimeField(
        label=_("When"), widget=MOMENT, help_text=_("At most 30 days back.")
    )
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    task = forms.ChoiceField(label=_("Task"), required=False)

    field_order = (
        *("task", "campaign", "visited_at", "place", "address", "cell", "kind", "purpose"),
        *("outcome", "found", "found_number", "text"),
    )

    def __init__(self, *args: Any, viewer: Viewer, campaign: Campaign | None, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["version"]
        choose(self, "place", place_choices(viewer), "—")
        choose(self, "cell", cell_choices(viewer), "—")
        running = campaigns(viewer, state="running").values_list("pk", "name")
        choose(self, "campaign", running[:MOST], "—")
        still = tasks(viewer, open="1").values_list("pk", "title")
        choose(self, "task", still[:MOST], "—")
        self.fields["visited_at"].initial = timezone.localtime()
        self.questions = list(campaign.questions.all()) if campaign else []
        for question in self.questions:
            self.fields[f"answers_{question.pk}"] = _question_field(question)

    def said(self) -> dict[str, Any]:
        """As the service takes it: keys as numbers, answers by question, what is empty left out."""
        data = dict(self.cleaned_data)
        given = {str(q.pk): data.pop(f"answers_{q.pk}") for q in self.questions}
        answers = {key: value for key, value in given.items() if value not in (None, "")}
        for name in ("place", "campaign", "task"):
            data[name] = int(data[name]) if data[name] else None
        return data | {"answers": answers}

    def refuse(self, refusal: Any) -> None:
        """An answer's fault stands at its question."""
        for fault in refusal.errors:
            fault["pointer"] = fault["pointer"].replace("/answers/", "/answers_")
        super().refuse(refusal)


def _question_field(question: CampaignQuestion) -> forms.Field:
    kinds = CampaignQuestion.Kind
    if question.kind == kinds.NUMBER:
        return forms.IntegerField(label=question.text, min_value=0, required=False)
    words: list[tuple[str, Any]] = [(word, word) for word in question.choices]
    if question.kind == kinds.YES_NO:
        words = [("yes", _("Yes")), ("no", _("No"))]
    offered = [("", "—"), *words]
    return forms.ChoiceField(label=question.text, choices=offered, required=False)


class PhotoForm(RefusableForm):
    """One photograph."""

    photo = forms.FileField(
        label=_("Photograph"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP, at most 10 MB. What the camera wrote into it is removed."),
    )
