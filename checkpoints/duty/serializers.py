"""Shapes of the REST of duty levels."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from checkpoints.duty.figures import GROUPINGS
from checkpoints.duty.models import SwitchOrder
from checkpoints.duty.scopes import KINDS

CHANNELS: Final = [
    ("screen", _("Screen")),
    ("api", _("REST")),
    ("phone", _("Telephone")),
    ("radio", _("Radio")),
]
YES_NO: Final = [("yes", _("Yes")), ("no", _("No"))]
BASIS: Final = [("no", _("Without drills")), ("only", _("Drills only"))]
MOST: Final = 9_999


class DutyOrderQuery(serializers.Serializer[Any]):
    """Filters of the list of orders."""

    q = serializers.CharField(max_length=100, required=False)
    level = serializers.CharField(max_length=30, required=False)
    state = serializers.ChoiceField(choices=SwitchOrder.State.choices, required=False)
    drill = serializers.ChoiceField(choices=YES_NO, required=False)
    issued_from = serializers.DateField(required=False)
    issued_to = serializers.DateField(required=False)


class DutyScopeIn(serializers.Serializer[Any]):
    """Which checkpoints: `city` is all of the sender's ground."""

    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    lines = serializers.ListField(child=serializers.CharField(max_length=30), required=False)
    agencies = serializers.ListField(
        child=serializers.CharField(max_length=12), required=False, max_length=200
    )
    checkpoints = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=1000
    )


class DutyOrderIn(serializers.Serializer[Any]):
    """A new order. Only the lowest level may be without an end.

    `supersede` says that checkpoints which are still switching for another order are to be taken
    over; without it they refuse the order with 409 and name that order.
    """

    level = serializers.CharField(max_length=30)
    scope = DutyScopeIn(required=False)
    reason = serializers.CharField(max_length=200)
    valid_until = serializers.DateTimeField(required=False, allow_null=True, default=None)
    is_drill = serializers.BooleanField(default=False)
    sop = serializers.IntegerField(required=False, allow_null=True, default=None)
    supersede = serializers.BooleanField(default=False)


class DutyReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)
    version = serializers.IntegerField(required=False, min_value=1)


class DutyExtendIn(DutyReasonIn):
    valid_until = serializers.DateTimeField()


class DutyVersionIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False, min_value=1)


class DutyResendIn(serializers.Serializer[Any]):
    checkpoint = serializers.CharField(max_length=20, default="", allow_blank=True)


class _OnBehalf(serializers.Serializer[Any]):
    channel = serializers.ChoiceField(choices=CHANNELS, default="api")
    spoken_by = serializers.CharField(max_length=60, default="", allow_blank=True)
    version = serializers.IntegerField(required=False, min_value=1)


class SwitchSignIn(_OnBehalf):
    """Sign for it; on behalf by phone or radio with who said so."""


class SwitchReportIn(_OnBehalf):
    """What is there so far; a figure left out stays as it was. `ready` closes it."""

    officers = serializers.IntegerField(required=False, min_value=0, max_value=MOST)
    auxiliaries = serializers.IntegerField(required=False, min_value=0, max_value=MOST)
    vehicles = serializers.IntegerField(required=False, min_value=0, max_value=MOST)
    equipment = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=MOST), required=False
    )
    eta = serializers.DateTimeField(required=False, allow_null=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)
    ready = serializers.BooleanField(default=False)


class MySwitchesQuery(serializers.Serializer[Any]):
    all = serializers.BooleanField(required=False, default=False)


class LevelQuery(serializers.Serializer[Any]):
    at = serializers.DateTimeField(required=False)


class DutyFiguresQuery(serializers.Serializer[Any]):
    """Which switches, and by what they are put together; drills are told apart."""

    by = serializers.ChoiceField(choices=[(one, one) for one in GROUPINGS], default="checkpoint")
    drills = serializers.ChoiceField(choices=BASIS, default="no")
    q = serializers.CharField(max_length=100, required=False)
    line = serializers.CharField(max_length=30, required=False)
    agency = serializers.CharField(max_length=12, required=False)
    checkpoint = serializers.CharField(max_length=20, required=False)
    level = serializers.CharField(max_length=30, required=False)
    issued_from = serializers.DateField(required=False)
    issued_to = serializers.DateField(required=False)


class DutyTargetIn(serializers.Serializer[Any]):
    """Seconds from the order, from a day on."""

    sign_s = serializers.IntegerField(min_value=1, max_value=86_400)
    ready_s = serializers.IntegerField(min_value=1, max_value=86_400)
    valid_from = serializers.DateField()


class SopIn(serializers.Serializer[Any]):
    """The next version of a procedure, or of a checkpoint's own supplement."""

    level = serializers.CharField(max_length=30)
    title = serializers.CharField(min_length=4, max_length=120)
    text = serializers.CharField(min_length=10, max_length=20_000)
    valid_from = serializers.DateField()
    checkpoint = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)


class DutyAgencyOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class DutyCountsOut(serializers.Serializer[Any]):
    checkpoints = serializers.IntegerField()
    signed = serializers.IntegerField()
    ready = serializers.IntegerField()
    late = serializers.IntegerField()
    short = serializers.IntegerField()


class SopBriefOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    title = serializers.CharField()
    number = serializers.IntegerField()


class DutyOrderRow(serializers.Serializer[Any]):
    """An order in a list."""

    number = serializers.CharField()
    version = serializers.IntegerField()
    agency = DutyAgencyOut()
    from_level = serializers.CharField(allow_null=True)
    to_level = serializers.CharField()
    is_drill = serializers.BooleanField()
    state = serializers.ChoiceField(choices=SwitchOrder.State.choices)
    reason = serializers.CharField()
    issued_by = serializers.CharField()
    issued_at = serializers.DateTimeField()
    valid_from = serializers.DateTimeField()
    valid_until = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    counts = DutyCountsOut()


