"""What the guards of the council's papers let through: a row that is moved instead of changed.

A vote, or a place, could be taken from one that is open to one that is closed: both ends are looked
at now. And a minority opinion goes with what was formalised, so that none is added afterwards.
"""

from django.db import migrations

KEEP = """
CREATE OR REPLACE FUNCTION participation_keep_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM participation_observation WHERE formalised_at IS NOT NULL
            AND (TG_OP <> 'INSERT' AND id = OLD.observation_id
                 OR TG_OP <> 'DELETE' AND id = NEW.observation_id)) THEN
        RAISE EXCEPTION 'the places of a formal observation never change: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION participation_keep_votes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM participation_ballot WHERE closed_at IS NOT NULL
            AND (TG_OP <> 'INSERT' AND id = OLD.ballot_id
                 OR TG_OP <> 'DELETE' AND id = NEW.ballot_id)) THEN
        RAISE EXCEPTION 'a closed ballot keeps its votes: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER no_dissent_comes_after_the_acta BEFORE INSERT ON participation_dissent
    FOR EACH ROW EXECUTE FUNCTION participation_keep_places();
"""
# The functions stay as they are: they refuse more, and what was before them is in 0003.
DROP = "DROP TRIGGER no_dissent_comes_after_the_acta ON participation_dissent;"


class Migration(migrations.Migration):
    dependencies = [("participation", "0003_council_guards")]

    operations = [migrations.RunSQL(KEEP, DROP)]
