"""The sixteen regions, and what PostgreSQL itself refuses.

Editions, their files and the log never change, whoever asks and by whatever tool: a trigger says no.
"""

from django.db import migrations

from programs.regions import REGIONS

IMMUTABLE = ("programs_edition", "programs_editionfile", "programs_accountevent")

REFUSE = """
CREATE FUNCTION programs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
GUARD = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""
TWO_LEVELS = """
CREATE FUNCTION programs_chapter_has_two_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM programs_chapter WHERE id = NEW.parent_id
                AND (parent_id IS NOT NULL OR account_id <> NEW.account_id))
        OR EXISTS (SELECT 1 FROM programs_chapter WHERE parent_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'chapters have two levels, of one account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'chapters_have_two_levels';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER chapters_have_two_levels BEFORE INSERT OR UPDATE OF parent_id, account_id
    ON programs_chapter FOR EACH ROW EXECUTE FUNCTION programs_chapter_has_two_levels();
"""


def seed_regions(apps, schema_editor):
    region = apps.get_model("programs", "Region")
    region.objects.bulk_create(
        region(
            code=r.code, slug=r.slug, name=r.name, short_name=r.short_name, tile=r.tile, position=n
        )
        for n, r in enumerate(REGIONS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]

    operations = [
        migrations.RunPython(seed_regions, migrations.RunPython.noop),
        migrations.RunSQL(
            REFUSE + "".join(GUARD.format(table=table) for table in IMMUTABLE),
            "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in IMMUTABLE)
            + "DROP FUNCTION programs_refuse_change();",
        ),
        migrations.RunSQL(
            TWO_LEVELS,
            "DROP TRIGGER chapters_have_two_levels ON programs_chapter;"
            "DROP FUNCTION programs_chapter_has_two_levels();",
        ),
    ]
