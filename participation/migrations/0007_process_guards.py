"""What was written of a calendar never changes: its changes with their reason, and what was late."""

from django.db import migrations

APPEND_ONLY = ("participation_calendarchange", "participation_misseddate")
GUARD = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION programs_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("participation", "0006_commitment_guards")]

    operations = [
        migrations.RunSQL(
            "".join(GUARD.format(table=table) for table in APPEND_ONLY),
            "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in APPEND_ONLY),
        )
    ]
