"""The first version of each formula: holds where a city has agreed on none of its own."""

from django.db import migrations
from django.utils import timezone

PLAIN = {"scope": "all", "excludes": False, "least_sample": 30}
AWAY = PLAIN | {"excludes": True}
FIRST = {
    "registration_rate": PLAIN | {"levels": ["city", "county", "station"]},
    "online_rate": AWAY,
    "online_period_rate": AWAY,
    "image_intact_rate": PLAIN | {"sample_days": 30},
    "location_accuracy_rate": PLAIN | {"stack_most": 8, "tolerance_m": 30, "sample_days": 30},
    "recording_completeness": AWAY | {"fresh_days": 3},
    "clock_sync_rate": PLAIN | {"tolerance_s": 5, "fresh_days": 3},
    "archive_pass_rate": PLAIN,
    "retention_ok_rate": PLAIN | {"least_days": 30, "least_days_key": 90, "fresh_days": 3},
}


def write(apps, schema_editor):
    formulas = apps.get_model("videorates", "RateFormula")
    formulas.objects.bulk_create(
        formulas(
            rate=rate,
            number=1,
            threshold=95,
            parameters=parameters,
            basis="Derived from the names and the 95 % line; no provincial formula is published",
            valid_from="2020-01-01",
            approved_at=timezone.now(),
        )
        for rate, parameters in FIRST.items()
    )


class Migration(migrations.Migration):
    dependencies = [("videorates", "0001_initial")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
