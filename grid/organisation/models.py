"""Agencies, officers, role grants and client systems."""

from datetime import datetime, timedelta
from hashlib import sha256
from importlib import import_module
from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grid.ledger.actors import Actor
from grid.ledger.retention import Keep
from grid.organisation.roles import RIGHTS_OF, Role
from grid.rights import Right
from grid.scope import ScopedQuerySet, Viewer

PASSWORD_AGE: Final = timedelta(days=90)
STANDING: Final = Keep(days=None, basis="says who answers for what; kept while the platform stands")


class Agency(models.Model):
    """An agency (机构): city bureau, branch or county, station, community office."""

    class Kind(models.TextChoices):
        CITY = "city", _("City bureau")
        BRANCH = "branch", _("Branch")
        COUNTY = "county", _("County bureau")
        CONTROL_CENTRE = "control_centre", _("Control centre")
        STATION = "station", _("Police station")
        OFFICE = "office", _("Community office")
        PARTNER = "partner", _("Partner agency")

    scope_path: ClassVar[str] = "path"
    retention: ClassVar[Keep] = STANDING

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=120, unique=True, editable=False)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{12}$"), name="agency_code_12_digits"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["path"], name="agency_path_prefix", opclasses=["varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep `path` in step with the parent; moving a subtree is a service of its own."""
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)


class OfficerManager(BaseUserManager["Officer"]):
    """Makes officers; there is no superuser, because no one person may do everything."""

    def create_officer(
        self, *, badge_number: str, name: str, agency: Agency, password: str
    ) -> "Officer":
        officer = Officer(badge_number=badge_number, name=name, agency=agency)
        officer.set_password(password)
        officer.save()
        return officer

    def visible_to(self, viewer: Viewer) -> models.QuerySet["Officer"]:
        return self.filter(agency__path__startswith=viewer.agency_path)


class Officer(AbstractBaseUser):
    """An officer (民警) and, as the user model, whoever signs in."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = STANDING

    badge_number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=50)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="officers")
    is_active = models.BooleanField(default=True)
    is_on_duty = models.BooleanField(default=False)
    seat = models.CharField(max_length=20, blank=True)
    theme = models.CharField(max_length=5, default="auto")  # auto: as the page is drawn
    language = models.CharField(max_length=8, default="zh-hans")
    password_changed_at = models.DateTimeField(default=timezone.now)
    must_change_password = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "badge_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[OfficerManager] = OfficerManager()

    class Meta:
        ordering = ("badge_number",)

    def __str__(self) -> str:
        return f"{self.name} {self.badge_number}"

    @property
    def agency_path(self) -> str:
        return self.agency.path

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Roles in force now; read once per request."""
        return frozenset(Role(g.role) for g in self.grants.in_force(timezone.now()))

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset({Right.SIGNED_IN}).union(*(RIGHTS_OF[r] for r in self.roles))

    def has_right(self, right: Right) -> bool:
        return right is Right.PUBLIC or right in self.rights

    @property
    def password_is_old(self) -> bool:
        """Older than 90 days: a reminder, not a lock, for nobody is locked out on shift."""
        return timezone.now() - self.password_changed_at > PASSWORD_AGE

    def as_actor(self, *, channel: str = "screen") -> Actor:
        return Actor(
            kind="officer",
            id=str(self.pk),
            label=f"{self.name} {self.badge_number}",
            agency_path=self.agency_path,
            channel=channel,
        )


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def not_ended(self, at: datetime) -> "RoleGrantQuerySet":
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at))

    def in_force(self, at: datetime) -> "RoleGrantQuerySet":
        return self.not_ended(at).filter(valid_from__lte=at, approved_by__isnull=False)

    def pending(self, at: datetime) -> "RoleGrantQuerySet":
        """Asked for by one security administrator, not yet approved by another."""
        return self.not_ended(at).filter(approved_by__isnull=True)

    def visible_to(self, viewer: Viewer) -> "RoleGrantQuerySet":
        return self.filter(officer__agency__path__startswith=viewer.agency_path)


class RoleGrant(models.Model):
    """A role given to an officer (授权), by one security administrator and approved by another.

    `granted_by`, `approved_by` and `revoked_by` hold badge numbers.
    """

    scope_path: ClassVar[str] = "officer__agency__path"
    retention: ClassVar[Keep] = STANDING

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    granted_by = models.CharField(max_length=60)
    approved_by = models.CharField(max_length=60, null=True, blank=True)  # noqa: DJ001 null = not approved yet
    revoked_by = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("granted_by")), name="role_grant_four_eyes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"

    @property
    def state(self) -> str:
        """`pending`, `in_force` or `ended`, now."""
        if self.valid_to is not None and self.valid_to <= timezone.now():
            return "ended"
        return "in_force" if self.approved_by else "pending"


class ClientSystem(models.Model):
    """A client system (接入系统) of a district; its token is kept as a SHA-256 digest only."""

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = STANDING

    name = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="clients")
    token_digest = models.CharField(max_length=64, unique=True)
    token_hint = models.CharField(max_length=8)
    scopes = ArrayField(models.CharField(max_length=40))
    allowed_networks = ArrayField(models.CharField(max_length=43), default=list, blank=True)
    owner = models.CharField(max_length=100)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()
    is_authenticated = True  # what DRF and the gate ask of a user
    is_active = True

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def is_usable(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at and self.agency.is_active

    @property
    def agency_path(self) -> str:
        return self.agency.path

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset({Right.SIGNED_IN, *map(Right, self.scopes)})

    def has_right(self, right: Right) -> bool:
        return right is Right.PUBLIC or right in self.rights

    def as_actor(self, *, channel: str = "api") -> Actor:
        return Actor(
            kind="client",
            id=str(self.pk),
            label=self.name,
            agency_path=self.agency_path,
            channel=channel,
        )


class OfficerSession(AbstractBaseSession):
    """A browser signed in (会话): who, from where, since when, and when it was last heard of."""

    retention: ClassVar[Keep] = Keep(
        days=1, by="expire_date", basis="an ended session has no purpose"
    )

    officer = models.ForeignKey(
        Officer, models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    ip = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    idle_s = models.PositiveIntegerField(default=0)

    class Meta(AbstractBaseSession.Meta):
        db_table = "organisation_session"
        ordering = ("-last_seen_at",)

    @property
    def handle(self) -> str:
        """What names the session on a page: the key itself would let its reader in."""
        return sha256(self.session_key.encode()).hexdigest()[:16]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store stands on this model, so it can only be looked up when asked for."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class SignInAttempt(models.Model):
    """Failed sign-ins of one name from one address (登录失败), and until when it has to wait.

    `who` is a keyed digest: people type their password into the wrong field.
    """

    retention: ClassVar[Keep] = Keep(
        days=30, by="last_at", basis="GB/T 22239-2019 8.1.4.1 b: failed sign-ins are limited"
    )

    who = models.CharField(max_length=64)
    ip = models.GenericIPAddressField()
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["who", "ip"], name="sign_in_attempt_once")
        ]

    def __str__(self) -> str:
        return f"{self.ip} {self.failures}"


class SpentCode(models.Model):
    """A one-time code already used (已用验证码): a code overheard is worth nothing."""

    retention: ClassVar[Keep] = Keep(
        days=1, by="spent_at", basis="a code lives for 30 s; a day leaves room for a wrong clock"
    )

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    code_digest = models.CharField(max_length=64)
    spent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "code_digest"], name="spent_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.spent_at}"


class FormerPassword(models.Model):
    """The hash of an earlier password (历史口令), so that it is not taken again."""

    retention: ClassVar[Keep] = Keep(
        days=730, by="set_at", basis="GB/T 22239-2019 8.1.4.1 a: passwords change"
    )

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="former_passwords")
    hash = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-set_at",)

    def __str__(self) -> str:
        return f"{self.officer_id} {self.set_at}"
