"""What anyone may read of the council's observations, queried: the list, its counts, its figures.

Everything starts from `Observation.objects.public()`: what was filed, and not about a draft that
nobody outside has seen yet.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.core.validators import RegexValidator, validate_slug
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from participation.commitment_transitions import CLOSED
from participation.cuts import PAGE, Cut, cut_by_code
from participation.deadlines import CHILE
from participation.filters import in_state
from participation.models import Answer, Ballot, Observation, ObservationPlace, Submission
from participation.models.observations import ObservationQuerySet
from participation.public import counts_of
from participation.transitions import OPEN
from programs.models import Edition

STATES = (
    ("sin-respuesta", "Sin respuesta"),
    ("respondidas", "Respondidas"),
    ("fuera-de-plazo", "Fuera de plazo"),
)
EFFECTS = tuple(Answer.effects_for(Submission.Kind.COUNCIL))
CODE = re.compile(r"OBS-([0-9]{4})-([0-9]{3,6})\Z")
_OF_LIST = {"invalid_choice": "Elija una opción de la lista."}
_NO_NUL = {"null_characters_not_allowed": "Quite los caracteres que no se ven y busque de nuevo."}
_YEAR = RegexValidator(r"\A[12][0-9]{3}\Z", "Escriba el año con cuatro números.")


def _year(label: str, field: str) -> Any:
    return django_filters.CharFilter(
        label=label, field_name=field, max_length=4, validators=[_YEAR], error_messages=_NO_NUL
    )


class ObservationFilter(django_filters.FilterSet):
    """What may be asked of the list in its address. `today` decides what is late."""

    cuenta = _year("Cuenta", "account__account_year")
    anio = _year("Año de la observación", "year")
    capitulo = django_filters.CharFilter(
        label="Capítulo", method="of_chapter", max_length=80, validators=[validate_slug],
        error_messages={"invalid": "Elija una opción de la lista.", **_NO_NUL},
    )  # fmt: skip
    estado = django_filters.ChoiceFilter(
        label="Estado", choices=STATES, method="in_state", error_messages=_OF_LIST
    )
    efecto = django_filters.ChoiceFilter(
        label="Qué hizo la respuesta", choices=EFFECTS, field_name="filing__effect",
        error_messages=_OF_LIST,
    )  # fmt: skip

    class Meta:
        model = Observation
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, queryset: ObservationQuerySet, *, today: date) -> None:
        super().__init__(data, queryset)
        self.today = today

    def of_chapter(self, rows: ObservationQuerySet, _name: str, slug: str) -> ObservationQuerySet:
        """Those that speak of some place of it."""
        about = ObservationPlace.objects.filter(chapter=slug)
        return rows.filter(pk__in=about.values("observation"))

    def in_state(self, rows: ObservationQuerySet, _name: str, state: str) -> ObservationQuerySet:
        return rows.filter(filing__in=in_state(Submission.objects.order_by(), state, self.today))


def with_filing(rows: ObservationQuerySet) -> ObservationQuerySet:
    """What a row of the list shows, in one query."""
    return rows.select_related("account", "edition", "filing__commitment", "insists_on").defer(
        "filing__search", "filing__text"
    )


def page_of(rows: ObservationQuerySet, after: str = "", size: int = PAGE) -> Cut[Observation]:
    """The newest first, by their code.

    Raises:
        ValueError: `after` is not a code.
    """
    return cut_by_code(with_filing(rows), CODE, after, size)


def state_counts(rows: ObservationQuerySet, today: date) -> dict[str, int]:
    """How many each state has, and "" for all, in one statement."""
    filings = Submission.objects.filter(pk__in=rows.order_by().values("filing"))
    return counts_of(filings, today)


def votes_of(rows: Iterable[Observation]) -> dict[int, Ballot]:
    """By observation, the vote that approved it; one query."""
    ballots = Ballot.objects.filter(
        item__observation__in=[row.pk for row in rows], result=Ballot.Result.APPROVED
    )
    return {each.item.observation_id: each for each in ballots.select_related("item__session")}


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of what the council observed, every part with what it is a part of.

    `due` are the commitments of which it can be known whether they were kept: it was said how they
    ended, their day passed, or the account of a later year is published. `kept` are those kept
    whole.
    """

    presented: int = 0
    in_favour: int = 0
    against: int = 0
    abstained: int = 0
    unanimous: int = 0
    answered: int = 0
    in_time: int = 0
    owed_late: int = 0
    accepts: int = 0
    accepts_part: int = 0
    rejects: int = 0
    corrects: int = 0
    commits: int = 0
    due: int = 0
    kept: int = 0
    insisted: int = 0
    incorporated: int = 0

    @property
    def votes(self) -> int:
        """All the votes that were cast: in favour, against and abstentions."""
        return self.in_favour + self.against + self.abstained


def figures_of(rows: ObservationQuerySet, today: date) -> Figures:
    """The figures of some public observations, in three statements."""
    keys = rows.order_by().values("pk")
    counted = Observation.objects.filter(pk__in=keys).aggregate(**_counts(today))
    votes = Ballot.objects.filter(
        item__observation__in=keys, result=Ballot.Result.APPROVED
    ).aggregate(
        # First: the names of the sums hide those of the columns.
        unanimous=Count("pk", filter=Q(against=0, abstained=0)),
        in_favour=Sum("in_favour", default=0),
        against=Sum("against", default=0),
        abstained=Sum("abstained", default=0),
    )
    return Figures(**counted, **votes)


def _counts(today: date) -> dict[str, Count]:
    answered = Q(filing__answered_at__isnull=False)
    on = TruncDate("filing__answered_at", tzinfo=CHILE)
    owed = Q(filing__state__in=OPEN, filing__answered_at__isnull=True)
    commits = Q(filing__effect=Answer.Effect.COMMITS)
    # The next year's account is out, its day passed, or it was said already what became of it.
    later = Edition.objects.order_by("-account__account_year").values("account__account_year")[:1]
    is_due = (
        Q(filing__commitment__state__in=CLOSED)
        | Q(filing__commitment__due_on__lt=today)
        | Q(account__account_year__lt=later)
    )
    effects = {
        name: Count("pk", filter=answered & Q(filing__effect=name))
        for name in Answer.TO_THE_COUNCIL
    }
    return {
        "presented": Count("pk"),
        "answered": Count("pk", filter=answered),
        "in_time": Count("pk", filter=answered & Q(filing__due_on__gte=on)),
        "owed_late": Count("pk", filter=owed & Q(filing__due_on__lt=today)),
        "due": Count("pk", filter=commits & is_due),
        "kept": Count("pk", filter=commits & Q(filing__commitment__state="kept")),
        "insisted": Count("pk", filter=Q(insists_on__isnull=False)),
        "incorporated": Count("pk", filter=Q(incorporated_in__isnull=False)),
        **effects,
    }


def account_years() -> tuple[int, ...]:
    """The accounts that some public observation is about, the newest first."""
    years = Observation.objects.public().order_by().values_list("account__account_year", flat=True)
    return tuple(sorted(set(years), reverse=True))
