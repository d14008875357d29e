"""The rules a new city starts with for its case analysis.

A run that failed is somebody's work at once; a surge and a zone are for the day's planning.
"""

from typing import Any, Final

from command_center.alerts.escalating import HIGH

CASE_RULES: Final[list[dict[str, Any]]] = [
    {
        "code": "analysis-failed",
        "name": "研判作业失败",
        "name_en": "Analysis of a period failed",
        "fact_kind": "analysis.failed",
        "priority": 2,
        "escalation": HIGH,
        "source_key": "analysis:$job:$period:$agency",
        "title": "研判作业失败 · $job · $period",
        "title_en": "Analysis failed · $job · $period",
    },
    {
        "code": "case-surge",
        "name": "发案异常上升",
        "name_en": "Surge of cases",
        "fact_kind": "analysis.surge_found",
        "priority": 3,
        "source_key": "surge:$agency:$day",
        "title": "发案异常上升 · $day",
        "title_en": "More cases than chance explains · $day",
    },
    {
        "code": "near-repeat-zone",
        "name": "近重复发案风险区",
        "name_en": "Near-repeat zone",
        "fact_kind": "analysis.zone_opened",
        "priority": 3,
        "sound": "silent",
        "source_key": "zone:$subject_id",
        "title": "近重复发案风险区 · 截至 $ends",
        "title_en": "Near-repeat zone · until $ends",
    },
]
