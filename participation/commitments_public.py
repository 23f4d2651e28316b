"""What anyone may read of the commitments, queried: the list, its counts and its figures.

Everything starts from `Commitment.objects.public()`.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.core.validators import RegexValidator, validate_slug
from django.db.models import Count, F, Q

from participation.commitment_transitions import OPEN
from participation.cuts import PAGE, Cut, cut_by_code
from participation.models import Commitment, Submission, Unit
from participation.models.commitments import CommitmentQuerySet
from programs.regions import BY_SLUG, REGIONS

CODE = re.compile(r"COM-([0-9]{4})-([0-9]{3,6})\Z")
LATE = "atrasados"
STATES = (
    ("por-cumplir", "Por cumplir"),
    (LATE, "Atrasados"),
    ("cumplidos", "Cumplidos"),
    ("cumplidos-en-parte", "Cumplidos en parte"),
    ("no-cumplidos", "No cumplidos"),
)
_STATE_OF = {"cumplidos": "kept", "cumplidos-en-parte": "kept_part", "no-cumplidos": "not_kept"}
_OF_LIST = {"invalid_choice": "Elija una opción de la lista."}
_NO_NUL = {"null_characters_not_allowed": "Quite los caracteres que no se ven y busque de nuevo."}
_YEAR = RegexValidator(r"\A[12][0-9]{3}\Z", "Escriba el año con cuatro números.")


def _slug(label: str, field: str) -> Any:
    return django_filters.CharFilter(
        label=label, field_name=field, max_length=80, validators=[validate_slug],
        error_messages={"invalid": "Elija una opción de la lista.", **_NO_NUL},
    )  # fmt: skip


class CommitmentFilter(django_filters.FilterSet):
    """What may be asked of the list in its address. `today` decides what is overdue."""

    cuenta = django_filters.CharFilter(
        label="Cuenta", field_name="account__account_year", max_length=4, validators=[_YEAR],
        error_messages=_NO_NUL,
    )  # fmt: skip
    unidad = _slug("Unidad", "unit__slug")
    programa = _slug("Programa", "program")
    region = django_filters.ChoiceFilter(
        label="Región", choices=[(each.slug, each.short_name) for each in REGIONS],
        method="of_region", error_messages=_OF_LIST,
    )  # fmt: skip
    estado = django_filters.ChoiceFilter(
        label="Estado", choices=STATES, method="in_state", error_messages=_OF_LIST
    )

    class Meta:
        model = Commitment
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: CommitmentQuerySet, *, today: date) -> None:
        super().__init__(data, queryset)
        self.today = today

    def of_region(self, rows: CommitmentQuerySet, _name: str, slug: str) -> CommitmentQuerySet:
        """What was promised when answering something that speaks of it, or in a hearing there."""
        code = BY_SLUG[slug].code
        return rows.filter(Q(submission__about_region=code) | Q(hearing__region=code))

    def in_state(self, rows: CommitmentQuerySet, _name: str, state: str) -> CommitmentQuerySet:
        return in_state(rows, state, self.today)


def in_state(rows: CommitmentQuerySet, state: str, today: date) -> CommitmentQuerySet:
    """The rows of one of STATES; all of them for the empty one."""
    if state == LATE:
        return rows.overdue(today)
    if state == "por-cumplir":
        return rows.open()
    return rows.filter(state=_STATE_OF[state]) if state in _STATE_OF else rows


def page_of(rows: CommitmentQuerySet, after: str = "", size: int = PAGE) -> Cut[Commitment]:
    """The newest first, by their code.

    Raises:
        ValueError: `after` is not a code.
    """
    return cut_by_code(shown(rows), CODE, after, size)


def shown(rows: CommitmentQuerySet) -> CommitmentQuerySet:
    """What a row shows, in one query."""
    return rows.select_related("account", "unit", "submission__observation", "hearing").defer(
        "submission__search", "submission__text"
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of some commitments. The five parts add up to `total`.

    `on_time` are those kept whole by their first day, of the kept ones that had one (`dated`).
    """

    total: int = 0
    kept: int = 0
    kept_part: int = 0
    not_kept: int = 0
    overdue: int = 0
    in_term: int = 0
    moved: int = 0

    @property
    def closed(self) -> int:
        """Those of which it was said how they ended."""
        return self.kept + self.kept_part + self.not_kept


def figures_of(rows: CommitmentQuerySet, today: date) -> Figures:
    """The figures of some public commitments, in one statement."""
    is_open, is_late = Q(state__in=OPEN), Q(due_on__lt=today)
    counts = Commitment.objects.filter(pk__in=rows.order_by().values("pk")).aggregate(
        total=Count("pk"),
        kept=Count("pk", filter=Q(state="kept")),
        kept_part=Count("pk", filter=Q(state="kept_part")),
        not_kept=Count("pk", filter=Q(state="not_kept")),
        overdue=Count("pk", filter=is_open & is_late),
        in_term=Count("pk", filter=is_open & (Q(due_on__gte=today) | Q(due_on__isnull=True))),
        moved=Count("pk", filter=Q(first_due_on__isnull=False) & ~Q(first_due_on=F("due_on"))),
    )
    return Figures(**counts)


def state_counts(rows: CommitmentQuerySet, today: date) -> dict[str, int]:
    """How many each of STATES has, and "" for all."""
    found = figures_of(rows, today)
    return {
        "": found.total,
        "por-cumplir": found.in_term + found.overdue,
        LATE: found.overdue,
        "cumplidos": found.kept,
        "cumplidos-en-parte": found.kept_part,
        "no-cumplidos": found.not_kept,
    }


def account_years() -> tuple[int, ...]:
    """The accounts that some public commitment is about, the newest first."""
    years = Commitment.objects.public().order_by().values_list("account__account_year", flat=True)
    return tuple(sorted(set(years), reverse=True))


def units() -> tuple[tuple[str, str], ...]:
    """The units that answer for some public commitment, by name."""
    found = Unit.objects.filter(pk__in=Commitment.objects.public().order_by().values("unit"))
    return tuple(found.order_by("name").values_list("slug", "name"))


def regions() -> tuple[tuple[str, str], ...]:
    """The regions that some public commitment is about, in the order of the country."""
    rows = Commitment.objects.public().order_by()
    pairs = rows.values_list("submission__about_region", "hearing__region").distinct()
    codes = {code for pair in pairs for code in pair}
    return tuple((each.slug, each.short_name) for each in REGIONS if each.code in codes)


def commitment_of(row: Submission) -> Commitment | None:
    """What was promised in the answer to a public filing, or to the head of its group."""
    keys = [each for each in (row.pk, row.group_head_id) if each]
    found: Commitment | None = (
        shown(Commitment.objects.public()).filter(submission__in=keys).order_by("pk").first()
    )
    return found
