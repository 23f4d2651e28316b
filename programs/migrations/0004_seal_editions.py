"""A published edition takes no file more: it says how many it has, and a trigger counts them."""

from django.db import migrations

SEAL = """
CREATE FUNCTION programs_edition_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM programs_editionfile WHERE edition_id = NEW.edition_id)
       >= (SELECT file_count FROM programs_edition WHERE id = NEW.edition_id) THEN
        RAISE EXCEPTION 'edition % is sealed', NEW.edition_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programs_edition_is_sealed BEFORE INSERT ON programs_editionfile
    FOR EACH ROW EXECUTE FUNCTION programs_edition_is_sealed();
"""
UNSEAL = """
DROP TRIGGER programs_edition_is_sealed ON programs_editionfile;
DROP FUNCTION programs_edition_is_sealed();
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_one_institution_and_sealed_files")]

    operations = [migrations.RunSQL(SEAL, UNSEAL)]
