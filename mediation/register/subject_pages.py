"""Where a dispute can be read."""

from grid.ledger.subject_pages import register
from mediation.register.models import Dispute

register("dispute", "dispute_detail", Dispute.objects.visible_to, key="number")
