"""What offices are made by: the templates of their teams and the norm of their staff."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.dated import Dated

_REFERENCE = Keep(days=None, basis="reference rows; no personal data")


class UnitKind(models.TextChoices):
    """What kind of unit an office is; a norm and a template are for one kind."""

    OFFICE = "office", _("Community office")
    STATION = "station", _("Police station")
    AREA = "area", _("Police area")


class TeamKind(models.TextChoices):
    """What a team of a unit does."""

    COMMAND = "command", _("Command room")
    COMMUNITY = "community", _("Community team")
    CASES = "cases", _("Case team")
    PATROL = "patrol", _("Patrol team")
    SERVICE = "service", _("Service team")


class OfficeTemplate(models.Model):
    """A template of a unit and its teams (一室四队, 一室二队, 警务区); rows."""

    retention: ClassVar[Keep] = _REFERENCE

    code = models.SlugField(max_length=30, primary_key=True)
    rank = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=UnitKind)

    class Meta:
        ordering = ("rank",)

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


class TemplateTeam(models.Model):
    """One team that a template brings (模板队伍): its kind, name and planned heads."""

    retention: ClassVar[Keep] = _REFERENCE

    template = models.ForeignKey(OfficeTemplate, models.CASCADE, related_name="teams")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=TeamKind)
    name = models.CharField(max_length=40)
    heads = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("template", "rank")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "rank"], name="template_team_once")
        ]

    def __str__(self) -> str:
        return self.name


class StaffingNorm(Dated):
    """How many people an office has (社区警务室配备标准), from a day on; counts of heads.

    Of the agency it stands for and all below it, until one nearer has its own.
    """

    kind = models.CharField(max_length=10, choices=UnitKind, default=UnitKind.OFFICE)
    heads = models.PositiveSmallIntegerField(default=1)
    officers_least = models.PositiveSmallIntegerField(default=1)
    officers_most = models.PositiveSmallIntegerField(default=2)
    auxiliaries_least = models.PositiveSmallIntegerField(default=4)
    auxiliaries_most = models.PositiveSmallIntegerField(default=6)
    needs_board_seat = models.BooleanField(default=True)

    class Meta:
        ordering = ("agency__path", "kind", "-valid_from")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "kind", "valid_from"], name="staffing_norm_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(officers_most__gte=F("officers_least"))
                & Q(auxiliaries_most__gte=F("auxiliaries_least")),
                name="staffing_norm_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="staffing_norm_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.kind} {self.valid_from}"
