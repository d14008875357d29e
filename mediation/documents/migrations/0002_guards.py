"""What was signed or archived stays as it was: papers, signatures, volumes."""

from django.db import migrations

GUARDS = r"""
CREATE FUNCTION dispute_paper_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Retention empties what is said; nobody may rewrite it.
    IF current_setting('anlan.retention', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'disputes: % is never deleted', TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.archived_at IS NOT NULL THEN
        RAISE EXCEPTION 'disputes: what is archived is read only'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_TABLE_NAME = 'disputedocs_paper' THEN
        IF (NEW.dispute_id, NEW.number, NEW.kind, NEW.content, NEW.text_hash, NEW.made_at)
            IS DISTINCT FROM
           (OLD.dispute_id, OLD.number, OLD.kind, OLD.content, OLD.text_hash, OLD.made_at) THEN
            RAISE EXCEPTION 'disputes: the words of a paper stay' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF (NEW.paper_id, NEW.party_id, NEW.mediator_id, NEW.strokes, NEW.text_hash, NEW.signed_at)
            IS DISTINCT FROM
          (OLD.paper_id, OLD.party_id, OLD.mediator_id, OLD.strokes, OLD.text_hash, OLD.signed_at)
    THEN
        RAISE EXCEPTION 'disputes: a signature stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION dispute_volume_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('anlan.retention', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'disputes: a volume is read only' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER paper_guard BEFORE UPDATE OR DELETE ON disputedocs_paper
    FOR EACH ROW EXECUTE FUNCTION dispute_paper_guard();
CREATE TRIGGER signature_guard BEFORE UPDATE OR DELETE ON disputedocs_signature
    FOR EACH ROW EXECUTE FUNCTION dispute_paper_guard();
CREATE TRIGGER volume_guard BEFORE UPDATE OR DELETE ON disputedocs_volume
    FOR EACH ROW EXECUTE FUNCTION dispute_volume_guard();
CREATE TRIGGER volume_item_guard BEFORE UPDATE OR DELETE ON disputedocs_volumeitem
    FOR EACH ROW EXECUTE FUNCTION dispute_volume_guard();
"""

UNGUARD = r"""
DROP TRIGGER paper_guard ON disputedocs_paper;
DROP TRIGGER signature_guard ON disputedocs_signature;
DROP TRIGGER volume_guard ON disputedocs_volume;
DROP TRIGGER volume_item_guard ON disputedocs_volumeitem;
DROP FUNCTION dispute_paper_guard();
DROP FUNCTION dispute_volume_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("disputedocs", "0001_initial")]

    operations = [migrations.RunSQL(GUARDS, UNGUARD)]
