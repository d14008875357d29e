"""The class a city begins with: branch 08 of the category tree, disputes (纠纷)."""

from datetime import date
from typing import Any

from django.db import migrations

BEGINS = date(2020, 1, 1)
FIRST = "08"


def write(apps: Any, _editor: Any) -> None:
    apps.get_model("referral", "DisputeClass").objects.create(prefix=FIRST, valid_from=BEGINS)


def erase(apps: Any, _editor: Any) -> None:
    apps.get_model("referral", "DisputeClass").objects.filter(prefix=FIRST).delete()


class Migration(migrations.Migration):
    dependencies = [("referral", "0001_initial")]
    operations = [migrations.RunPython(write, erase)]
