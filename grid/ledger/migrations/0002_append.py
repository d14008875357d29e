"""The one way into the log and the chain, and the triggers that keep both as they were written."""

from django.db import migrations

APPEND = r"""
CREATE FUNCTION ledger_append(actor jsonb, facts text) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    stamp text;
    head bigint;
    link text;
    f record;
    answer bigint[] := '{}';
    dedupe_keys text[];
    seen text[];
    kinds text[] := '{}'; types text[] := '{}'; ids text[] := '{}'; paths text[] := '{}';
    details jsonb[] := '{}'; reasons text[] := '{}'; versions int[] := '{}';
    priorities smallint[] := '{}'; moments timestamptz[] := '{}'; keys text[] := '{}';
    seqs bigint[] := '{}'; links text[] := '{}'; hashes text[] := '{}';
    n int := 0;
BEGIN
    -- Sequence order is commit order only while one writer at a time holds this lock.
    PERFORM pg_advisory_xact_lock(7241990);
    moment := clock_timestamp();
    stamp := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    SELECT a.seq, a.hash INTO head, link FROM ledger_auditentry a ORDER BY a.seq DESC LIMIT 1;
    IF head IS NULL THEN
        head := 0;
        link := repeat('0', 64);
    END IF;
    SELECT array_agg(d.key) INTO dedupe_keys
      FROM json_to_recordset(facts::json) AS d(key text) WHERE d.key IS NOT NULL;
    IF dedupe_keys IS NOT NULL THEN
        SELECT array_agg(e.dedupe_key) INTO seen
          FROM ledger_evententry e WHERE e.dedupe_key = ANY (dedupe_keys);
    END IF;
    FOR f IN SELECT * FROM json_to_recordset(facts::json) AS x(
        kind text, type text, id text, path text, payload jsonb, version int,
        priority smallint, key text, at timestamptz, reason text)
    LOOP
        IF f.key IS NOT NULL AND f.key = ANY (seen) THEN
            answer := answer || 0::bigint;
            CONTINUE;
        END IF;
        IF f.key IS NOT NULL THEN
            seen := seen || f.key;
        END IF;
        n := n + 1;
        kinds[n] := f.kind; types[n] := f.type; ids[n] := f.id; paths[n] := f.path;
        details[n] := f.payload; versions[n] := f.version; priorities[n] := f.priority;
        keys[n] := f.key; moments[n] := coalesce(f.at, moment); reasons[n] := f.reason;
        seqs[n] := nextval('ledger_evententry_seq_seq');
        links[n] := link;
        -- Every field that is kept is hashed, as one JSON array: no field can pose as two.
        link := encode(sha256(convert_to(link || jsonb_build_array(
            (head + n)::text, stamp, actor->>'kind', actor->>'id', actor->>'label',
            actor->>'channel', actor->>'on_behalf_of', f.kind, f.type, f.id, f.path,
            f.payload::text, f.reason)::text, 'UTF8')), 'hex');
        hashes[n] := link;
        answer := answer || seqs[n];
    END LOOP;
    INSERT INTO ledger_evententry (seq, recorded_at, happened_at, kind, priority, agency_path,
        subject_type, subject_id, subject_version, payload, dedupe_key)
    SELECT u.seq, moment, u.at, u.kind, u.priority, u.path, u.type, u.id, u.version, u.payload, u.key
      FROM unnest(seqs, moments, kinds, priorities, paths, types, ids, versions, details, keys)
        AS u(seq, at, kind, priority, path, type, id, version, payload, key);
    INSERT INTO ledger_auditentry (seq, at, actor_kind, actor_id, actor_label, channel, on_behalf_of,
        action, subject_type, subject_id, agency_path, details, reason, prev_hash, hash)
    SELECT head + u.n, moment, actor->>'kind', actor->>'id', actor->>'label', actor->>'channel',
           actor->>'on_behalf_of', u.kind, u.type, u.id, u.path, u.payload, u.reason, u.link, u.hash
      FROM unnest(kinds, types, ids, paths, details, reasons, links, hashes)
        WITH ORDINALITY AS u(kind, type, id, path, payload, reason, link, hash, n);
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
    -- Retention may delete, a test database may be emptied; nobody may rewrite.
    IF TG_OP = 'DELETE' AND current_setting('anlan.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'TRUNCATE' AND current_setting('anlan.flush', true) = 'on' THEN
        RETURN NULL;
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
        migrations.RunSQL(APPEND, "DROP FUNCTION ledger_append(jsonb, text)"),
        migrations.RunSQL(CLAIM, "DROP FUNCTION ledger_claim(text, text, text)"),
        migrations.RunSQL(REFUSE + GUARD, UNGUARD + "DROP FUNCTION ledger_refuse()"),
    ]
