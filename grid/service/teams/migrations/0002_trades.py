"""The trades volunteers come from, as rows; a city adds its own."""

from django.db import migrations

TRADES = (
    ("residents", "社区居民", "Residents"),
    ("shops", "沿街商户", "Shops"),
    ("taxi", "出租车", "Taxi drivers"),
    ("couriers", "快递外卖", "Couriers and riders"),
    ("property", "物业保安", "Property guards"),
    ("sanitation", "环卫工人", "Street cleaners"),
    ("transport", "公交客运", "Buses and coaches"),
    ("banks", "银行网点", "Banks"),
    ("schools", "学校", "Schools"),
    ("health", "医疗卫生", "Health"),
    ("markets", "集贸市场", "Markets"),
    ("hotels", "旅馆餐饮", "Hotels and restaurants"),
    ("industry", "工业企业", "Factories"),
    ("farming", "种植养殖", "Farming"),
    ("veterans", "退役军人", "Veterans"),
    ("party", "党员干部", "Party members and officials"),
)


def add(apps, schema_editor):
    trade = apps.get_model("teams", "Trade")
    for rank, (code, name, name_en) in enumerate(TRADES, start=1):
        trade.objects.update_or_create(
            code=code, defaults={"name": name, "name_en": name_en, "rank": rank}
        )


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
