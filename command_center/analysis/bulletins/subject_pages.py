"""Where a bulletin can be read."""

from command_center.analysis.bulletins.models import Bulletin
from grid.ledger.subject_pages import register

register("bulletin", "bulletin_detail", Bulletin.objects.visible_to)
