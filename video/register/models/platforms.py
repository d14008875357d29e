"""Video platforms in three levels, the operators' own, recorders, and the nodes they catalogue."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from grid.ledger.retention import Keep
from grid.organisation.models import Agency
from grid.scope import ScopedQuerySet
from video.register.models.codes import Network
from video.register.models.reference import REGISTER, Company


class Platform(models.Model):
    """A platform or recorder that cameras hang on (视频平台): city, county, station, operator."""

    class Level(models.TextChoices):
        CITY = "city", _("City platform")
        COUNTY = "county", _("County platform")
        STATION = "station", _("Station platform")
        OPERATOR = "operator", _("Operator's platform")
        RECORDER = "recorder", _("Recorder")

    scope_path: ClassVar[str] = "agency__path"
    retention: ClassVar[Keep] = REGISTER

    code = models.SlugField(max_length=20, unique=True)
    gb_id = models.CharField(max_length=20, null=True, blank=True, unique=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="platforms")
    operator = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="platforms"
    )
    network = models.PositiveSmallIntegerField(choices=Network, default=Network.POLICE_VIDEO)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("level", "code")

    def __str__(self) -> str:
        return self.name


class CatalogNode(models.Model):
    """A node of a platform's catalogue that is no device (目录节点), in that platform's tree."""

    class Kind(models.TextChoices):
        DIVISION = "division", _("Division")
        PLATFORM = "platform", _("Platform")
        BUSINESS_GROUP = "business_group", _("Business group")
        VIRTUAL_ORG = "virtual_org", _("Virtual organisation")

    scope_path: ClassVar[str] = "platform__agency__path"
    retention: ClassVar[Keep] = REGISTER

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="nodes")
    gb_id = models.CharField(max_length=20)
    kind = models.CharField(max_length=15, choices=Kind)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    business_group = models.CharField(max_length=20, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("gb_id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["platform", "gb_id"], name="catalog_node_once")
        ]

    def __str__(self) -> str:
        return self.name
