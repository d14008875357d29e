"""Forms of what is done with a request, of marks and of times."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency, Officer
from video.footage.forms import UNSAID, lines, moment
from video.footage.handing import MODES
from video.footage.models import FootageIssue, FootageRequest, VideoCheck
from video.footage.rules import DEFAULT

PARTS: Final = [
    ("faces", _("Faces")), ("names", _("Names")), ("plates", _("Number plates")),
    ("licences", _("Licences and documents")),
]  # fmt: skip
SETTLED: Final = [
    ("returned", _("Returned")), ("destroyed", _("Destroyed before a witness")),
    ("filed", _("Filed with the case as evidence")),
]  # fmt: skip


class SignForm(RefusableForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(RefusableForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), min_length=4, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RevealForm(RefusableForm):
    """Why the citizen has to be seen in clear."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=200,
        help_text=_("Ten characters or more; it goes to the access register with your name."),
    )


class MaskForm(RefusableForm):
    """All four of art. 22."""

    masked = forms.MultipleChoiceField(
        label=_("Cannot be recognised, or is not in the picture"),
        choices=PARTS,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class IssueForm(RefusableForm):
    """What is shown or handed out."""

    mode = forms.ChoiceField(label=_("How"))
    covers_from = forms.DateTimeField(label=_("Shows from"), widget=moment())
    covers_to = forms.DateTimeField(label=_("Shows until"), widget=moment())
    recipient_unit = forms.CharField(label=_("Receiving unit"), max_length=80)
    recipient_badge = forms.CharField(
        label=_("Recipient's badge number"), required=False, max_length=30
    )
    recipient_name = forms.CharField(
        label=_("Recipient's name"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Where there is no badge number; kept encrypted."),
    )
    sha256 = forms.CharField(
        label=_("SHA-256 of the file"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=UNSAID),
        help_text=_("64 characters; empty where the footage is only shown."),
    )
    size_bytes = forms.IntegerField(
        label=_("Size (bytes)"), required=False, min_value=1, max_value=2**50
    )
    copies = forms.IntegerField(
        label=_("Number of copies"), required=False, min_value=0, max_value=100, initial=0
    )
    medium = forms.CharField(label=_("Medium"), required=False, max_length=60)
    watermark = forms.CharField(label=_("Watermark number"), required=False, max_length=60)
    return_by = forms.DateTimeField(
        label=_("Back or destroyed by"),
        required=False,
        widget=moment(),
        help_text=_("Empty: as the rule says. Showing needs none."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, found: FootageRequest, **more: Any) -> None:
        super().__init__(*args, **more)
        words = dict(FootageIssue.Mode.choices)
        modes = MODES[FootageRequest.Kind(found.kind)]
        self.fields["mode"].choices = [(code, words[code]) for code in modes]  # type: ignore[attr-defined]


class ReceiveForm(RefusableForm):
    """The fingerprint the recipient computed herself."""

    sha256 = forms.CharField(
        label=_("SHA-256 of the file you received"),
        max_length=80,
        widget=forms.TextInput(attrs=UNSAID),
        help_text=_("Compute it from the file; it has to equal the one handed out."),
    )


class SettleForm(RefusableForm):
    """What became of every copy."""

    settled_as = forms.ChoiceField(label=_("What became of it"), choices=SETTLED)
    witness = forms.CharField(
        label=_("Witness (badge number)"),
        required=False,
        max_length=20,
        help_text=_("Where it was destroyed: another officer who saw it."),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=400, widget=lines())


class CheckForm(RefusableForm):
    """What came of looking for video in a case."""

    case_number = forms.CharField(label=_("Case"), max_length=40)
    result = forms.ChoiceField(label=_("What came of it"), choices=VideoCheck.Result.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class TimesForm(RefusableForm):
    """Times that hold from today for an agency and all below it."""

    agency = forms.ChoiceField(label=_("Agency"))
    decide_hours = forms.IntegerField(
        label=_("To decide a request (hours)"), min_value=1, max_value=168
    )
    review_hours = forms.IntegerField(
        label=_("To review a break-glass release (hours)"), min_value=1, max_value=24
    )
    keep_days = forms.IntegerField(
        label=_("A copy may stay out (days)"), min_value=1, max_value=365
    )
    check_days = forms.IntegerField(
        label=_("A case may wait for its video check (days)"), min_value=1, max_value=90
    )

    def __init__(self, *args: Any, officer: Officer, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Agency.objects.visible_to(officer).filter(is_active=True)[:200]
        self.agencies = {row.code: row for row in rows}
        self.fields["agency"].choices = [(code, row.name) for code, row in self.agencies.items()]  # type: ignore[attr-defined]
        self.fields["agency"].initial = officer.agency.code
        for name, value in DEFAULT._asdict().items():
            self.fields[name].initial = value
