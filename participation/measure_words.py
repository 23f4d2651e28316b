"""What is measured of how filings are answered, in words: name, numerator, denominator, meaning.

One table for the page, the files and the dictionary: what is not here is not measured. Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from participation.measures import HALF, LEAST, MOST, Counted, Share, percentile
from programs.figures import format_number, plural

PERCENT, DAYS = "porcentaje", "días hábiles"
_ANSWERED = "las respondidas"
_OWED = "las que esperan respuesta"
_DUE = "las respondidas y las que esperan respuesta"
_FILED = "todas las que tienen folio"


@dataclass(frozen=True, slots=True)
class Told:
    """A measure of one group. `value` is None where it cannot be told; `part`, where none is."""

    value: int | None
    whole: int
    part: int | None = None
    unit: str = PERCENT

    @property
    def words(self) -> str:
        """`80 %`, `12 días hábiles`, or that it cannot be told."""
        if self.value is None:
            return "No se puede decir"
        if self.unit == PERCENT:
            return f"{self.value}\u00a0%"
        return plural(self.value, "día hábil", "días hábiles")

    @property
    def of(self) -> str:
        """`38 de 40`, or how many were looked at; why not, where it cannot be told."""
        if not self.whole:
            return "todavía no hay ninguna"
        if self.part is not None:
            said = f"{format_number(self.part)} de {format_number(self.whole)}"
        else:
            said = f"de {format_number(self.whole)}"
        return f"{said}; muy pocas para decirlo" if self.value is None else said


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure and its definition."""

    code: str
    name: str
    numerator: str
    denominator: str
    definition: str
    told: Callable[[Counted], Told]
    unit: str = PERCENT


def _share(part: Callable[[Counted], int], whole: Callable[[Counted], int]) -> Callable[..., Told]:
    def told(group: Counted) -> Told:
        share = Share(part(group), whole(group))
        return Told(share.percent, share.whole, share.part)

    return told


def _days(counts: Callable[[Counted], Mapping[int, int]], percent: int) -> Callable[..., Told]:
    def told(group: Counted) -> Told:
        found = counts(group)
        return Told(percentile(found, percent), sum(found.values()), unit=DAYS)

    return told


MEASURES = (
    Measure(
        "en_plazo", "Respondidas en plazo",
        "respondidas a más tardar el día en que vencía su plazo", _ANSWERED,
        "El plazo es el de la ley con su ampliación, si la tuvo. Cuenta la primera respuesta.",
        _share(lambda g: g.in_term, lambda g: g.answered),
    ),
    Measure(
        "plazo_cumplido", "Plazos cumplidos",
        "respondidas a más tardar el día en que vencía su plazo",
        "las respondidas y las vencidas sin respuesta",
        "Como la anterior, pero dejar de responder también cuenta en contra.",
        _share(lambda g: g.in_term, lambda g: g.answered + g.overdue),
    ),
    Measure(
        "dias_mitad", "La mitad se respondió en", "", _ANSWERED,
        "Días hábiles desde el día siguiente al ingreso legal hasta el de la respuesta: la mitad "
        "tardó eso o menos (mediana).",
        _days(lambda g: g.taken, HALF), DAYS,
    ),
    Measure(
        "dias_noventa", "Nueve de cada diez se respondieron en", "", _ANSWERED,
        "Los mismos días: el 90 % tardó eso o menos (percentil 90).",
        _days(lambda g: g.taken, MOST), DAYS,
    ),
    Measure(
        "fuera_de_plazo", "Respondidas fuera de plazo",
        "respondidas después del día en que vencía su plazo", _ANSWERED,
        "Las que se respondieron, pero tarde.",
        _share(lambda g: g.late, lambda g: g.answered),
    ),
    Measure(
        "atraso_mitad", "Atraso de las respondidas tarde", "", "las respondidas fuera de plazo",
        "Días hábiles desde el vencimiento hasta la respuesta: la mitad se atrasó eso o menos.",
        _days(lambda g: g.late_by, HALF), DAYS,
    ),
    Measure(
        "vencidas", "Esperan, fuera de plazo", "su plazo ya venció", _OWED,
        "La institución sigue debiendo la respuesta.",
        _share(lambda g: g.overdue, lambda g: g.owed),
    ),
    Measure(
        "vencidas_mitad", "Atraso de las que esperan", "",
        "las que esperan respuesta y su plazo ya venció",
        "Días hábiles desde el vencimiento hasta hoy: la mitad lleva eso o menos.",
        _days(lambda g: g.overdue_by, HALF), DAYS,
    ),
    Measure(
        "agrupadas", "Respondidas junto con otra", "se reunieron con otra", _DUE,
        "Una sola respuesta para quienes plantean lo mismo (Ley 19.880, artículo 39).",
        _share(lambda g: g.grouped, lambda g: g.due),
    ),
    Measure(
        "ampliadas", "Con plazo ampliado", "su plazo se amplió", _DUE,
        "Una vez, a lo más por la mitad y con motivo público (Ley 19.880, artículo 26).",
        _share(lambda g: g.extended, lambda g: g.due),
    ),
    Measure(
        "no_admitidas", "No admitidas", "una persona las leyó y no las admitió", _FILED,
        "El motivo es público; quien escribió puede pedir que lo revise otra persona.",
        _share(lambda g: g.refused, lambda g: g.filed),
    ),
    Measure(
        "sin_respuesta_debida", "Terminaron de otra manera",
        "se retiraron, se derivaron o siguen como solicitud de información", _FILED,
        "Ya no se debe una respuesta aquí.",
        _share(lambda g: g.ended, lambda g: g.filed),
    ),
)  # fmt: skip
TOO_FEW = (
    f"Un porcentaje o una mitad de menos de {LEAST} no dice nada: ahí se dan solo los números."
)
