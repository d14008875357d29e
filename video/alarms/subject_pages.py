"""Where an alarm device and its presses can be read."""

from grid.ledger.subject_pages import register
from video.alarms.models import AlarmDevice

register("alarm_device", "alarm_device_detail", AlarmDevice.objects.visible_to, key="code")
