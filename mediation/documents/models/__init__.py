"""Papers of disputes, their signatures, the court's clock, archive volumes."""

from mediation.documents.models.confirmation import CONFIRMATION_DAYS, ConfirmationDue
from mediation.documents.models.paper import Delivery, Paper, Signature
from mediation.documents.models.volume import Volume, VolumeItem

__all__ = [
    "CONFIRMATION_DAYS",
    "ConfirmationDue",
    "Delivery",
    "Paper",
    "Signature",
    "Volume",
    "VolumeItem",
]
