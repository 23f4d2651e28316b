"""A sheet becomes the same bytes every time, and nothing that runs."""

import csv
import io
import json
import time
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from programs.formats import (
    Field,
    Flow,
    Sheet,
    csv_bytes,
    csv_lines,
    guarded,
    json_bytes,
    zip_bytes,
)
from programs.workbooks import write_xlsx, xlsx_bytes

WHEN = datetime(2022, 5, 19, 14, 0, tzinfo=UTC)
FIELDS = (Field("nombre", "Nombre"), Field("valor", "Valor", kind="decimal"))


def sheet(*rows: tuple[object, ...], title: str = "Hoja") -> Sheet:
    return Sheet(title, FIELDS, rows)  # type: ignore[arg-type]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_begins_like_a_formula_gets_a_quote(start: str) -> None:
    assert guarded(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["-", "Crece", "", "1+1", "a=b"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_negative_number_is_a_number_and_not_a_formula() -> None:
    content = csv_bytes(sheet(("a", Decimal("-131"))))

    assert content.decode().splitlines()[1] == "a,-131"


def test_missing_value_is_an_empty_cell_not_zero() -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(sheet(("a", None))).decode())))

    assert rows[1] == ["a", ""]


@given(st.text(max_size=80))
def test_any_text_survives_the_csv_but_for_what_no_spreadsheet_carries(text: str) -> None:
    content = csv_bytes(sheet((text, None)))

    back = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert back[1][0] == guarded(text)
    assert not (len(back[1][0]) > 1 and back[1][0][0] in "=+-@\t\r")


def test_csv_has_no_byte_order_mark_in_its_first_name() -> None:
    assert csv_bytes(sheet()).startswith(b"nombre,")


def test_workbook_is_the_same_bytes_a_second_later() -> None:
    first = xlsx_bytes([sheet(("a", Decimal(1)))], WHEN)
    time.sleep(1.1)

    assert xlsx_bytes([sheet(("a", Decimal(1)))], WHEN) == first


def test_workbook_never_holds_a_formula() -> None:
    content = xlsx_bytes([sheet(("=1+1", Decimal(2)), ("@x", None))], WHEN)

    page = load_workbook(io.BytesIO(content)).active
    kinds = {cell.data_type for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    assert page["A2"].value == "'=1+1"
    assert page["B2"].value == 2


def test_workbook_takes_characters_that_xml_cannot() -> None:
    content = xlsx_bytes([sheet(("a\x00\x0bb\ud800", None))], WHEN)

    assert load_workbook(io.BytesIO(content)).active["A2"].value == "a��b�"


@pytest.mark.parametrize("title", ["", "a/b:c*?[x]", "x" * 60, "'"])
def test_workbook_names_its_sheets_as_excel_accepts(title: str) -> None:
    content = xlsx_bytes([sheet(title=title), sheet(title=title)], WHEN)

    names = load_workbook(io.BytesIO(content)).sheetnames
    assert len(set(names)) == 2
    assert all(0 < len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)


def test_zip_is_the_same_bytes_a_while_later_and_holds_what_was_given() -> None:
    first = zip_bytes([("a/b.txt", b"hola"), ("c", b"")])
    time.sleep(2.1)  # a ZIP counts time in steps of two seconds

    assert zip_bytes([("a/b.txt", b"hola"), ("c", b"")]) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.read("a/b.txt") == b"hola"


def test_json_keeps_pesos_exact() -> None:
    content = json_bytes({"a": Decimal("1969903879487621"), "b": Decimal("0.5"), "c": None})

    assert json.loads(content) == {"a": 1969903879487621, "b": 0.5, "c": None}


def test_json_refuses_what_it_does_not_know() -> None:
    with pytest.raises(TypeError):
        json_bytes({"a": object()})


def test_rows_that_flow_are_written_as_those_that_stand() -> None:
    rows = (("=1+1", Decimal(2)), ("dos\r\nlíneas", None))
    flow = Flow("Hoja", FIELDS, iter(rows))

    assert b"".join(csv_lines(flow)) == csv_bytes(sheet(*rows))

    out = io.BytesIO()
    write_xlsx(out, [Flow("Hoja", FIELDS, iter(rows))], WHEN)
    cells = load_workbook(out)["Hoja"].iter_rows(values_only=True)
    assert list(cells)[1:] == [("'=1+1", 2), ("dos\nlíneas", None)]
