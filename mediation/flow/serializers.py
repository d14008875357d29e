"""Shapes of what is sent to the course of a dispute, and of what it answers."""

from rest_framework import serializers as s

from mediation.flow.models import Consent, DangerReport, Outcome, Revisit, Session

ENDS = (Outcome.REFUSED, Outcome.TERMINATED, Outcome.SETTLED)


class VersionIn(s.Serializer[None]):
    """The version that was seen; optional."""

    version = s.IntegerField(required=False, min_value=1)


class AnswerIn(s.Serializer[None]):
    """What a party answered."""

    answer = s.ChoiceField(choices=Consent.Answer.choices)
    subject = s.ChoiceField(choices=Consent.Subject.choices, required=False)
    asked_at = s.DateTimeField(required=False)
    own_words = s.CharField(required=False, allow_blank=True, max_length=2_000)
    signature_ref = s.CharField(required=False, allow_blank=True, max_length=60)


class FirstConsentIn(AnswerIn):
    """The same in the form of a new dispute: `party` is its place in the list, from 0."""

    party = s.IntegerField(min_value=0, max_value=50)


class ConsentIn(AnswerIn):
    """The same of a party by its id."""

    party = s.IntegerField(min_value=1)


class SessionIn(VersionIn):
    """A session that was held; times are aware."""

    at = s.DateTimeField(required=False)
    until = s.DateTimeField(required=False, allow_null=True)
    place = s.CharField(max_length=120)
    record = s.CharField(max_length=20_000)
    mediators = s.ListField(child=s.IntegerField(min_value=1), required=False, max_length=20)
    present = s.ListField(child=s.IntegerField(min_value=1), required=False, max_length=50)
    others = s.CharField(required=False, allow_blank=True, max_length=2_000)
    outcome = s.ChoiceField(choices=Session.Outcome.choices, required=False)
    is_closed_door = s.BooleanField(required=False, allow_null=True, default=None)
    next_at = s.DateTimeField(required=False, allow_null=True)


class PromiseIn(s.Serializer[None]):
    """One thing an agreement obliges to; `due_on` is the last day."""

    text = s.CharField(max_length=2_000)
    due_on = s.DateField(required=False, allow_null=True)
    party = s.IntegerField(required=False, allow_null=True, min_value=1)


class AgreementIn(VersionIn):
    """What the parties agreed to (art. 29); `amount` in yuan."""

    terms = s.CharField(max_length=10_000)
    facts = s.CharField(required=False, allow_blank=True, max_length=10_000)
    issues = s.CharField(required=False, allow_blank=True, max_length=10_000)
    responsibilities = s.CharField(required=False, allow_blank=True, max_length=10_000)
    way = s.CharField(required=False, allow_blank=True, max_length=2_000)
    perform_by = s.DateField(required=False, allow_null=True)
    amount = s.DecimalField(max_digits=14, decimal_places=2, required=False, allow_null=True)
    is_oral = s.BooleanField(required=False)
    performances = PromiseIn(many=True, required=False)


class ReasonIn(VersionIn):
    """Why."""

    reason = s.CharField(max_length=2_000)


class RefusalIn(VersionIn):
    """How it ended without an agreement, before anybody failed."""

    reason = s.CharField(max_length=2_000, required=False, allow_blank=True, default="")
    outcome = s.ChoiceField(choices=[(one.value, one.label) for one in ENDS], required=False)


class DisputeNoticeIn(VersionIn):
    """How the parties were told of the other ways."""

    way = s.CharField(max_length=60)


class PerformedIn(s.Serializer[None]):
    """One thing of the agreement by its id, done or not."""

    performance = s.IntegerField(min_value=1)
    note = s.CharField(required=False, allow_blank=True, max_length=2_000)


class BreachIn(PerformedIn):
    """The same, not done; the note says what."""

    note = s.CharField(max_length=2_000)


