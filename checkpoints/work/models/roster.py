"""Who is to stand at which post from when to when, who came, and what is handed over."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkpoints.register.models import Checkpoint, PostKind
from grid.ledger.models import Obligation
from grid.ledger.retention import Keep
from grid.organisation.models import Agency, Officer
from grid.scope import ScopedQuerySet

_DUTY: Final = "duty records, three years like the audit"


class PostShift(models.Model):
    """Somebody rostered for a post of a checkpoint (岗位排班), and when she came and left.

    `agency` is the one that sends her: a joint checkpoint is staffed by several. An auxiliary or
    partner without an account is there by name.
    """

    class Role(models.TextChoices):
        OFFICER = "officer", _("Officer")
        AUXILIARY = "auxiliary", _("Auxiliary")
        PARTNER = "partner", _("Partner")

    scope_path: ClassVar[str] = "checkpoint__agency__path"
    retention: ClassVar[Keep] = Keep(days=1095, by="ends_at", basis=_DUTY)

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="post_shifts")
    post = models.ForeignKey(PostKind, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role, default=Role.OFFICER)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="post_shifts"
    )
    name = models.CharField(max_length=50, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rest_override = models.CharField(max_length=200, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=100, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "checkpoint__code", "post__rank", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="post_shift_forward"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="post_shift_left_after",
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=False) | ~Q(name=""), name="post_shift_somebody"
            ),
            models.UniqueConstraint(
                fields=["checkpoint", "officer", "starts_at"],
                condition=Q(struck_at__isnull=True, officer__isnull=False),
                name="post_shift_officer_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["checkpoint", "starts_at", "ends_at"], name="post_shift_span")
        ]

    def __str__(self) -> str:
        return f"{self.who} {timezone.localtime(self.starts_at):%m-%d %H:%M}"

    @property
    def who(self) -> str:
        return self.officer.name if self.officer else self.name

    @property
    def badge(self) -> str:
        return self.officer.badge_number if self.officer else ""

    @property
    def overtime(self) -> timedelta:
        """Time on duty after the end of the shift; nothing before she left."""
        return max(timedelta(), self.left_at - self.ends_at) if self.left_at else timedelta()

    def presence(self, at: datetime, *, on_time_min: int, absent_after_min: int) -> str:
        """`due`, `on_time`, `late`, `waiting` (should be there) or `absent`, at a moment."""
        if self.came_at is not None and self.came_at <= at:
            is_late = self.came_at > self.starts_at + timedelta(minutes=on_time_min)
            return "late" if is_late else "on_time"
        if at < self.starts_at:
            return "due"
        over = self.starts_at + timedelta(minutes=absent_after_min)
        return "absent" if at >= min(over, self.ends_at) else "waiting"


class PostHandover(Obligation):
    """One shift of a checkpoint gives to the next (岗位交接): open matters, equipment, notes.

    Issued by who leaves, who so signs; done when somebody of the next shift signs too. Nothing
    is closed by the end of a shift: `open_matters` is what stood open at that moment.
    """

    facts: ClassVar[str] = "checkpoints.handover"
    retention: ClassVar[Keep] = Keep(days=1095, by="issued_at", basis=_DUTY)

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="handovers")
    note = models.CharField(max_length=1000, blank=True)
    open_matters = models.JSONField(default=dict)
    equipment = models.JSONField(default=list)
    given_by = models.CharField(max_length=100)

    class Meta(Obligation.Meta):
        abstract = False
        ordering = ("-issued_at", "-pk")

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.issued_at:%Y-%m-%d %H:%M}"