class DutyOrderOut(DutyOrderRow):
    scope = serializers.DictField()
    sop = SopBriefOut(allow_null=True)
    sign_s = serializers.IntegerField()
    ready_s = serializers.IntegerField()
    countersigned_by = serializers.CharField(allow_blank=True)
    countersigned_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(allow_blank=True)
    end_reason = serializers.CharField(allow_blank=True)


class SwitchFigureOut(serializers.Serializer[Any]):
    present = serializers.IntegerField(allow_null=True)
    required = serializers.IntegerField()  # type: ignore[assignment]


class SwitchEquipmentOut(SwitchFigureOut):
    items = serializers.ListField(child=serializers.DictField())


class SwitchOut(serializers.Serializer[Any]):
    """One checkpoint of an order at the server's moment."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    checkpoint = serializers.DictField()
    is_drill = serializers.BooleanField()
    stage = serializers.ChoiceField(
        choices=["ordered", "delivered", "signed", "ready", "cancelled"]
    )
    group = serializers.ChoiceField(choices=["attention", "switching", "ready", "cancelled"])
    flags = serializers.ListField(child=serializers.CharField())
    is_red = serializers.BooleanField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    ready_at = serializers.DateTimeField(allow_null=True)
    eta = serializers.DateTimeField(allow_null=True)
    reported_at = serializers.DateTimeField(allow_null=True)
    sign_by = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField()
    signed_by = serializers.CharField(allow_blank=True)
    spoken_by = serializers.CharField(allow_blank=True)
    sign_s = serializers.IntegerField(allow_null=True)
    ready_s = serializers.IntegerField(allow_null=True)
    elapsed_s = serializers.IntegerField()
    is_sign_late = serializers.BooleanField()
    late_s = serializers.IntegerField()
    officers = SwitchFigureOut()
    auxiliaries = SwitchFigureOut()
    vehicles = SwitchFigureOut()
    equipment = SwitchEquipmentOut()
    shortage = serializers.ListField(child=serializers.DictField())
    shortage_text = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    reported_by = serializers.CharField(allow_blank=True)
    waiver = serializers.DictField(allow_null=True)
    resent = serializers.IntegerField()
    outcome = serializers.CharField(allow_blank=True)
    superseded_by = serializers.CharField(allow_null=True)


class DutyStateOut(serializers.Serializer[Any]):
    """A switch as it runs; seconds are whole and counted from `issued_at`, `at` is the server's."""

    at = serializers.DateTimeField()
    number = serializers.CharField()
    version = serializers.IntegerField()
    agency = DutyAgencyOut()
    is_drill = serializers.BooleanField()
    state = serializers.CharField()
    state_word = serializers.CharField()
    reason = serializers.CharField()
    from_level = serializers.DictField(allow_null=True)
    to_level = serializers.DictField()
    scope = serializers.CharField()
    issued_at = serializers.DateTimeField()
    issued_by = serializers.CharField()
    countersigned_at = serializers.DateTimeField(allow_null=True)
    countersigned_by = serializers.CharField(allow_blank=True)
    valid_until = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(allow_blank=True)
    end_reason = serializers.CharField(allow_blank=True)
    sop = SopBriefOut(allow_null=True)
    sign_s = serializers.IntegerField()
    ready_s = serializers.IntegerField()
    elapsed_s = serializers.IntegerField()
    left_s = serializers.IntegerField()
    totals = serializers.DictField()
    rows = SwitchOut(many=True)
    feed = serializers.ListField(child=serializers.DictField())


class SwitchFiguresOut(serializers.Serializer[Any]):
    """Seconds from the order; P90 by nearest rank; None where nothing was measured."""

    switches = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    signed = serializers.IntegerField()
    ready = serializers.IntegerField()
    unready = serializers.IntegerField()
    sign_median_s = serializers.FloatField(allow_null=True)
    sign_p90_s = serializers.IntegerField(allow_null=True)
    ready_median_s = serializers.FloatField(allow_null=True)
    ready_p90_s = serializers.IntegerField(allow_null=True)
    sign_late = serializers.IntegerField()
    late = serializers.IntegerField()
    short = serializers.IntegerField()
    waived = serializers.IntegerField()


class DutyReportOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    number = serializers.CharField()
    is_drill = serializers.BooleanField()
    state = serializers.CharField()
    method = serializers.CharField()
    figures = SwitchFiguresOut()
    late = SwitchOut(many=True)
    sign_late = SwitchOut(many=True)
    short = SwitchOut(many=True)
    waived = SwitchOut(many=True)
    unready = SwitchOut(many=True)
    cancelled = SwitchOut(many=True)


class MySwitchOut(serializers.Serializer[Any]):
    order = DutyOrderRow()
    switch = SwitchOut()


class LevelOut(serializers.Serializer[Any]):
    checkpoint = serializers.CharField()
    at = serializers.DateTimeField()
    level = serializers.CharField()
    switching = serializers.DictField(allow_null=True)


class DutyGroupOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()
    figures = SwitchFiguresOut()


class DutyFiguresOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    method = serializers.CharField()
    total = SwitchFiguresOut()
    groups = DutyGroupOut(many=True)


class DutyTargetOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    agency = serializers.CharField(allow_null=True)
    sign_s = serializers.IntegerField()
    ready_s = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class SopOut(SopBriefOut):
    level = serializers.CharField()
    agency = DutyAgencyOut()
    checkpoint = serializers.CharField(allow_null=True)
    valid_from = serializers.DateField()
    text = serializers.CharField()
    written_by = serializers.CharField()
    written_at = serializers.DateTimeField()
