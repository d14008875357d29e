"""Forms of the papers' pages."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from mediation.documents.models import ConfirmationDue, Delivery, Paper, Signature
from mediation.documents.services.reading import Purpose, Why
from mediation.flow.models import Session
from mediation.register.models import Dispute

FORMATS = [("pdf", _("PDF")), ("docx", _("DOCX (to be worked on)"))]


class MakeForm(RefusableForm):
    """Which paper to write."""

    kind = forms.ChoiceField(label=_("Paper"), choices=Paper.Kind.choices)
    about = forms.ChoiceField(label=_("Session"), required=False)

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Session.objects.filter(dispute=dispute).order_by("-at")
        last = held.values_list("course", flat=True).first()
        numbers = held.filter(course=last).values_list("number", flat=True)
        choices = [("", "—"), *((str(one), str(one)) for one in numbers)]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]
        self.fields["about"].help_text = _("Of a session record: which session it records.")


class WhyForm(RefusableForm):
    """What a paper is opened for."""

    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=200,
        help_text=_("Ten characters or more for anything else."),
    )  # fmt: skip

    def why(self) -> Why:
        return Why(purpose=self.cleaned_data["purpose"], reason=self.cleaned_data["reason"])


class TakeForm(WhyForm):
    """A paper to take away."""

    file_format = forms.ChoiceField(label=_("File"), choices=FORMATS)


class SignForm(RefusableForm):
    """One signature; `strokes` is what was drawn in the field, as JSON."""

    key = forms.CharField(max_length=30, widget=forms.HiddenInput)
    text_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    way = forms.ChoiceField(label=_("How it is signed"), choices=Signature.Way.choices)
    strokes = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)

    def clean_strokes(self) -> Any:
        try:
            return json.loads(self.cleaned_data["strokes"] or "null")
        except ValueError:
            return None


class DeliverForm(RefusableForm):
    """Who was given a copy, and how."""

    party = forms.ChoiceField(label=_("Party"))
    way = forms.ChoiceField(label=_("How"), choices=Delivery.Way.choices)

    def __init__(self, *args: Any, parties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [(str(key), name) for key, name in parties]  # type: ignore[attr-defined]


class FileForm(RefusableForm):
    """The parties have gone to court."""

    court = forms.CharField(label=_("Court"), max_length=60)
    filed_on = forms.DateField(label=_("Filed on"), widget=forms.DateInput(attrs={"type": "date"}))


class DecideForm(RefusableForm):
    """What the court said."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (one.value, one.label)
            for one in (ConfirmationDue.Decision.CONFIRMED, ConfirmationDue.Decision.REJECTED)
        ],
    )
    court_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    decided_on = forms.DateField(
        label=_("Decided on"), widget=forms.DateInput(attrs={"type": "date"})
    )


class PlainForm(RefusableForm):
    """Nothing to say but yes."""


class VolumeFilterForm(forms.Form):
    """What the list of volumes is asked for."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2200)


class CheckForm(RefusableForm):
    """A volume that came back."""

    file = forms.FileField(
        label=_("ZIP file of a volume"), widget=forms.FileInput(attrs={"accept": ".zip"})
    )
