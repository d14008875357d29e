"""Where a request for footage can be read."""

from grid.ledger.subject_pages import register
from video.footage.models import FootageRequest

register("footage_request", "footage_detail", FootageRequest.objects.visible_to, key="number")
