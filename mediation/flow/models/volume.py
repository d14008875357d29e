"""What every row of a dispute's archive volume has."""

from typing import ClassVar, Final

from django.db import models

from grid.ledger.retention import Keep
from mediation.register.models import Dispute
from mediation.register.models.scope import OfDisputeQuerySet

DAYS: Final = 1095
BASIS: Final = "an archive volume (People's Mediation Law art. 27); its texts go with the parties"


def emptied(*texts: str) -> Keep:
    """The row stays as long as the dispute; its texts are emptied three years after the archive."""
    return Keep(
        days=DAYS,
        by="archived_at",
        basis=BASIS,
        action="anonymise",
        blank=dict.fromkeys(texts),
    )


class InVolume(models.Model):
    """A row of one dispute; `archived_at` is the dispute's own: from then on it is read-only."""

    scope_path: ClassVar[str] = "dispute__agency__path"

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="%(class)s_rows")
    archived_at = models.DateTimeField(null=True)

    objects = OfDisputeQuerySet.as_manager()

    class Meta:
        abstract = True
