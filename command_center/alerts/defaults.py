"""The rules a new city starts with; each is a row from then on, to be changed on the rules page."""

from typing import Any, Final

from grid.organisation.roles import Role

# ecosystem of a control room: 15 s re-sound, 30 s supervisor, 60 s every seat of the parent agency
URGENT: Final[list[dict[str, Any]]] = [
    {"after_s": 15, "to": "seat"},
    {"after_s": 30, "to": "supervisor"},
    {"after_s": 60, "to": "parent"},
]
HIGH: Final[list[dict[str, Any]]] = [
    {"after_s": 120, "to": "supervisor"},
    {"after_s": 300, "to": "parent"},
]
SEATS: Final[list[str]] = [Role.DISPATCHER, Role.DUTY_COMMANDER]

DEFAULT_RULES: Final[list[dict[str, Any]]] = [
    {
        "code": "urgent-incident",
        "name": "急警待派",
        "name_en": "Urgent call waiting",
        "fact_kind": "incidents.received",
        "condition": {"level": 1, "is_valid_call": True},
        "priority": 1,
        "sound": "two_tone",
        "escalation": URGENT,
        "title": "$category · $address",
        "title_en": "$category · $address",
    },
    {
        "code": "high-incident",
        "name": "高等级警情待派",
        "name_en": "High-priority call waiting",
        "fact_kind": "incidents.received",
        "condition": {"level": 2, "is_valid_call": True},
        "priority": 2,
        "escalation": HIGH,
        "title": "$category · $address",
        "title_en": "$category · $address",
    },
    {
        "code": "dispatch-overdue",
        "name": "超时未派",
        "name_en": "Not dispatched in time",
        "fact_kind": "incidents.waiting_too_long",
        "priority": 2,
        "escalation": HIGH,
        "title": "超时未派 $subject_id · $address",
        "title_en": "Not dispatched in time $subject_id · $address",
    },
    {
        "code": "incident-returned",
        "name": "警情退单",
        "name_en": "Incident sent back",
        "fact_kind": "incidents.moved",
        "condition": {"to": "returned"},
        "priority": 2,
        "escalation": HIGH,
        "title": "退单待改派 $subject_id · $address",
        "title_en": "Sent back, to be reassigned $subject_id · $address",
    },
    {
        "code": "help-called",
        "name": "一键求助",
        "name_en": "Officer calls for help",
        "fact_kind": "alerts.help_called",
        "priority": 1,
        "sound": "two_tone",
        "escalation": URGENT,
        "title": "一键求助 · $who",
        "title_en": "Officer calls for help · $who",
    },
    {
        "code": "button-pressed",
        "name": "一键报警",
        "name_en": "Alarm button pressed",
        "fact_kind": "alerts.button_pressed",
        "priority": 1,
        "sound": "two_tone",
        "escalation": URGENT,
        "title": "一键报警 · $device_name",
        "title_en": "Alarm button · $device_name",
    },
    {
        "code": "obligation-overdue",
        "name": "限时事项超时",
        "name_en": "Obligation overdue",
        "fact_kind": "*_overdue",
        "priority": 3,
        "sound": "silent",
        "title": "限时事项超时 · $subject_id",
        "title_en": "Obligation overdue · $subject_id",
    },
    {
        "code": "reveal-excess",
        "name": "个人信息查看异常",
        "name_en": "Unusual number of personal look-ups",
        "fact_kind": "incidents.reveal_excess",
        "priority": 3,
        "sound": "silent",
        "roles": [Role.DUTY_COMMANDER, Role.OVERSIGHT],
        "title": "一小时内查看个人信息过多 · $who",
        "title_en": "Too many personal look-ups within an hour · $who",
    },
]
