"""What a check of one row cannot say: who signed holds that role, what was signed stays as it was."""

from django.db import migrations

GUARDS = r"""
CREATE FUNCTION footage_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'footage: %', why USING ERRCODE = 'check_violation';
END $$;

CREATE FUNCTION footage_holds(who bigint, which text, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM organisation_rolegrant g
         WHERE g.officer_id = who AND g.role = which AND g.approved_by IS NOT NULL
           AND g.valid_from <= at AND (g.valid_to IS NULL OR g.valid_to > at));
$$;

CREATE FUNCTION footage_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.number, NEW.kind, NEW.agency_id, NEW.requester_id, NEW.requested_at)
            IS DISTINCT FROM
           (OLD.number, OLD.kind, OLD.agency_id, OLD.requester_id, OLD.requested_at) THEN
            PERFORM footage_refuse('a request keeps its number, kind, unit and requester');
        END IF;
        IF OLD.first_approver_id IS NOT NULL AND
           (NEW.first_approver_id, NEW.first_role, NEW.first_at,
            NEW.case_number, NEW.basis_type, NEW.basis_number, NEW.purpose)
            IS DISTINCT FROM
           (OLD.first_approver_id, OLD.first_role, OLD.first_at,
            OLD.case_number, OLD.basis_type, OLD.basis_number, OLD.purpose) THEN
            PERFORM footage_refuse('what was signed stays as it was signed');
        END IF;
        IF OLD.second_approver_id IS NOT NULL AND
           (NEW.second_approver_id, NEW.second_role, NEW.second_at)
            IS DISTINCT FROM
           (OLD.second_approver_id, OLD.second_role, OLD.second_at) THEN
            PERFORM footage_refuse('a signature cannot be taken back');
        END IF;
        IF OLD.state IN ('closed', 'refused', 'withdrawn') AND NEW.state <> OLD.state THEN
            PERFORM footage_refuse('what is over is not opened again');
        END IF;
    END IF;
    IF NEW.first_approver_id IS NOT NULL
       AND (TG_OP = 'INSERT' OR OLD.first_approver_id IS NULL)
       AND NOT footage_holds(NEW.first_approver_id, NEW.first_role, NEW.first_at) THEN
        PERFORM footage_refuse('the first approver does not hold that role');
    END IF;
    IF NEW.second_approver_id IS NOT NULL
       AND (TG_OP = 'INSERT' OR OLD.second_approver_id IS NULL)
       AND NOT footage_holds(NEW.second_approver_id, NEW.second_role, NEW.second_at) THEN
        PERFORM footage_refuse('the second approver does not hold that role');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER footage_request_guard BEFORE INSERT OR UPDATE ON footage_footagerequest
    FOR EACH ROW EXECUTE FUNCTION footage_request_guard();

-- At commit: a request names a camera, and a citizen's request the citizen.
CREATE FUNCTION footage_request_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM footage_footagerequest r WHERE r.id = NEW.id) THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT FROM footage_requestedcamera c WHERE c.request_id = NEW.id) THEN
        PERFORM footage_refuse('a request names at least one camera');
    END IF;
    IF (NEW.kind = 'citizen') <> EXISTS (
        SELECT FROM footage_footageapplicant a WHERE a.request_id = NEW.id) THEN
        PERFORM footage_refuse('a citizen stands behind a request of a citizen, and behind no other');
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER footage_request_whole AFTER INSERT ON footage_footagerequest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION footage_request_whole();

CREATE FUNCTION footage_window_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR NOT EXISTS (
        SELECT FROM footage_footagerequest r
         WHERE r.id = NEW.request_id AND r.state IN ('requested', 'released')
           AND r.first_approver_id IS NULL) THEN
        PERFORM footage_refuse('cameras and windows are fixed with the first signature');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER footage_window_guard BEFORE INSERT OR UPDATE ON footage_requestedcamera
    FOR EACH ROW EXECUTE FUNCTION footage_window_guard();

CREATE FUNCTION footage_issue_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.request_id, NEW.issuer_id, NEW.mode, NEW.sha256, NEW.size_bytes, NEW.watermark,
            NEW.copies, NEW.covers_from, NEW.covers_to, NEW.recipient_unit, NEW.recipient_badge)
            IS DISTINCT FROM
           (OLD.request_id, OLD.issuer_id, OLD.mode, OLD.sha256, OLD.size_bytes, OLD.watermark,
            OLD.copies, OLD.covers_from, OLD.covers_to, OLD.recipient_unit, OLD.recipient_badge)
        THEN
            PERFORM footage_refuse('what was handed out stays as it was handed out');
        END IF;
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT FROM footage_footagerequest r
         WHERE r.id = NEW.request_id AND r.state IN ('approved', 'released', 'issued')
           AND r.requester_id <> NEW.issuer_id
           AND CASE r.kind WHEN 'citizen' THEN NEW.mode = 'viewing'
                           WHEN 'publication' THEN NEW.mode = 'publication'
                                                   AND r.masked_at IS NOT NULL
                           ELSE NEW.mode <> 'publication' END) THEN
        PERFORM footage_refuse('nothing is handed out before it is approved, nor in another way');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER footage_issue_guard BEFORE INSERT OR UPDATE ON footage_footageissue
    FOR EACH ROW EXECUTE FUNCTION footage_issue_guard();
"""

TABLES = (
    "footage_footagerequest", "footage_requestedcamera", "footage_footageapplicant",
    "footage_footageissue", "footage_footagedecision", "footage_videocheck",
)  # fmt: skip

# Retention may delete; nobody else.
KEPT = "".join(
    f"CREATE TRIGGER footage_is_kept BEFORE DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION ledger_refuse();"
    for table in TABLES
)

UNDO = "".join(f"DROP TRIGGER footage_is_kept ON {table};" for table in TABLES) + """
DROP TRIGGER footage_issue_guard ON footage_footageissue;
DROP TRIGGER footage_window_guard ON footage_requestedcamera;
DROP TRIGGER footage_request_whole ON footage_footagerequest;
DROP TRIGGER footage_request_guard ON footage_footagerequest;
DROP FUNCTION footage_issue_guard();
DROP FUNCTION footage_window_guard();
DROP FUNCTION footage_request_whole();
DROP FUNCTION footage_request_guard();
DROP FUNCTION footage_holds(bigint, text, timestamptz);
DROP FUNCTION footage_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("footage", "0001_initial"),
        ("ledger", "0002_append"),
        ("organisation", "0001_initial"),
    ]

    operations = [migrations.RunSQL(GUARDS + KEPT, UNDO)]
