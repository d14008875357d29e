"""The role analysis reads under: of disputes it sees how many, by cell, type and month."""

from django.conf import settings
from django.db import migrations

# Of a dispute with a minor or violence at home not even the cell is given away.
COUNTS = """
CREATE VIEW dispute_counts AS
SELECT CASE WHEN d.has_minor OR d.has_home_violence THEN '' ELSE COALESCE(c.code, '') END
           AS cell_code,
       d.category_id AS category_code,
       date_trunc('month', d.reported_at AT TIME ZONE '{zone}')::date AS month,
       count(*) AS disputes
  FROM mediation_dispute d
  LEFT JOIN territory_cell c ON c.id = d.cell_id
 GROUP BY 1, 2, 3;
"""

# A role is of the whole server, and two databases may be migrated at one moment. Where the
# platform may not make roles, the operator makes it and grants the view as docs/deployment.md says.
ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anlan_analysis') THEN
        CREATE ROLE anlan_analysis NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE WARNING 'The role anlan_analysis could not be made here: %', SQLERRM;
END $$;
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'anlan_analysis', 'member') THEN
        EXECUTE format('GRANT anlan_analysis TO %I', current_user);
    END IF;
EXCEPTION
    WHEN unique_violation OR internal_error THEN NULL;
    WHEN insufficient_privilege OR undefined_object THEN
        RAISE WARNING 'The role anlan_analysis could not be lent here: %', SQLERRM;
END $$;
DO $$
BEGIN
    GRANT SELECT ON dispute_counts TO anlan_analysis;
EXCEPTION WHEN undefined_object THEN
    RAISE WARNING 'dispute_counts could not be granted here: %', SQLERRM;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disputeboard", "0001_initial"),
        ("mediation", "0001_initial"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(COUNTS.format(zone=settings.TIME_ZONE), "DROP VIEW dispute_counts"),
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
    ]
