"""Writing what the portal compares with; each act in the register, each change in its history."""

from datetime import datetime

from django.db import transaction

from cuenta.context_defaults import CENSUS, CENSUS_YEAR, PEOPLE, PRICES, VARIATIONS
from cuenta.models import MethodBreak, Population, PriceVariation
from participation.register import record
from programs.models import User
from programs.transitions import Refused

Row = Population | PriceVariation | MethodBreak


@transaction.atomic
def write_context(row: Row, *, by: User, now: datetime) -> Row:
    """Save a fact that was added or changed.

    Raises:
        Refused: `by` may not.
    """
    verb = "change" if row.pk else "add"
    name = str(row._meta.model_name)
    if not (by.is_active and by.has_perm(f"cuenta.{verb}_{name}")):
        raise Refused("Su cuenta de usuario no tiene permiso para cambiar los datos de contexto.")
    row._history_user = by  # type: ignore[union-attr]
    row.save()
    record("write_context", about=(name, str(row.pk)), now=now, by=by)
    return row


def write_defaults() -> None:
    """Put in what is missing of the facts that the portal brings; what staff wrote stays."""
    for code, value in PEOPLE.items():
        Population.objects.get_or_create(
            region=code, year=CENSUS_YEAR, defaults={"value": value, "source": CENSUS}
        )
    for year, percent in VARIATIONS.items():
        PriceVariation.objects.get_or_create(
            year=year, defaults={"percent": percent, "source": PRICES}
        )
