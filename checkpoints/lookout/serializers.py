"""Shapes of the notices' REST; identities leave only with one notice, never in a list."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from checkpoints.lookout.checking import MOST
from checkpoints.lookout.models import Acknowledgement, Hit, Kind, Notice

HIT_STATES: Final = [
    ("open", _("Not confirmed")),
    ("late", _("Overdue")),
    ("true", _("True")),
    ("false", _("False")),
]
CHANNELS: Final = [
    ("screen", _("Screen")),
    ("api", _("REST")),
    ("phone", _("Telephone")),
    ("radio", _("Radio")),
]
_NUMBERS: Final = {
    "type": "array",
    "items": {"type": "string", "maxLength": 40},
    "maxItems": MOST,
}
# Read by hand (see checking): a serializer's field would put what it was given into its message.
CHECK_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["checkpoint"],
    "properties": {
        "checkpoint": {"type": "string", "maxLength": 20, "description": "code"},
        "plates": _NUMBERS,
        "documents": _NUMBERS,
    },
}


class NoticeQuery(serializers.Serializer[Any]):
    """Filters of the list; a plate, a name or a part of one cannot be looked for."""

    q = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    state = serializers.ChoiceField(choices=Notice.State.choices, required=False)
    unread = serializers.BooleanField(required=False, default=False)


class HitQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=60, required=False)
    state = serializers.ChoiceField(choices=HIT_STATES, required=False)


class FiguresQuery(serializers.Serializer[Any]):
    """Local days, both included; at most 366 of them."""

    day_from = serializers.DateField(required=False)
    day_to = serializers.DateField(required=False)


class NoticeTermIn(serializers.Serializer[Any]):
    instrument_type = serializers.CharField(max_length=40)
    instrument_number = serializers.CharField(max_length=60)
    instrument_issuer = serializers.CharField(max_length=60)
    valid_to = serializers.DateTimeField()


class NoticeIn(NoticeTermIn):
    """A new notice: one vehicle, one missing or one wanted person."""

    agency = serializers.CharField(max_length=12, required=False, help_text="12-digit code")
    kind = serializers.ChoiceField(choices=Kind.choices)
    sought = serializers.CharField(
        max_length=40, default="", allow_blank=True, help_text="plate or document number, whole"
    )
    sought_name = serializers.CharField(max_length=60, default="", allow_blank=True)
    description = serializers.CharField(max_length=400, default="", allow_blank=True)
    grounds = serializers.CharField(max_length=400)
    action = serializers.CharField(max_length=400)
    contact = serializers.CharField(max_length=60, default="", allow_blank=True)
    valid_from = serializers.DateTimeField(required=False, allow_null=True, default=None)


class NoticeVersionIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False, min_value=1)


class NoticeRenewIn(NoticeTermIn):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(required=False, min_value=1)


class NoticeRevokeIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(required=False, min_value=1)


class NoticeAcknowledgeIn(serializers.Serializer[Any]):
    """Whose signature, and, on behalf, who said so over which channel."""

    agency = serializers.CharField(max_length=12, default="", help_text="empty: the own")
    channel = serializers.ChoiceField(choices=CHANNELS, default="api")
    spoken_by = serializers.CharField(max_length=60, default="", allow_blank=True)
    version = serializers.IntegerField(required=False, min_value=1)


class HitConfirmIn(serializers.Serializer[Any]):
    result = serializers.ChoiceField(choices=Hit.Result.choices)
    note = serializers.CharField(max_length=400, default="", allow_blank=True)
    incident_number = serializers.CharField(max_length=20, default="", allow_blank=True)
    version = serializers.IntegerField(required=False, min_value=1)


class LookoutAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class NoticeRow(serializers.Serializer[Any]):
    """A notice in a list: what it stands on and until when, not whom or what it names."""

    number = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    state = serializers.ChoiceField(choices=Notice.State.choices)
    agency = LookoutAgencyOut()
    instrument_type = serializers.CharField()
    instrument_number = serializers.CharField()
    instrument_issuer = serializers.CharField()
    grounds = serializers.CharField()
    action = serializers.CharField()
    contact = serializers.CharField(allow_blank=True)
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    created_label = serializers.CharField()
    approved_at = serializers.DateTimeField(allow_null=True)
    approved_label = serializers.CharField(allow_blank=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    revoked_reason = serializers.CharField(allow_blank=True)
    stations = serializers.IntegerField()
    acknowledged = serializers.IntegerField()
    late = serializers.IntegerField()


class AcknowledgementOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    agency = LookoutAgencyOut()
    state = serializers.ChoiceField(choices=Acknowledgement.State.choices)
    sign_by = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    signed_by = serializers.CharField(allow_blank=True)
    spoken_by = serializers.CharField(allow_blank=True)
    overdue_at = serializers.DateTimeField(allow_null=True)


class NoticeRenewalOut(serializers.Serializer[Any]):
    instrument_type = serializers.CharField()
    instrument_number = serializers.CharField()
    instrument_issuer = serializers.CharField()
    reason = serializers.CharField()
    valid_from = serializers.DateTimeField()
    valid_to = serializers.DateTimeField()
    renewed_label = serializers.CharField()


class NoticeOut(NoticeRow):
    """One notice with its stations; `identity` only where it was opened, on the register."""

    identity = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    renewals = NoticeRenewalOut(many=True)
    acknowledgements = AcknowledgementOut(many=True)


class HitOut(serializers.Serializer[Any]):
    """A hit: where and on which notice; the number itself is not kept."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    notice_number = serializers.CharField()
    notice_kind = serializers.ChoiceField(choices=Kind.choices)
    checkpoint = LookoutAgencyOut()
    agency = LookoutAgencyOut()
    state = serializers.ChoiceField(choices=Hit.State.choices)
    issued_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    times = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    is_true = serializers.BooleanField(allow_null=True)
    result = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField(allow_blank=True)
    incident_number = serializers.CharField(allow_blank=True)
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField(allow_blank=True)


class LookoutFoundOut(serializers.Serializer[Any]):
    """`position` counts from 0 in the list that was sent as `what` says."""

    what = serializers.CharField()
    position = serializers.IntegerField()
    hit = HitOut()


class LookoutAnswerOut(serializers.Serializer[Any]):
    """Hits only and counts; a number that was asked about is never given back."""

    checked = serializers.IntegerField()
    unreadable = serializers.DictField(
        child=serializers.ListField(child=serializers.IntegerField())
    )
    hits = LookoutFoundOut(many=True)


class LookoutTallyOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    checkpoint__code = serializers.CharField()
    checkpoint__name = serializers.CharField()
    what = serializers.CharField()
    checked = serializers.IntegerField()
    unreadable = serializers.IntegerField()
    hits = serializers.IntegerField()


def row(notice: Any) -> dict[str, Any]:
    return dict(NoticeRow(notice).data)


def full(notice: Any, acknowledgements: Any, identity: dict[str, str] | None) -> dict[str, Any]:
    """One notice; without `identity` whom or what it names is left out."""
    told = {"identity": identity} if identity is not None else {}
    renewals = NoticeRenewalOut(notice.renewals.all(), many=True).data
    told_to = AcknowledgementOut(acknowledgements, many=True).data
    return {**row(notice), **told, "renewals": renewals, "acknowledgements": told_to}


def hit_row(hit: Any) -> dict[str, Any]:
    return dict(HitOut(hit).data)
