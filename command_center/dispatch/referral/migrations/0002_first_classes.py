"""The classes a city begins with: branch 08 of the category tree, disputes (纠纷)."""

from datetime import date
from typing import Any

from django.db import migrations

BEGINS = date(2020, 1, 1)
FIRST = {
    "08": "other",
    "0801": "neighbor",
    "0802": "family",
    "0803": "contract",
    "080301": "consumer",
    "0804": "labor",
    "0805": "land_forest",
    "0806": "medical",
}


def write(apps: Any, _editor: Any) -> None:
    model = apps.get_model("referral", "DisputeClass")
    model.objects.bulk_create(
        model(prefix=prefix, dispute_category=code, valid_from=BEGINS)
        for prefix, code in FIRST.items()
    )


def erase(apps: Any, _editor: Any) -> None:
    apps.get_model("referral", "DisputeClass").objects.filter(prefix__in=FIRST).delete()


class Migration(migrations.Migration):
    dependencies = [("referral", "0001_initial")]
    operations = [migrations.RunPython(write, erase)]
