"""One ordinary call of a client system in one statement, with plans the server keeps.

`incidents_ground` is a text that changes whenever anything changes that such a call is checked
against in memory: the client, its agency, the cells, the agencies, the categories.
`incidents_take_call` answers NULL and has written nothing where that text has changed, where the
key is known, or where the source number came in before.
"""

from django.db import migrations

GROUND = """
CREATE FUNCTION incidents_ground(digest text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- Every update, whoever makes it, gives a row a new xmin and another place.
    RETURN (SELECT concat_ws(' ', k.id, k.xmin, k.ctid, a.xmin, a.ctid)
              FROM organisation_clientsystem k JOIN organisation_agency a ON a.id = k.agency_id
             WHERE k.token_digest = digest)
        || (SELECT concat_ws(' ', '', count(*), max(c.id), max(c.updated_at)) FROM territory_cell c)
        || (SELECT concat_ws(' ', '', count(*), max(a.id), sum(a.version)) FROM organisation_agency a)
        || (SELECT concat_ws(' ', '', count(*), sum(g.xmin::text::bigint)) FROM incidents_category g);
END $$;
"""

TAKE = r"""
CREATE FUNCTION incidents_take_call(
    seen text, digest text, signature text, request text[], call jsonb, mark text, fact text,
    answer text) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    r incidents_incident := jsonb_populate_record(NULL::incidents_incident, call);
    year smallint := (call->>'year')::smallint;
    actor text[] := string_to_array(signature, E'\x1f');
    serial text;
    is_ours boolean;
BEGIN
    IF incidents_ground(digest) IS DISTINCT FROM seen THEN
        RETURN NULL;
    END IF;
    PERFORM FROM incidents_incident i WHERE i.source_agency = r.source_agency
        AND i.source = r.source AND i.source_number = r.source_number;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT c.is_ours INTO is_ours FROM ledger_claim(request[1], request[2], request[3]) c;
    IF NOT is_ours THEN
        RETURN NULL;
    END IF;
    INSERT INTO incidents_numbercounter AS n (year, last) VALUES (year, 1)
        ON CONFLICT ON CONSTRAINT incidents_numbercounter_pkey DO UPDATE SET last = n.last + 1
        RETURNING to_char(last, CASE WHEN last < 10000 THEN 'FM0000' ELSE 'FM999999999' END)
        INTO serial;
    r.number := to_char(year % 100, 'FM00') || '-' || serial;
    r.search := (call->>'terms' || format(' %L %L', to_char(year % 100, 'FM00'), serial))::tsvector;
    r.id := nextval('incidents_incident_id_seq');
    INSERT INTO incidents_incident VALUES (r.*);
    INSERT INTO incidents_timelineentry (incident_id, happened_at, recorded_at, kind, text, details,
            actor_kind, actor_id, actor_label, channel, is_late, warning, struck_by, struck_reason)
        VALUES (r.id, r.reported_at, r.created_at, 'received', '', '{}', actor[1], actor[2],
            actor[3], actor[4], (call->>'is_late')::boolean, call->>'warning', '', '');
    PERFORM ledger_append(signature, replace(fact, mark, r.number));
    UPDATE ledger_idempotencykey k SET status = 201, body = replace(answer, mark, r.number)
        WHERE k.client = request[1] AND k.key = request[2];
    RETURN r.number;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_initial"),
        ("ledger", "0002_append"),
        ("organisation", "0001_initial"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(GROUND, "DROP FUNCTION incidents_ground(text)"),
        migrations.RunSQL(
            TAKE,
            "DROP FUNCTION incidents_take_call"
            "(text, text, text, text[], jsonb, text, text, text)",
        ),
    ]
