"""Heads of camera sheets: the 27 public-security columns, the 73 of the long sheet, and ours.

Each column has its Chinese name, its pinyin key, and the name of the field it fills. The keys of
the 27 are those in use; those of the long sheet's other columns are the initials of their names.
What has no place in a camera's file (pictures, passwords, states that are measured and never
typed) is left out and said so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from grid.rest.table_files import BadFile

LEFT_OUT: Final = ""
MORE: Final = "more:"  # kept beside the fields, under the key

SHORT: Final[tuple[tuple[str, str, str], ...]] = (
    ("设备编码", "sbbm", "gb_id"),
    ("设备名称", "sbmc", "name"),
    ("设备厂商", "sbcs", "manufacturer"),
    ("行政区域", "xzqy", "civil_code"),
    ("监控点位类型", "jkdwlx", "point_type"),
    ("设备型号", "sbxh", "model"),
    ("点位俗称", "dwsc", "common_name"),
    ("IPV4地址", "ipv4", "ipv4"),
    ("IPV6地址", "ipv6", "ipv6"),
    ("MAC地址", "macdz", "mac"),
    ("摄像机类型", "sxjlx", "camera_type"),
    ("摄像机功能类型", "sxjgnlx", "function_types"),
    ("补光属性", "bgsx", "supply_light"),
    ("摄像机编码格式", "sxjbmgs", "codec"),
    ("安装地址", "azdz", "address"),
    ("经度", "jd", "lng"),
    ("纬度", "wd", "lat"),
    ("摄像机位置类型", "sxjwzlx", "position_types"),
    ("监控方位", "jsfw", "direction"),
    ("联网属性", "lwsx", "networked"),
    ("所属辖区公安机关", "ssxqgajg", "agency"),
    ("安装时间", "azsj", "installed_on"),
    ("管理单位", "gldw", "managing_unit"),
    ("管理单位联系方式", "gldwlxfs", "managing_phone"),
    ("录像保存天数", "lxbcts", "retention_days"),
    ("设备状态", "sbzt", "device_state"),
    ("所属部门/行业", "ssbmhy", "departments"),
)
FURTHER: Final[tuple[tuple[str, str, str], ...]] = (
    ("原设备编码", "ysbbm", "original_code"),
    ("拾音器", "syq", "has_microphone"),
    ("父设备", "fsb", "recorder"),
    ("建设单位/归属", "jsdwgs", "owner"),
    ("平台归属代码", "ptgsdm", "platform"),
    ("承建单位", "cjdw", "builder"),
    ("维护单位", "whdw", "contractor"),
    ("接入方式", "jrfs", MORE),
    ("分辨率", "fbl", "resolution"),
    ("后端结构化", "hdjgh", MORE),
    ("镜头类型", "jtlx", MORE),
    ("安装类型", "azlx", MORE),
    ("高度类型", "gdlx", MORE),
    ("周边标志", "zbbz", MORE),
    ("室内外", "snw", "room_type"),
    ("立杆编号", "lgbh", "pole_number"),
    ("实景图片", "sjtp", LEFT_OUT),
    ("接入网络", "jrwl", "network"),
    ("端口", "dk", "port"),
    ("编码器", "bmq", MORE),
    ("用户名", "yhm", LEFT_OUT),
    ("口令", "kl", LEFT_OUT),
    ("通道号", "tdh", "channel_number"),
    ("连接协议", "ljxy", "protocol"),
    ("启用时间", "qysj", "enabled_on"),
    ("报废时间", "bfsj", "scrapped_on"),
    ("巡检状态", "xjzt", LEFT_OUT),
    ("视频丢失", "spds", LEFT_OUT),
    ("色彩失真", "scsz", LEFT_OUT),
    ("视频模糊", "spmh", LEFT_OUT),
    ("亮度异常", "ldyc", LEFT_OUT),
    ("视频干扰", "spgr", LEFT_OUT),
    ("视频卡顿", "spkd", LEFT_OUT),
    ("视频遮挡", "spzd", LEFT_OUT),
    ("场景变更", "cjbg", LEFT_OUT),
    ("在线时长", "zxsc", LEFT_OUT),
    ("离线时长", "lxsc", LEFT_OUT),
    ("信令时延", "xlsy", LEFT_OUT),
    ("视频流时延", "splsy", LEFT_OUT),
    ("关键帧时延", "gjzsy", LEFT_OUT),
    ("存储设备编码", "ccsbbm", MORE),
    ("存储通道", "cctd", MORE),
    ("存储类型", "cclx", MORE),
    ("审核状态", "shzt", LEFT_OUT),
    ("备注", "bz", "remark"),
    ("采集区域类型", "cjqylx", MORE),
)
OURS: Final[tuple[tuple[str, str, str], ...]] = (
    ("台账编号", "tzbh", "code"),
    ("摄像机分类", "sxjfl", "camera_class"),
    ("视角", "sj", "view_angle"),
    ("方位角", "fwj", "bearing"),
    ("可视距离", "ksjl", "view_radius"),
    ("安装高度", "azgd", "height_m"),
    ("质保到期", "zbdq", "warranty_to"),
    ("安装场所类别", "azcslb", "site_category"),
    ("必要性说明", "byxsm", "necessity"),
    ("禁装部位", "jzbw", "forbidden_place"),
    ("邻近涉密单位", "ljsmdw", "near_protected_site"),
    ("同意文号", "tywh", "consent_document"),
    ("提示标识", "tsbs", "is_signed"),
    ("重点目标", "zdmb", "is_key_target"),
    ("备案编号", "babh", "filing_number"),
    ("备案日期", "barq", "filed_on"),
)
_OTHER_NAMES: Final = {
    "厂商": "manufacturer", "IPV4": "ipv4", "IPV6": "ipv6", "MAC": "mac",
    "联系方式": "managing_phone",
    "功能类型": "function_types", "位置类型": "position_types", "编码格式": "codec",
    "国标编码": "gb_id", "建设单位": "owner", "承建/维护单位": "contractor",
}  # fmt: skip
_NOISE: Final = re.compile(r"[\s*✱（）()：:]|必填")


@dataclass(frozen=True, slots=True)
class Head:
    """The recognised head of a sheet: field by column, and the columns nobody takes."""

    columns: dict[str, str]
    left_out: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.columns.values())

    def column_of(self, field: str) -> str:
        """The column to blame for a fault of this field."""
        return next((name for name, filled in self.columns.items() if filled == field), field)


def _plain(name: str) -> str:
    return _NOISE.sub("", name).casefold()


def _known() -> dict[str, str]:
    """Every way of writing a column, and what it fills."""
    found: dict[str, str] = {}
    for word, key, field in (*SHORT, *FURTHER, *OURS):
        fills = f"{MORE}{key}" if field == MORE else field
        found |= {_plain(word): fills, key: fills}
        if field not in (LEFT_OUT, MORE):
            found.setdefault(field, fills)
    return found | {_plain(word): field for word, field in _OTHER_NAMES.items()}


KNOWN: Final = _known()


def recognise(names: Iterable[str]) -> Head:
    """Which column fills which field; raises BadFile where there is no id or no name."""
    columns: dict[str, str] = {}
    left_out: list[str] = []
    for name in filter(None, names):
        field = KNOWN.get(_plain(name), LEFT_OUT)
        if field == LEFT_OUT or field in columns.values():
            left_out.append(name)
        else:
            columns[name] = field
    head = Head(columns, tuple(left_out))
    if not head.fields & {"gb_id", "code"} or "name" not in head.fields:
        message = _("The head of the file must name the device code (sbbm) and name (sbmc).")
        raise BadFile(message)
    return head
