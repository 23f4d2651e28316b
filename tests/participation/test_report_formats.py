"""The answer report: what it counts, the same in each format, and checked by anyone."""

import ast
import csv
import io
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from runpy import run_path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook

from participation.register import seal_everything
from participation.report import files
from participation.report.gathering import gather, source_of
from participation.report.progress import reading_of
from participation.report.recount import recount
from participation.report.sections import SECTIONS
from participation.report.sections.questions import QUESTIONS
from participation.transitions import ACTION, OPEN, STATE
from programs.formats import Field, guarded
from tests.participation.report_world import (
    LATER,
    World,
    bytes_of,
    cells,
    published,
)
from tests.participation.report_world import (
    kept_world as kept_world,
)
from tests.participation.report_world import (
    world as world,
)
from tests.participation.test_acta_pdf import inside

pytestmark = pytest.mark.django_db


# -- what it says


def test_the_summary_is_what_the_register_says_counted_again(world: World) -> None:
    rows = {row["codigo"]: row for row in cells(world, "resumen")}

    assert {code: rows[code]["valor"] for code in ("recibidas", "por_responder", "respondidas")} \
        == {"recibidas": 8, "por_responder": 5, "respondidas": 1}  # fmt: skip
    again = {code: row["segun_registro"] for code, row in rows.items()}
    told = {code: count for code, count in again.items() if count is not None}
    assert told == {code: rows[code]["valor"] for code in told}
    assert len(told) == 11
    assert {row["de"] for row in rows.values() if row["parte_de"] == "por_responder"} == {5}


def test_counting_again_follows_the_table_of_transitions() -> None:
    entries = [
        ("A", "receive", "portal"), ("B", "receive", "paper"), ("C", "receive", "council"),
        ("A", "admit", None), ("A", "assign", None), ("C", "admit", None), ("B", "admit", None),
        ("B", "group", None), ("B", "ungroup", None), ("B", "withdraw", None),
        ("A", "extend", None), ("A", "answer", None), ("A", "redraft", None),
    ]  # fmt: skip

    found = recount(entries)

    assert {name: count for name, count in found.items() if count} == {
        "recibidas": 2, "publicadas": 2, "retiradas": 1, "por_responder": 1, "respondidas": 1,
        "ampliadas": 1,
    }  # fmt: skip


def test_the_same_instant_gives_the_same_rows(
    world: World, django_assert_max_num_queries: Any
) -> None:
    seal_everything()
    gather(world.report, now=LATER)
    assert reading_of(world.report)[0] == 99, "how far it was, for the page"
    source = source_of(world.report, LATER)
    with django_assert_max_num_queries(7):  # of a batch, however many questions it has
        assert len(list(QUESTIONS.rows(source))) == 4
    first = list(world.report.rows.values_list("section", "position", "theme", "folio", "cells"))

    gather(world.report, now=LATER)

    again = list(world.report.rows.values_list("section", "position", "theme", "folio", "cells"))
    assert first == again


# -- the same in each format


def test_every_format_says_the_same_to_the_letter(world: World) -> None:
    book = load_workbook(io.BytesIO(bytes_of(world.report, "informe.xlsx")))
    lines = [json.loads(line) for line in bytes_of(world.report, "informe.jsonl").splitlines()]
    assert len(book.sheetnames) == len(SECTIONS)

    for section, sheet in zip(SECTIONS, book.worksheets, strict=True):
        names = [field.name for field in section.fields]
        rows = [[row.get(name) for name in names] for row in cells(world, section.code)]
        text = bytes_of(world.report, f"{section.code}.csv").decode()
        parsed = list(csv.reader(io.StringIO(text, newline="")))
        flat = [list(row["fila"].values()) for row in lines if row.get("seccion") == section.code]

        assert flat == rows
        assert parsed[0] == names
        assert parsed[1:] == [[_as_csv(value) for value in row] for row in rows]
        shown = [list(row) for row in sheet.iter_rows(values_only=True)]
        fields = section.fields
        assert shown[1:] == [list(map(_as_xlsx, fields, row)) for row in rows]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
        table = next(iter(sheet.tables.values()))
        assert [each.name for each in table.tableColumns] == shown[0]
        assert table.ref.endswith(str(max(len(rows), 1) + 1))
    assert not any(row.startswith("=") for row in text_cells(world))


