"""What PostgreSQL itself refuses of the council's papers, whoever asks and by whatever tool.

Versions, dissents and readings are only added; a formal observation keeps its words and its
places; a closed ballot keeps its votes; a signed acta keeps its content; a closed review stays so.
"""

from django.db import migrations

APPEND_ONLY = ("participation_observationversion", "participation_dissent")
GUARD = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""
KEEP = """
CREATE FUNCTION participation_keep_formal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.code IS NULL THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' OR (NEW.code, NEW.uid, NEW.account_id) IS DISTINCT FROM
            (OLD.code, OLD.uid, OLD.account_id)
        OR OLD.formalised_at IS NOT NULL AND (NEW.title, NEW.text, NEW.sha256, NEW.formalised_at,
            NEW.edition_id, NEW.insists_on_id, NEW.proposed_by_id)
            IS DISTINCT FROM (OLD.title, OLD.text, OLD.sha256, OLD.formalised_at,
            OLD.edition_id, OLD.insists_on_id, OLD.proposed_by_id)
        OR OLD.filing_id IS NOT NULL AND NEW.filing_id IS DISTINCT FROM OLD.filing_id THEN
        RAISE EXCEPTION 'a formal observation never changes: % of % refused', TG_OP, OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_formal_observation_never_changes BEFORE UPDATE OR DELETE
    ON participation_observation FOR EACH ROW EXECUTE FUNCTION participation_keep_formal();

CREATE FUNCTION participation_keep_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM participation_observation WHERE formalised_at IS NOT NULL
            AND id = CASE WHEN TG_OP = 'INSERT' THEN NEW.observation_id
                          ELSE OLD.observation_id END) THEN
        RAISE EXCEPTION 'the places of a formal observation never change: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER the_places_of_a_formal_observation_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON participation_observationplace
    FOR EACH ROW EXECUTE FUNCTION participation_keep_places();

CREATE FUNCTION participation_keep_votes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM participation_ballot WHERE closed_at IS NOT NULL
            AND id = CASE WHEN TG_OP = 'INSERT' THEN NEW.ballot_id ELSE OLD.ballot_id END) THEN
        RAISE EXCEPTION 'a closed ballot keeps its votes: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_closed_ballot_keeps_its_votes BEFORE INSERT OR UPDATE OR DELETE
    ON participation_vote FOR EACH ROW EXECUTE FUNCTION participation_keep_votes();

CREATE FUNCTION participation_keep_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'what was closed stays closed: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_closed_ballot_stays_closed BEFORE UPDATE OR DELETE ON participation_ballot
    FOR EACH ROW EXECUTE FUNCTION participation_keep_closed();
CREATE TRIGGER a_closed_review_stays_closed BEFORE UPDATE OR DELETE ON participation_councilreview
    FOR EACH ROW EXECUTE FUNCTION participation_keep_closed();

CREATE FUNCTION participation_keep_acta() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.published_at IS NOT NULL OR (
        (OLD.signed_by_chair_id IS NOT NULL OR OLD.signed_by_secretary_id IS NOT NULL)
        AND (NEW.content, NEW.sha256, NEW.session_id) IS DISTINCT FROM
            (OLD.content, OLD.sha256, OLD.session_id)) THEN
        RAISE EXCEPTION 'a signed acta never changes: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_signed_acta_never_changes BEFORE UPDATE OR DELETE ON participation_acta
    FOR EACH ROW EXECUTE FUNCTION participation_keep_acta();
"""
DROP = """
DROP TRIGGER a_signed_acta_never_changes ON participation_acta;
DROP TRIGGER a_closed_review_stays_closed ON participation_councilreview;
DROP TRIGGER a_closed_ballot_stays_closed ON participation_ballot;
DROP TRIGGER a_closed_ballot_keeps_its_votes ON participation_vote;
DROP TRIGGER the_places_of_a_formal_observation_never_change ON participation_observationplace;
DROP TRIGGER a_formal_observation_never_changes ON participation_observation;
DROP FUNCTION participation_keep_acta();
DROP FUNCTION participation_keep_closed();
DROP FUNCTION participation_keep_votes();
DROP FUNCTION participation_keep_places();
DROP FUNCTION participation_keep_formal();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0002_guards")]

    operations = [
        migrations.RunSQL(
            "".join(GUARD.format(table=table) for table in APPEND_ONLY),
            "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY),
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
