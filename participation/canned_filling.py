"""Canned paragraphs for one filing: which ones somebody may use, and their variables filled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from participation.canned import figures_in, filled
from participation.due_words import day_in_words
from participation.models import CannedParagraph, Submission, Unit
from programs.figures import format_figure
from programs.models import User
from programs.published import ledger_of

UNNAMED, NO_DAY, NO_UNIT, NO_FIGURE = "quien nos escribe", "(sin plazo)", "(sin unidad)", "(–)"
EXAMPLE = {
    "folio": "CPP-2026-000123-4", "nombre": "Ana Soto", "tipo": "consulta",
    "titulo": "¿Cuánto se entregó en mi región?", "plazo": "martes 2 de agosto",
    "unidad": "Unidad de Estudios", "anio": "2026", "institucion": "la institución",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A paragraph with its variables filled, as it goes into the answer."""

    pk: int
    title: str
    text: str
    of: str


def units_of(user: User) -> QuerySet[Unit]:
    """The units in which somebody works."""
    return Unit.objects.filter(Q(members=user) | Q(head=user)).distinct()


def usable_by(user: User) -> QuerySet[CannedParagraph]:
    """Their own, and those of their units."""
    own = Q(owner=user, unit__isnull=True)
    return CannedParagraph.objects.filter(own | Q(unit__in=units_of(user).values("pk")))


def offered_for(submission: Submission, user: User) -> tuple[Offered, ...]:
    """The paragraphs that `user` may put into an answer to that filing, in one statement.

    The edition is read only where a paragraph cites a figure.
    """
    rows = list(usable_by(user).filter(is_active=True).select_related("unit"))
    values = values_of(submission)
    shown = _figures(submission, rows)
    return tuple(
        Offered(
            row.pk, row.title, filled(row.text, values, lambda key: shown.get(key, NO_FIGURE)),
            str(row.unit) if row.unit else "",
        )
        for row in rows
    )  # fmt: skip


def values_of(submission: Submission) -> Mapping[str, str]:
    """The variables of one filing."""
    return {
        "folio": submission.folio or "",
        "nombre": submission.shown_name or UNNAMED,
        "tipo": submission.get_kind_display().lower(),
        "titulo": submission.title,
        "plazo": day_in_words(submission.due_on) if submission.due_on else NO_DAY,
        "unidad": str(submission.unit) if submission.unit else NO_UNIT,
        "anio": str(submission.account.account_year),
        "institucion": submission.account.institution.name,
    }


def _figures(submission: Submission, rows: Iterable[CannedParagraph]) -> Mapping[str, str]:
    keys = {key for row in rows for key in figures_in(row.text)}
    edition = submission.account.editions.order_by("-number").first() if keys else None
    if edition is None:
        return {}
    known = ledger_of(edition).figure
    return {key: format_figure(known[key]) for key in keys if key in known}


def example_of(text: str) -> str:
    """A paragraph as it would read, with invented values."""
    return filled(text, EXAMPLE, lambda key: f"[cifra {key}]")
