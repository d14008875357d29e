"""Where a round can be read."""

from grid.ledger.subject_pages import register
from patrol.rounds.models import Round

register("round", "round_detail", Round.objects.visible_to)
