"""The calendar a city has until it sets its own: when each job closes its period."""

from datetime import date, time
from typing import Any

from django.db import migrations

FROM = date(2000, 1, 1)
CLOSES = {
    "daily": time(0, 10),
    "weekly": time(0, 30),
    "monthly": time(1, 0),
    "quarterly": time(1, 30),
    "yearly": time(2, 0),
}


def write(apps: Any, _schema: Any) -> None:
    model = apps.get_model("analysisruns", "JobRule")
    rows = [model(job=job, closes_at=at, valid_from=FROM) for job, at in CLOSES.items()]
    model.objects.bulk_create(rows)


def strike(apps: Any, _schema: Any) -> None:
    apps.get_model("analysisruns", "JobRule").objects.filter(agency__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("analysisruns", "0001_initial")]

    operations = [migrations.RunPython(write, strike)]
