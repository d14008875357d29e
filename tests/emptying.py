"""Between transactional tests: rows go out, what the migrations brought comes back.

Django would truncate every table there is and send post_migrate, which costs more than most tests
do. Here one function of the test database deletes what was written. The rows of the migrations are
kept in a schema of their own, made once for a set of applied migrations; they are written again
only where a test changed them.
"""

from hashlib import sha256

from django.db import connection, transaction
from django.test import TransactionTestCase

# `replica` silences the guards of the append-only tables and the foreign keys, so any order will
# do; the lock waits for whoever is still writing, as TRUNCATE did.
KEEP = """
DROP SCHEMA IF EXISTS kept CASCADE;
CREATE SCHEMA kept;

CREATE VIEW kept.tables AS
    SELECT oid::regclass AS name, relname AS word,
           NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = c.oid) AS is_alone
      FROM pg_class c
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
       AND relname NOT IN ('django_migrations', 'spatial_ref_sys');

CREATE FUNCTION kept.differs(one regclass, other regclass) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE answer boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS ((SELECT o::text FROM %1$s o EXCEPT ALL SELECT k::text FROM %2$s k)
          UNION ALL (SELECT k::text FROM %2$s k EXCEPT ALL SELECT o::text FROM %1$s o))',
        one, other) INTO answer;
    RETURN answer;
END $$;

CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql AS $$
DECLARE entry record;
DECLARE brought regclass;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR entry IN SELECT name, word, is_alone FROM kept.tables ORDER BY name LOOP
        EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', entry.name);
        brought := to_regclass(format('kept.%I', entry.word));
        IF brought IS NULL AND entry.is_alone AND pg_relation_size(entry.name) > 1e6 THEN
            EXECUTE format('TRUNCATE %s', entry.name);  -- many dead rows would slow the next test
        ELSIF brought IS NULL THEN
            EXECUTE format('DELETE FROM %s', entry.name);
        ELSIF kept.differs(entry.name, brought) THEN
            EXECUTE format('DELETE FROM %s', entry.name);
            EXECUTE format('INSERT INTO %s OVERRIDING SYSTEM VALUE TABLE %s', entry.name, brought);
        END IF;
    END LOOP;
END $$;

DO $$
DECLARE entry record;
DECLARE filled boolean;
BEGIN
    FOR entry IN SELECT name, word FROM kept.tables LOOP
        EXECUTE format('SELECT EXISTS (TABLE %s)', entry.name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE %s', entry.word, entry.name);
        END IF;
    END LOOP;
END $$;
"""

RESTORE = "SELECT kept.restore()"


def prepare() -> None:
    """Keep what the migrations brought; where that is kept already, put the tables back to it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        mark = sha256(f"{KEEP}{cursor.fetchall()}".encode()).hexdigest()
        cursor.execute("SELECT obj_description(to_regnamespace('kept'), 'pg_namespace')")
        if cursor.fetchone() == (mark,):
            cursor.execute(RESTORE)
        else:
            cursor.execute(KEEP)
            cursor.execute("COMMENT ON SCHEMA kept IS %s", [mark])


def restore(_case: TransactionTestCase) -> None:
    """What a transactional test does at its end, in place of Django's flush."""
    with connection.cursor() as cursor:
        cursor.execute(RESTORE)
