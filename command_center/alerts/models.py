"""Alert rules and alerts."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.organisation.roles import Role
from grid.scope import ScopedQuerySet


class Priority(models.IntegerChoices):
    """How soon an alert must be answered (告警等级), 1 the soonest."""

    P1 = 1, _("Urgent")
    P2 = 2, _("High")
    P3 = 3, _("Medium")
    P4 = 4, _("Low")


class AlertRule(models.Model):
    """Which fact becomes which alert (告警规则): condition, priority, whom, sound, escalation.

    `fact_kind` may end in `*`. `condition` maps a key of the fact's payload to the value, or the
    list of values, it must have. `escalation` is a list of `{"after_s": seconds since the alert
    was raised, "to": "seat" | "supervisor" | "parent"}` in rising order.
    """

    class Sound(models.TextChoices):
        TWO_TONE = "two_tone", _("Two tones until acknowledged")
        CHIME = "chime", _("One chime")
        SILENT = "silent", _("Silent")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(days=None, basis="Configuration of the command centre")

    code = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name=_("agency"))
    fact_kind = models.CharField(_("fact"), max_length=60)
    condition = models.JSONField(_("condition"), default=dict, blank=True)
    priority = models.SmallIntegerField(_("priority"), choices=Priority)
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role), verbose_name=_("roles"), default=list
    )
    sound = models.CharField(_("sound"), max_length=20, choices=Sound, default=Sound.CHIME)
    escalation = models.JSONField(_("escalation"), default=list, blank=True)
    source_key = models.CharField(
        _("source key"), max_length=120, default="$kind:$subject_type:$subject_id"
    )
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=120)
    is_active = models.BooleanField(_("in force"), default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("priority", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "code"], name="alert_rule_once"),
            models.CheckConstraint(
                condition=Q(priority__gte=1, priority__lte=4), name="alert_rule_priority"
            ),
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class Alert(models.Model):
    """An alert (告警): something an operator must answer, one per source key while it lasts."""

    class State(models.TextChoices):
        OPEN = "open", _("Unacknowledged")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        SHELVED = "shelved", _("Shelved")
        RESOLVED = "resolved", _("Resolved")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1095, by="raised_at", basis="GB/T 22239-2019 8.1.4.3, three years"
    )

    rule = models.ForeignKey(AlertRule, models.PROTECT, related_name="alerts")
    source_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    priority = models.SmallIntegerField(choices=Priority)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="alerts")
    audience_path = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=20), default=list)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    fact_seq = models.BigIntegerField(null=True)
    point = models.PointField(srid=4326, geography=True, null=True)
    is_exercise = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    occurrences = models.PositiveIntegerField(default=1)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=100, blank=True)
    shelved_until = models.DateTimeField(null=True)
    shelved_by = models.CharField(max_length=100, blank=True)
    shelved_reason = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    escalation_step = models.SmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("priority", "-raised_at")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~Q(state="resolved"),
                name="alert_one_per_source_key",
            ),
            models.CheckConstraint(
                condition=~Q(state="shelved") | Q(shelved_until__gt=F("raised_at")),
                name="alert_shelved_with_limit",
            ),
            models.CheckConstraint(
                condition=~Q(state="shelved") | ~Q(priority=1), name="alert_p1_never_shelved"
            ),
        ]
        indexes: ClassVar = [
            # escalation sweep: open alerts whose next step may be due
            models.Index(fields=["raised_at"], name="alert_escalation", condition=Q(state="open")),
            models.Index(fields=["subject_type", "subject_id"], name="alert_subject"),
            models.Index(fields=["-raised_at"], name="alert_recent"),
        ]

    def __str__(self) -> str:
        return self.local_title

    @property
    def local_title(self) -> str:
        return self.title_en if (get_language() or "").startswith("en") else self.title
