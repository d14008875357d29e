"""Archive volumes: all papers of a dispute, page by page, under one hash."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from encrypted_fields.fields import EncryptedTextField

from grid.ledger.retention import Keep
from grid.scope import ScopedQuerySet
from mediation.documents.models.paper import Paper
from mediation.register.models import Dispute


class Volume(models.Model):
    """An archive volume (调解卷宗): index, numbered pages, one hash over all; never changed.

    `sha256` is taken over the letters of `manifest`, which names the hash of every file.
    """

    scope_path: ClassVar[str] = "dispute__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=None, basis="the index of an archive volume (People's Mediation Law art. 27)"
    )

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="volumes")
    number = models.CharField(max_length=40, unique=True)  # JF26-0001-J1
    title = models.CharField(max_length=200)
    pages = models.PositiveIntegerField()
    manifest = models.TextField()  # JSON, letter for letter
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.number


class VolumeItem(models.Model):
    """One file of a volume (卷内文件): the PDF as it was archived, encrypted, with its pages."""

    scope_path: ClassVar[str] = "volume__dispute__agency__path"
    retention: ClassVar[Keep] = Keep(
        days=1826,
        by="kept_at",
        basis="five years, the short term of a mediation volume; index and hash stay",
        action="anonymise",
        blank={"content": None},
    )

    volume = models.ForeignKey(Volume, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()  # 0: cover and index
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=120)
    dated = models.DateField()
    first_page = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = EncryptedTextField(null=True)  # the PDF in base64
    kept_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("volume", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volume", "position"], name="volume_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.volume_id} {self.position}"
