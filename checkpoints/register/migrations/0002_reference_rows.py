"""The rows a city starts with: levels, lines, kinds, the standard, and default minimums.

No source gives the quantities of the minimums or the fourth heading of the standard: they are a
start, to be replaced by the city's own rows.
"""

from datetime import date

from django.db import migrations

FROM = date(2020, 1, 1)
LEVELS = (
    ("normal", "常态勤务", "Normal"),
    ("reinforced", "加强勤务", "Reinforced"),
    ("wartime", "战时勤务", "Wartime"),
)
LINES = (
    ("city", "城区防线", "City line"),
    ("ring", "环城防线", "Ring line"),
    ("provincial", "省际防线", "Provincial line"),
)
POSTS = (
    ("observe_guide", "观察引导岗", "Observe and guide"),
    ("vehicle_check", "车辆查验岗", "Check"),
    ("cover_guard", "警戒岗", "Cover"),
    ("registration", "登记岗", "Registration"),
)
FORCES = (
    ("patrol_special", "巡特警", "Patrol and special police"),
    ("traffic_police", "交警", "Traffic police"),
    ("armed_police", "武警", "Armed police"),
    ("city_management", "城管", "City management"),
    ("transport_hub", "车站", "Bus or rail station"),
    ("volunteers", "平安义警", "Volunteer police"),
)
EQUIPMENT = (  # code, name, English name, group, days between checks
    ("video_surveillance", "视频监控", "Video surveillance", "system", 30),
    ("video_conference", "视频会议终端", "Video conference terminal", "system", 90),
    ("command_radio", "指挥通信设备", "Command communication set", "system", 30),
    ("collection_terminal", "信息采集检验设备", "Collection and test set", "system", 90),
    ("mobile_terminal", "移动警务终端", "Mobile police terminal", "system", 30),
    ("body_inspection", "人体检验设备", "Body inspection device", "inspection", 90),
    ("vehicle_inspection", "车辆检验设备", "Vehicle inspection device", "inspection", 90),
    ("goods_inspection", "物品检验设备", "Goods inspection device", "inspection", 180),
    ("document_inspection", "证件检验设备", "Document inspection device", "inspection", 90),
    ("metal_detector", "手持金属探测器", "Hand-held metal detector", "inspection", 30),
    ("under_vehicle_mirror", "车底检查镜", "Under-vehicle mirror", "inspection", None),
    ("trace_detector", "爆炸物毒品探测仪", "Explosive and drug detector", "inspection", 180),
    ("barrier", "阻车器", "Vehicle barrier", "protection", 30),
    ("tyre_breaker", "破胎器", "Tyre breaker", "protection", 30),
    ("shield", "防护盾牌", "Shield", "protection", 180),
    ("helmet_vest", "防弹头盔背心", "Ballistic helmet and vest", "protection", 365),
    ("personal_gear", "单警装备", "Personal gear", "personal", 90),
    ("body_camera", "执法记录仪", "Body camera", "personal", 30),
)
PILLARS = (
    ("standardised", "标准化", "Standardised"),
    ("digital", "数字化", "Digital"),
    ("regulated", "规范化", "Regulated"),
    ("practised", "实战化", "Practised"),
)
STANDARD = (  # code, pillar, name, English name, weight, answered by, days to mend
    ("station_layout", "standardised", "站房、岗亭、检查通道按标准设置",
     "Building, booths and inspection lanes laid out by the standard", 3, "", 90),
    ("sign_stands", "standardised", "公示标志、减速标线设置到位",
     "The public sign stands", 2, "sign", 14),
    ("posts_laid_out", "standardised", "观察、查验、警戒岗位齐全",
     "Posts of the normal level are laid out", 2, "posts", 14),
    ("equipment_complete", "standardised", "常态勤务装备配齐",
     "Equipment of the normal level is complete", 3, "equipment", 60),
    ("gantry_linked", "digital", "配套电子治安卡口",
     "An electronic gantry is linked", 3, "gantry", 90),
    ("video_connected", "digital", "视频监控、视频会议接入指挥中心",
     "Video and conferencing reach the command centre", 2, "", 30),
    ("terminals_in_use", "digital", "移动警务终端全员使用",
     "Everybody works with a mobile terminal", 2, "", 30),
    ("filed", "regulated", "设站审批备案齐全",
     "Filed with a number", 3, "filing", 14),
    ("procedures_on_site", "regulated", "勤务规范、处置流程上墙入册",
     "Procedures are at hand on the spot", 1, "", 14),
    ("checks_done", "regulated", "装备定期检查不逾期",
     "No equipment check is overdue", 2, "checks", 7),
    ("forces_joined", "practised", "联勤力量到位",
     "No gap in the joint forces", 2, "forces", 30),
    ("switch_drilled", "practised", "近三个月开展勤务等级转换演练",
     "A switch of duty level was practised within three months", 2, "", 30),
)
# By grade: a pair of normal, reinforced and wartime quantities for each need.
HEADS = {
    "level1": ((6, 8, 10), (8, 12, 16), (2, 3, 4)),
    "level2": ((4, 6, 8), (6, 8, 12), (1, 2, 3)),
    "level3": ((2, 3, 4), (3, 4, 6), (1, 1, 2)),
    "temporary": ((2, 3, 4), (2, 3, 4), (1, 1, 2)),
}
POSTS_OF = {
    "level1": {"observe_guide": (1, 2, 2), "vehicle_check": (2, 2, 3), "cover_guard": (1, 2, 2)},
    "level2": {"observe_guide": (1, 1, 2), "vehicle_check": (1, 2, 2), "cover_guard": (1, 1, 2)},
    "level3": {"observe_guide": (1, 1, 1), "vehicle_check": (1, 1, 1), "cover_guard": (1, 1, 1)},
    "temporary": {"observe_guide": (1, 1, 1), "vehicle_check": (1, 1, 1), "cover_guard": (1, 1, 1)},
}
SYSTEMS = {
    "video_surveillance": (1, 1, 1),
    "video_conference": (1, 1, 1),
    "collection_terminal": (1, 1, 1),
    "body_inspection": (1, 1, 1),
    "vehicle_inspection": (1, 1, 1),
    "goods_inspection": (1, 1, 1),
    "document_inspection": (1, 1, 2),
    "trace_detector": (0, 1, 1),
}
FIELD = {
    "command_radio": (2, 3, 4),
    "mobile_terminal": (2, 3, 4),
    "metal_detector": (1, 2, 2),
    "under_vehicle_mirror": (1, 1, 2),
    "barrier": (1, 2, 2),
    "tyre_breaker": (1, 1, 2),
    "shield": (2, 3, 4),
    "helmet_vest": (2, 3, 4),
    "personal_gear": (2, 3, 4),
    "body_camera": (2, 3, 4),
}
EQUIPMENT_OF = {
    "level1": SYSTEMS | {code: tuple(2 * n for n in counts) for code, counts in FIELD.items()},
    "level2": SYSTEMS | FIELD,
    "level3": {"video_surveillance": (1, 1, 1), "document_inspection": (1, 1, 1)} | FIELD,
    "temporary": FIELD,
}
FORCES_OF = {
    "level1": {"patrol_special": (2, 2, 4), "traffic_police": (2, 2, 2)},
    "level2": {"traffic_police": (1, 1, 2)},
    "level3": {},
    "temporary": {},
}


