from django.db import migrations

# What must hold whoever writes. Checked at the end of the transaction, so the order of the writes in it does not matter.
GUARDS = """
CREATE FUNCTION complaints_close_together() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE together boolean;
BEGIN
    SELECT d.step = 'closed' AND c.step = 'closed' OR d.step <> 'closed' AND c.step <> 'closed' INTO together
    FROM dossiers_dossier d JOIN complaints_complaint c ON c.dossier_id = d.id
    WHERE d.id = (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    IF together IS DISTINCT FROM true THEN
        RAISE EXCEPTION 'a complaint and its dossier close together (dossier %)', to_jsonb(NEW) ->> TG_ARGV[0]
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER complaint_dossier_closes_with_its_complaint
    AFTER INSERT OR UPDATE OF step ON dossiers_dossier DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.kind = 'complaint') EXECUTE FUNCTION complaints_close_together('id');

CREATE CONSTRAINT TRIGGER complaint_closes_with_its_dossier
    AFTER INSERT OR UPDATE OF step ON complaints_complaint DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION complaints_close_together('dossier_id');

CREATE FUNCTION complaints_close_with_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM complaints_decision WHERE complaint_id = NEW.dossier_id) OR NOT EXISTS (
        SELECT FROM correspondence_message m JOIN dossiers_dossier d ON d.thread_id = m.thread_id
        WHERE d.id = NEW.dossier_id AND m.direction = 'out' AND m.letter <> ''
    ) THEN
        RAISE EXCEPTION 'a complaint closes with a decision and a letter (dossier %)', NEW.dossier_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER complaint_closes_with_reasons
    AFTER INSERT OR UPDATE OF step ON complaints_complaint DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.step = 'closed') EXECUTE FUNCTION complaints_close_with_reasons();

CREATE FUNCTION complaints_no_barred_handler() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM complaints_complaint c
        JOIN dossiers_bar b ON b.dossier_id = c.dossier_id AND b.staff_id = c.handler_id AND b.lifted_at IS NULL
        WHERE c.dossier_id = NEW.dossier_id AND c.step <> 'closed'
    ) THEN
        RAISE EXCEPTION 'who is barred from a complaint cannot handle it (dossier %)', NEW.dossier_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER complaint_handler_is_not_barred
    AFTER INSERT OR UPDATE OF handler_id ON complaints_complaint DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.handler_id IS NOT NULL) EXECUTE FUNCTION complaints_no_barred_handler();

CREATE CONSTRAINT TRIGGER complaint_bar_finds_no_handler
    AFTER INSERT OR UPDATE ON dossiers_bar DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.lifted_at IS NULL) EXECUTE FUNCTION complaints_no_barred_handler();

CREATE UNIQUE INDEX one_open_complaint_per_first_line ON dossiers_dossier (arises_from_id)
    WHERE kind = 'complaint' AND step <> 'closed';
"""

AWAY = """
DROP INDEX one_open_complaint_per_first_line;
DROP TRIGGER complaint_bar_finds_no_handler ON dossiers_bar;
DROP TRIGGER complaint_handler_is_not_barred ON complaints_complaint;
DROP FUNCTION complaints_no_barred_handler();
DROP TRIGGER complaint_closes_with_reasons ON complaints_complaint;
DROP FUNCTION complaints_close_with_reasons();
DROP TRIGGER complaint_closes_with_its_dossier ON complaints_complaint;
DROP TRIGGER complaint_dossier_closes_with_its_complaint ON dossiers_dossier;
DROP FUNCTION complaints_close_together();
"""


class Migration(migrations.Migration):
    """A complaint closes together with its dossier, with a decision and a letter; nobody who is barred handles it."""

    dependencies = [
        ("complaints", "0003_unknown_department"),
        ("correspondence", "0001_first"),
        ("dossiers", "0002_reference_number"),
    ]

    operations = [migrations.RunSQL(GUARDS, AWAY)]
