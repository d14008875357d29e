"""The rows a city begins with: what units can do, what they carry, what their people are."""

from typing import Any

from django.db import migrations

CAPABILITIES = (
    ("first_aid", "急救", "First aid"),
    ("traffic", "交通疏导", "Traffic control"),
    ("negotiation", "谈判", "Negotiation"),
    ("dog", "警犬", "Dog"),
    ("boat", "舟艇", "Boat"),
    ("drone", "无人机", "Drone"),
    ("fire_first", "初期火灾扑救", "First fire fighting"),
    ("female_officer", "女民警", "Female officer"),
    ("riot", "防暴处突", "Public order"),
    ("bomb", "排爆", "Bomb disposal"),
)
EQUIPMENT = (
    ("bicycle", "自行车", "Bicycle"),
    ("flashing_lights", "警灯", "Flashing lights"),
    ("body_camera", "执法记录仪", "Body camera"),
    ("radio", "对讲机", "Radio"),
    ("shield", "盾牌", "Shield"),
    ("aed", "自动体外除颤器", "Defibrillator"),
    ("extinguisher", "灭火器", "Fire extinguisher"),
    ("breathalyser", "酒精检测仪", "Breathalyser"),
)
POSTS = (
    ("police", "民警", "Police officer", "officer"),
    ("special_police", "巡特警", "Special police", "officer"),
    ("traffic_police", "交警", "Traffic police", "officer"),
    ("auxiliary", "辅警", "Auxiliary", "auxiliary"),
    ("assistant", "协管员", "Assistant", "partner"),
    ("volunteer", "志愿者", "Volunteer", "partner"),
    ("armed_police", "武警", "Armed police force", "partner"),
    ("guard", "保安", "Security guard", "partner"),
    ("city_management", "城管", "City management", "partner"),
)


def add(apps: Any, _editor: Any) -> None:
    """Rows that are there already stay as they are."""
    for model, rows in (("Capability", CAPABILITIES), ("EquipmentType", EQUIPMENT)):
        for code, name, name_en in rows:
            known = {"name": name, "name_en": name_en}
            apps.get_model("units", model).objects.get_or_create(code=code, defaults=known)
    for code, name, name_en, counts_as in POSTS:
        known = {
            "name": name,
            "name_en": name_en,
            "counts_as": counts_as,
            "valid_from": "2020-01-01",
        }
        apps.get_model("units", "PostType").objects.get_or_create(code=code, defaults=known)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