def minimums():
    """(grade, level, need, code, quantity) of every default."""
    for grade, heads in HEADS.items():
        needs = dict(zip((("officers", ""), ("auxiliaries", ""), ("vehicles", "")), heads, strict=True))
        needs |= {("post", code): counts for code, counts in POSTS_OF[grade].items()}
        needs |= {("equipment", code): counts for code, counts in EQUIPMENT_OF[grade].items()}
        needs |= {("force", code): counts for code, counts in FORCES_OF[grade].items()}
        for (need, code), counts in needs.items():
            for (level, *_names), quantity in zip(LEVELS, counts, strict=True):
                yield grade, level, need, code, quantity


def add(apps, _schema_editor):
    def model(name):
        return apps.get_model("checkpoints", name)

    plain = {
        "DutyLevel": LEVELS,
        "DefenceLine": LINES,
        "PostKind": POSTS,
        "ForceKind": FORCES,
        "StandardPillar": PILLARS,
    }
    for name, rows in plain.items():
        model(name).objects.bulk_create(
            model(name)(code=code, rank=rank, name=word, name_en=english)
            for rank, (code, word, english) in enumerate(rows, 1)
        )
    model("EquipmentKind").objects.bulk_create(
        model("EquipmentKind")(
            code=code, rank=rank, name=word, name_en=english, group=group, check_every_days=days
        )
        for rank, (code, word, english, group, days) in enumerate(EQUIPMENT, 1)
    )
    model("StandardItem").objects.bulk_create(
        model("StandardItem")(
            code=code,
            rank=rank,
            name=word,
            name_en=english,
            pillar_id=pillar,
            weight=weight,
            answered_by=answered_by,
            days_to_mend=days,
            valid_from=FROM,
        )
        for rank, (code, pillar, word, english, weight, answered_by, days) in enumerate(STANDARD, 1)
    )
    model("Minimum").objects.bulk_create(
        model("Minimum")(
            grade=grade, level_id=level, need=need, code=code, quantity=quantity, valid_from=FROM
        )
        for grade, level, need, code, quantity in minimums()
    )


class Migration(migrations.Migration):
    dependencies = [("checkpoints", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
