"""What staff decide by data: terms, reasons, units, limits; all of it registered."""

from datetime import date, datetime, timedelta

from django.db import transaction

from participation.deadlines import CHILE
from participation.models import ClockRule, Limit, RefusalReason, Retention, Unit
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import User

Row = ClockRule | RefusalReason | Unit | Limit | Retention


@transaction.atomic
def write_row(row: Row, *, by: User, now: datetime) -> Row:
    """Save a rule that was added or changed; its history says who, and the register that it was.

    Raises:
        Refused: `by` may not, or the rule would change the past (see `check_rule`).
    """
    check_may(by, "manage_rules")
    today = now.astimezone(CHILE).date()
    if isinstance(row, ClockRule):
        check_rule(row, today)
    row._history_user = by  # type: ignore[union-attr]
    row.save()
    record("write_rule", about=(str(row._meta.model_name), str(row.pk)), now=now, by=by)
    return row


def check_rule(rule: ClockRule, today: date) -> None:
    """A rule begins tomorrow or later, and one that began is never written again.

    What already runs keeps the rule it began with: another length is another rule, from its day.

    Raises:
        Refused: it would rule a day that is here or was.
    """
    before = ClockRule.objects.filter(pk=rule.pk).first() if rule.pk else None
    if before is not None and before.valid_from <= today:
        raise Refused(
            "Esta regla ya rige y no se cambia: hay plazos contados con ella. Agregue otra, con el "
            "día desde el que debe regir."
        )
    if rule.valid_from <= today:
        tomorrow = today + timedelta(days=1)
        raise Refused(f"Una regla rige hacia adelante: escriba desde el {tomorrow:%d-%m-%Y}.")
