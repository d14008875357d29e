"""The rows a city starts with: categories, what means the same in two systems, class sets, tags.

Six-digit rows are of GA 240.1; what cities added to it, and whatever no source gives a code for
(public order, violence), stands under local codes. Of the newer eight-digit rows only two are
published. The members of the eight serious kinds have no published source either.
"""

from datetime import date

from django.db import migrations

FROM = date(2000, 1, 1)
GA = "GA 240.1"
ADDED = "GA 240.1, local extension"
OWN = "local"

# code, name, English name, code of the one above, usual loss in yuan
SIX_DIGITS = (
    ("010000", "危害国家安全案", "Against state security", "", None),
    ("020000", "危害公共安全案", "Against public safety", "", None),
    ("030000", "破坏社会主义市场经济秩序案", "Against the economic order", "", None),
    ("040000", "侵犯公民人身权利、民主权利案", "Against the person", "", None),
    ("040103", "故意伤害案", "Assault", "040000", None),
    ("050000", "侵犯财产案", "Against property", "", None),
    ("060000", "妨害社会管理秩序案", "Against social order", "", None),
    ("070000", "危害国防利益案", "Against national defence", "", None),
    ("080000", "贪污贿赂案", "Embezzlement and bribery", "", None),
    ("090000", "渎职案", "Neglect of duty", "", None),
    ("050100", "抢劫案", "Robbery", "050000", 200_000),
    ("050101", "入户抢劫案", "Home robbery", "050100", 200_000),
    ("050102", "拦路抢劫案", "Street robbery", "050100", 50_000),
    ("050103", "公共交通工具上抢劫案", "Robbery on public transport", "050100", 50_000),
    ("050110", "抢劫银行案", "Bank robbery", "050100", None),
    ("050111", "抢劫珠宝店案", "Robbery of a jeweller", "050100", None),
    ("050112", "抢劫提送款员案", "Robbery of a cash messenger", "050100", None),
    ("050113", "抢劫运钞车案", "Robbery of a cash van", "050100", None),
    ("050120", "抢劫出租车案", "Robbery of a taxi", "050100", 300_000),
    ("050200", "盗窃案", "Theft", "050000", 500_000),
    ("050201", "入室盗窃案", "Burglary", "050200", 500_000),
    ("050204", "盗窃金融机构案", "Theft from a bank", "050200", None),
    ("050210", "盗窃运输物资案", "Theft of goods in transit", "050200", None),
    ("050211", "盗窃铁路器材案", "Theft of railway material", "050200", None),
    ("050212", "盗窃珍贵文物案", "Theft of cultural relics", "050200", None),
    ("050220", "盗窃货物案", "Theft of goods", "050200", 500_000),
    ("050221", "盗窃旅财案", "Theft from travellers", "050200", 50_000),
    ("050222", "盗窃路财案", "Theft of railway property", "050200", 500_000),
    ("050223", "盗窃汽车案", "Car theft", "050200", 1_000_000),
    ("050224", "盗窃摩托车案", "Motorcycle theft", "050200", 50_000),
    ("050227", "盗窃自行车案", "Bicycle theft", "050200", 10_000),
    ("050230", "盗窃保险柜案", "Safe breaking", "050200", None),
    ("050237", "盗窃牲畜案", "Livestock theft", "050200", 200_000),
    ("050240", "扒窃案", "Pickpocketing", "050200", 20_000),
    ("050300", "诈骗案", "Fraud", "050000", 5_000_000),
    ("050400", "抢夺案", "Snatching", "050000", 50_000),
    ("050500", "侵占案", "Misappropriation", "050000", None),
)
EXTENSIONS = (
    ("05012A", "抢劫摩托车案", "Robbery of a motorcycle", "050100", 50_000),
    ("05012C", "抢劫电动车案", "Robbery of an e-bike", "050100", 20_000),
    ("050225", "盗窃电动车案", "E-bike theft", "050200", 20_000),
    ("050227DD", "盗窃电动自行车案", "E-bike theft (bicycle code)", "050200", 20_000),
    ("050238", "盗窃车内财物案", "Theft from a car", "050200", 100_000),
    ("050300DX", "电信诈骗案", "Telecom fraud", "050300", 5_000_000),
    ("050300wl", "网络诈骗案", "Online fraud", "050300", 5_000_000),
    ("050401", "飞车抢夺案", "Snatching from a vehicle", "050400", 50_000),
    ("050402", "路面抢夺案", "Snatching in the street", "050400", 50_000),
    ("050499", "其他抢夺案", "Other snatching", "050400", 50_000),
    ("L02001", "放火案", "Arson", "020000", None),
    ("L02002", "爆炸案", "Explosion", "020000", None),
    ("L02003", "投放危险物质案", "Poisoning", "020000", None),
    ("L02004", "劫持案", "Hijacking", "020000", None),
    ("L04001", "故意杀人案", "Homicide", "040000", None),
    ("L04002", "强奸案", "Rape", "040000", None),
    ("L04003", "猥亵案", "Indecent assault", "040000", None),
    ("L04004", "绑架案", "Kidnapping", "040000", None),
    ("L04005", "家庭暴力犯罪案", "Crime of violence at home", "040000", None),
)
EIGHT_DIGITS = (
    ("05000000", "侵犯财产案", "Against property", "", None),
    ("05000100", "抢劫案", "Robbery", "05000000", 200_000),
)
PUBLIC_ORDER = (
    ("ZA0100", "扰乱公共秩序", "Disturbing public order", "", None),
    ("ZA0101", "扰乱单位秩序", "Disturbance at an institution", "ZA0100", None),
    ("ZA0102", "寻衅滋事", "Provoking trouble", "ZA0100", None),
    ("ZA0103", "结伙斗殴", "Group brawl", "ZA0100", None),
    ("ZA0200", "妨害公共安全", "Endangering public safety", "", None),
    ("ZA0201", "违反危险物品管理规定", "Dangerous goods offence", "ZA0200", None),
    ("ZA0202", "违规燃放烟花爆竹", "Illegal fireworks", "ZA0200", None),
    ("ZA0300", "侵犯人身权利、财产权利", "Against the person or property", "", None),
    ("ZA0301", "殴打他人", "Beating", "ZA0300", None),
    ("ZA0302", "小额盗窃", "Petty theft", "ZA0300", 5_000),
    ("ZA0303", "小额诈骗", "Petty fraud", "ZA0300", 5_000),
    ("ZA0304", "故意损毁财物", "Criminal damage", "ZA0300", 50_000),
    ("ZA0305", "猥亵", "Indecent behaviour", "ZA0300", None),
    ("ZA0306", "家庭暴力", "Violence at home", "ZA0300", None),
    ("ZA0400", "妨害社会管理", "Hindering public administration", "", None),
    ("ZA0401", "赌博", "Gambling", "ZA0400", None),
    ("ZA0402", "吸毒", "Drug use", "ZA0400", None),
    ("ZA0403", "噪声扰民", "Noise nuisance", "ZA0400", None),
)
SENSITIVE = ("L04002", "L04003", "L04005", "ZA0305", "ZA0306")
MEANS = (("05000000", "050000"), ("05000100", "050100"), ("050227DD", "050225"))
SETS = (  # code, name, English name, who defines it so, members
    ("preventable_hz", "可防性案件", "Preventable (Huizhou)", "惠州市公安局，按小区公布",
     ("050201", "050223", "050224", "050225")),
    ("preventable_a", "可防性案件（甲）", "Preventable (variant A)",
     "公安宣传口径：入室盗窃、盗窃三车、电信诈骗",
     ("050201", "050224", "050225", "050300DX", "050300wl")),
    ("preventable_b", "可防性案件（乙）", "Preventable (variant B)",
     "公安宣传口径：入室盗窃、入户抢劫、盗窃机动车", ("050201", "050101", "050223", "050224")),
    ("two_robberies", "两抢", "Robbery and snatching", "通行用法，无公布的定义",
     ("050100", "050400")),
    ("robbery_snatch_theft", "两抢一盗", "Robbery, snatching and theft",
     "通行用法，无公布的定义", ("050100", "050400", "050200")),
    ("theft_robbery_fraud", "盗抢骗", "Theft, robbery and fraud", "通行用法，无公布的定义",
     ("050200", "050100", "050400", "050300")),
    ("serious_eight", "八类严重案件", "Eight serious kinds",
     "无公开来源：请以本市口径替换",
     ("L04001", "040103", "L04002", "L04004", "050100", "L02001", "L02002", "L02003", "L02004")),
)  # fmt: skip
TAGS = {  # kind: (code, name, English name, category it suggests)
    "entry": (
        ("door_forced", "撬门", "Door forced", ""),
        ("lock_forced", "撬锁", "Lock forced", ""),
        ("lock_picked", "技术开锁", "Lock picked", ""),
        ("window_climbed", "攀窗", "In by a window", ""),
        ("window_broken", "破窗", "Window broken", ""),
        ("unlocked", "溜门", "By an unlocked door", ""),
        ("wall_holed", "挖墙钻孔", "Hole in a wall", ""),
        ("followed", "尾随进入", "Followed somebody in", ""),
        ("talked_in", "骗开门", "Talked the way in", ""),
        ("key", "用钥匙", "With a key", ""),
        ("entry_unknown", "方式不明", "Not known", ""),
    ),
    "target": (
        ("cash", "现金", "Cash", ""),
        ("jewellery", "金银首饰", "Jewellery", ""),
        ("phone", "手机", "Telephone", ""),
        ("electronics", "电脑电器", "Computers and appliances", ""),
        ("tobacco_liquor", "烟酒", "Tobacco and liquor", ""),
        ("bag", "箱包", "Bag", ""),
        ("car", "汽车", "Car", "050223"),
        ("car_contents", "车内财物", "Things in a car", "050238"),
        ("motorcycle", "摩托车", "Motorcycle", "050224"),
        ("ebike", "电动车", "E-bike", "050225"),
        ("battery", "电瓶", "Battery", ""),
        ("bicycle", "自行车", "Bicycle", "050227"),
        ("livestock", "牲畜", "Livestock", "050237"),
        ("cable", "电缆", "Cable", ""),
        ("tools", "工具农具", "Tools", ""),
        ("account", "网上账户资金", "Money in an account", "050300"),
        ("nothing", "未失财物", "Nothing taken", ""),
    ),
    "premises": (
        ("flat", "楼房住宅", "Flat", ""),
        ("house", "平房院落", "House with a yard", ""),
        ("dormitory", "宿舍", "Dormitory", ""),
        ("shop", "商铺", "Shop", ""),
        ("market", "市场", "Market", ""),
        ("office", "办公场所", "Office", ""),
        ("school", "学校", "School", ""),
        ("hospital", "医院", "Hospital", ""),
        ("hotel", "旅馆", "Hotel", ""),
        ("entertainment", "娱乐场所", "Entertainment place", ""),
        ("factory", "厂房仓库", "Factory or warehouse", ""),
        ("site", "工地", "Building site", ""),
        ("farm", "农田养殖场", "Farm", ""),
        ("car_park", "停车场", "Car park", ""),
        ("street", "街面", "Street", ""),
        ("transport", "公共交通工具", "Public transport", ""),
        ("square", "广场公园", "Square or park", ""),
        ("online", "网络", "Online", ""),
    ),
    "tool": (
        ("bare_hands", "徒手", "Bare hands", ""),
        ("crowbar", "撬棍", "Crowbar", ""),
        ("screwdriver", "螺丝刀", "Screwdriver", ""),
        ("lock_pick", "开锁工具", "Lock pick", ""),
        ("bolt_cutter", "断线钳", "Bolt cutter", ""),
        ("glass_hammer", "破窗器", "Window hammer", ""),
        ("ladder", "梯子绳索", "Ladder or rope", ""),
        ("jammer", "信号干扰器", "Signal jammer", ""),
        ("knife", "刀具", "Knife", ""),
        ("blunt", "棍棒钝器", "Blunt weapon", ""),
        ("by_motorcycle", "驾摩托车", "By motorcycle", ""),
        ("by_car", "驾汽车", "By car", ""),
        ("telephone", "电话短信", "Telephone or text message", ""),
        ("internet", "互联网", "Internet", ""),
        ("tool_unknown", "工具不明", "Not known", ""),
    ),
}


