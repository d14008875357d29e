"""The kinds of venues a city inspects."""

from typing import Any, Final

from django.db import migrations

# Code, Chinese name, English name, days between inspections, whether their systems report.
KINDS: Final = (
    ("entertainment", "娱乐场所", "Entertainment", 30, True),
    ("special_trade", "特种行业", "Special trade", 60, True),
    ("courier", "寄递物流", "Courier", 30, False),
    ("hotel", "旅馆", "Hotel", 30, True),
    ("school", "学校", "School", 30, False),
    ("explosives", "涉爆单位", "Explosives site", 15, True),
    ("arms", "涉枪单位", "Firearms keeper", 30, False),
    ("chemicals", "危化品单位", "Dangerous chemicals", 30, False),
    ("internet", "上网服务场所", "Internet café", 30, True),
    ("utility", "水电油气单位", "Water, power, oil and gas", 90, False),
    ("crowd", "人员密集场所", "Crowded place", 60, False),
    ("other", "其他场所", "Other venue", 180, False),
)


def enter(apps: Any, schema_editor: Any) -> None:
    kind = apps.get_model("venues", "VenueKind")
    kind.objects.bulk_create(
        kind(
            code=code, name=name, name_en=english, rank=rank, inspect_days=days, sends_feed=sends
        )
        for rank, (code, name, english, days, sends) in enumerate(KINDS, 1)
    )


class Migration(migrations.Migration):
    """Reference rows, changed later by hand."""

    dependencies = (("venues", "0001_initial"),)
    operations = (migrations.RunPython(enter, migrations.RunPython.noop),)
