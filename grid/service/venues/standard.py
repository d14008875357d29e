"""The standard checklists (检查标准): what a city begins with and changes by its own.

The three 100 % of couriers (三个100%): every parcel opened and looked at, every sender known by
name, every parcel X-rayed; asked for as two counts. The eight ones of schools (校园安保八个一).
"""

from dataclasses import dataclass
from typing import Any, Final

from grid.service.venues.models import ChecklistItem, Level

SHARE: Final = ChecklistItem.Answer.SHARE


@dataclass(frozen=True, slots=True)
class Line:
    """One line; a share is answered with two counts."""

    text: str
    level: str = Level.GENERAL
    answered_by: str = ChecklistItem.Answer.YES_NO
    help_text: str = ""

    def as_fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Standard:
    """The checklist of one kind."""

    name: str
    lines: tuple[Line, ...]


STANDARD: Final[dict[str, Standard]] = {
    "courier": Standard(
        "寄递物流三个100%检查",
        (
            Line("收寄验视100%", Level.SERIOUS, SHARE, "抽查包裹：已验视件数／抽查件数"),
            Line("实名收寄100%", Level.SERIOUS, SHARE, "抽查包裹：实名登记件数／抽查件数"),
            Line("过机安检100%", Level.SERIOUS, SHARE, "抽查包裹：过机件数／抽查件数"),
            Line("禁寄物品名录张贴", Level.GENERAL),
            Line("视频监控完好，录像保存不少于90日", Level.GENERAL),
        ),
    ),
    "school": Standard(
        "校园安保八个一检查",
        (
            Line("一个校园警务室", Level.GENERAL),
            Line("一名责任民警（法治副校长）", Level.GENERAL),
            Line("一支专职保安队伍", Level.SERIOUS),
            Line("一套视频监控并联网", Level.SERIOUS),
            Line("一键式报警装置并试报成功", Level.SERIOUS),
            Line("一组硬质防冲撞设施", Level.SERIOUS),
            Line("一本门卫出入登记，当日有记录", Level.GENERAL),
            Line("一套应急预案，本学期演练过", Level.GENERAL),
        ),
    ),
    "entertainment": Standard(
        "娱乐场所治安检查",
        (
            Line("许可证齐全有效", Level.SERIOUS),
            Line("从业人员信息按时报送", Level.GENERAL),
            Line("营业日志按日登记", Level.GENERAL),
            Line("视频监控完好，录像保存不少于30日", Level.GENERAL),
            Line("安全出口和疏散通道畅通", Level.MAJOR),
            Line("按规定配备保安", Level.GENERAL),
        ),
    ),
    "special_trade": Standard(
        "特种行业检查",
        (
            Line("备案或许可齐全有效", Level.SERIOUS),
            Line("收购、承接登记完整，当日报送", Level.GENERAL),
            Line("视频监控完好", Level.GENERAL),
            Line("治安责任书已签订", Level.GENERAL),
        ),
    ),
    "hotel": Standard(
        "旅馆检查",
        (
            Line("特种行业许可证有效", Level.SERIOUS),
            Line("住宿登记与在住相符", Level.SERIOUS, SHARE, "抽查房间：登记相符间数／抽查间数"),
            Line("未成年人入住五必须落实", Level.SERIOUS),
            Line("安全出口和疏散通道畅通", Level.MAJOR),
            Line("视频监控完好，录像保存不少于30日", Level.GENERAL),
        ),
    ),
    "explosives": Standard(
        "涉爆单位检查",
        (
            Line("许可证件齐全有效", Level.MAJOR),
            Line("库房双人双锁，24小时值守", Level.MAJOR),
            Line("账物相符", Level.MAJOR, SHARE, "抽查品种：相符数／抽查数"),
            Line("流向登记当日上传", Level.SERIOUS),
            Line("入侵报警和视频监控完好", Level.SERIOUS),
            Line("犬防、人防到位", Level.GENERAL),
        ),
    ),
    "other": Standard(
        "一般场所检查",
        (
            Line("治安责任人明确", Level.GENERAL),
            Line("安全出口和疏散通道畅通", Level.MAJOR),
            Line("视频监控完好", Level.GENERAL),
        ),
    ),
}
