"""What staff decide by data: terms, the reception, reasons, units, limits; all of it registered."""

from datetime import date, datetime, timedelta

from django.db import transaction

from participation import clocks
from participation.deadlines import CHILE
from participation.due_words import business_days_between
from participation.models import ClockRule, Limit, RefusalReason, Retention, Unit, Window
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import User

SHORTEST_RECEPTION = 10  # business days: Ley 19.880, art. 39
Row = ClockRule | Window | RefusalReason | Unit | Limit | Retention


@transaction.atomic
def write_row(row: Row, *, by: User, now: datetime) -> Row:
    """Save a rule that was added or changed; its history says who, and the register that it was.

    Raises:
        Refused: `by` may not, the rule would change the past (see `check_rule`), or the reception
            is too short (see `check_window`).
    """
    check_may(by, "manage_rules")
    today = now.astimezone(CHILE).date()
    if isinstance(row, ClockRule):
        check_rule(row, today)
    if isinstance(row, Window):
        check_window(row)
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


def check_window(window: Window) -> None:
    """Raises Refused where the reception lasts less than 10 business days (art. 39)."""
    days = business_days_between(
        window.opens_on - timedelta(days=1), window.closes_on, clocks.calendar_for()
    )
    if days < SHORTEST_RECEPTION:
        raise Refused(
            f"La recepción tendría {days} días hábiles y la ley pide al menos "
            f"{SHORTEST_RECEPTION} (Ley 19.880, artículo 39). Cierre más tarde o abra antes."
        )
