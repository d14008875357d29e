"""The event log, the audit chain, the access register, idempotency keys, cursors, webhooks."""

import json
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet


class JsonText(models.TextField):  # type: ignore[type-arg]
    """JSON kept letter for letter, because a hash was taken over these letters."""

    def from_db_value(self, value: str | None, *context: object) -> Any:
        return None if value is None else json.loads(value)


class EventEntry(models.Model):
    """One fact in the log (事实): append-only, sequence order = commit order."""

    retention: ClassVar[Keep] = Keep(
        days=90, by="recorded_at", basis="longest time a reader may be away"
    )
    scope_path: ClassVar[str] = "agency_path"

    seq = models.BigAutoField(primary_key=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    happened_at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    priority = models.SmallIntegerField(null=True)
    agency_path = models.CharField(max_length=120)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    subject_version = models.PositiveIntegerField(default=1)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 null = none

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)
        indexes: ClassVar = [models.Index(fields=["recorded_at"], name="event_recorded_at")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class AuditEntry(models.Model):
    """One link of the audit chain (审计链): who did what to what, and why; hash-linked."""

    retention: ClassVar[Keep] = Keep(
        days=1096, by="at", basis="PIPL art. 56: three years; GB/T 22239: six months at least"
    )
    scope_path: ClassVar[str] = "agency_path"

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=100)
    channel = models.CharField(max_length=20)
    on_behalf_of = models.CharField(max_length=100, blank=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    agency_path = models.CharField(max_length=120)
    details = JsonText()
    reason = models.TextField(blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("seq",)
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    @property
    def about(self) -> str:
        """The subject as the search takes it."""
        return f"{self.subject_type}:{self.subject_id}"


class AccessEntry(models.Model):
    """One look at personal data (查阅登记, Decree 799 art. 16): who, why, for which case."""

    retention: ClassVar[Keep] = Keep(
        days=1096, by="at", basis="Decree 799 art. 16 and PIPL art. 56: three years"
    )
    scope_path: ClassVar[str] = "agency_path"

    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=40)
    actor_label = models.CharField(max_length=100)
    agency_path = models.CharField(max_length=120)
    operation = models.CharField(max_length=20)  # consultation, disclosure, export, erasure …
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    purpose = models.CharField(max_length=40)
    case_number = models.CharField(max_length=40)
    reason = models.TextField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="access_recent"),
            models.Index(fields=["subject_type", "subject_id"], name="access_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.operation} {self.subject_type} {self.subject_id}"

    @property
    def about(self) -> str:
        """The subject as the search takes it."""
        return f"{self.subject_type}:{self.subject_id}"


class IdempotencyKey(models.Model):
    """The answer given to one write request (幂等键), so that sending it again changes nothing."""

    retention: ClassVar[Keep] = Keep(
        days=7, by="created_at", basis="a client repeats within a week or never"
    )

    client = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    body = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.client} {self.key}"


class Epoch(models.Model):
    """Which life of the log this is (纪元): changed after a restore, so that readers start anew."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row, no personal data")

    value = models.CharField(max_length=32)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.value


class Cursor(models.Model):
    """How far one reader of the log has come (游标)."""

    retention: ClassVar[Keep] = Keep(days=None, basis="one row a reader, no personal data")

    name = models.CharField(max_length=60, primary_key=True)
    seq = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.name} {self.seq}"


class ParkedFact(models.Model):
    """A fact one reactor could not digest (搁置事实): being retried or, once parked, passed by."""

    retention: ClassVar[Keep] = Keep(
        days=90, by="first_failed_at", basis="kept as long as the fact it names"
    )

    reactor = models.CharField(max_length=60)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500)
    first_failed_at = models.DateTimeField(default=timezone.now)
    parked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reactor", "seq"], name="parked_fact_once")
        ]

    def __str__(self) -> str:
        return f"{self.reactor} {self.seq}"


class SeatCursor(models.Model):
    """How far one open screen has come (席位游标): for supervision, not for delivery."""

    retention: ClassVar[Keep] = Keep(days=1, by="seen_at", basis="a closed screen has no seat")
    scope_path: ClassVar[str] = "agency_path"

    socket = models.UUIDField(primary_key=True)
    officer_id = models.CharField(max_length=40)
    label = models.CharField(max_length=100)
    agency_path = models.CharField(max_length=120)
    sent_seq = models.BigIntegerField(default=0)
    acked_seq = models.BigIntegerField(default=0)
    behind_since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.label} {self.acked_seq}"


class Webhook(models.Model):
    """An address that facts of an agency are sent to (推送订阅), signed per Standard Webhooks."""

    retention: ClassVar[Keep] = Keep(days=None, basis="configuration, removed by its agency")
    scope_path: ClassVar[str] = "agency_path"

    name = models.CharField(max_length=80)
    agency_path = models.CharField(max_length=120)
    url = models.URLField(max_length=300)
    kinds = ArrayField(models.CharField(max_length=60))  # "incidents.received", "alerts.*", "*"
    secret = EncryptedCharField(max_length=80)
    old_secret = EncryptedCharField(max_length=80, null=True)
    old_secret_until = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One fact on its way to one webhook (推送记录): waiting, sent, or dead after the last try."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Dead letter")

    retention: ClassVar[Keep] = Keep(
        days=30, by="created_at", basis="time to find and send again what was not taken"
    )
    scope_path: ClassVar[str] = "webhook__agency_path"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    event_seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    status_code = models.SmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "event_seq"], name="delivery_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="delivery_due", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.event_seq} {self.state}"


class RetentionRun(models.Model):
    """What one nightly run deleted or emptied in one table (清理记录)."""

    retention: ClassVar[Keep] = Keep(
        days=1096, by="started_at", basis="proof of deletion, PIPL art. 47 and 56"
    )

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(default=timezone.now)
    model = models.CharField(max_length=80)
    action = models.CharField(max_length=10)
    days = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.model} {self.rows}"


class Obligation(models.Model):
    """Something to be signed for by a deadline (限时办理): issued, signed for, done."""

    class State(models.TextChoices):
        ISSUED = "issued", _("Issued")
        SIGNED = "signed", _("Signed for")
        DONE = "done", _("Done")
        RETURNED = "returned", _("Returned")
        CANCELLED = "cancelled", _("Cancelled")

    scope_path: ClassVar[str] = "owner_path"
    facts: ClassVar[str] = "ledger.obligation"  # its facts are `<facts>_issued`, `<facts>_overdue`
    sweeps_itself: ClassVar[bool] = False  # a kind with stages marks each overdue stage itself

    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    owner_path = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=100)
    sign_by = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=100, blank=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=100, blank=True)
    outcome = models.TextField(blank=True)
    overdue_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | ~Q(state="done"),
                name="%(class)s_done_is_stamped",
            )
        ]

    def details(self) -> dict[str, Any]:
        """What the facts of a kind say beyond the brief all kinds have; no personal data."""
        return {}
