"""The boxes of the explorer: what can be chosen, from what is published."""

from collections.abc import Iterable, Mapping

from cuenta.explorer.facts import Published
from cuenta.explorer.forms import BY, NONE, SEXES
from cuenta.explorer.reckoning import Context
from participation.pages.choices import Choice, Option
from programs.regions import REGIONS

UNSAID = "Sin distinguir"
_WORDS = {str(sex): word for word, sex in SEXES.items()}


def boxes(
    published: Published,
    asked: Mapping[str, str],
    context: Context,
    troubles: Mapping[str, str],
) -> tuple[Choice, ...]:
    """Every box, with what was chosen in it and what to mend."""
    made = [
        ("indicador", "Qué se mide", _values(published, "indicator", "Todo")),
        ("cuenta", "Cuenta", _years(published)),
        ("producto", "Producto estratégico", _values(published, "product", "Todos", unsaid=True)),
        ("programa", "Programa", _values(published, "program", "Todos", unsaid=True)),
        ("region", "Región", _regions()),
        ("sexo", "Sexo", _sexes(published)),
    ]
    if asked.get("ver") == "barras":
        made.append(("por", "Comparar por", [("", "Lo que más varía"), *BY]))
    made += [
        ("pesos", "Dinero", _pesos(context)),
        ("medida", "Medida", [("", "Como se publicó"), ("habitante", "Por habitante")]),
    ]
    return tuple(
        Choice(name, label, tuple(_options(values, asked.get(name, ""))), troubles.get(name, ""))
        for name, label, values in made
    )


def _options(values: Iterable[tuple[str, str]], chosen: str) -> Iterable[Option]:
    for value, label in values:
        yield Option(value, label, value == chosen)


def _values(
    published: Published, name: str, every: str, *, unsaid: bool = False
) -> list[tuple[str, str]]:
    found = {getattr(fact, name) for fact in published.facts} - {""}
    named = sorted((published.names.of(name, value), value) for value in found)
    head = [("", every), *([(NONE, UNSAID)] if unsaid else [])]
    return [*head, *((value, label) for label, value in named)]


def _years(published: Published) -> list[tuple[str, str]]:
    years = [(str(year), published.names.of("year", str(year))) for year, _ in published.accounts]
    return [("", "Todas"), *years]


def _regions() -> list[tuple[str, str]]:
    return [("", "Todas"), (NONE, UNSAID), *((each.slug, each.short_name) for each in REGIONS)]


def _sexes(published: Published) -> list[tuple[str, str]]:
    said = {fact.sex for fact in published.facts}
    found = [(_WORDS[sex], published.names.of("sex", sex)) for sex in _WORDS if sex in said]
    return [("", "Todos"), (NONE, UNSAID), *found]


def _pesos(context: Context) -> list[tuple[str, str]]:
    years = [(str(year), f"En pesos de diciembre de {year}") for year in context.price_years[::-1]]
    return [("", "En pesos de su año"), *years]
