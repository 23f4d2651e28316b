"""The files of a version, made one at a time from its rows, each through a file on disk.

`informe.pdf` with its annexes, `informe.xlsx`, one CSV for each section, `informe.jsonl` with every
row, `verificar.py`, which counts it all again with Python alone, `SHA256SUMS` of all of these, and
`informe.zip` with everything.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED

from django.core.files.base import File

from participation.models import AnswerReport, ReportFile
from participation.report.pdf import MOST_CARDS, annex_pdf, report_pdf
from participation.report.reading import Theme, rows_of, themes_in
from participation.report.sections import SECTIONS
from participation.report.shapes import SectionOf
from programs.formats import Cell, Flow, StillZip, csv_lines
from programs.workbooks import write_xlsx

SUMS, ZIP = "SHA256SUMS", "informe.zip"
PDF, XLSX = "informe.pdf", "informe.xlsx"
LINES = "informe.jsonl"
CHECKER = "verificar.py"
PROGRAM = Path(__file__).parents[1] / "data" / "verificar_informe.py"
PIECE = 64 * 1024
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be made: what it is, and how it is written to an open file."""

    path: str
    title: str
    content_type: str
    write: Callable[[IO[bytes]], object]


def planned_files(report: AnswerReport) -> tuple[Planned, ...]:
    """Every file of a version whose rows are there, in the order in which they are made."""
    return tuple(_planned(report))


def _planned(report: AnswerReport) -> Iterator[Planned]:
    themes = themes_in(report)
    annexes = tuple(_annexes(report, themes))
    names: dict[str, list[str]] = {}
    for theme, planned in annexes:
        names.setdefault(theme.code, []).append(planned.path)
    yield Planned(PDF, "El informe, para leer e imprimir", "application/pdf",
                  lambda out: out.write(report_pdf(report, themes, names)))  # fmt: skip
    yield from (planned for _, planned in annexes)
    yield Planned(XLSX, "Todas las tablas en un libro", _SHEET, lambda out: _workbook(report, out))
    for section in SECTIONS:
        yield Planned(f"{section.code}.csv", section.title, "text/csv; charset=utf-8",
                      _csv_writer(report, section))  # fmt: skip
    yield Planned(LINES, "Todo el contenido, una fila por línea",
                  "application/x-ndjson; charset=utf-8",
                  lambda out: out.writelines(content_lines(report)))  # fmt: skip
    yield Planned(CHECKER, "Programa que lo comprueba", "text/x-python; charset=utf-8",
                  lambda out: out.write(PROGRAM.read_bytes()))  # fmt: skip
    yield Planned(SUMS, "Huellas de todos los archivos", "text/plain; charset=utf-8",
                  lambda out: out.write(sums_of(report)))  # fmt: skip
    yield Planned(ZIP, "Todo junto", "application/zip", lambda out: _zip(report, out))


def _annexes(report: AnswerReport, themes: tuple[Theme, ...]) -> Iterator[tuple[Theme, Planned]]:
    """The annexes with the questions, if they do not fit into the report itself."""
    if sum(theme.count for theme in themes) <= MOST_CARDS:
        return
    number = 0
    for theme in themes:
        parts = -(-theme.count // MOST_CARDS)
        for part in range(parts):
            number += 1
            of = f", parte {part + 1} de {parts}" if parts > 1 else ""
            path = f"anexo-{number:03}-{theme.code}.pdf"[:115]
            yield theme, Planned(path, f"Anexo {number}: {theme.title}{of}"[:200],
                                 "application/pdf",
                                 _annex_writer(report, theme, part, parts))  # fmt: skip


def _annex_writer(
    report: AnswerReport, theme: Theme, part: int, parts: int
) -> Callable[[IO[bytes]], object]:
    return lambda out: out.write(annex_pdf(report, theme, part, parts))


def flow_of(report: AnswerReport, section: SectionOf) -> Flow:
    """A section as rows that come one at a time, under its fields."""
    names = [field.name for field in section.fields]
    rows = (tuple(_cell(cells.get(name)) for name in names)
            for cells in rows_of(report, section.code))  # fmt: skip
    return Flow(section.title, section.fields, rows)


def _cell(value: Any) -> Cell:
    return value  # type: ignore[no-any-return]


def _csv_writer(report: AnswerReport, section: SectionOf) -> Callable[[IO[bytes]], object]:
    return lambda out: out.writelines(csv_lines(flow_of(report, section)))


def _workbook(report: AnswerReport, out: IO[bytes]) -> None:
    assert report.made_at is not None  # noqa: S101 (files come after the rows)
    sheets = (flow_of(report, section) for section in SECTIONS)
    write_xlsx(out, sheets, report.made_at, title=str(report))


def content_lines(report: AnswerReport) -> Iterator[bytes]:
    """The whole content: first the version, then every row of every section, in their order."""
    head = {
        "informe": f"{report.account.account_year}/{report.number}",
        "hecho": report.made_at.isoformat() if report.made_at else None,
        "asiento": report.entry_number, "huella": report.entry_sha256,
        "parcial": report.is_partial, "motivo": report.reason, "presentacion": report.foreword,
        "sin_respuesta": report.pending_reason,
    }  # fmt: skip
    yield _json(head)
    for section in SECTIONS:
        names = [field.name for field in section.fields]
        for cells in rows_of(report, section.code):
            row = {name: cells.get(name) for name in names}
            yield _json({"seccion": section.code, "fila": row})


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def sums_of(report: AnswerReport) -> bytes:
    """The hashes of the files made so far, as `sha256sum -c` reads them."""
    made = report.files.exclude(path__in=(SUMS, ZIP)).order_by("path")
    return "".join(f"{sha}  {path}\n" for path, sha in made.values_list("path", "sha256")).encode()


def _zip(report: AnswerReport, out: IO[bytes]) -> None:
    with StillZip(out, "w", ZIP_DEFLATED) as archive:
        for each in report.files.exclude(path=ZIP).order_by("path"):
            with each.file.open("rb") as file:
                archive.write_from(file, each.path)


def make_file(report: AnswerReport, planned: Planned, position: int) -> ReportFile:
    """Write one file, and keep it with its size and hash."""
    with TemporaryFile() as file:
        planned.write(file)
        size = file.seek(0, 2)
        sha256 = hash_of(file)
        file.seek(0)
        made = ReportFile(
            report=report, position=position, path=planned.path, title=planned.title,
            content_type=planned.content_type, size=size, sha256=sha256,
        )  # fmt: skip
        made.file.save(planned.path, File(file), save=False)
        made.save(force_insert=True)
    return made


def hash_of(file: IO[bytes]) -> str:
    """SHA-256 of a whole file."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
