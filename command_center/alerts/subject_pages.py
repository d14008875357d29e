"""Where an alert can be read."""

from command_center.alerts.models import Alert
from grid.ledger.subject_pages import register

register("alert", "alert_detail", Alert.objects.visible_to)
