"""What the facts of the video floor say, in the reader's language."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

VIDEO_ACTS: Final[dict[str, Any]] = {
    "video.alarm_pressed": _("Alarm device pressed"),
    "video.alarm_tested": _("Alarm device tested"),
    "video.alarm_taken": _("Alarm press taken as a call"),
    "video.alarm_judged": _("Alarm press judged"),
    "video.alarm_test_begun": _("Test of an alarm device begun"),
    "video.alarm_test_failed": _("Test of an alarm device failed"),
    "video.alarm_untested": _("Alarm device not tested in time"),
    "video.alarm_device_added": _("Alarm device entered"),
    "video.alarm_device_changed": _("Alarm device changed"),
    "video.alarm_rule_changed": _("Rule of alarm devices changed"),
    "video.finding_reported": _("Finding of a video patrol"),
    "video.finding_taken": _("Finding taken as a call"),
    "video.finding_closed": _("Finding closed"),
    "video.team_added": _("Video team entered"),
    "video.team_changed": _("Video team changed"),
    "video.desk_taken": _("Video desk taken"),
    "video.desk_left": _("Video desk left"),
    "video.desk_empty": _("Video desk empty"),
    "video.desk_staffed": _("Video desk staffed again"),
    "video.round_planned": _("Video round planned"),
    "video.round_changed": _("Video round changed"),
    "video.round_started": _("Video round started"),
    "video.camera_looked": _("Camera looked at"),
    "video.round_done": _("Video round done"),
    "video.round_start_overdue": _("Video round not started in time"),
    "video.round_missed": _("Video round missed"),
    "video.round_cancelled": _("Video round cancelled"),
    "video.round_rule_changed": _("Rule of video rounds changed"),
}

VIDEO_SUBJECTS: Final[dict[str, Any]] = {
    "alarm_device": _("Alarm device"),
    "alarm_rule": _("Rule of alarm devices"),
    "finding": _("Finding"),
    "video_team": _("Video team"),
    "video_round": _("Video round"),
    "video_run": _("Run of a video round"),
    "video_rule": _("Rule of video rounds"),
}
