"""The rules a new city starts with for disputes and for the work on the ground.

What runs late is told by the rule for every obligation, a danger by the call it becomes.
"""

from typing import Any, Final

from command_center.alerts.escalating import HIGH, URGENT

GROUND_RULES: Final[list[dict[str, Any]]] = [
    {
        "code": "dispute-leaderless",
        "name": "红色纠纷无包案领导",
        "name_en": "Red dispute without a leader",
        "fact_kind": "disputes.leaderless",
        "priority": 1,
        "escalation": URGENT,
        "source_key": "leaderless:$number",
        "title": "红色纠纷逾时无包案领导 · $number · $address",
        "title_en": "Red dispute without a leader in charge · $number · $address",
    },
    {
        "code": "dispute-red",
        "name": "纠纷评为红色",
        "name_en": "Dispute graded red",
        "fact_kind": "disputes.graded",
        "condition": {"grade": "red"},
        "priority": 2,
        "escalation": HIGH,
        "source_key": "red:$number",
        "title": "纠纷评为红色 · $number · $address",
        "title_en": "Dispute graded red · $number · $address",
    },
    {
        "code": "dispute-repeated",
        "name": "纠纷重复报警",
        "name_en": "Dispute came up again",
        "fact_kind": "disputes.repeated",
        "priority": 3,
        "sound": "silent",
        "source_key": "repeated:$number",
        "title": "纠纷重复报警 · $number · $address",
        "title_en": "Dispute came up again · $number · $address",
    },
    {
        "code": "agreement-broken",
        "name": "调解协议未履行",
        "name_en": "Agreement not kept",
        "fact_kind": "disputes.breached",
        "priority": 3,
        "sound": "silent",
        "source_key": "broken:$number",
        "title": "调解协议未履行 · $number",
        "title_en": "Agreement not kept · $number",
    },
    {
        "code": "feed-silent",
        "name": "场所数据中断",
        "name_en": "Feed of a venue silent",
        "fact_kind": "service.feed_silent",
        "priority": 3,
        "sound": "silent",
        "source_key": "feed:$subject_id",
        "title": "场所数据中断 · $name",
        "title_en": "Feed of a venue silent · $name",
    },
]
