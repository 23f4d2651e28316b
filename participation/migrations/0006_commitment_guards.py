"""What PostgreSQL itself refuses of what was promised.

A commitment is never removed; what was promised, by which answer, when and for which first day
never changes. A milestone that was done never changes. Changes are append-only.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION participation_keep_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.code, NEW.account_id, NEW.origin, NEW.submission_id, NEW.answer_id,
            NEW.hearing, NEW.text, NEW.promised_at, NEW.first_due_on)
        IS DISTINCT FROM (OLD.code, OLD.account_id, OLD.origin, OLD.submission_id, OLD.answer_id,
            OLD.hearing, OLD.text, OLD.promised_at, OLD.first_due_on) THEN
        RAISE EXCEPTION 'what was promised stays promised: % of % refused', TG_OP, OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_was_promised_stays_promised BEFORE UPDATE OR DELETE ON participation_commitment
    FOR EACH ROW EXECUTE FUNCTION participation_keep_commitment();

CREATE FUNCTION participation_keep_milestone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.done_on IS NOT NULL
        OR (NEW.commitment_id, NEW.text, NEW.first_due_on)
        IS DISTINCT FROM (OLD.commitment_id, OLD.text, OLD.first_due_on) THEN
        RAISE EXCEPTION 'a milestone stays as it was said: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_milestone_stays_as_it_was_said BEFORE UPDATE OR DELETE ON participation_milestone
    FOR EACH ROW EXECUTE FUNCTION participation_keep_milestone();

CREATE TRIGGER participation_commitmentchange_is_append_only BEFORE UPDATE OR DELETE
    ON participation_commitmentchange FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""
DROP = """
DROP TRIGGER participation_commitmentchange_is_append_only ON participation_commitmentchange;
DROP TRIGGER a_milestone_stays_as_it_was_said ON participation_milestone;
DROP FUNCTION participation_keep_milestone();
DROP TRIGGER what_was_promised_stays_promised ON participation_commitment;
DROP FUNCTION participation_keep_commitment();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0005_counting_guards")]

    operations = [migrations.RunSQL(KEEP, DROP)]
