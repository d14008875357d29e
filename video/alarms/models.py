"""Alarm poles and one-key alarms, each press of one, each test of one, and the rule of tests."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import Dated
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from grid.territory.models import Place
from video.register.models import VideoPoint

LATE_S: Final = 60  # a press told later than this is shown with the mark "arrived late"


class DeviceKind(models.TextChoices):
    """What is pressed."""

    POLE = "pole", _("Alarm pole")
    SCHOOL = "school", _("School's one-key alarm")
    OTHER = "other", _("Another alarm button")


class AlarmDevice(models.Model):
    """A button that calls the police (一键报警装置): an alarm pole, a school's one-key alarm.

    `location` is WGS-84. `code` is the number by which its own system names it. `proved_at` is
    the last test that arrived; `untested_at` when it was flagged for having none in time.
    """

    class State(models.TextChoices):
        IN_USE = "in_use", _("In use")
        FAULTY = "faulty", _("Faulty")
        REMOVED = "removed", _("Removed")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="a register of devices; no personal data")

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=DeviceKind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="alarm_devices")
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="alarm_devices"
    )
    point = models.ForeignKey(
        VideoPoint, models.PROTECT, null=True, blank=True, related_name="alarm_devices"
    )
    address = models.CharField(max_length=200, blank=True)
    location = models.PointField(srid=4326, geography=True)
    contact = models.CharField(max_length=60, blank=True)  # a desk and its number
    installed_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.IN_USE)
    note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    pressed_at = models.DateTimeField(null=True, blank=True)  # the last press that was no test
    proved_at = models.DateTimeField(null=True, blank=True)
    untested_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        indexes: ClassVar = [models.Index(fields=["agency", "state"], name="alarm_of_agency")]

    def __str__(self) -> str:
        return self.name

    @property
    def tested_or_added_at(self) -> datetime:
        """From when its days without a test are counted."""
        return self.proved_at or self.added_at


class Press(models.Model):
    """One press of a button (一键报警), as it arrived; where the device stood then.

    A press of a device that nobody registered is kept and told all the same. `press_ref` is the
    sender's own number of it, so that telling it twice tells it once.
    """

    class Result(models.TextChoices):
        OPEN = "open", _("Not judged yet")
        GENUINE = "genuine", _("Genuine call")
        MISTAKEN = "mistaken", _("Pressed by mistake")
        MALICIOUS = "malicious", _("Pressed without need")
        FAULT = "fault", _("Fault of the device")
        TEST = "test", _("Test")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="received_at", basis="a call for help, three years like the audit"
    )

    device = models.ForeignKey(
        AlarmDevice, models.PROTECT, null=True, blank=True, related_name="presses"
    )
    device_code = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=DeviceKind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="presses")
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=200, blank=True)
    location = models.PointField(srid=4326, geography=True, null=True, blank=True)
    press_ref = models.CharField(max_length=60)
    pressed_at = models.DateTimeField()  # by the clock of the device
    received_at = models.DateTimeField(default=timezone.now)
    is_test = models.BooleanField(default=False)
    repeat_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeats"
    )
    result = models.CharField(max_length=10, choices=Result, default=Result.OPEN)
    incident_number = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "device_code", "press_ref"], name="press_once"
            ),
            models.CheckConstraint(
                condition=Q(result="open") | Q(judged_at__isnull=False), name="press_judged_when"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["device", "-received_at"], name="press_of_device"),
            models.Index(fields=["-received_at", "-id"], name="press_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.device_code} {self.received_at:%Y-%m-%d %H:%M}"

    @property
    def late_s(self) -> int:
        """Seconds from the press, by the device's clock, to its arrival; 0 for a fast clock."""
        return max(0, int((self.received_at - self.pressed_at).total_seconds()))

    @property
    def is_late(self) -> bool:
        return self.late_s > LATE_S


class DeviceTest(models.Model):
    """A test of a button (报警测试): announced, then pressed in time or not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for the press")
        PASSED = "passed", _("Arrived")
        FAILED = "failed", _("Did not arrive")

    scope_path: ClassVar[str] = "device__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="begun_at", basis="proof that the line works")

    device = models.ForeignKey(AlarmDevice, models.CASCADE, related_name="tests")
    begun_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    begun_by = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    press = models.OneToOneField(Press, models.SET_NULL, null=True, blank=True, related_name="test")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(state="waiting"), name="device_test_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("begun_at")), name="device_test_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.state}"


class AlarmRule(Dated):
    """How often buttons are tested and when presses are one (一键报警规则), from day to day."""

    test_days = models.PositiveSmallIntegerField(default=30)
    window_min = models.PositiveSmallIntegerField(default=10)  # a test waits so long
    repeat_s = models.PositiveSmallIntegerField(default=60)  # presses so near are one call

    class Meta:
        ordering = ("agency__path", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="alarm_rule_once"),
            models.CheckConstraint(
                condition=Q(test_days__range=(1, 366)) & Q(window_min__range=(1, 120)),
                name="alarm_rule_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.valid_from}"


def brief(press: Press) -> dict[str, Any]:
    """A press as facts and the API carry it; no persons; degrees of WGS-84 or None."""
    at = press.location
    return {
        "press": press.pk,
        "device": press.device_code,
        "device_kind": press.kind,
        "name": press.name,
        "place": press.place or press.name,
        "address": press.address,
        "lng": at.x if at else None,
        "lat": at.y if at else None,
        "agency": {"code": press.agency.code, "name": press.agency.name},
        "is_test": press.is_test,
        "is_registered": press.device_id is not None,
        "repeat_of": press.repeat_of_id,
        "pressed_at": press.pressed_at.isoformat(),
        "received_at": press.received_at.isoformat(),
        "late_s": press.late_s,
        "level": None if press.is_test else 1,
    }
