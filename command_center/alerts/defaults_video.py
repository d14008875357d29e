"""The rules a new city starts with for its cameras, its alarm buttons and its video desks.

A press is told by the call it becomes. What runs late is told by the rule for every obligation.
An outage is one alert of its platform, however many cameras hang on it.
"""

from typing import Any, Final

from command_center.alerts.escalating import HIGH

VIDEO_RULES: Final[list[dict[str, Any]]] = [
    {
        "code": "platform-down",
        "name": "视频平台离线",
        "name_en": "Video platform down",
        "fact_kind": "video.platform_down",
        "condition": {"is_planned": False},
        "priority": 2,
        "escalation": HIGH,
        "source_key": "platform:$subject_id",
        "title": "视频平台离线 · $name · 影响 $cameras 路",
        "title_en": "Video platform down · $name · $cameras cameras behind it",
    },
    {
        "code": "key-camera-offline",
        "name": "重点目标摄像机离线",
        "name_en": "Camera of a key target offline",
        "fact_kind": "video.camera_offline",
        "condition": {"is_key_target": True},
        "priority": 3,
        "source_key": "camera:$camera",
        "title": "重点目标摄像机离线 · $camera",
        "title_en": "Camera of a key target offline · $camera",
    },
    {
        "code": "alarm-untested",
        "name": "报警装置逾期未测试",
        "name_en": "Alarm device not tested in time",
        "fact_kind": "video.alarm_untested",
        "priority": 3,
        "sound": "silent",
        "source_key": "alarm-untested:$device",
        "title": "报警装置逾期未测试 · $name",
        "title_en": "Not tested in time · $name",
    },
    {
        "code": "alarm-test-failed",
        "name": "报警装置测试失败",
        "name_en": "Test of an alarm device failed",
        "fact_kind": "video.alarm_test_failed",
        "priority": 3,
        "source_key": "alarm-failed:$device",
        "title": "报警装置测试失败 · $name",
        "title_en": "Test failed · $name",
    },
    {
        "code": "video-desk-empty",
        "name": "视频值守空岗",
        "name_en": "Video desk empty",
        "fact_kind": "video.desk_empty",
        "priority": 3,
        "source_key": "desk:$subject_id",
        "title": "视频值守空岗 · $name",
        "title_en": "Video desk empty · $name",
    },
    {
        "code": "camera-unfiled",
        "name": "视频系统逾期未备案",
        "name_en": "Cameras not filed within 30 days",
        "fact_kind": "video.camera_unfiled",
        "priority": 3,
        "sound": "silent",
        "source_key": "unfiled:$subject_id",
        "title": "启用满 30 日未备案 · $count 路",
        "title_en": "Not filed within 30 days · $count cameras",
    },
    {
        "code": "lease-ending",
        "name": "视频租赁合同将到期",
        "name_en": "Lease of cameras ending",
        "fact_kind": "video.lease_ending",
        "priority": 4,
        "sound": "silent",
        "title": "租赁合同 $valid_to 到期 · $company · $cameras 路",
        "title_en": "Lease ends $valid_to · $company · $cameras cameras",
    },
    {
        "code": "footage-released",
        "name": "紧急调取待复核",
        "name_en": "Footage released before approval",
        "fact_kind": "footage.request_released",
        "priority": 2,
        "escalation": HIGH,
        "source_key": "footage-released:$subject_id",
        "title": "紧急调取，须 24 小时内复核 · $subject_id",
        "title_en": "Released before approval, to be reviewed within 24 h · $subject_id",
    },
]
