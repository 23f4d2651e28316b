"""How what the portal worked out was worked out, in words, with the source of each fact."""

from collections.abc import Iterable, Sequence

from cuenta.explorer.facts import Fact
from cuenta.explorer.reckoning import PER, Asked, Context, factor_of, people_of
from programs.figures import format_number

OURS = "Es un cálculo de este portal, no una cifra de la cuenta."


def methods_of(asked: Asked, facts: Sequence[Fact], context: Context) -> tuple[str, ...]:
    """A paragraph for each operation that was asked for; none where nothing was."""
    if not asked:
        return ()
    said = [OURS]
    if asked.pesos:
        said += _prices(asked.pesos, facts, context)
    if asked.per_inhabitant:
        said += _people(facts, context)
    return tuple(said)


def _prices(base: int, facts: Sequence[Fact], context: Context) -> Iterable[str]:
    yield (
        f"Pesos de diciembre de {base}: el monto, como pesos de diciembre de su año de gestión, "
        "se multiplica por uno más cada variación anual del IPC que hay entre los dos."
    )
    for year in sorted({fact.managed for fact in facts}):
        between = range(min(year, base) + 1, max(year, base) + 1)
        factor = factor_of(year, base, context.variations)
        if factor is None:
            missing = [str(each) for each in between if each not in context.variations]
            yield f"De {year} no se puede: falta el IPC de {', '.join(missing)}."
        elif year != base:
            steps = " y ".join(
                f"{format_number(context.variations[each].normalize(), 1)} % ({each})"
                for each in between
            )
            yield f"De {year} a {base}: factor {format_number(factor, 4)}, por {steps}."
    used = dict.fromkeys(context.price_sources.values())
    yield f"Fuente de los precios: {'; '.join(used)}." if used else "Faltan los datos de precios."


def _people(facts: Sequence[Fact], context: Context) -> Iterable[str]:
    yield (
        "Por habitante: el dinero se divide por la población de la región de la que habla la "
        f"cifra (de todo Chile, si no habla de una); las cantidades, por cada "
        f"{format_number(PER)} habitantes."
    )
    years = {people_of(fact.region, fact.managed, context)[1] for fact in facts} - {0}
    for year in sorted(years):
        yield (
            f"Población de {year}: {context.people_sources.get(year, '')}. Se usa la del último "
            "recuento hasta el año de gestión; no se proyecta."
        )
