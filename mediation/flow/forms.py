"""Forms of the acts; what they say has the same names as the bodies of REST."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grid.frame.pages import RefusableForm
from grid.organisation.models import Agency
from grid.scope import Viewer
from mediation.flow.models import Consent, DangerReport, Performance, Revisit, Session
from mediation.flow.selectors import mediators_for
from mediation.flow.serializers import ENDS
from mediation.mediators.load import load_of
from mediation.mediators.models import MediationBody, Mediator
from mediation.register.models import Dispute, Party
from mediation.register.private import masked

MOMENT: Final = "%Y-%m-%dT%H:%M"
ANY: Final = ("", "—")


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, **more)


def _text(label: Any, *, rows: int = 4, most: int = 2_000, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=most, **more)


class ActForm(RefusableForm):
    """An act on one dispute, with the version that was read; `viewer` is whoever acts."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, dispute: Dispute, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.dispute, self.viewer = dispute, viewer
        self.initial.setdefault("version", dispute.version)
        for name, choices in CHOICES.items():
            if name in self.fields:
                self.fields[name].choices = choices(dispute, viewer)  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What was said, as the acts take it; nothing for what was left empty."""
        kept = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return {name: value for name, value in kept.items() if value != "" or name in EMPTY}


EMPTY: Final = frozenset({"reason", "way"})


def _parties(dispute: Dispute, _viewer: Viewer) -> list[tuple[int, str]]:
    rows = Party.objects.filter(dispute=dispute)
    return [(row.pk, f"{row.get_side_display()} {masked(row)['name']}") for row in rows]


def _bodies(_dispute: Dispute, viewer: Viewer) -> list[tuple[str, str]]:
    rows = MediationBody.objects.visible_to(viewer).filter(is_active=True)
    return [ANY, *((row.code, f"{row.name} · {row.get_level_display()}") for row in rows)]


def _other_bodies(dispute: Dispute, _viewer: Viewer) -> list[tuple[str, str]]:
    """All there are: which bodies mediate is public, and a transfer may leave the own area."""
    rows = MediationBody.objects.filter(is_active=True).exclude(disputes=dispute)
    return [ANY, *((row.code, row.name) for row in rows)]


def _agencies(dispute: Dispute, _viewer: Viewer) -> list[tuple[str, str]]:
    rows = Agency.objects.filter(is_active=True).exclude(pk=dispute.agency_id)
    return [ANY, *((row.code, row.name) for row in rows)]


def _serving(_dispute: Dispute, viewer: Viewer) -> list[tuple[int, str]]:
    today = timezone.localdate()
    rows = Mediator.objects.visible_to(viewer).filter(body__is_active=True, valid_from__lte=today)
    found = [
        row
        for row in rows.select_related("body").order_by("body__name", "name")
        if row.valid_to is None or row.valid_to > today
    ]
    load = load_of([row.pk for row in found])
    return [(row.pk, _with_load(row, load.get(row.pk, 0))) for row in found]


def _with_load(row: Mediator, load: int) -> str:
    told = {
        "body": row.body.name,
        "name": row.name,
        "kind": row.get_kind_display(),
        "load": load,
        "most": row.most_at_once,
    }
    return _("%(body)s · %(name)s · %(kind)s · %(load)s of %(most)s disputes") % told


def _assigned(dispute: Dispute, _viewer: Viewer) -> list[tuple[int, str]]:
    return [(row.pk, row.name) for row in mediators_for(dispute)]


def _promises(dispute: Dispute, _viewer: Viewer) -> list[tuple[int, str]]:
    rows = Performance.objects.filter(dispute=dispute, done_at=None, breached_at=None)
    return [(row.pk, _("by %(day)s") % {"day": row.due_on.isoformat()}) for row in rows]


Choose = Callable[[Dispute, Viewer], Iterable[tuple[Any, Any]]]
CHOICES: Final[dict[str, Choose]] = {
    "party": _parties,
    "present": _parties,
    "body": _bodies,
    "to_body": _other_bodies,
    "to_agency": _agencies,
    "mediators": _serving,
    "held_by": _assigned,
    "performance": _promises,
}


class ConsentForm(ActForm):
    """What a party answered."""

    version = None  # type: ignore[assignment]
    party = forms.TypedChoiceField(label=_("Party of the dispute"), coerce=int)
    subject = forms.ChoiceField(label=_("Asked about"), choices=Consent.Subject.choices)
    answer = forms.ChoiceField(
        label=pgettext_lazy("ground", "Answer"), choices=Consent.Answer.choices
    )
    own_words = _text(_("In their own words"), rows=2, required=False)
    asked_at = _moment(_("Asked at"), required=False, help_text=_("Empty: now."))


class SessionForm(ActForm):
    """A session that was held."""

    at = _moment(_("Began"))
    until = _moment(_("Ended"), required=False)
    place = forms.CharField(label=_("Where"), min_length=2, max_length=120)
    held_by = forms.TypedMultipleChoiceField(
        label=_("Mediated by"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    present = forms.TypedMultipleChoiceField(
        label=_("Parties present"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Others present"), required=False, max_length=2_000,
        help_text=_("Relatives, neighbours, experts: with the parties' consent (art. 20)."),
    )  # fmt: skip
    record = _text(_("Record"), rows=8, most=20_000)
    outcome = forms.ChoiceField(label=_("Came to"), choices=Session.Outcome.choices)
    is_closed_door = forms.BooleanField(label=_("Behind closed doors"), required=False)
    next_at = _moment(_("Next session"), required=False)

    def said(self) -> dict[str, Any]:
        kept = super().said()
        kept["mediators"] = kept.pop("held_by", [])
        return kept


class AgreementForm(ActForm):
    """What the parties agreed to (art. 29)."""

    facts = _text(_("Main facts"), required=False, most=10_000)
    issues = _text(_("What was at issue"), rows=3, required=False, most=10_000)
    responsibilities = _text(_("Who is responsible for what"), rows=3, required=False, most=10_000)
    terms = _text(_("What is agreed"), rows=6, most=10_000)
    way = _text(_("How it is performed"), rows=2, required=False)
    perform_by = forms.DateField(
        label=_("Performed by"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day; empty: at once."),
    )  # fmt: skip
    amount = forms.DecimalField(label=_("Amount (yuan)"), required=False, min_value=0)
    is_oral = forms.BooleanField(
        label=_("An oral agreement"), required=False,
        help_text=_("Effective at once (art. 30); a written one once all have signed."),
    )  # fmt: skip


class VersionForm(ActForm):
    """Nothing to say."""


class ReasonForm(ActForm):
    """Why."""

    reason = _text(_("Reason"), rows=3, min_length=4)


class RefusalForm(ActForm):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=_("What happened"), choices=[(one.value, one.label) for one in ENDS]
    )
    reason = _text(_("Reason"), rows=3, required=False)


class NoticeForm(ActForm):
    """How the parties were told."""

    way = forms.CharField(label=_("How they were told"), min_length=2, max_length=60)


class PerformedForm(ActForm):
    """One thing was done."""

    version = None  # type: ignore[assignment]
    performance = forms.TypedChoiceField(label=_("What was to be done"), coerce=int)
    note = _text(_("What was seen"), rows=3, required=False)


class BreachForm(PerformedForm):
    """One thing was not done."""

    note = _text(_("What is missing"), rows=3, min_length=4)


class RevisitForm(ActForm):
    """A visit afterwards."""

    kind = forms.ChoiceField(label=_("Which visit"), choices=Revisit.Kind.choices)
    way = forms.ChoiceField(label=_("How"), choices=Revisit.Way.choices)
    at = _moment(_("When"), required=False, help_text=_("Empty: now."))
    is_quiet = forms.BooleanField(label=_("It is quiet"), required=False, initial=True)
    is_performed = forms.NullBooleanField(label=_("The agreement is performed"), required=False)
    satisfied = forms.ChoiceField(label=_("The parties are"), choices=Revisit.Satisfied.choices)
    feedback = _text(_("What they say"), min_length=4)


class DangerForm(ActForm):
    """What may happen."""

    version = None  # type: ignore[assignment]
    kind = forms.ChoiceField(label=_("What may happen"), choices=DangerReport.Kind.choices)
    text = _text(
        _("In a few words"), rows=3, required=False,
        help_text=_("Stays in the dispute; the command centre is told the place and the kind."),
    )  # fmt: skip


class ExtensionForm(ActForm):
    """Until when."""

    version = None  # type: ignore[assignment]
    until = _moment(_("Until"))


class AssignmentForm(ActForm):
    """To whom."""

    body = forms.ChoiceField(label=_("Body that mediates"))
    mediators = forms.TypedMultipleChoiceField(
        label=_("Mediators"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Of this body; none: the body says who."),
    )  # fmt: skip
    chosen_by_parties = forms.BooleanField(label=_("Chosen by the parties"), required=False)
    conflict_reason = _text(
        _("Near to a party, nevertheless"), rows=2, required=False,
        help_text=_("Only where a mediator was said to be near to a party: why this one."),
    )  # fmt: skip


class SuspensionForm(ReasonForm):
    """Why and until when."""

    until = _moment(_("Until"))


class ResumptionForm(ActForm):
    """Taken up again."""

    reason = _text(_("Note"), rows=2, required=False)


class TransferForm(ReasonForm):
    """To whom: one of the three."""

    to_body = forms.ChoiceField(label=_("To a body"), required=False)
    to_agency = forms.ChoiceField(label=_("or to an agency"), required=False)
    outside = forms.CharField(
        label=_("or to an authority outside"), required=False, max_length=100,
        help_text=_("A court, an arbitration commission, an office."),
    )  # fmt: skip


class ReceiptForm(ActForm):
    """The receipt."""

    version = None  # type: ignore[assignment]
    receipt_number = forms.CharField(label=_("Number of the receipt"), max_length=60)


class ClosingForm(ActForm):
    """What it came to."""

    summary = _text(_("What it came to"), rows=3, required=False)


FORMS: Final[dict[str, type[ActForm]]] = {
    "consents": ConsentForm,
    "sessions": SessionForm,
    "agreement": AgreementForm,
    "effect": VersionForm,
    "failure": ReasonForm,
    "refusal": RefusalForm,
    "notice": NoticeForm,
    "performed": PerformedForm,
    "breach": BreachForm,
    "revisits": RevisitForm,
    "extension": ExtensionForm,
    "reopening": ReasonForm,
    "assignment": AssignmentForm,
    "escalation": ReasonForm,
    "suspension": SuspensionForm,
    "resumption": ResumptionForm,
    "transfer": TransferForm,
    "receipt": ReceiptForm,
    "withdrawal": ReasonForm,
    "closing": ClosingForm,
    "archive": VersionForm,
    "danger": DangerForm,
    "declaration": ReasonForm,
}
