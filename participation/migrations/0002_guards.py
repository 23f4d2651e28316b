"""What PostgreSQL itself refuses, whoever asks and by whatever tool.

Entries, seals, changes of terms, notes and readings never change; what has a folio is never removed
and keeps its folio, its instant and the hash of what was received; a published answer never changes.
"""

from django.db import migrations

APPEND_ONLY = (
    "participation_registerentry",
    "participation_registerseal",
    "participation_deadlinechange",
    "participation_note",
    "participation_identityreading",
)
GUARD = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""
KEEP_FILED = """
CREATE FUNCTION participation_keep_filed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.folio IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR (NEW.folio, NEW.number, NEW.account_id, NEW.uid, NEW.received_at,
            NEW.filed_on, NEW.text_sha256, NEW.channel, NEW.sent_at)
        IS DISTINCT FROM (OLD.folio, OLD.number, OLD.account_id, OLD.uid, OLD.received_at,
            OLD.filed_on, OLD.text_sha256, OLD.channel, OLD.sent_at) THEN
        RAISE EXCEPTION 'what was filed stays filed: % of % refused', TG_OP, OLD.folio
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_was_filed_stays_filed BEFORE UPDATE OR DELETE ON participation_submission
    FOR EACH ROW EXECUTE FUNCTION participation_keep_filed();
"""
KEEP_PUBLISHED = """
CREATE FUNCTION participation_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published answer never changes: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_published_answer_never_changes BEFORE UPDATE OR DELETE ON participation_answer
    FOR EACH ROW EXECUTE FUNCTION participation_keep_published();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0001_initial"),
        ("programs", "0004_seal_editions"),
    ]

    operations = [
        migrations.RunSQL(
            "".join(GUARD.format(table=table) for table in APPEND_ONLY),
            "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY),
        ),
        migrations.RunSQL(
            KEEP_FILED,
            "DROP TRIGGER what_was_filed_stays_filed ON participation_submission;"
            "DROP FUNCTION participation_keep_filed();",
        ),
        migrations.RunSQL(
            KEEP_PUBLISHED,
            "DROP TRIGGER a_published_answer_never_changes ON participation_answer;"
            "DROP FUNCTION participation_keep_published();",
        ),
    ]
