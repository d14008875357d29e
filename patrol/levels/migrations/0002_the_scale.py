"""The scale every city starts with: three levels, the first the highest."""

from typing import Any

from django.db import migrations

SCALE = (
    (3, "三级", "Level 3", "常态巡防", True),
    (2, "二级", "Level 2", "加强巡防：重点部位增加巡逻", False),
    (1, "一级", "Level 1", "最高等级：全员上勤，重点部位定点值守", False),
)


def add_scale(apps: Any, _editor: Any) -> None:
    level = apps.get_model("levels", "PatrolLevel")
    for rank, name, name_en, means, is_base in SCALE:
        said = {"name": name, "name_en": name_en, "means": means, "is_base": is_base}
        level.objects.get_or_create(rank=rank, defaults=said)


class Migration(migrations.Migration):
    dependencies = (("levels", "0001_initial"),)
    operations = (migrations.RunPython(add_scale, migrations.RunPython.noop),)
