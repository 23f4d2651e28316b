"""OpenDocument spreadsheets."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from odf import opendocument
from odf.number import Number as NumberPart
from odf.number import PercentageStyle, Text
from odf.office import Annotation
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

from programs.spreadsheets import Number, Odd, Oddity
from tests.programs.filing import ods, read, values

HEAD = ["clave", "programa", "valor"]


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (1234, "1234"),
        (1234.5, "1234,5"),
        ({"valuetype": "percentage", "value": "0.49", "text": "49 %"}, "49%"),
        ({"valuetype": "currency", "currency": "CLP", "value": "84700000"}, "$ 84700000"),
        ({"valuetype": "float", "value": "8", "formula": "of:=4+4", "text": "8"}, "8"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(tmp_path: Path, cell: Any, typed: str) -> None:
    path = ods(tmp_path, [HEAD, ["a", "Crece", cell]])

    [value] = values(path)

    assert isinstance(value, Number)
    assert value.typed == typed


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ({"valuetype": "date", "datevalue": "2021-05-12", "text": "12-05-21"}, Oddity.DATE),
        ({"formula": "of:=1+1"}, Oddity.NO_RESULT),
        ({"valuetype": "string", "formula": "of:=A0", "text": "#REF!"}, Oddity.FAULT),
        ({"valuetype": "boolean", "booleanvalue": "true", "text": "VERDADERO"}, Oddity.TRUTH),
    ],
)
def test_what_is_no_usable_number_is_told_apart(
    tmp_path: Path, cell: dict[str, str], kind: Oddity
) -> None:
    path = ods(tmp_path, [HEAD, ["a", "Crece", cell]])

    [value] = values(path)

    assert isinstance(value, Odd)
    assert value.kind is kind


def test_the_style_says_how_many_decimals_are_shown(tmp_path: Path) -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    shown = PercentageStyle(name="N1")
    shown.addElement(NumberPart(decimalplaces="1", minintegerdigits="1"))
    shown.addElement(Text(text="%"))
    document.automaticstyles.addElement(shown)
    document.automaticstyles.addElement(Style(name="ce1", family="table-cell", datastylename="N1"))
    sheet = Table(name="Cifras")
    document.spreadsheet.addElement(sheet)
    for line in (("clave", "valor"), ("a", None)):
        row = TableRow()
        sheet.addElement(row)
        for text in line:
            cell = TableCell(valuetype="percentage", value="0.4873", stylename="ce1")
            if text:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=text))
            row.addElement(cell)
    document.save(str(tmp_path / "p.ods"))

    [value] = values(tmp_path / "p.ods")

    assert value == Number(Decimal("48.7"), 1, "%", is_rounded=True)


def test_repeated_blank_rows_and_columns_cost_nothing(tmp_path: Path) -> None:
    path = ods(
        tmp_path,
        [HEAD, [{"numbercolumnsrepeated": 16_000}], ["a", "Crece", 1]],
    )

    [row] = read(path)[0]

    assert row.cell("value") == "C3"


def test_a_merged_label_speaks_for_all_its_rows(tmp_path: Path) -> None:
    merged = {"valuetype": "string", "numberrowsspanned": 2, "numbercolumnsspanned": 1}
    path = ods(
        tmp_path, [HEAD, ["a", {**merged, "text": "Crece"}, 1], ["b", "covered", 2], ["c", "", 3]]
    )

    assert values(path, "program") == ["Crece", "Crece", ""]


def test_a_hidden_sheet_is_not_read_and_it_is_said(tmp_path: Path) -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    hidden = Style(name="ta1", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    for name, style in (("Vieja", {"stylename": "ta1"}), ("Cifras", {})):
        sheet = Table(name=name, **style)
        document.spreadsheet.addElement(sheet)
        for line in (("clave", "valor"), (name.lower(), "1")):
            row = TableRow()
            sheet.addElement(row)
            for text in line:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=text))
                row.addElement(cell)
    document.save(str(tmp_path / "dos.ods"))

    rows, report = read(tmp_path / "dos.ods")

    assert [row.value("key") for row in rows] == ["cifras"]
    assert report.notices == ["La hoja «Vieja» está oculta: no se leyó."]


def test_a_comment_is_not_part_of_its_cell(tmp_path: Path) -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = Table(name="Cifras")
    document.spreadsheet.addElement(sheet)
    for line in (("clave", "valor"), ("a", "12")):
        row = TableRow()
        sheet.addElement(row)
        for text in line:
            cell = TableCell(valuetype="string")
            remark = Annotation()
            remark.addElement(P(text="revisar"))
            cell.addElement(remark)
            cell.addElement(P(text=text))
            row.addElement(cell)
    document.save(str(tmp_path / "c.ods"))

    assert values(tmp_path / "c.ods") == ["12"]


def test_filtered_rows_are_not_read_and_it_is_said(tmp_path: Path) -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = Table(name="Cifras")
    document.spreadsheet.addElement(sheet)
    for line, seen in (
        (("clave", "valor"), {}),
        (("a", "1"), {"visibility": "filter"}),
        (("b", "2"), {}),
    ):
        row = TableRow(**seen)
        sheet.addElement(row)
        for text in line:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
    document.save(str(tmp_path / "f.ods"))

    rows, report = read(tmp_path / "f.ods")

    assert [row.value("key") for row in rows] == ["b"]
    assert "1 fila oculta" in report.notices[0]