def text_cells(world: World) -> list[str]:
    """Every cell of the CSV of the questions, where somebody wrote a formula."""
    text = bytes_of(world.report, "preguntas.csv").decode()
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def _as_csv(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else guarded(str(value))


def _as_xlsx(field: Field, value: Any) -> Any:
    """Days and instants as dates, by the clock on the wall; Excel has no empty text."""
    if value == "":
        return None
    if value is not None and field.kind in ("date", "dateTime"):
        return datetime.fromisoformat(value).replace(tzinfo=None)
    return guarded(value) if isinstance(value, str) else value


def test_the_pdf_is_tagged_with_its_language_its_contents_and_its_links(world: World) -> None:
    pdf = inside(bytes_of(world.report, "informe.pdf"))

    for mark in (b"/Lang", b"es-CL", b"pdfuaid:part", b"/StructTreeRoot", b"/Outlines", b"/TOCI"):
        assert mark in pdf, mark
    assert f"/participacion/{world.answered.folio}/".encode() in pdf


def test_questions_that_do_not_fit_go_to_annexes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("participation.report.files", "participation.report.pdf"):
        monkeypatch.setattr(f"{module}.MOST_CARDS", 3)

    planned = files.planned_files(world.report)

    annexes = [each for each in planned if each.path.startswith("anexo")]
    assert [each.path for each in annexes] == ["anexo-001-general.pdf", "anexo-002-general.pdf"]
    out = io.BytesIO()
    annexes[1].write(out)
    assert b"pdfuaid:part" in inside(out.getvalue())


def checked(folder: Path, *arguments: str) -> tuple[int, str]:
    """The program that travels with it, as anyone runs it: no site packages, no environment."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / files.CHECKER), *arguments], cwd=folder, env={},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout + ran.stderr


def test_anyone_can_check_it_from_downloaded_files(
    world: World, client: Client, tmp_path: Path
) -> None:
    report = published(world)
    seal_everything()
    (tmp_path / "todo.zip").write_bytes(bytes_of(report, "informe.zip"))
    with ZipFile(tmp_path / "todo.zip") as archive:
        archive.extractall(tmp_path)
    assert files.hash_of(io.BytesIO((tmp_path / files.SUMS).read_bytes())) == report.sha256

    code, said = checked(tmp_path)
    assert (code, "Sin el registro público" in said) == (0, True), said
    whole = b"".join(client.get("/participacion/registro.jsonl").streaming_content)  # type: ignore[attr-defined]
    register = tmp_path / "registro.jsonl"
    register.write_bytes(whole)
    assert checked(tmp_path) == checked(tmp_path, "todo.zip", "registro.jsonl")
    code, said = checked(tmp_path)
    assert (code, said.count("SÍ  "), "Todo coincide." in said) == (0, 4, True), said

    register.write_bytes(whole.replace(b'"act":"withdraw"', b'"act":"lapse"', 1))
    assert "se corta en el asiento" in checked(tmp_path)[1]
    register.write_bytes(whole.replace(b'"act":"publish"', b'"act":"approve"'))
    assert "no es la publicada" in checked(tmp_path)[1]
    rows = (tmp_path / "resumen.csv").read_bytes()
    (tmp_path / "resumen.csv").write_bytes(rows.replace(b",8,", b",9,", 1))
    code, said = checked(tmp_path)
    assert (code, "resumen.csv no es el publicado" in said) == (1, True)
    assert "resumen.csv: la fila 1 no dice lo mismo" in said
    (tmp_path / files.LINES).unlink()
    assert checked(tmp_path)[0] == 1


def test_the_program_reads_the_acts_as_the_portal_does() -> None:
    program = run_path(str(files.PROGRAM))

    assert program["TARGETS"] == {code: act.target for code, act in ACTION.items() if act.target}
    assert program["OWED"] == OPEN
    assert {STATE[state].label.split()[0] for state in ("referred", "converted")} == set(
        program["AWAY"]
    )
    ast.parse(files.PROGRAM.read_text(), feature_version=(3, 8))


def test_the_files_are_the_same_made_again_from_the_rows(world: World) -> None:
    for planned in files.planned_files(world.report):
        out = io.BytesIO()
        planned.write(out)
        kept = world.report.files.get(path=planned.path)

        assert files.hash_of(out) == kept.sha256, planned.path
