"""What a version would say otherwise if it were made again now. Nothing is written.

The register says which questions something happened to since; of these the rows are made again and
compared, and the sections that are short whole. So it costs little whatever the account has.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from participation.folios import PREFIX
from participation.models import AnswerReport, RegisterEntry, ReportRow
from participation.pages.register import what_happened
from participation.report.covering import QUESTIONS, covered_in
from participation.report.gathering import source_of
from participation.report.reading import Cells, rows_of
from participation.report.sections import SECTION
from participation.report.sections.questions import lines_of
from participation.report.shapes import SectionOf, Source
from participation.report.themes import questions_of
from participation.report.words import NONE, cell_of
from programs.figures import plural

MOST = 100  # questions told one by one
MOST_ACTS = 20 * MOST  # of the register that are read
LONGEST = 300  # letters of a text that changed
# Compared whole: each is short, whatever the number of filings. `lectura` says when it was made.
SHORT = ("no-admitidas", "participacion", "audiencias", "consejo", "compromisos", "correcciones")
UNTOLD = ("tema", "direccion")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that says one thing in the version, and would say another."""

    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A question to which something happened: what, and what would change of it. `fate` is there
    where it would come in or go out."""

    folio: str
    happened: tuple[str, ...]
    fate: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """All that would change. `more`: something happened to more questions than are told."""

    figures: tuple[Difference, ...]
    questions: tuple[Moved, ...]
    more: bool
    sections: tuple[tuple[str, str], ...]

    @property
    def is_same(self) -> bool:
        """Whether it would say the same."""
        return not (self.figures or self.questions or self.more or self.sections)


def entries_since(report: AnswerReport) -> Any:
    """The entries of the account's filings that came after those of which it was made."""
    year = report.account.account_year
    return (
        RegisterEntry.objects.filter(
            Q(seal__number__gt=report.entry_number or 0) | Q(seal__isnull=True),
            object_type="submission",
            object_id__gte=f"{PREFIX}-{year}-", object_id__lt=f"{PREFIX}-{year}.",
        ).exclude(act="support")
    )  # fmt: skip


def since(report: AnswerReport, *, now: datetime) -> Since:
    """What would change in a version that has its rows."""
    source = source_of(report, now)
    happened, is_cut = _happened(report)
    folios = list(happened)[: MOST + 1]
    return Since(
        figures=tuple(_figures(report, source)),
        questions=tuple(_questions(report, source, folios[:MOST], happened)),
        more=is_cut or len(folios) > MOST,
        sections=tuple(_sections(report, source)),
    )


def _happened(report: AnswerReport) -> tuple[dict[str, list[str]], bool]:
    """By folio, each act since, and whether there are more than are read.

    What was covered without an entry of its own is there too.
    """
    found: dict[str, list[str]] = {folio: [] for folio in covered_in(report)[: MOST + 1]}
    rows = entries_since(report).order_by("pk").values_list("object_id", "act")
    read = list(rows[: MOST_ACTS + 1])
    for folio, act in read[:MOST_ACTS]:
        found.setdefault(folio, []).append(what_happened(act))
    return found, len(read) > MOST_ACTS


def _figures(report: AnswerReport, source: Source) -> Iterator[Difference]:
    said = {cells["codigo"]: cells["valor"] for cells in rows_of(report, "resumen")}
    for line in SECTION["resumen"].rows(source):
        value, before = line.cells["valor"], said.get(str(line.cells["codigo"]))
        if value != before:
            yield Difference(str(line.cells["cifra"]), _text(before), _text(value))


def _questions(
    report: AnswerReport, source: Source, folios: list[str], happened: Mapping[str, list[str]]
) -> Iterator[Moved]:
    then = ReportRow.objects.filter(report=report, section=QUESTIONS, folio__in=folios)
    before = dict(then.values_list("folio", "cells"))
    asked = questions_of(source).filter(folio__in=folios)
    after = {line.folio: dict(line.cells) for line in lines_of(asked, source)}
    for folio in sorted(folios):
        differences = tuple(_differences(before.get(folio, {}), after.get(folio, {})))
        fate = ""
        if folio not in after and folio in before:
            fate, differences = "Saldría del informe.", ()
        elif folio in after and folio not in before:
            fate, differences = "Entraría en el informe.", ()
        if fate or differences:
            said = tuple(dict.fromkeys(happened[folio]))
            yield Moved(folio, said, fate, differences)


def _differences(before: Cells, after: Cells) -> Iterator[Difference]:
    for field in SECTION[QUESTIONS].fields:
        old, new = before.get(field.name), after.get(field.name)
        if old != new and field.name not in UNTOLD:
            told = (_short(cell_of(field, value).text) for value in (old, new))
            yield Difference(field.title, *told)


def _sections(report: AnswerReport, source: Source) -> Iterator[tuple[str, str]]:
    for code in SHORT:
        section = SECTION[code]
        before = Counter(map(_mark(section), rows_of(report, code)))
        after = Counter(map(_mark(section), (line.cells for line in section.rows(source))))
        changed = max((before - after).total(), (after - before).total())
        if changed:
            yield section.title, plural(changed, "fila sería otra", "filas serían otras")


def _mark(section: SectionOf) -> Any:
    names = [field.name for field in section.fields if field.name != "hasta"]
    return lambda cells: tuple(cells.get(name) for name in names)


def _text(value: Any) -> str:
    return NONE if value is None else str(value)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
