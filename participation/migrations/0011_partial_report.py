"""A report made while people could still file says so, and that does not change either."""

from django.db import migrations, models

KEEP = """
CREATE OR REPLACE FUNCTION participation_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state <> 'published' OR NEW.state <> 'withdrawn'
        OR (NEW.uid, NEW.account_id, NEW.number, NEW.reason, NEW.is_demo, NEW.is_partial, NEW.made_at,
            NEW.edition_number, NEW.entry_number, NEW.entry_sha256, NEW.waiting, NEW.sha256,
            NEW.asked_by_id, NEW.approved_by_id, NEW.approved_at, NEW.published_by_id,
            NEW.published_at, NEW.published_by_name, NEW.published_by_office)
        IS DISTINCT FROM (OLD.uid, OLD.account_id, OLD.number, OLD.reason, OLD.is_demo, OLD.is_partial, OLD.made_at,
            OLD.edition_number, OLD.entry_number, OLD.entry_sha256, OLD.waiting, OLD.sha256,
            OLD.asked_by_id, OLD.approved_by_id, OLD.approved_at, OLD.published_by_id,
            OLD.published_at, OLD.published_by_name, OLD.published_by_office) THEN
        RAISE EXCEPTION 'a published report never changes: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION participation_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0010_correct_archived")]

    operations = [
        migrations.AddField(
            model_name="answerreport",
            name="is_partial",
            field=models.BooleanField(default=False, verbose_name="parcial"),
        ),
        migrations.RunSQL(KEEP, BEFORE),
    ]