def categories():
    """(system, kind, source, row) of every category; whatever stands above comes first."""
    for row in sorted(SIX_DIGITS, key=lambda row: bool(row[3])):
        yield "ga240_6", "criminal", GA, row
    for row in EXTENSIONS:
        yield "local", "criminal", OWN if row[0].startswith("L") else ADDED, row
    for row in EIGHT_DIGITS:
        yield "ga240_8", "criminal", "GA 240", row
    for row in PUBLIC_ORDER:
        yield "local", "administrative", OWN, row


def add_categories(model):
    known = {}
    for system, kind, source, (code, name, english, above, loss) in categories():
        parent = known.get(above)
        known[code] = model.objects.create(
            system=system, code=code, name=name, name_en=english, kind=kind, parent=parent,
            depth=parent.depth + 1 if parent else 1, is_sensitive=code in SENSITIVE,
            usual_loss_yuan=loss, source=source, valid_from=FROM,
        )  # fmt: skip
    return known


def add(apps, _schema_editor):
    def model(name):
        return apps.get_model("cases", name)

    known = add_categories(model("CaseCategory"))
    for source, target in MEANS:
        model("CategoryMapping").objects.create(source=known[source], target=known[target])
    for rank, (code, name, english, source, members) in enumerate(SETS, 1):
        made = model("ClassSet").objects.create(
            code=code, name=name, name_en=english, source=source, rank=rank, valid_from=FROM
        )
        model("ClassSetMember").objects.bulk_create(
            model("ClassSetMember")(class_set=made, category=known[member]) for member in members
        )
    model("CaseTag").objects.bulk_create(
        model("CaseTag")(
            kind=kind, code=code, name=name, name_en=english, rank=rank, valid_from=FROM,
            suggests=known.get(suggested),
        )
        for kind, rows in TAGS.items()
        for rank, (code, name, english, suggested) in enumerate(rows, 1)
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
