"""`metodologia/`: how figures are typed, rounded and checked, with an example from this account."""

from collections.abc import Iterator
from dataclasses import dataclass

from cuenta.pages.chrome import make_head
from cuenta.pages.cuadratura import summary_of
from cuenta.pages.site import Page, Site
from programs.checks import Outcome
from programs.figures import NBSP, Interval, format_amount, format_figure, interval_of, total
from programs.ledger import CheckKind, Figure, Unit

TITLE = "Metodología"
LEAD = "Cómo llegan las cifras a estas páginas, cómo se comprueban y qué no hace el portal."
FEWEST, MOST = 2, 12  # parts of a sum that one can follow on paper


@dataclass(frozen=True, slots=True)
class Range:
    """A figure as it was printed and the values it stands for."""

    label: str
    printed: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Example:
    """A sum judged by rounding: its parts, what they may add up to, and what is stated."""

    title: str
    href: str
    unit: str
    parts: tuple[Range, ...]
    sum: Range
    stated: Range
    sentence: str


@dataclass(frozen=True, slots=True)
class SourceView:
    title: str
    publisher: str
    note: str
    sha256: str
    href: str


def pages(site: Site) -> Iterator[Page]:
    """The page of method."""
    head = make_head(site, "metodologia/", TITLE, LEAD, "", (("Metodología", ""),))
    context = {
        "head": head,
        "title": TITLE,
        "lead": LEAD,
        "example": example(site),
        "sources": tuple(_sources(site)),
        "summary": summary_of(site.outcomes),
        "checks": site.link("cuadratura/"),
        "editions": site.link("ediciones/"),
        "glossary": site.link("glosario/"),
        "data": site.link("datos/"),
    }
    yield Page("metodologia/", "cuenta/methodology.html", context)


def example(site: Site) -> Example | None:
    """The sum that shows rounding best: one whose printed numbers differ and yet hold, if any."""
    fitting = [outcome for outcome in site.outcomes if _can_be_shown(outcome)]
    if not fitting:
        return None
    outcome = next((each for each in fitting if each.difference), fitting[0])
    stated = outcome.stated
    figures = [part.figure for part in outcome.parts if part.figure]
    if stated is None or outcome.expected is None:
        return None
    interval = total(interval_of(figure) for figure in figures)
    return Example(
        title=outcome.title,
        href=site.link(f"cifras/{stated.key}/"),
        unit=str(stated.unit) if stated.unit.is_money else "",
        parts=tuple(
            _range(part.label, part.figure) for part in outcome.parts if part.figure is not None
        ),
        sum=_between(
            "Suman", format_amount(outcome.expected, figures[0].unit), interval, stated.unit
        ),
        stated=_range("El documento declara", stated),
        sentence=outcome.sentence,
    )


def _can_be_shown(outcome: Outcome) -> bool:
    """A sum of few rounded amounts, all there and in one unit, that holds."""
    figures = [part.figure for part in outcome.parts if part.figure and part.value is not None]
    return (
        outcome.kind is CheckKind.SUM
        and outcome.holds
        and outcome.stated is not None
        and outcome.allowance > 0
        and FEWEST <= len(figures) <= MOST
        and len(figures) == len(outcome.parts)
        and {figure.unit for figure in figures} == {outcome.stated.unit}
    )


def _range(label: str, figure: Figure) -> Range:
    return _between(label, format_figure(figure), interval_of(figure), figure.unit)


def _between(label: str, printed: str, interval: Interval, unit: Unit) -> Range:
    high = interval.low if interval.high is None else interval.high
    texts = (printed, format_amount(interval.low, unit), format_amount(high, unit))
    bare = [text.removeprefix(f"{unit.value}{NBSP}") for text in texts]  # the caption says the unit
    return Range(label, *bare)


def _sources(site: Site) -> Iterator[SourceView]:
    for source in site.ledger.sources:
        is_web = source.url.lower().startswith(("https://", "http://"))
        yield SourceView(
            source.title, source.publisher, source.note, source.sha256, source.url if is_web else ""
        )
