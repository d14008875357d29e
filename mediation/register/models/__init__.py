"""The rows of the register of disputes."""

from mediation.register.models.calls import DisputeCall
from mediation.register.models.disputes import Dispute
from mediation.register.models.parties import DisputeReveal, Party
from mediation.register.models.reference import DisputeCategory, DisputeCounter, RepeatRule

__all__ = [
    "Dispute",
    "DisputeCall",
    "DisputeCategory",
    "DisputeCounter",
    "DisputeReveal",
    "Party",
    "RepeatRule",
]
