"""What PostgreSQL itself refuses of hearings: a call, once made, and a published acta never change.

And a question keeps its folio: what was asked in a hall is not exchanged for another filing.
"""

from django.db import migrations

APPEND_ONLY = ("participation_hearingcall", "participation_hearingacta")
GUARD = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""
KEEP = """
CREATE FUNCTION participation_keep_hearing_folio() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.submission_id IS NOT NULL AND (TG_OP = 'DELETE'
            OR NEW.submission_id IS DISTINCT FROM OLD.submission_id
            OR NEW.hearing_id IS DISTINCT FROM OLD.hearing_id) THEN
        RAISE EXCEPTION 'a question of a hearing keeps its folio: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_question_of_a_hearing_keeps_its_folio BEFORE UPDATE OR DELETE
    ON participation_hearingquestion
    FOR EACH ROW EXECUTE FUNCTION participation_keep_hearing_folio();
"""
DROP = """
DROP TRIGGER a_question_of_a_hearing_keeps_its_folio ON participation_hearingquestion;
DROP FUNCTION participation_keep_hearing_folio();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0008_report_guards")]

    operations = [
        migrations.RunSQL(
            "".join(GUARD.format(table=table) for table in APPEND_ONLY),
            "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY),
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
