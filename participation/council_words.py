"""The council's rules in plain words, for its public page, its downloads and the registry."""

from dataclasses import dataclass
from types import MappingProxyType

from participation.models import CouncilRule
from programs.figures import plural

Kind = CouncilRule.Kind
OWN = "Decisión propia: la ley deja a cada institución cómo funciona su Consejo"
FIXED = "Lo fija la norma citada"
_NAMES = MappingProxyType(
    {
        Kind.QUORUM: "Cuántas personas hacen falta para sesionar",
        Kind.MAJORITY: "Cuántos votos aprueban",
        Kind.CASTING: "Si hay empate",
        Kind.NOTICE: "Con cuánta anticipación se cita",
        Kind.NOTICE_EXTRA: "Y si la sesión es extraordinaria",
        Kind.TERM: "Cuánto dura un período",
        Kind.RENEWALS: "Cuántas veces se renueva",
        Kind.EXPIRY: "Cuándo se avisa que un período termina",
        Kind.PARITY: "Paridad",
    }
)
_PARTS = MappingProxyType(
    {(1, 2): "la mitad", (1, 3): "un tercio", (2, 3): "dos tercios", (1, 4): "un cuarto",
     (3, 4): "tres cuartos", (3, 5): "tres quintos", (1, 1): "la totalidad"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleWords:
    """One rule in force: its name, what it says, and honestly where that comes from."""

    name: str
    says: str
    citation: str
    origin: str
    is_own: bool
    since: str


def words_of(rule: CouncilRule) -> RuleWords:
    """The rule as anyone reads it."""
    return RuleWords(
        name=_NAMES[Kind(rule.kind)],
        says=_says(rule),
        citation=rule.citation,
        origin=OWN if rule.is_analogy else FIXED,
        is_own=rule.is_analogy,
        since=f"{rule.valid_from:%d-%m-%Y}",
    )


def in_order(kind: str) -> int:
    """Where a rule stands in the list."""
    return list(_NAMES).index(Kind(kind))


def _says(rule: CouncilRule) -> str:
    number, kind = rule.number, Kind(rule.kind)
    if kind == Kind.PARITY:
        people = f"{number} de cada {rule.out_of}"
        more = "Más de" if rule.is_more_than else "Al menos"
        return f"{more} {people} son mujeres y {more.lower()} {people} son hombres"
    if kind in (Kind.QUORUM, Kind.MAJORITY):
        return _share(rule)
    if kind == Kind.CASTING:
        return (
            "Decide el voto de quien preside, si votó a favor o en contra"
            if number
            else "No se aprueba"
        )
    if kind == Kind.TERM:
        years, rest = divmod(number, 12)
        return plural(number, "mes", "meses") if rest else plural(years, "año", "años")
    if kind == Kind.RENEWALS:
        return plural(number, "vez", "veces") if number else "No se renueva"
    if kind == Kind.EXPIRY:
        return f"{plural(number, 'día', 'días')} corridos antes"
    return f"{plural(number, 'día hábil', 'días hábiles')} antes"


def _share(rule: CouncilRule) -> str:
    part = _PARTS.get((rule.number, rule.out_of), f"{rule.number} de cada {rule.out_of}")
    begins = "Más de" if rule.is_more_than else "Al menos"
    return f"{begins} {part} de {rule.get_base_display()}"
