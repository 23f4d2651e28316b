"""What PostgreSQL itself refuses of a published report: its words, its rows and its files stay."""

from django.db import migrations

KEEP = """
CREATE FUNCTION participation_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'published' OR NEW.state <> 'withdrawn'
        OR (NEW.uid, NEW.account_id, NEW.number, NEW.reason, NEW.is_demo, NEW.made_at,
            NEW.edition_number, NEW.entry_number, NEW.entry_sha256, NEW.waiting, NEW.sha256,
            NEW.asked_by_id, NEW.approved_by_id, NEW.approved_at, NEW.published_by_id,
            NEW.published_at, NEW.published_by_name, NEW.published_by_office)
        IS DISTINCT FROM (OLD.uid, OLD.account_id, OLD.number, OLD.reason, OLD.is_demo, OLD.made_at,
            OLD.edition_number, OLD.entry_number, OLD.entry_sha256, OLD.waiting, OLD.sha256,
            OLD.asked_by_id, OLD.approved_by_id, OLD.approved_at, OLD.published_by_id,
            OLD.published_at, OLD.published_by_name, OLD.published_by_office) THEN
        RAISE EXCEPTION 'a published report never changes: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_published_report_never_changes BEFORE UPDATE OR DELETE
    ON participation_answerreport
    FOR EACH ROW EXECUTE FUNCTION participation_keep_report();

CREATE FUNCTION participation_keep_report_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND EXISTS (SELECT FROM participation_answerreport
            WHERE id = NEW.report_id AND published_at IS NOT NULL)
        OR TG_OP <> 'INSERT' AND EXISTS (SELECT FROM participation_answerreport
            WHERE id = OLD.report_id AND published_at IS NOT NULL
            AND (TG_OP = 'UPDATE' OR state <> 'withdrawn')) THEN
        RAISE EXCEPTION 'what a published report says never changes: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER what_a_published_report_says_never_changes BEFORE INSERT OR UPDATE OR DELETE
    ON participation_reportrow
    FOR EACH ROW EXECUTE FUNCTION participation_keep_report_rows();

CREATE FUNCTION participation_keep_report_files() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept text;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        SELECT state INTO kept FROM participation_answerreport
            WHERE id = OLD.report_id AND published_at IS NOT NULL;
    ELSE
        SELECT state INTO kept FROM participation_answerreport
            WHERE id = NEW.report_id AND published_at IS NOT NULL;
    END IF;
    IF kept IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND kept = 'withdrawn' AND NEW.file = '' AND
        (NEW.report_id, NEW.position, NEW.path, NEW.title, NEW.content_type, NEW.size, NEW.sha256)
        IS NOT DISTINCT FROM (OLD.report_id, OLD.position, OLD.path, OLD.title, OLD.content_type,
            OLD.size, OLD.sha256) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the files of a published report never change: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER the_files_of_a_published_report_never_change BEFORE INSERT OR UPDATE OR DELETE
    ON participation_reportfile
    FOR EACH ROW EXECUTE FUNCTION participation_keep_report_files();
"""
DROP = """
DROP TRIGGER a_published_report_never_changes ON participation_answerreport;
DROP FUNCTION participation_keep_report();
DROP TRIGGER what_a_published_report_says_never_changes ON participation_reportrow;
DROP FUNCTION participation_keep_report_rows();
DROP TRIGGER the_files_of_a_published_report_never_change ON participation_reportfile;
DROP FUNCTION participation_keep_report_files();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0007_process_guards")]

    operations = [migrations.RunSQL(KEEP, DROP)]
