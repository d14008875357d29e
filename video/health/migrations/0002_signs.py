"""Room on the pages of the status table, the copy of the state, the ages of signs by default.

With half of each page free an update stays on its page, and since no changing column is indexed
it rewrites no index (HOT): a sweep touches 55,425 rows every few minutes.

`video_camera.link_state` is a copy of the state, so that tiles of the map read one table. Rows
that change are few in a sweep, hence a trigger for each of them; the first signs of a fleet come
all at once, hence one for the statement. Neither moves the version or the time of the file.
"""

from datetime import date

from django.db import migrations

ROOM = """
ALTER TABLE videohealth_camerastatus SET (
    fillfactor = 50, autovacuum_vacuum_scale_factor = 0.5, autovacuum_analyze_scale_factor = 1
);
"""

COPY = """
ALTER TABLE video_camera SET (fillfactor = 90);

CREATE FUNCTION videohealth_copy_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE video_camera SET link_state = NEW.state
     WHERE id = NEW.camera_id AND link_state <> NEW.state;
    RETURN NULL;
END $$;

CREATE FUNCTION videohealth_copy_first_states() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE video_camera c SET link_state = born.state
      FROM born WHERE c.id = born.camera_id AND c.link_state <> born.state;
    RETURN NULL;
END $$;

CREATE TRIGGER videohealth_state_changed AFTER UPDATE OF state ON videohealth_camerastatus
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION videohealth_copy_state();
CREATE TRIGGER videohealth_state_born AFTER INSERT ON videohealth_camerastatus
    REFERENCING NEW TABLE AS born FOR EACH STATEMENT
    EXECUTE FUNCTION videohealth_copy_first_states();
"""
NO_COPY = """
DROP TRIGGER videohealth_state_born ON videohealth_camerastatus;
DROP TRIGGER videohealth_state_changed ON videohealth_camerastatus;
DROP FUNCTION videohealth_copy_first_states();
DROP FUNCTION videohealth_copy_state();
ALTER TABLE video_camera RESET (fillfactor);
"""


def add_default(apps, schema_editor):
    apps.get_model("videohealth", "SignRule").objects.get_or_create(
        agency=None, valid_from=date(2020, 1, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("videohealth", "0001_initial")]

    operations = [
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
        migrations.RunSQL(COPY, NO_COPY),
        migrations.RunPython(add_default, migrations.RunPython.noop),
    ]
