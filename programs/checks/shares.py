"""SHARE: percentages of one whole make 100, each rounded on its own; or are what they claim to be.

Of `n` percentages printed without decimals the sum may lie anywhere in 100 ± n/2.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from programs.checks.judging import (
    HUNDRED,
    Judgement,
    judge,
    percentage_of,
    stated_parts,
    sum_of,
)
from programs.checks.outcomes import Outcome, Part, Role, Verdict
from programs.checks.wording import (
    SEX_WORDS,
    Fact,
    describe_fact,
    fact_slug,
    half_step,
    joined,
    more_or_less,
    points,
    slug_of,
)
from programs.figures import Interval, format_amount, format_figure, interval_of, plural
from programs.ledger import Aggregation, CheckKind, Figure, Ledger, Rule, Sex, Unit


def sex_shares(ledger: Ledger) -> Iterator[Outcome]:
    """The women, men and not reported of each group whose indicator shares one whole out.

    A blank cell states nothing and is no part. Women or men missing may hold what lacks to 100.
    """
    groups: dict[tuple[Fact, str], list[Figure]] = {}
    for figure in ledger.figures:
        indicator = ledger.indicator.get(figure.indicator)
        if figure.sex and indicator and indicator.aggregation is Aggregation.SHARE:
            name, product, program, region, _, scope = figure.fact
            fact = (name, product, program, region, "", scope)
            groups.setdefault((fact, figure.table), []).append(figure)
    for (fact, table), figures in groups.items():
        for members in _one_of_each_sex(figures):
            stated = [figure for figure in members if figure.value is not None]
            if stated:
                yield share_outcome(
                    slug=slug_of("partes", table, fact_slug(fact)),
                    title=_title(ledger, fact),
                    parts=tuple(
                        Part(SEX_WORDS[Sex(figure.sex)], figure, Role.ADDS) for figure in stated
                    ),
                    missing=_missing(members),
                )


def _one_of_each_sex(figures: Sequence[Figure]) -> list[list[Figure]]:
    """The figures in sets where no sex repeats: row by row where nothing else tells them apart."""
    if len({figure.sex for figure in figures}) == len(figures):
        return [list(figures)]
    rows: dict[str, list[Figure]] = {}
    for figure in figures:
        rows.setdefault(figure.row, []).append(figure)
    sets: list[list[Figure]] = []
    for row in rows.values():
        sets.append([])
        for figure in row:
            if any(figure.sex == other.sex for other in sets[-1]):
                sets.append([])
            sets[-1].append(figure)
    return sets


def _missing(members: Sequence[Figure]) -> tuple[str, ...]:
    stated = {figure.sex for figure in members if figure.value is not None}
    noted = {figure.sex for figure in members if figure.value is None and figure.note}
    awaited = {Sex.WOMEN.value, Sex.MEN.value} | noted
    return tuple(SEX_WORDS[sex] for sex in Sex if sex in awaited and sex not in stated)


def _title(ledger: Ledger, fact: Fact) -> str:
    """`Mujeres y hombres: Ruta Digital`; the indicator where it speaks of nobody in particular."""
    whole = describe_fact(ledger, fact)
    return f"Mujeres y hombres: {whole.partition(': ')[2] or whole}"


def declared_share(rule: Rule, whole: Figure | None, parts: tuple[Part, ...]) -> Outcome:
    """Percentages a rule declares to make a whole: the stated one, or 100 where none is named."""
    return share_outcome(slug=rule.slug, title=rule.title, parts=parts, whole=whole, rule=rule)


def share_outcome(
    *,
    slug: str,
    title: str,
    parts: tuple[Part, ...],
    missing: tuple[str, ...] = (),
    whole: Figure | None = None,
    rule: Rule | None = None,
) -> Outcome:
    """Judge percentages against the whole they share. Raises ValueError for a whole without value.

    Here what is stated is the sum, since 100 is what it should be: `difference` is sum − 100.
    """
    lacking = missing or tuple(part.label for part in parts if part.value is None)
    interval, value = sum_of(parts)
    due = interval_of(whole) if whole else Interval(HUNDRED, HUNDRED)
    number = HUNDRED if whole is None else whole.value or Decimal(0)
    judged = _judged(interval, value, due, number, may_lack=bool(lacking))
    figures = [figure for _, figure, _ in stated_parts(parts)]
    return Outcome(
        slug=slug,
        kind=CheckKind.SHARE,
        title=title,
        verdict=judged.verdict,
        sentence=_sentence(figures, judged, lacking),
        stated=whole,
        parts=parts,
        expected=number,
        expected_interval=due,
        stated_interval=interval,
        difference=judged.difference,
        gap=judged.gap,
        allowance=judged.allowance,
        missing=lacking,
        marked=tuple(figure.key for figure in figures) + ((whole.key,) if whole else ()),
        note=rule.note if rule else "",
        is_declared=rule is not None,
    )


def _judged(
    interval: Interval, value: Decimal, due: Interval, number: Decimal, *, may_lack: bool
) -> Judgement:
    if interval.meet(due):
        verdict = Verdict.HOLDS
    elif may_lack and value < number:
        verdict = Verdict.UNKNOWN
    else:
        verdict = Verdict.DIFFERS
    allowance = ((interval.width or Decimal(0)) + (due.width or Decimal(0))) / 2
    return Judgement(
        verdict=verdict,
        expected=number,
        expected_interval=due,
        stated_interval=interval,
        difference=value - number,
        gap=interval.gap(due),
        allowance=allowance,
        factor=None,
    )


def _sentence(figures: Sequence[Figure], judged: Judgement, lacking: tuple[str, ...]) -> str:
    added = format_amount(judged.expected + judged.difference, Unit.PERCENT)
    due = format_amount(judged.expected, Unit.PERCENT)
    one = len(figures) == 1
    who = (
        "El único porcentaje publicado suma"
        if one
        else f"Los {plural(len(figures), 'porcentaje', 'porcentajes')} suman"
    )
    if judged.verdict is Verdict.UNKNOWN:
        return f"{who} {added} y no hay cifra de {joined(lacking)}: no se puede saber si cuadra."
    if not judged.difference:
        return f"{who} {due}."
    text = f"{who} {added}; {'debería' if one else 'deberían'} sumar {due}: "
    text += more_or_less(judged.difference, Unit.PERCENT)
    if judged.verdict is Verdict.HOLDS:
        text += ", dentro de lo que permite el redondeo"
    return f"{text}.{_rounding(figures, judged.allowance)}"


def _rounding(figures: Sequence[Figure], allowance: Decimal) -> str:
    steps = {figure.precision for figure in figures}
    if len(steps) > 1 or allowance != len(figures) * max(steps) / 2:
        return f" El redondeo de lo publicado permite hasta ± {points(allowance)}."
    count = plural(len(figures), "porcentaje", "porcentajes")
    half = half_step(steps.pop(), Unit.PERCENT)
    return f" Cada porcentaje pudo redondearse hasta en {half}: {count}, ± {points(allowance)}."


def declared_ratio(rule: Rule, whole: Figure, part: Part, base: Part) -> Outcome:
    """A stated percentage against the part and the base it is taken from, by a declared rule.

    Raises ValueError where either states no value, or the base may be zero.
    """
    found = percentage_of(part, base)
    if found is None or part.figure is None or base.figure is None:
        raise ValueError(f"{rule.slug} has no base to take a percentage of")
    interval, value = found
    judged = judge(whole, interval, value)
    computed = f"{format_figure(part.figure)} de {format_figure(base.figure)}"
    percent = format_amount(value.quantize(Decimal("0.01")), Unit.PERCENT)
    verb = "y el documento dice" if judged.verdict is Verdict.HOLDS else "pero el documento dice"
    return Outcome(
        slug=rule.slug,
        kind=CheckKind.SHARE,
        title=rule.title,
        verdict=judged.verdict,
        sentence=f"{computed} es {percent} {verb} {format_figure(whole)}.",
        stated=whole,
        parts=(part, base),
        expected=value,
        expected_interval=interval,
        stated_interval=judged.stated_interval,
        difference=judged.difference.quantize(Decimal("0.01")),
        gap=judged.gap,
        allowance=judged.allowance,
        factor=None,
        marked=(whole.key,),
        note=rule.note,
        is_declared=True,
    )
