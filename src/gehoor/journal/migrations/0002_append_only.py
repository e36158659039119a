"""The database itself refuses to change what happened.

``ENABLE ALWAYS``: the triggers fire for every role and also where replication has switched ordinary triggers off.
"""

from typing import ClassVar

from django.db import migrations

APPEND_ONLY = ("journal_entry", "journal_read", "journal_checkpoint", "journal_seal")

REFUSE = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the journal only grows', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END;
$$;
"""

TABLE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only;
"""

HEAD = """
CREATE TRIGGER journal_head_stays BEFORE DELETE OR TRUNCATE ON journal_head
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_head_onward BEFORE UPDATE ON journal_head
FOR EACH ROW WHEN (NEW.sequence < OLD.sequence OR NEW.chain <> OLD.chain) EXECUTE FUNCTION journal_refuse();
ALTER TABLE journal_head ENABLE ALWAYS TRIGGER journal_head_stays;
ALTER TABLE journal_head ENABLE ALWAYS TRIGGER journal_head_onward;
ALTER TABLE journal_head SET (fillfactor = 70);
DROP INDEX IF EXISTS journal_head_chain_70eaf8c1_like;
"""

UNDO = "DROP FUNCTION journal_refuse() CASCADE; ALTER TABLE journal_head RESET (fillfactor);"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0001_start")]

    operations: ClassVar = [
        migrations.RunSQL(REFUSE + "".join(TABLE.format(table=table) for table in APPEND_ONLY) + HEAD, UNDO),
    ]
