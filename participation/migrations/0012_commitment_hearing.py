"""A commitment of a hearing names the hearing itself; words and an address are for any other.

On the way back the title of the hearing becomes the words; that it was that very one is lost.
"""

from django.db import migrations, models
from django.db.models import Q

NAMES = (
    "a_commitment_says_where_it_was_made",
    "Diga en qué audiencia se prometió.",
)
KEEP = """
CREATE OR REPLACE FUNCTION participation_keep_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.code, NEW.account_id, NEW.origin, NEW.submission_id, NEW.answer_id,
            {new}, NEW.text, NEW.promised_at, NEW.first_due_on)
        IS DISTINCT FROM (OLD.code, OLD.account_id, OLD.origin, OLD.submission_id, OLD.answer_id,
            {old}, OLD.text, OLD.promised_at, OLD.first_due_on) THEN
        RAISE EXCEPTION 'what was promised stays promised: % of % refused', TG_OP, OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# The trigger keeps what was promised, also from this.
BACK_TO_WORDS = """
ALTER TABLE participation_commitment DISABLE TRIGGER USER;
UPDATE participation_commitment SET other_hearing = left(hearing.title, 200)
    FROM participation_hearing AS hearing WHERE hearing.id = hearing_id;
ALTER TABLE participation_commitment ENABLE TRIGGER USER;
"""


def _keep(*columns: str) -> str:
    new, old = (", ".join(f"{row}.{each}" for each in columns) for row in ("NEW", "OLD"))
    return KEEP.format(new=new, old=old)


def _says(condition: Q) -> migrations.AddConstraint:
    name, message = NAMES
    return migrations.AddConstraint(
        "commitment",
        models.CheckConstraint(condition=condition, name=name, violation_error_message=message),
    )


class Migration(migrations.Migration):
    dependencies = [("participation", "0011_partial_report")]

    operations = [
        migrations.RemoveConstraint("commitment", NAMES[0]),
        migrations.RenameField("commitment", "hearing", "other_hearing"),
        migrations.RenameField("commitment", "hearing_url", "other_hearing_url"),
        migrations.AlterField(
            "commitment",
            "other_hearing",
            models.CharField("otra audiencia", max_length=200, blank=True),
        ),
        migrations.AlterField(
            "commitment",
            "other_hearing_url",
            models.URLField("dirección de la otra audiencia", blank=True),
        ),
        migrations.AddField(
            "commitment",
            "hearing",
            models.ForeignKey(
                "participation.Hearing",
                models.PROTECT,
                null=True,
                blank=True,
                related_name="commitments",
                verbose_name="audiencia",
            ),
        ),
        migrations.RunSQL(
            _keep("hearing_id", "other_hearing", "other_hearing_url"), _keep("hearing")
        ),
        migrations.RunSQL(migrations.RunSQL.noop, BACK_TO_WORDS),
        _says(
            Q(
                origin="answer",
                submission__isnull=False,
                answer__isnull=False,
                hearing__isnull=True,
                other_hearing="",
                other_hearing_url="",
            )
            | Q(origin="hearing", submission__isnull=True, answer__isnull=True)
            & (
                Q(hearing__isnull=False, other_hearing="", other_hearing_url="")
                | Q(hearing__isnull=True) & ~Q(other_hearing="")
            )
        ),
    ]
