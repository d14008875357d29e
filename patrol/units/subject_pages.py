"""Where a unit and a station can be read."""

from grid.ledger.subject_pages import register
from patrol.units.models import Station, Unit

register("unit", "unit_detail", Unit.objects.visible_to, key="call_sign")
register("station", "station_detail", Station.objects.visible_to, key="code")
