"""Agencies, officers, role grants and client systems."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from grid.ledger.actors import Actor
from grid.organisation.roles import RIGHTS_OF, Role
from grid.rights import Right
from grid.scope import ScopedQuerySet


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

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, unique=True, editable=False)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}$"), name="agency_code_12_digits")
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

    def create_officer(self, *, badge_number: str, name: str, agency: Agency, password: str) -> "Officer":
        officer = Officer(badge_number=badge_number, name=name, agency=agency)
        officer.set_password(password)
        officer.save()
        return officer

    def visible_to(self, viewer: Any) -> models.QuerySet["Officer"]:
        return self.filter(agency__path__startswith=viewer.agency_path)


class Officer(AbstractBaseUser):
    """An officer (民警) and, as the user model, whoever signs in."""

    scope_path: ClassVar[str] = "agency__path"

    badge_number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=50)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="officers")
    is_active = models.BooleanField(default=True)
    is_on_duty = models.BooleanField(default=False)
    seat = models.CharField(max_length=20, blank=True)
    theme = models.CharField(max_length=5, default="auto")  # auto: as the page is drawn
    language = models.CharField(max_length=8, default="zh-hans")
    password_changed_at = models.DateTimeField(default=timezone.now)
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

    def as_actor(self, *, channel: str = "screen") -> Actor:
        return Actor(
            kind="officer",
            id=str(self.pk),
            label=f"{self.name} {self.badge_number}",
            agency_path=self.agency_path,
            channel=channel,
        )


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, at: datetime) -> "RoleGrantQuerySet":
        return self.filter(valid_from__lte=at, approved_by__isnull=False).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=at)
        )


class RoleGrant(models.Model):
    """A role given to an officer (授权), by one security administrator and approved by another."""

    scope_path: ClassVar[str] = "officer__agency__path"

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_to = models.DateTimeField(null=True, blank=True)
    granted_by = models.CharField(max_length=60)
    approved_by = models.CharField(max_length=60, null=True, blank=True)  # noqa: DJ001 null = not approved yet

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("granted_by")), name="role_grant_four_eyes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"


class ClientSystem(models.Model):
    """A client system (接入系统) of a district; its token is kept as a SHA-256 digest only."""

    scope_path: ClassVar[str] = "agency__path"

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

    def __str__(self) -> str:
        return self.name

    @property
    def agency_path(self) -> str:
        return self.agency.path

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset(Right(s) for s in self.scopes)

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
