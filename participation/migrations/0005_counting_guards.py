"""What was counted and closed never changes: who takes part, and what people said of their answers."""

from django.db import migrations

APPEND_ONLY = ("participation_satisfactionclose", "participation_countbatch")
GUARD = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0004_council_moves")]

    operations = [
        migrations.RunSQL(
            "".join(GUARD.format(table=table) for table in APPEND_ONLY),
            "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY),
        )
    ]
