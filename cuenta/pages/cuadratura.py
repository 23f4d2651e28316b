"""`cuadratura/`: everything that was checked, what differs and why, what holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from cuenta.pages.chrome import make_head
from cuenta.pages.differences import (
    compared_with,
    difference_of,
    unit_of,
)
from cuenta.pages.shown import MARKS, Mark
from cuenta.pages.site import Page, Site
from cuenta.pages.words import counted
from programs.checks import Outcome, Verdict
from programs.figures import format_amount, format_figure, plural
from programs.ledger import CheckKind
from programs.sentences import joined

TITLE = "Qué cuadra y qué no"
LEAD = (
    "Cuando el documento da un total, el portal suma las partes y compara. Si no da lo mismo, "
    "se publica la diferencia y lo que se sabe de ella."
)
KINDS = {
    CheckKind.SUM: ("Totales y sus partes", "Cada total se compara con la suma de sus partes."),
    CheckKind.COUNT: ("Cantidades y sus filas", "La cantidad declarada y las filas que trae."),
    CheckKind.SAME: ("La misma cifra en varios lugares", "El mismo hecho, dicho más de una vez."),
    CheckKind.SHARE: ("Porcentajes de un mismo total", "Juntos deben dar 100 %."),
    CheckKind.UNIT: ("Montos y su unidad", "Un factor de mil o de un millón se delata solo."),
    CheckKind.COVERAGE: ("Desgloses completos", "Que no falte una región ni un sexo."),
    CheckKind.GROWTH: ("De un año al siguiente", "El aumento declarado y las dos cifras."),
}
# These are told in two numbers; the others in a sentence.
IN_NUMBERS = (CheckKind.SUM, CheckKind.COUNT)


@dataclass(frozen=True, slots=True)
class Line:
    """A check in one row. `stated` and `result` are empty where a sentence says it better."""

    anchor: str
    title: str
    href: str
    stated: str
    against: str
    result: str
    sentence: str
    mark: Mark
    by_rounding: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The checks of one kind that hold."""

    title: str
    note: str
    in_numbers: bool
    count: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many hold, differ and cannot be told, in words; `squares` in the account's order."""

    squares: tuple[Mark, ...]
    text: str
    total: str


def pages(site: Site) -> Iterator[Page]:
    """The page of checks."""
    by_verdict: dict[Verdict, list[Outcome]] = {verdict: [] for verdict in Verdict}
    for outcome in site.outcomes:
        by_verdict[outcome.verdict].append(outcome)
    differ, unknown = by_verdict[Verdict.DIFFERS], by_verdict[Verdict.UNKNOWN]
    holds = by_verdict[Verdict.HOLDS]
    summary = summary_of(site.outcomes)
    head = make_head(
        site, "cuadratura/", TITLE, f"{summary.text} {LEAD}", "cuadratura", (("Cuadratura", ""),)
    )
    context = {
        "head": head,
        "title": TITLE,
        "lead": LEAD,
        "summary": summary,
        "differ_title": counted(len(differ), "que no cuadra", "que no cuadran"),
        "unknown_title": counted(
            len(unknown), "que no se puede comprobar", "que no se pueden comprobar"
        ),
        "holds_title": counted(len(holds), "que cuadra", "que cuadran"),
        "differences": tuple(difference_of(site, outcome) for outcome in differ),
        "unknown": tuple(line_of(site, outcome) for outcome in unknown),
        "groups": tuple(_groups(site, holds)),
        "downloads": tuple(
            (kind.upper(), site.link(f"cuadratura.{kind}")) for kind in ("csv", "xlsx", "json")
        ),
        "methodology": site.link("metodologia/#cuadratura"),
    }
    yield Page("cuadratura/", "cuenta/cuadratura.html", context)


def summary_of(outcomes: tuple[Outcome, ...]) -> Summary:
    """The counts, in one sentence with right plurals."""
    marks = sorted((MARKS[outcome.verdict] for outcome in outcomes), key=_order)
    words = {
        Verdict.HOLDS: ("cuadra", "cuadran"),
        Verdict.DIFFERS: ("no cuadra", "no cuadran"),
        Verdict.UNKNOWN: ("no se puede comprobar", "no se pueden comprobar"),
    }
    said = []
    for verdict, (one, many) in words.items():
        count = sum(mark.verdict is verdict for mark in marks)
        if count:
            said.append(plural(count, one, many))
    text = f"{joined(said)}." if said else "Todavía no hay nada que comprobar."
    return Summary(tuple(marks), text, plural(len(marks), "comprobación", "comprobaciones"))


def _order(mark: Mark) -> int:
    return (Verdict.HOLDS, Verdict.UNKNOWN, Verdict.DIFFERS).index(mark.verdict)


def _groups(site: Site, holds: list[Outcome]) -> Iterator[Group]:
    for kind, (title, note) in KINDS.items():
        lines = tuple(line_of(site, outcome) for outcome in holds if outcome.kind is kind)
        if lines:
            count = plural(len(lines), "comprobación", "comprobaciones")
            yield Group(title, note, kind in IN_NUMBERS, count, lines)


def line_of(site: Site, outcome: Outcome) -> Line:
    """One check as a row of a table."""
    figure = outcome.stated or next((p.figure for p in outcome.parts if p.figure), None)
    in_numbers = outcome.kind in IN_NUMBERS and outcome.expected is not None
    return Line(
        anchor=outcome.slug,
        title=outcome.title,
        href=site.link(f"cifras/{figure.key}/") if figure else "",
        stated=format_figure(outcome.stated) if outcome.stated else "",
        against=compared_with(outcome) if in_numbers else "",
        result=format_amount(outcome.expected, unit_of(outcome))
        if in_numbers and outcome.expected is not None
        else "",
        sentence=outcome.sentence,
        mark=MARKS[outcome.verdict],
        by_rounding=outcome.holds and bool(outcome.difference),
    )
