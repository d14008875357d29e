"""Room on the pages of the status table, and the ages of signs that hold by default.

With half of each page free an update stays on its page, and since no changing column is indexed
it rewrites no index (HOT): a sweep touches 55,425 rows every few minutes.
"""

from datetime import date

from django.db import migrations

ROOM = """
ALTER TABLE videohealth_camerastatus SET (
    fillfactor = 50, autovacuum_vacuum_scale_factor = 0.5, autovacuum_analyze_scale_factor = 1
);
"""


def add_default(apps, schema_editor):
    apps.get_model("videohealth", "SignRule").objects.get_or_create(
        agency=None, valid_from=date(2020, 1, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("videohealth", "0001_initial")]

    operations = [
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
        migrations.RunPython(add_default, migrations.RunPython.noop),
    ]
