"""Shapes of the orders' REST."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from command_center.dispatch.orders.models import DirectOrder, OrderReceipt

STATES: Final = [
    ("open", _("Not settled")),
    ("unsigned", _("Not signed for by all")),
    ("late", _("Overdue")),
    ("done", _("Settled")),
    ("withdrawn", _("Withdrawn")),
]
CHANNELS: Final = [
    ("screen", _("Screen")),
    ("api", _("REST")),
    ("phone", _("Telephone")),
    ("radio", _("Radio")),
]


class OrderQuery(serializers.Serializer[Any]):
    """Filters of the list."""

    q = serializers.CharField(max_length=100, required=False)
    state = serializers.ChoiceField(choices=STATES, required=False)
    kind = serializers.ChoiceField(choices=DirectOrder.Kind.choices, required=False)
    level = serializers.ChoiceField(choices=DirectOrder.Level.choices, required=False)
    issued_from = serializers.DateField(required=False)
    issued_to = serializers.DateField(required=False)


class MineQuery(serializers.Serializer[Any]):
    open = serializers.BooleanField(required=False, default=False)


class _Codes(serializers.ListField):
    child = serializers.CharField(max_length=20)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, required=False, default=list, **kwargs)


class DirectOrderIn(serializers.Serializer[Any]):
    """A new order; without `due_at` nothing is asked but to sign for it."""

    title = serializers.CharField(max_length=120)
    text = serializers.CharField(max_length=4000)
    kind = serializers.ChoiceField(choices=DirectOrder.Kind.choices, default="direct")
    level = serializers.ChoiceField(choices=DirectOrder.Level.choices, default=3)
    sign_by = serializers.DateTimeField()
    due_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    agencies = _Codes(help_text="12-digit codes")
    stations = _Codes(help_text="codes of street stations")
    checkpoints = _Codes(help_text="codes of checkpoints")
    units = _Codes(help_text="call signs")
    incident_number = serializers.CharField(
        max_length=20, default="", allow_blank=True, help_text="of the call it is about"
    )
    reference = serializers.CharField(
        max_length=40, default="", allow_blank=True, help_text="what it carries out: proposal:12"
    )
    subject_ref = serializers.CharField(max_length=40, default="", allow_blank=True)
    subject_phone = serializers.CharField(
        max_length=20, default="", allow_blank=True, help_text="kept masked only"
    )


class OrderSignIn(serializers.Serializer[Any]):
    """Whose receipt, and, on behalf, who said so over which channel."""

    receiver = serializers.CharField(
        max_length=40, default="", help_text="agency:<code>, station:<code> or unit:<call sign>"
    )
    channel = serializers.ChoiceField(choices=CHANNELS, default="api")
    spoken_by = serializers.CharField(max_length=60, default="", allow_blank=True)
    version = serializers.IntegerField(required=False, min_value=1)


class OrderResultIn(OrderSignIn):
    """What came of it."""

    text = serializers.CharField(min_length=2, max_length=2000)


class OrderReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(min_length=4, max_length=200)
    version = serializers.IntegerField(required=False, min_value=1)


class OrderSupplementIn(serializers.Serializer[Any]):
    text = serializers.CharField(min_length=4, max_length=2000)
    version = serializers.IntegerField(required=False, min_value=1)


class OrderResendIn(serializers.Serializer[Any]):
    receiver = serializers.CharField(max_length=40, default="")


class OrderPassIn(serializers.Serializer[Any]):
    """A warning goes down; without `agencies` to every agency directly below."""

    sign_by = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    text = serializers.CharField(max_length=2000, default="", allow_blank=True)
    agencies = _Codes(help_text="12-digit codes")


class OrderAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class OrderCountsOut(serializers.Serializer[Any]):
    receivers = serializers.IntegerField()
    signed = serializers.IntegerField()
    done = serializers.IntegerField()
    waiting = serializers.IntegerField()
    unsettled = serializers.IntegerField()
    late = serializers.IntegerField()


class OrderBriefOut(serializers.Serializer[Any]):
    """An order as lists and facts tell it."""

    number = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=DirectOrder.Kind.choices)
    level = serializers.IntegerField()
    title = serializers.CharField()
    agency = OrderAgencyOut()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    incident_number = serializers.CharField()
    reference = serializers.CharField(allow_blank=True)
    needs_result = serializers.BooleanField()
    issued_at = serializers.DateTimeField()
    issued_by = serializers.CharField()
    sign_by = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    supplements = serializers.IntegerField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class DirectOrderRow(OrderBriefOut):
    counts = OrderCountsOut()


class OrderAdditionOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()


class OrderDetailOut(OrderBriefOut):
    text = serializers.CharField()
    subject_ref = serializers.CharField(allow_blank=True)
    subject_phone = serializers.CharField(allow_blank=True)
    withdrawn_by = serializers.CharField(allow_blank=True)
    withdrawn_reason = serializers.CharField(allow_blank=True)
    additions = OrderAdditionOut(many=True)


class OrderReceiptOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    receiver = serializers.CharField()
    name = serializers.CharField()
    agency = OrderAgencyOut()
    state = serializers.ChoiceField(choices=OrderReceipt.State.choices)
    is_late = serializers.BooleanField()
    overdue_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    signed_by = serializers.CharField(allow_blank=True)
    spoken_by = serializers.CharField(allow_blank=True)
    channel = serializers.CharField(allow_blank=True)
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField(allow_blank=True)
    result = serializers.CharField(allow_blank=True)
    resent = serializers.IntegerField()
    seen_supplements = serializers.IntegerField()


class OrderCopyOut(serializers.Serializer[Any]):
    agency = OrderAgencyOut()
    seen_at = serializers.DateTimeField(allow_null=True)
    seen_by = serializers.CharField(allow_blank=True)


class OrderTierOut(serializers.Serializer[Any]):
    """One level: 2 directly below the issuer, 3 below that."""

    level = serializers.IntegerField()
    receivers = serializers.IntegerField()
    signed = serializers.IntegerField()
    done = serializers.IntegerField()
    late = serializers.IntegerField()
    results = serializers.IntegerField()


class DirectOrderOut(OrderDetailOut):
    counts = OrderCountsOut()
    receipts = OrderReceiptOut(many=True)
    copies = OrderCopyOut(many=True)
    levels = OrderTierOut(many=True)


class OwnOrderOut(serializers.Serializer[Any]):
    order = OrderDetailOut()
    receipt = OrderReceiptOut()
