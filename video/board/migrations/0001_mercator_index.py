"""The index that tiles are cut by: a generated column brings none of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("video", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX camera_mercator ON video_camera USING gist (mercator)",
            "DROP INDEX camera_mercator",
        )
    ]
