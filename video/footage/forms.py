"""Forms of the footage requests' pages."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.errors import DomainError
from grid.frame.pages import RefusableForm
from video.footage.drafts import BASES, NAMES_CASE, SHORTEST_PURPOSE, Window
from video.footage.models import FootageApplicant, FootageRequest
from video.footage.models.requests import FootageRequest as Asked

ANY: Final = ("", "—")
UNSAID: Final = {"autocomplete": "off", "spellcheck": "false"}
WAITING: Final = [
    ("me", _("My signature")), ("mine", _("Asked for by me")), ("decision", _("A decision")),
    ("review", _("A review")), ("issue", _("To be handed out")), ("copies", _("Copies out")),
]  # fmt: skip
# Where a fault of the services is shown, by the end of its pointer.
PLACES: Final = {
    "camera": "cameras",
    "windows": "cameras",
    "since": "window_from",
    "until": "window_to",
}


def moment() -> forms.DateTimeInput:
    """A local date and time, to the minute."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def day() -> forms.DateInput:
    """A local day."""
    return forms.DateInput(attrs={"type": "date"})


def lines(rows: int = 3) -> forms.Textarea:
    """Several lines of text."""
    return forms.Textarea(attrs={"rows": rows})


class FootageFilterForm(forms.Form):
    """What the list is asked for, as it stands in the address; never a citizen."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *Asked.Kind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *Asked.State.choices])
    waiting = forms.ChoiceField(label=_("Waits for"), required=False, choices=[ANY, *WAITING])
    camera = forms.CharField(label=_("Camera"), required=False, max_length=30)
    day_from = forms.DateField(label=_("From"), required=False, widget=day())
    day_to = forms.DateField(label=_("to"), required=False, widget=day())


class SpanForm(forms.Form):
    """Local days, both included."""

    day_from = forms.DateField(label=_("From"), required=False, widget=day())
    day_to = forms.DateField(label=_("to"), required=False, widget=day())
    every = forms.BooleanField(label=_("Checked ones too"), required=False)


class WordsForm(RefusableForm):
    """The words of a request of one kind."""

    case_number = forms.CharField(
        label=_("Case or call number"), max_length=40, widget=forms.TextInput(attrs=UNSAID)
    )
    basis_type = forms.ChoiceField(label=_("Legal basis"))
    basis_number = forms.CharField(
        label=_("Number of the document"),
        max_length=60,
        widget=forms.TextInput(attrs=UNSAID),
        help_text=_("Of the document that gives the right; without one nothing can be asked for."),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        min_length=SHORTEST_PURPOSE,
        max_length=400,
        widget=lines(),
        help_text=_("What is looked for, in ten characters or more; no names, no numbers."),
    )

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        words = dict(FootageRequest.Basis.choices)
        self.fields["basis_type"].choices = [(code, words[code]) for code in BASES[kind]]  # type: ignore[attr-defined]
        self.fields["case_number"].required = kind in NAMES_CASE

    def refuse(self, refusal: DomainError) -> None:
        """A fault of one camera or of the citizen stands at the field it came from."""
        for fault in refusal.errors:
            end = next((p for p in reversed(fault["pointer"].split("/")) if not p.isdigit()), "")
            name = PLACES.get(end, end)
            self.add_error(name if name in self.fields else None, str(fault["message"]))
        if not refusal.errors:
            self.add_error(None, str(refusal.message))


class ChangeForm(WordsForm):
    """Corrections while nobody has signed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RequestForm(WordsForm):
    """A new request: its words, its cameras, one window of time for all of them."""

    cameras = forms.CharField(
        label=_("Cameras"),
        max_length=6000,
        widget=lines(4),
        help_text=_("Codes or national ids, one a line; at most 200, all within your own scope."),
    )
    window_from = forms.DateTimeField(label=_("Footage from"), widget=moment())
    window_to = forms.DateTimeField(
        label=_("Footage until"), widget=moment(), help_text=_("At most 7 days later.")
    )

    def windows(self) -> list[Window]:
        """Each camera named, with the window; empty where either cannot be read."""
        read = getattr(self, "cleaned_data", {})
        since, until = read.get("window_from"), read.get("window_to")
        if since is None or until is None:
            return []
        codes = dict.fromkeys(re.split(r"[\s,;，；]+", read.get("cameras", "").strip()))
        return [Window(code, since, until) for code in codes if code]

    def words(self) -> dict[str, Any]:
        """The words of the request."""
        names = ("case_number", "basis_type", "basis_number", "purpose")
        return {name: self.cleaned_data[name] for name in names}

    def applicant(self) -> dict[str, Any] | None:
        """Nobody stands behind it but the unit."""
        return None


class CitizenForm(RequestForm):
    """A citizen's request: who, in what relation, with whose consent."""

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    document_number = forms.CharField(
        label=_("Identity document number"),
        max_length=40,
        widget=forms.TextInput(attrs=UNSAID),
        help_text=_("Kept encrypted and shown masked."),
    )
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs=UNSAID)
    )
    relation = forms.ChoiceField(label=_("Who asks"), choices=FootageApplicant.Relation.choices)
    consent_document = forms.CharField(
        label=_("Consent of who manages the cameras"),
        max_length=80,
        help_text=_("Number or date of the written consent (art. 21)."),
    )
    has_undertaken = forms.BooleanField(
        label=_("They have undertaken in writing not to spread what they see")
    )

    def applicant(self) -> dict[str, Any] | None:
        """The citizen as typed."""
        names = (
            "name", "document_number", "phone", "relation", "consent_document", "has_undertaken",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}


def request_form(kind: str, *args: Any, **more: Any) -> RequestForm:
    """The form of a new request of this kind."""
    made = CitizenForm if kind == FootageRequest.Kind.CITIZEN else RequestForm
    return made(*args, kind=kind, **more)
