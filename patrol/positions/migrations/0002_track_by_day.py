"""The track as a table of days, and functions that make and drop a day.

The functions run as their owner, because the platform's runtime role may create no tables. A day
is made whole before it is attached, so that nobody who reads or writes the track waits for it.
"""

from django.db import migrations

TRACK = """
ALTER TABLE positions_trackfix RENAME TO positions_trackfix_shape;
CREATE TABLE positions_trackfix (LIKE positions_trackfix_shape) PARTITION BY RANGE (device_time);
DROP TABLE positions_trackfix_shape;
ALTER TABLE positions_trackfix ADD PRIMARY KEY (unit_id, device_time);
CREATE INDEX track_by_time ON positions_trackfix USING brin (device_time);
ALTER TABLE positions_unitposition SET (fillfactor = 50);

CREATE FUNCTION positions_make_day(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text := 'positions_trackfix_' || to_char(day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(7241994);  -- two workers, one after the other
    IF to_regclass(name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE positions_trackfix INCLUDING ALL)', name);
    EXECUTE format(
        'ALTER TABLE positions_trackfix ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        name, day || ' 00:00+00', (day + 1) || ' 00:00+00'
    );
    RETURN true;
END $$;

CREATE FUNCTION positions_drop_day(day date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text := 'positions_trackfix_' || to_char(day, 'YYYYMMDD');
    fixes bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM %I', name) INTO fixes;
    EXECUTE format('DROP TABLE %I', name);
    RETURN fixes;
END $$;

REVOKE ALL ON FUNCTION positions_make_day(date), positions_drop_day(date) FROM public;
"""


class Migration(migrations.Migration):
    dependencies = [("positions", "0001_initial")]

    operations = [
        migrations.RunSQL(
            TRACK,
            "DROP FUNCTION positions_make_day(date); DROP FUNCTION positions_drop_day(date);",
        )
    ]
