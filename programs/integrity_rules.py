"""What PostgreSQL would refuse row by row, said before in words (see programs/models).

Each test here is a constraint there; `tests/programs/test_integrity.py` compares the two lists.
"""

import re
from collections.abc import Iterator

from programs.ledger import Aggregation, Ledger, Measure
from programs.package_schema import FIRST_YEAR, LAST_YEAR, PackageProblem

REFERENCE = re.compile(r"\{(cifra|tabla):([^}]*)\}")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def row_problems(ledger: Ledger) -> Iterator[PackageProblem]:
    """Rows that could not be stored, and references in the text that lead nowhere."""
    yield from _years(ledger)
    yield from _indicators(ledger)
    yield from _sources(ledger)
    yield from _figures(ledger)
    yield from _references(ledger)


def _years(ledger: Ledger) -> Iterator[PackageProblem]:
    for year in (ledger.account_year, ledger.management_year):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            message = f"«{year}» no es un año entre {FIRST_YEAR} y {LAST_YEAR}"
            yield PackageProblem("datapackage.json", None, "account", message)
    if ledger.management_year > ledger.account_year:
        message = "el año de gestión no puede ser posterior al de la cuenta"
        yield PackageProblem("datapackage.json", None, "account", message)


def _indicators(ledger: Ledger) -> Iterator[PackageProblem]:
    for line, indicator in enumerate(ledger.indicators, start=2):
        is_share = indicator.aggregation is Aggregation.SHARE
        if is_share and indicator.measure is not Measure.PERCENT:
            message = "solo un porcentaje puede ser parte de un 100 %"
            yield PackageProblem("indicators.csv", line, "aggregation", message)


def _sources(ledger: Ledger) -> Iterator[PackageProblem]:
    for line, source in enumerate(ledger.sources, start=2):
        if source.sha256 and not _SHA256.match(source.sha256):
            message = "un SHA-256 tiene 64 cifras hexadecimales en minúscula"
            yield PackageProblem("sources.csv", line, "sha256", message)


def _figures(ledger: Ledger) -> Iterator[PackageProblem]:
    places: dict[int, str] = {}
    for line, figure in enumerate(ledger.figures, start=2):
        if figure.value is None and not figure.note:
            message = "una cifra sin valor necesita una nota que diga por qué"
            yield PackageProblem("figures.csv", line, "note", message)
        if figure.highlight is not None:
            taken = places.setdefault(figure.highlight, figure.key)
            if taken != figure.key:
                message = f"ese lugar de la portada ya es de «{taken}»"
                yield PackageProblem("figures.csv", line, "highlight", message)


def _references(ledger: Ledger) -> Iterator[PackageProblem]:
    for chapter in ledger.chapters:
        for kind, name in REFERENCE.findall(chapter.body):
            if name not in (ledger.figure if kind == "cifra" else ledger.table):
                message = f"el capítulo «{chapter.title}» nombra {{{kind}:{name}}}, que no existe"
                yield PackageProblem(f"chapters/{chapter.slug}.md", None, "", message)
