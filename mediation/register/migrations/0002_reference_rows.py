"""The categories of the judicial statistics, and the rule of repeats a city starts with."""

from datetime import date

from django.db import migrations

BEGINNING = date(2016, 1, 1)
# Code, name, name in English, words of a call's category that mean it.
CATEGORIES = (
    ("neighbor", "邻里", "Neighbours", "邻里 邻居 相邻 噪音"),
    ("family", "婚姻家庭", "Marriage and family", "家庭 婚姻 夫妻 婚恋 情感 家暴 继承 赡养"),
    ("damages", "损害赔偿", "Damages", "损害 赔偿 人身伤害 伤害纠纷"),
    ("property_mgmt", "物业", "Property management", "物业 业主"),
    ("labor", "劳动争议", "Labour", "劳动 劳资 工资 欠薪 用工"),
    ("consumer", "消费", "Consumers", "消费"),
    ("housing_homestead", "房屋宅基地", "Houses and homesteads", "房屋 宅基地 租房 租赁"),
    ("contract", "合同", "Contracts", "合同 债务 经济 借贷"),
    ("business", "生产经营", "Production and trade", "生产 经营"),
    ("road_accident", "道路交通事故", "Road accidents", "交通 车辆 停车 剐蹭"),
    ("medical", "医疗", "Medical", "医疗 医患"),
    ("land_forest", "山林土地", "Land and forest", "山林 土地 林地 农村土地"),
    ("expropriation", "征地拆迁", "Expropriation", "征地 拆迁"),
    ("environment", "环境污染", "Environment", "环境 污染"),
    ("other", "其他", "Other", ""),
)


def _write(apps, _schema_editor):
    category = apps.get_model("mediation", "DisputeCategory")
    for rank, (code, name, name_en, words) in enumerate(CATEGORIES, start=1):
        category.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            call_words=words,
            rank=rank * 10,
            valid_from=BEGINNING,
        )
    apps.get_model("mediation", "RepeatRule").objects.create(agency=None, valid_from=BEGINNING)


class Migration(migrations.Migration):
    dependencies = [("mediation", "0001_initial")]

    operations = [migrations.RunPython(_write, migrations.RunPython.noop)]
