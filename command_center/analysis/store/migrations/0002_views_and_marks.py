"""Views without persons, and triggers that mark the days whose counts are out of date."""

from django.conf import settings
from django.db import migrations

# Of a sensitive case neither place nor station is given away: it counts for its county or branch.
CASES = """
CREATE VIEW analysis_cases AS
SELECT c.id, c.number, c.agency_id, a.path AS agency_path, c.cell_id, c.category_id,
       c.kind, c.state, c.found_by <> 'reported' AS is_discovered,
       c.occurred_from, c.occurred_to, c.reported_at, c.filed_on, c.solved_on,
       c.entered_at, c.recoded_at,
       ST_X(ST_Transform(c.point::geometry, 4551)) AS x,
       ST_Y(ST_Transform(c.point::geometry, 4551)) AS y,
       ST_X(c.point::geometry) AS lng, ST_Y(c.point::geometry) AS lat,
       c.entry_id, c.target_id, c.premises_id, c.tool_id, c.loss_yuan,
       c.result, c.found_by
  FROM cases_case c
  JOIN organisation_agency a ON a.id = c.agency_id
  JOIN cases_casecategory k ON k.id = c.category_id AND NOT k.is_sensitive
 WHERE c.state <> 'void'
UNION ALL
SELECT c.id, c.number, up.id, up.path, NULL::bigint, c.category_id,
       c.kind, c.state, c.found_by <> 'reported',
       c.occurred_from, c.occurred_to, c.reported_at, c.filed_on, c.solved_on,
       c.entered_at, c.recoded_at,
       NULL::double precision, NULL::double precision,
       NULL::double precision, NULL::double precision,
       NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, c.loss_yuan,
       c.result, c.found_by
  FROM cases_case c
  JOIN organisation_agency a ON a.id = c.agency_id
  JOIN cases_casecategory k ON k.id = c.category_id AND k.is_sensitive
 CROSS JOIN LATERAL (
       SELECT u.id, u.path FROM organisation_agency u
        WHERE starts_with(a.path, u.path)
          AND (u.kind IN ('city', 'branch', 'county') OR u.parent_id IS NULL)
        ORDER BY length(u.path) DESC LIMIT 1) up
 WHERE c.state <> 'void';
"""

CALLS = """
CREATE VIEW analysis_calls AS
SELECT i.id, i.number, i.agency_id, a.path AS agency_path, i.cell_id, k.code AS category,
       i.level, i.is_valid_call, i.link_type <> 'none' AS is_linked, i.channel, i.state,
       i.reported_at, i.dispatched_at, i.accepted_at, i.on_scene_at, i.fed_back_at, i.closed_at,
       i.dead, i.injured, i.created_at AS entered_at
  FROM incidents_incident i
  JOIN organisation_agency a ON a.id = i.agency_id
  JOIN incidents_category k ON k.id = i.category_id
 WHERE NOT i.is_exercise;
"""

MARKS = """
CREATE FUNCTION casestore_mark_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO casestore_staleday (day, since)
        SELECT DISTINCT (reported_at AT TIME ZONE '{zone}')::date, now() FROM after;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO casestore_staleday (day, since)
        SELECT DISTINCT (reported_at AT TIME ZONE '{zone}')::date, now() FROM before;
    ELSE
        INSERT INTO casestore_staleday (day, since)
        SELECT DISTINCT (moment AT TIME ZONE '{zone}')::date, now()
          FROM before b JOIN after a ON a.id = b.id,
               LATERAL unnest(ARRAY[b.reported_at, a.reported_at]) AS moment
         WHERE (b.reported_at, b.agency_id, b.category_id, b.found_by, b.state, b.cell_id)
               IS DISTINCT FROM
               (a.reported_at, a.agency_id, a.category_id, a.found_by, a.state, a.cell_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER casestore_case_added AFTER INSERT ON cases_case
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION casestore_mark_cases();
CREATE TRIGGER casestore_case_changed AFTER UPDATE ON cases_case
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION casestore_mark_cases();
CREATE TRIGGER casestore_case_gone AFTER DELETE ON cases_case
    REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION casestore_mark_cases();

CREATE FUNCTION casestore_mark_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO casestore_staleday (day, since)
    SELECT DISTINCT day, now() FROM casestore_areaday WHERE category_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER casestore_category_hidden AFTER UPDATE OF is_sensitive ON cases_casecategory
    FOR EACH ROW WHEN (OLD.is_sensitive IS DISTINCT FROM NEW.is_sensitive)
    EXECUTE FUNCTION casestore_mark_category();

CREATE FUNCTION casestore_mark_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO casestore_staleday (day, since)
    SELECT DISTINCT day, now() FROM casestore_areaday WHERE area_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER casestore_area_moved AFTER UPDATE OF path, kind ON organisation_agency
    FOR EACH ROW WHEN ((OLD.path, OLD.kind) IS DISTINCT FROM (NEW.path, NEW.kind))
    EXECUTE FUNCTION casestore_mark_area();
"""

UNMARK = """
DROP TRIGGER casestore_area_moved ON organisation_agency;
DROP FUNCTION casestore_mark_area();
DROP TRIGGER casestore_category_hidden ON cases_casecategory;
DROP FUNCTION casestore_mark_category();
DROP TRIGGER casestore_case_gone ON cases_case;
DROP TRIGGER casestore_case_changed ON cases_case;
DROP TRIGGER casestore_case_added ON cases_case;
DROP FUNCTION casestore_mark_cases();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casestore", "0001_initial"),
        ("cases", "0001_initial"),
        ("disputeboard", "0002_analysis_role"),
        ("incidents", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(CASES, "DROP VIEW analysis_cases"),
        migrations.RunSQL(CALLS, "DROP VIEW analysis_calls"),
        migrations.RunSQL(MARKS.format(zone=settings.TIME_ZONE), UNMARK),
    ]
