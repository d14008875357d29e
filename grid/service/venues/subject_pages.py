"""Where a hazard can be read."""

from grid.ledger.subject_pages import register
from grid.service.venues.models import Hazard

register("venues.hazard", "hazard_detail", Hazard.objects.visible_to, argument="number")
register("hazard", "hazard_detail", Hazard.objects.visible_to, key="number")
