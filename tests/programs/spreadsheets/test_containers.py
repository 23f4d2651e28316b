"""Files that are not what they say, and files made to hurt."""

import io
import zipfile
from pathlib import Path

import pytest

from programs.spreadsheets import NotReadable, Report, containers, read_table
from programs.spreadsheets.containers import GuardedZip
from tests.programs.filing import member, members, ods, propose, read, told, xlsx

ROWS = [["clave", "valor"], ["a", 1]]


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vacío"),
        (b"\r\n \n", "vacío"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "imagen"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<html><table><tr><td>clave</td></tr></table></html>", "página web"),
        (b'<?xml version="1.0"?><Workbook/>', "página web o XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "formato antiguo"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "contraseña",
        ),
        (b"PK\x03\x04 nothing more", "dañado"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "cifras.xlsx"
    path.write_bytes(content)

    proposal = propose(path)

    assert proposal.ledger is None
    assert said in proposal.problems[0].message


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("word/document.xml", "Word"),
        ("xl/workbook.bin", ".xlsb"),
        ("ppt/presentation.xml", "presentación"),
        ("foto.jpg", "datapackage.json"),
    ],
)
def test_another_kind_of_container_is_named(tmp_path: Path, name: str, said: str) -> None:
    path = zipped(tmp_path / "cifras.xlsx", {name: b"x"})

    [(_, message)] = told(propose(path))

    assert said in message


def test_a_text_document_is_not_a_spreadsheet(tmp_path: Path) -> None:
    files = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}

    [(_, message)] = told(propose(zipped(tmp_path / "carta.ods", files)))

    assert "no una planilla" in message


def test_a_locked_opendocument_asks_to_take_the_password_away(tmp_path: Path) -> None:
    path = ods(tmp_path, ROWS)
    members(path, {"META-INF/manifest.xml": b"<m><encryption-data/></m>"})

    [(_, message)] = told(propose(path))

    assert "contraseña" in message


def test_a_workbook_under_another_name_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = xlsx(tmp_path, ROWS, name="cifras.csv")

    rows, report = read(path)

    assert len(rows) == 1
    assert "pero es un libro de Excel" in report.notices[0]


def test_a_zip_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = members(xlsx(tmp_path, ROWS), {"xl/worksheets/sheet1.xml": b" " * 30_000_000})

    [(_, message)] = told(propose(path))

    assert message == containers.TOO_COMPRESSED


def test_many_members_that_add_up_are_a_bomb_too(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.xlsx", {f"xl/{n}.xml": b"ab" * 500 for n in range(5_001)})

    [(_, message)] = told(propose(path))

    assert message == containers.TOO_COMPRESSED


def test_the_limit_holds_while_reading_whatever_was_declared(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.zip", {"uno": b"x" * 900, "dos": b"x" * 1_150})
    archive = GuardedZip(path, most_unpacked=2_050)

    assert archive.read("uno", 1_000) == b"x" * 900
    with pytest.raises(NotReadable):
        archive.read("dos", 500)
    with pytest.raises(NotReadable):  # 900 + 1,150 of the 2,050 are spent
        archive.read("uno", 1_000)
    archive.close()


def test_a_declared_size_that_lies_is_damage(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.zip", {"uno": b"x" * 100_000})
    content = path.read_bytes()
    path.write_bytes(content.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))

    with GuardedZip(path) as archive, pytest.raises(NotReadable):
        archive.read("uno", 10**9)


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>',
        b"<worksheet><sheetData><row>",
        b'<worksheet><sheetData><row r="uno"/></sheetData></worksheet>',
        b'<worksheet><sheetData><row><c t="s"><v>99</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row><c r="?1"/></row></sheetData></worksheet>',
        b"<a>" * 5_000,
        b"not xml",
    ],
)
def test_a_damaged_sheet_is_refused_with_a_sentence(tmp_path: Path, xml: bytes) -> None:
    path = members(xlsx(tmp_path, ROWS), {"xl/worksheets/sheet1.xml": xml})

    [(_, message)] = told(propose(path))

    assert message == containers.DAMAGED


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_without_its_parts_is_refused(tmp_path: Path, name: str) -> None:
    path = members(xlsx(tmp_path, ROWS), {name: b"<a/>"})

    [(_, message)] = told(propose(path))

    assert message == containers.DAMAGED


def test_too_many_merged_cells_are_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path, ROWS)
    sheet = "xl/worksheets/sheet1.xml"
    merges = b"<mergeCells>" + b'<mergeCell ref="A1:GR9"/>' * 300 + b"</mergeCells></worksheet>"
    members(path, {sheet: member(path, sheet).replace(b"</worksheet>", merges)})

    [(_, message)] = told(propose(path))

    assert "demasiadas celdas combinadas" in message


def test_a_big_file_is_refused_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "cifras.csv"
    path.write_bytes(b"x" * 3_000_000)

    proposal = propose(path, most_bytes=2 * containers.MEGABYTE)

    assert "pesa 3 MB y se aceptan hasta 2 MB" in proposal.problems[0].message


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    whole = xlsx(tmp_path, ROWS).read_bytes()
    path = tmp_path / "corto.xlsx"
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(NotReadable):
        list(read_table(path, Report()))


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    [(_, message)] = told(propose(tmp_path / "nada.xlsx"))

    assert message == "El archivo no se puede leer."


def test_a_zip_inside_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("datapackage.json", "{}")
    path = zipped(tmp_path / "fuera.zip", {"dentro.zip": inner.getvalue()})

    [(_, message)] = told(propose(path))

    assert "datapackage.json" in message
