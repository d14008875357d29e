"""What the law forbids, refused by the database: sessions without consent, a changed archive."""

from django.db import migrations

GUARDS = r"""
CREATE FUNCTION disputeflow_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'disputes: %', why USING ERRCODE = 'check_violation';
END $$;

-- People's Mediation Law art. 17: of several answers of a party the last one holds.
CREATE FUNCTION disputeflow_all_agreed(which bigint, of_dispute bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT count(*) > 1 AND bool_and(COALESCE(last.answer, '') = 'agreed')
      FROM mediation_party p
      LEFT JOIN LATERAL (
          SELECT c.answer FROM disputeflow_consent c
           WHERE c.course_id = which AND c.party_id = p.id AND c.subject = 'mediation'
           ORDER BY c.asked_at DESC, c.id DESC LIMIT 1) last ON true
     WHERE p.dispute_id = of_dispute;
$$;

CREATE FUNCTION disputeflow_session_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM mediation_dispute d JOIN disputeflow_course c ON c.dispute_id = d.id
         WHERE d.id = NEW.dispute_id AND c.id = NEW.course_id AND d.stage = 'mediating'
           AND NOT d.is_suspended AND c.begun_at IS NOT NULL AND c.ended_at IS NULL) THEN
        PERFORM disputeflow_refuse('a session is held only while a dispute is being mediated');
    END IF;
    IF NOT disputeflow_all_agreed(NEW.course_id, NEW.dispute_id) THEN
        PERFORM disputeflow_refuse('no session without the consent of every party');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER session_guard BEFORE INSERT ON disputeflow_session
    FOR EACH ROW EXECUTE FUNCTION disputeflow_session_guard();

CREATE FUNCTION disputeflow_agreement_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM disputeflow_session s WHERE s.course_id = NEW.course_id) THEN
        PERFORM disputeflow_refuse('no agreement without a session');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER agreement_guard BEFORE INSERT ON disputeflow_agreement
    FOR EACH ROW EXECUTE FUNCTION disputeflow_agreement_guard();

-- What is archived is read only; retention empties and deletes, nobody else.
CREATE FUNCTION disputeflow_archived_dispute() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.archived_at IS NOT NULL
       AND COALESCE(current_setting('anlan.retention', true), '') <> 'on' THEN
        PERFORM disputeflow_refuse('an archived dispute is read only');
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER archived_is_read_only BEFORE UPDATE OR DELETE ON mediation_dispute
    FOR EACH ROW EXECUTE FUNCTION disputeflow_archived_dispute();

CREATE FUNCTION disputeflow_archived_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.dispute_id ELSE NEW.dispute_id END;
BEGIN
    IF COALESCE(current_setting('anlan.retention', true), '') <> 'on' AND EXISTS (
        SELECT FROM mediation_dispute d WHERE d.id = whose AND d.archived_at IS NOT NULL) THEN
        PERFORM disputeflow_refuse('an archived dispute is read only');
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
"""

TABLES = (
    "mediation_party",
    "disputeflow_course",
    "disputeflow_assignment",
    "disputeflow_consent",
    "disputeflow_session",
    "disputeflow_agreement",
    "disputeflow_performance",
    "disputeflow_revisit",
    "disputeflow_transfer",
    "disputeflow_suspension",
    "disputeflow_escalation",
    "disputeflow_dangerreport",
    "disputeflow_entry",
)

READ_ONLY = "".join(
    f"CREATE TRIGGER archived_is_read_only BEFORE INSERT OR UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION disputeflow_archived_row();"
    for table in TABLES
)

UNDO = (
    "".join(f"DROP TRIGGER archived_is_read_only ON {table};" for table in TABLES)
    + """
DROP TRIGGER archived_is_read_only ON mediation_dispute;
DROP TRIGGER agreement_guard ON disputeflow_agreement;
DROP TRIGGER session_guard ON disputeflow_session;
DROP FUNCTION disputeflow_archived_row();
DROP FUNCTION disputeflow_archived_dispute();
DROP FUNCTION disputeflow_agreement_guard();
DROP FUNCTION disputeflow_session_guard();
DROP FUNCTION disputeflow_all_agreed(bigint, bigint);
DROP FUNCTION disputeflow_refuse(text);
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("disputeflow", "0001_initial"),
        ("mediation", "0001_initial"),
    ]

    operations = [migrations.RunSQL(GUARDS + READ_ONLY, UNDO)]
