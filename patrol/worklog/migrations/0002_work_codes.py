"""The words a work log starts with; a city adds its own rows."""

from django.db import migrations

CODES = {
    "kind": [
        ("stop", "盘查", "Stop", ""),
        ("find", "发现", "Find", ""),
        ("arrest", "抓获", "Arrest", ""),
        ("first_on_scene", "先期处置", "First on the scene", ""),
        ("service", "窗口服务", "Service at the counter", ""),
        ("help", "救助群众", "Help given on the street", ""),
        ("hazard", "隐患排查", "Hazard found", ""),
        ("trade", "行业检查", "Trade premises checked", ""),
        ("prevention", "防范宣传", "Prevention advice", ""),
    ],
    "item": [
        ("advice", "咨询解答", "Advice", "service"),
        ("seek_help", "求助服务", "Help", "service"),
        ("dispute", "纠纷调处", "Dispute settled", "service"),
        ("errand", "代办事项", "Errand", "service"),
        ("lost_found", "失物招领", "Lost and found", "service"),
        ("luggage", "行李寄存", "Luggage store", "service"),
        ("water_rest", "饮水休憩", "Water and rest", "service"),
        ("medical", "应急医药", "First aid kit", "service"),
    ],
    "result": [
        ("cleared", "核查无异", "Checked, in order", ""),
        ("warned", "教育劝离", "Warned", ""),
        ("questioned", "带回询问", "Taken for questioning", ""),
        ("handed_over", "移交办理", "Handed over", ""),
        ("settled", "当场解决", "Settled on the spot", ""),
        ("detained", "抓获到案", "Arrested", ""),
    ],
    "source": [
        ("information", "情报", "Information", ""),
        ("patrol", "巡逻盘查", "Patrol", ""),
        ("video", "视频巡查", "Video patrol", ""),
        ("public", "群众举报", "The public", ""),
        ("checkpoint", "卡口查缉", "Checkpoint", ""),
    ],
    "trade": [
        ("merchant", "商户", "Merchants", ""),
        ("courier", "快递外卖", "Couriers", ""),
        ("taxi", "出租车", "Taxi drivers", ""),
        ("sanitation", "环卫", "Street cleaners", ""),
        ("resident", "社区居民", "Residents", ""),
        ("security", "保安公司", "Security companies", ""),
    ],
    "score": [
        ("presence", "在岗在位", "At the post", 20),
        ("appearance", "着装规范", "Turn-out", 10),
        ("equipment", "装备携带", "Equipment carried", 20),
        ("route", "按线巡逻", "Route kept", 30),
        ("conduct", "执勤规范", "Conduct", 20),
    ],
}


def seed(apps, schema_editor):
    code_model = apps.get_model("worklog", "WorkCode")
    for which, rows in CODES.items():
        for place, (code, name, name_en, more) in enumerate(rows):
            extra = {"points": more} if which == "score" else {"parent": more}
            code_model.objects.get_or_create(
                group=which,
                code=code,
                defaults={"name": name, "name_en": name_en, "place": place, **extra},
            )


class Migration(migrations.Migration):
    dependencies = [("worklog", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
