"""Workbooks as Excel itself writes them: shared texts, phonetic guides, styles by number."""

from pathlib import Path

import pytest

from programs.spreadsheets import Number, Odd, Oddity
from tests.programs.filing import members, read, values, xlsx

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS = "xl/sharedStrings.xml"


def shared(*items: str) -> bytes:
    """`sharedStrings.xml` with these `si` contents."""
    inside = "".join(f"<si>{item}</si>" for item in items)
    return b"<sst " + MAIN + b">" + inside.encode() + b"</sst>"


def sheet(*rows: str, after: str = "") -> bytes:
    inside = "".join(rows)
    return b"<worksheet " + MAIN + f"><sheetData>{inside}</sheetData>{after}</worksheet>".encode()


def excel(folder: Path, strings: bytes, body: bytes, **parts: bytes) -> Path:
    path = xlsx(folder, [["clave", "valor"]])
    return members(path, {STRINGS: strings, "xl/worksheets/sheet1.xml": body, **parts})


HEAD = '<row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c></row>'


def test_shared_texts_are_found_by_number(tmp_path: Path) -> None:
    strings = shared(
        "<t>clave</t>",
        "<r><t>va</t></r><r><rPr><b/></rPr><t>lor</t></r>",
        '<t xml:space="preserve"> a </t><rPh sb="0" eb="1"><t>guía</t></rPh>',
        "<t>uno_x000D_dos_x0041_</t>",
    )
    row = '<row r="5"><c r="B5" t="s"><v>2</v></c><c r="D5" t="s"><v>3</v></c></row>'

    [found] = read(excel(tmp_path, strings, sheet(HEAD, row)))[0]

    assert (found.value("key"), found.value("value")) == (" a ", "uno\rdosA")
    assert (found.cell("key"), found.cell("value")) == ("B5", "D5")


def test_a_workbook_without_styles_shows_numbers_as_they_are(tmp_path: Path) -> None:
    strings = shared("<t>clave</t>", "<t>valor</t>")
    row = '<row r="4"><c r="D4" s="7"><v>1.5</v></c></row>'
    path = excel(tmp_path, strings, sheet(HEAD, row))
    members(path, {"xl/styles.xml": None})

    [value] = values(path)

    assert isinstance(value, Number)
    assert value.typed == "1,5"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<c r='D4'><f>SUM(A1)</f></c>", Odd(Oddity.NO_RESULT)),
        ("<c r='D4' t='str'><f>A1</f><v>12</v></c>", "12"),
        ("<c r='D4' t='e'><f>A1/0</f><v>#DIV/0!</v></c>", Odd(Oddity.FAULT, "#DIV/0!")),
        ("<c r='D4' t='b'><v>0</v></c>", Odd(Oddity.TRUTH, "FALSO")),
        ("<c r='D4' t='d'><v>2021-05-12</v></c>", Odd(Oddity.DATE, "2021-05-12")),
        ("<c r='D4' s='1'><v>0.5</v></c>", Odd(Oddity.DATE, "12:00")),
        ("<c r='D4' s='1'><v>-3</v></c>", Odd(Oddity.DATE, "-3.0")),
        ("<c r='D4'><v>1E400</v></c>", Odd(Oddity.HUGE, "1E400")),
    ],
)
def test_each_type_of_cell_is_told_apart(tmp_path: Path, cell: str, expected: object) -> None:
    strings = shared("<t>clave</t>", "<t>valor</t>", "<t>a</t>")
    row = f'<row r="4"><c r="B4" t="s"><v>2</v></c>{cell}</row>'
    styles = b"<styleSheet " + MAIN + b'><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
    path = excel(tmp_path, strings, sheet(HEAD, row), **{"xl/styles.xml": styles})

    assert values(path) == [expected]


def test_a_formula_whose_result_is_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    strings = shared("<t>clave</t>", "<t>valor</t>", "<t>a</t>")
    row = '<row r="4"><c r="B4" t="s"><v>2</v></c><c r="D4" t="str"><f>A1</f><v></v></c></row>'

    assert values(excel(tmp_path, strings, sheet(HEAD, row))) == [""]


def test_merged_areas_are_found_across_the_pieces_the_file_is_read_in(tmp_path: Path) -> None:
    strings = shared("<t>clave</t>", "<t>valor</t>", "<t>a</t>")
    rows = "".join(
        f'<row r="{n}"><c r="B{n}" t="s"><v>2</v></c><c r="D{n}"><v>{n}</v></c></row>'
        for n in range(4, 9_000)
    )
    after = "<mergeCells>" + "".join(
        f'<mergeCell ref="B{n}:B{n + 1}"/>' for n in range(4, 8_990, 2)
    )
    found = read(excel(tmp_path, strings, sheet(HEAD, rows, after=after + "</mergeCells>")))[0]

    merged = [row for row in found if row.row.merged]

    assert len(merged) == len(range(4, 8_990, 2)) * 2
    assert {row.value("key") for row in found} == {"a"}
