"""The one way into the log and the chain, and the triggers that keep both as they were written."""

from django.db import migrations

# `actor` and `facts` are texts of fields closed by US (0x1f) and records closed by RS (0x1e):
# split here faster than JSON is parsed. No field contains either (JSON text escapes both), so
# the concatenation that is hashed can be read in one way only.
APPEND = r"""
CREATE FUNCTION ledger_link(known bytea, before bytea, digest bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN sha256(coalesce(known, before) || digest);
END $$;

CREATE AGGREGATE ledger_chain(bytea, bytea) (SFUNC = ledger_link, STYPE = bytea);

CREATE FUNCTION ledger_append(actor text, facts text) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    stamp text;
    head bigint;
    link bytea;
    who text[] := string_to_array(actor, E'\x1f');
    answer bigint[];
BEGIN
    -- Sequence order is commit order only while one writer at a time holds this lock.
    PERFORM pg_advisory_xact_lock(7241990);
    moment := clock_timestamp();
    stamp := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    SELECT a.seq, decode(a.hash, 'hex') INTO head, link
      FROM ledger_auditentry a ORDER BY a.seq DESC LIMIT 1;
    IF head IS NULL THEN
        head := 0;
        link := decode(repeat('0', 64), 'hex');
    END IF;
    -- f: kind, subject type, subject id, agency path, payload, version, priority, dedupe key,
    -- happened at, reason; empty means none.
    WITH given AS MATERIALIZED (
        SELECT r.place, string_to_array(r.line, E'\x1f') AS f
          FROM unnest(string_to_array(facts, E'\x1e')) WITH ORDINALITY AS r(line, place)
    ), kept AS MATERIALIZED (
        SELECT g.place, g.f, row_number() OVER (ORDER BY g.place) AS n,
               nextval('ledger_evententry_seq_seq') AS seq,
               sha256(convert_to(concat_ws(E'\x1f', stamp, actor, g.f[1], g.f[2], g.f[3], g.f[4],
                                           g.f[5], g.f[10]), 'UTF8')) AS digest
          FROM given g
         WHERE g.f[8] = ''
            OR NOT EXISTS (SELECT FROM ledger_evententry e WHERE e.dedupe_key = g.f[8])
    ), chained AS (
        SELECT k.*, encode(ledger_chain(link, k.digest) OVER (ORDER BY k.n), 'hex') AS hash FROM kept k
    ), events AS (
        INSERT INTO ledger_evententry (seq, recorded_at, happened_at, kind, priority, agency_path,
            subject_type, subject_id, subject_version, payload, dedupe_key)
        SELECT k.seq, moment, coalesce(nullif(k.f[9], '')::timestamptz, moment), k.f[1],
               nullif(k.f[7], '')::smallint, k.f[4], k.f[2], k.f[3], k.f[6]::int, k.f[5]::jsonb,
               nullif(k.f[8], '')
          FROM kept k
    ), audit AS (
        INSERT INTO ledger_auditentry (seq, at, actor_kind, actor_id, actor_label, channel,
            on_behalf_of, action, subject_type, subject_id, agency_path, details, reason,
            prev_hash, hash)
        SELECT head + c.n, moment, who[1], who[2], who[3], who[4], who[5], c.f[1], c.f[2], c.f[3],
               c.f[4], c.f[5], c.f[10],
               lag(c.hash, 1, encode(link, 'hex')) OVER (ORDER BY c.n), c.hash
          FROM chained c
    )
    SELECT array_agg(coalesce(k.seq, 0) ORDER BY g.place) INTO answer
      FROM given g LEFT JOIN kept k USING (place);
    RETURN answer;
END $$;
"""

CLAIM = """
CREATE FUNCTION ledger_claim(
    whose text, which text, request text,
    OUT is_ours boolean, OUT known_hash text, OUT known_status smallint, OUT known_body text)
LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
BEGIN
    -- The insert waits for a twin's transaction: the unique row is the queue.
    INSERT INTO ledger_idempotencykey (client, key, request_hash, body, created_at)
        VALUES (whose, which, request, '', clock_timestamp())
        ON CONFLICT (client, key) DO NOTHING;
    is_ours := FOUND;
    IF NOT is_ours THEN
        SELECT k.request_hash, k.status, k.body INTO known_hash, known_status, known_body
          FROM ledger_idempotencykey k WHERE k.client = whose AND k.key = which;
    END IF;
END $$;
"""

REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Retention may delete; nobody may rewrite.
    IF TG_OP = 'DELETE' AND current_setting('anlan.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'ledger: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""

TABLES = ("ledger_evententry", "ledger_auditentry", "ledger_accessentry")

GUARD = "".join(
    f"""
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
    for table in TABLES
)

UNGUARD = "".join(
    f"DROP TRIGGER ledger_append_only ON {table}; DROP TRIGGER ledger_no_truncate ON {table};"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(
            APPEND,
            "DROP FUNCTION ledger_append(text, text);"
            "DROP AGGREGATE ledger_chain(bytea, bytea);"
            "DROP FUNCTION ledger_link(bytea, bytea, bytea)",
        ),
        migrations.RunSQL(CLAIM, "DROP FUNCTION ledger_claim(text, text, text)"),
        migrations.RunSQL(REFUSE + GUARD, UNGUARD + "DROP FUNCTION ledger_refuse()"),
    ]
