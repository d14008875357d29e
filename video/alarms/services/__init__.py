"""What may be done about alarm devices: kept in the register, pressed, judged, tested, ruled."""

from video.alarms.services.pressing import judge, link_incident, press
from video.alarms.services.registering import save_device, set_rule
from video.alarms.services.testing import begin_tests, end_tests, flag_untested, rule_of

__all__ = [
    "begin_tests",
    "end_tests",
    "flag_untested",
    "judge",
    "link_incident",
    "press",
    "rule_of",
    "save_device",
    "set_rule",
]
