"""Which column of a foreign file is which field of a case: by its heading, or as somebody says."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from grid.errors import InvalidInput

# The field's own name is always understood; beside it what systems and people write.
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "source_number": ("案件编号", "案件号", "立案编号", "编号", "case_number", "case number"),
    "category": ("案件类别", "案别", "案件类别代码", "类别", "category code"),
    "occurred_from": (
        "案发时间起",
        "发案时间起",
        "发案开始时间",
        "发案时间上限",
        "案发时间",
        "发案时间",
        "occurred",
    ),
    "occurred_to": ("案发时间止", "发案时间止", "发案结束时间", "发案时间下限"),
    "reported_at": ("报案时间", "受理时间", "接警时间"),
    "filed_on": ("立案日期", "立案时间"),
    "solved_on": ("破案日期", "破案时间"),
    "result": ("破案来源", "破案方式"),
    "found_by": ("案件来源", "发现方式"),
    "agency": ("办案单位", "办案单位代码", "受理单位代码", "单位代码"),
    "cell": ("网格", "网格编号", "网格代码"),
    "address": ("案发地点", "发案地点", "地址", "发案地址", "block_address"),
    "lng": ("经度", "longitude", "lon", "x"),
    "lat": ("纬度", "latitude", "y"),
    "crs": ("坐标系", "坐标系统"),
    "entry": ("侵入方式", "作案手段", "入室方式"),
    "target": ("侵害对象", "被盗物品", "选择对象"),
    "premises": ("场所类型", "选择处所", "案发场所"),
    "tool": ("作案工具",),
    "loss_yuan": ("损失金额", "损失价值", "涉案金额", "损失(元)", "loss"),
    "incident_number": ("警情编号", "接警单编号"),
    "narrative": ("简要案情", "案情"),
}
NEEDED: Final = ("source_number", "category", "occurred_from")
_BY_WORD: Final = {
    word.casefold(): field for field, words in WORDS.items() for word in (field, *words)
}


def named_columns(header: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """The field of each heading, "" for one nobody understands; `told` goes before its words."""
    return {
        heading: told.get(heading, _BY_WORD.get(heading.strip().casefold(), ""))
        for heading in header
        if heading
    }


def check_columns(columns: Mapping[str, str]) -> None:
    """Raise InvalidInput where a field is unknown or claimed twice, or a needed one is missing."""
    fields = [field for field in columns.values() if field]
    unknown = sorted(set(fields) - set(WORDS))
    doubled = sorted({field for field in fields if fields.count(field) > 1})
    missing = [field for field in NEEDED if field not in fields]
    if unknown:
        raise InvalidInput(_("There are no such fields: %s") % ", ".join(unknown))
    if doubled:
        raise InvalidInput(_("Two columns claim to be the same field: %s") % ", ".join(doubled))
    if missing:
        raise InvalidInput(_("The file lacks columns for: %s") % ", ".join(missing))