class RevisitIn(VersionIn):
    """A visit afterwards."""

    kind = s.ChoiceField(choices=Revisit.Kind.choices)
    way = s.ChoiceField(choices=Revisit.Way.choices)
    feedback = s.CharField(max_length=2_000)
    at = s.DateTimeField(required=False)
    satisfied = s.ChoiceField(choices=Revisit.Satisfied.choices, required=False)
    is_quiet = s.BooleanField(required=False, default=True)
    is_performed = s.BooleanField(required=False, allow_null=True, default=None)


class DangerIn(s.Serializer[None]):
    """What may happen; nothing has to be said."""

    kind = s.ChoiceField(choices=DangerReport.Kind.choices, required=False)
    text = s.CharField(required=False, allow_blank=True, max_length=2_000)


class UntilIn(s.Serializer[None]):
    """Until when."""

    until = s.DateTimeField()


class AssignmentIn(VersionIn):
    """To which body (code), and to which of its mediators (ids)."""

    body = s.CharField(max_length=20)
    mediators = s.ListField(child=s.IntegerField(min_value=1), required=False, max_length=9)
    chosen_by_parties = s.BooleanField(required=False)
    conflict_reason = s.CharField(required=False, allow_blank=True, max_length=2_000)


class SuspensionIn(ReasonIn):
    """Why and until when nothing runs."""

    until = s.DateTimeField()


class ResumptionIn(VersionIn):
    """Taken up again."""

    reason = s.CharField(required=False, allow_blank=True, max_length=2_000)


class TransferIn(ReasonIn):
    """To a body (code), an agency (code) or an authority outside (name): one of the three."""

    to_body = s.CharField(required=False, allow_blank=True, max_length=20)
    to_agency = s.CharField(required=False, allow_blank=True, max_length=12)
    outside = s.CharField(required=False, allow_blank=True, max_length=100)


class ReceiptIn(s.Serializer[None]):
    """The receipt of an authority outside."""

    receipt_number = s.CharField(max_length=60)


class TransferAnswerIn(s.Serializer[None]):
    """Signed for, or sent back with the reason."""

    accept = s.BooleanField()
    reason = s.CharField(required=False, allow_blank=True, max_length=2_000)


class DisputeClosingIn(VersionIn):
    """What it came to, in a few words."""

    summary = s.CharField(required=False, allow_blank=True, max_length=2_000)


class TransferQuery(s.Serializer[None]):
    """Which transfers are listed."""

    open = s.BooleanField(required=False, default=False)


class MineQuery(s.Serializer[None]):
    """Which of the own disputes are listed."""

    q = s.CharField(required=False, allow_blank=True, max_length=100)
    stage = s.CharField(required=False, allow_blank=True, max_length=12)
    late = s.BooleanField(required=False, default=False)


class StepOut(s.Serializer[None]):
    """Something owed."""

    id = s.IntegerField()
    kind = s.CharField()
    due_at = s.DateTimeField()
    overdue_at = s.DateTimeField(allow_null=True)


class FlowOut(s.Serializer[None]):
    """Where a dispute stands; never a word of what was said, never a party in clear."""

    number = s.CharField()
    stage = s.CharField()
    stage_since = s.DateTimeField()
    is_suspended = s.BooleanField()
    level = s.CharField()
    body = s.CharField(allow_null=True)
    version = s.IntegerField()
    course = s.DictField(allow_null=True)
    consents = s.ListField(child=s.DictField())
    sessions = s.ListField(child=s.DictField())
    agreement = s.DictField(allow_null=True)
    revisits = s.ListField(child=s.DictField())
    steps = StepOut(many=True)
    possible = s.ListField(child=s.CharField())


class MineOut(s.Serializer[None]):
    """One of the own disputes in a list."""

    number = s.CharField()
    title = s.CharField()
    category = s.CharField()
    grade = s.CharField()
    stage = s.CharField()
    next_due = s.DateTimeField(allow_null=True)
    is_overdue = s.BooleanField()


class TransferOut(s.Serializer[None]):
    """A transfer in a list."""

    id = s.IntegerField()
    dispute = s.CharField()
    from_agency = s.CharField()
    to_agency = s.CharField()
    to_body = s.CharField(allow_null=True)
    outside = s.CharField()
    answer = s.CharField()
    asked_at = s.DateTimeField()
    answered_at = s.DateTimeField(allow_null=True)
