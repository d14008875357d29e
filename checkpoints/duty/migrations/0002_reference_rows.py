"""Five minutes to sign, half an hour to be ready, until a city has targets of its own."""

from datetime import date

from django.db import migrations


def add(apps, _schema_editor):
    target = apps.get_model("duty", "DutyTarget")
    target.objects.create(agency=None, sign_s=300, ready_s=1800, valid_from=date(2020, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
