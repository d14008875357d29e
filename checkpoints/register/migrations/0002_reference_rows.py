"""The three duty levels and the three defence lines a city starts with; rows from then on."""

from django.db import migrations

LEVELS = (
    ("normal", 1, "常态勤务", "Normal"),
    ("reinforced", 2, "加强勤务", "Reinforced"),
    ("wartime", 3, "战时勤务", "Wartime"),
)
LINES = (
    ("city", 1, "城区防线", "City line"),
    ("ring", 2, "环城防线", "Ring line"),
    ("provincial", 3, "省际防线", "Provincial line"),
)


def add(apps, _schema_editor):
    for model, rows in (("DutyLevel", LEVELS), ("DefenceLine", LINES)):
        kind = apps.get_model("checkpoints", model)
        kind.objects.bulk_create(
            kind(code=code, rank=rank, name=name, name_en=name_en)
            for code, rank, name, name_en in rows
        )


class Migration(migrations.Migration):
    dependencies = [("checkpoints", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
