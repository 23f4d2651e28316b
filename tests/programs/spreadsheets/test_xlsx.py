"""Excel workbooks: what a cell shows is what is read."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from programs.spreadsheets import Number, Odd, Oddity
from tests.programs.filing import member, members, read, values, xlsx


def sheet_with(folder: Path, value: Any, number_format: str = "General") -> Path:
    book = Workbook()
    book.active.append(["clave", "valor"])
    book.active.append(["una", value])
    book.active["B2"].number_format = number_format
    book.save(folder / "una.xlsx")
    return folder / "una.xlsx"


@pytest.mark.parametrize(
    ("stored", "number_format", "typed"),
    [
        (1234, "General", "1234"),
        (1234.5, "General", "1234,5"),
        (0.1 + 0.2, "General", "0,3"),
        (0.49, "0%", "49%"),
        (0.49, "0.0%", "49,0%"),
        (0.4873, "0.0%", "48,7%"),
        (0.07, "0 %", "7%"),
        (1234.5678, "#,##0.00", "1234,57"),
        (1234, "#,##0.0", "1234,0"),
        (1234, '"MM$" #,##0', "MM$ 1234"),
        (84700000, "[$$-340A] #,##0", "$ 84700000"),
        (84700000, '_-"$"* #,##0_-;-"$"* #,##0_-;_-"$"* "-"??_-;_-@_-', "$ 84700000"),
        (2.5, "0.##", "2,5"),
        (-5, "#,##0;[Red]-#,##0", "-5"),
        (7, '0" personas"', "7"),
        ("1.234,5", "General", "1.234,5"),
        ("MM$ 1.234", "@", "MM$ 1.234"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(
    tmp_path: Path, stored: Any, number_format: str, typed: str
) -> None:
    path = sheet_with(tmp_path, stored, number_format)

    [value] = values(path)

    assert (value.typed if isinstance(value, Number) else value) == typed


def test_decimals_hidden_by_the_format_are_told(tmp_path: Path) -> None:
    path = sheet_with(tmp_path, 1234.5678, "#,##0")

    _, report = read(path)

    assert report.notices == [
        "1 celda guarda más decimales de los que muestra; se tomó lo que se ve: B2."
    ]


@pytest.mark.parametrize(
    ("stored", "number_format", "kind"),
    [
        (date(2021, 5, 12), "dd-mm-yyyy", Oddity.DATE),
        (44000, "[h]:mm", Oddity.DATE),
        (True, "General", Oddity.TRUTH),
        ("=1+1", "General", Oddity.NO_RESULT),
        (84700000, "#,##0,,", Oddity.SCALED),
        (1e300, "General", Oddity.HUGE),
    ],
)
def test_what_is_no_usable_number_is_told_apart(
    tmp_path: Path, stored: Any, number_format: str, kind: Oddity
) -> None:
    path = sheet_with(tmp_path, stored, number_format)

    [value] = values(path)

    assert isinstance(value, Odd)
    assert value.kind is kind


def test_a_date_is_shown_as_a_date(tmp_path: Path) -> None:
    path = sheet_with(tmp_path, date(2021, 5, 12), "dd-mm-yyyy")

    [value] = values(path)

    assert value == Odd(Oddity.DATE, "12-05-2021")


def test_the_stored_result_of_a_formula_is_read(tmp_path: Path) -> None:
    path = sheet_with(tmp_path, "=600+34")
    sheet = "xl/worksheets/sheet1.xml"
    xml = member(path, sheet).replace(b"<v></v>", b"<v>634</v>").replace(b"<v />", b"<v>634</v>")
    members(path, {sheet: xml})

    [value] = values(path)

    assert value == Number(Decimal(634))


def test_a_fault_of_the_spreadsheet_is_told_apart(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["clave", "valor"])
    book.active.append(["una", "#REF!"])
    book.active["B2"].data_type = "e"
    book.save(tmp_path / "una.xlsx")

    assert values(tmp_path / "una.xlsx") == [Odd(Oddity.FAULT, "#REF!")]


def test_a_hidden_sheet_is_not_read_and_it_is_said(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["clave", "valor"])
    book.active.append(["a", 1])
    hidden = book.create_sheet("Vieja")
    hidden.append(["clave", "valor"])
    hidden.append(["b", 2])
    hidden.sheet_state = "veryHidden"
    book.save(tmp_path / "dos.xlsx")

    rows, report = read(tmp_path / "dos.xlsx")

    assert [row.value("key") for row in rows] == ["a"]
    assert report.notices == ["La hoja «Vieja» está oculta: no se leyó."]


def test_hidden_rows_are_not_read_and_it_is_said(tmp_path: Path) -> None:
    book = Workbook()
    for line in (["clave", "valor"], ["a", 1], ["b", 2], ["c", 3]):
        book.active.append(line)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "filtro.xlsx")

    rows, report = read(tmp_path / "filtro.xlsx")

    assert [row.value("key") for row in rows] == ["a", "c"]
    assert "1 fila oculta" in report.notices[0]


def test_a_merged_label_speaks_for_all_its_rows(tmp_path: Path) -> None:
    book = Workbook()
    for line in (["clave", "programa", "valor"], ["a", "Crece", 1], ["b", None, 2], ["c", None, 3]):
        book.active.append(line)
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "unida.xlsx")

    assert values(tmp_path / "unida.xlsx", "program") == ["Crece", "Crece", ""]


def test_a_merged_label_speaks_even_from_a_hidden_row(tmp_path: Path) -> None:
    book = Workbook()
    for line in (["clave", "programa", "valor"], ["a", "Crece", 1], ["b", None, 2]):
        book.active.append(line)
    book.active.merge_cells("B2:B3")
    book.active.row_dimensions[2].hidden = True
    book.save(tmp_path / "unida.xlsx")

    assert values(tmp_path / "unida.xlsx", "program") == ["Crece"]


def test_a_cell_in_the_farthest_corner_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["clave", "valor"])
    book.active.append(["a", 1])
    book.active.cell(1_048_576, 16_384, "lejos")
    book.save(tmp_path / "lejos.xlsx")

    rows, _ = read(tmp_path / "lejos.xlsx")

    assert [row.value("key") for row in rows] == ["a"]


def test_cells_and_rows_without_reference_are_counted(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["clave", "valor"], ["a", 1]])
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row><c t="inlineStr"><is><t>clave</t></is></c><c t="inlineStr"><is><r><t>va</t></r>'
        b"<r><t>lor</t></r></is></c></row>"
        b'<row><c t="inlineStr"><is><t>a</t></is></c><c><v>7</v></c></row></sheetData></worksheet>'
    )
    members(path, {"xl/worksheets/sheet1.xml": xml})

    [row] = read(path)[0]

    assert (row.value("key"), row.value("value"), row.cell("value")) == (
        "a",
        Number(Decimal(7)),
        "B2",
    )


def test_every_sheet_with_headings_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Norte"
    book.active.append(["clave", "valor"])
    book.active.append(["a", 1])
    south = book.create_sheet("Sur")
    south.append(["valor", "clave"])
    south.append([2, "b"])
    book.create_sheet("Apuntes").append(["recordar"])
    book.save(tmp_path / "dos.xlsx")

    rows, report = read(tmp_path / "dos.xlsx")

    assert [(row.sheet, row.cell("value")) for row in rows] == [("Norte", "B2"), ("Sur", "A2")]
    assert report.notices == [
        "La hoja «Apuntes» no tiene títulos de columna conocidos: no se leyó."
    ]
