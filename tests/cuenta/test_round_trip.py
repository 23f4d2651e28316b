"""What we publish of Sercotec's account, read back from each format: equal to the peso.

Each table is read from its CSV, its workbook, its JSON, the data package and its page, by readers
that are not ours, and held against the ledger that was published.
"""

import csv
import io
import json
import zipfile
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

from cuenta.pages import files, tables
from programs.ledger import Ledger, Table
from programs.package import ledger_from_files
from tests.cuenta.printing import printed, seed_ledger, seed_site

Values = dict[tuple[str, str], Decimal | None]
TABLES = [table.slug for table in seed_ledger().tables]


@cache
def made() -> dict[str, bytes]:
    """Every file of the account by its path, made once for all tests."""
    return {page.path: page.content or b"" for page in files.pages(seed_site())}


@cache
def package() -> Ledger:
    with zipfile.ZipFile(io.BytesIO(made()["datos/paquete.zip"])) as archive:
        return ledger_from_files({name: archive.read(name) for name in archive.namelist()})


def published(ledger: Ledger, slug: str) -> Values:
    """What the ledger says of each cell, by its row and column."""
    return {place: figure.value for place, figure in ledger.cells[slug].items()}


def grid(table: Table, lines: list[dict[str, object]]) -> Values:
    """The cells of a sheet that some figure stands in."""
    places = seed_ledger().cells[table.slug]
    read = {str(line["fila_clave"]): line for line in lines}
    return {(row, column): _decimal(read[row][column]) for row, column in places}


def _decimal(cell: object) -> Decimal | None:
    return None if cell in ("", None) else Decimal(str(cell))


def from_csv(table: Table, ending: str = "csv") -> Values:
    text = made()[f"tablas/{table.slug}.{ending}"].decode("utf-8-sig")
    return grid(table, list(csv.DictReader(io.StringIO(text, newline=""), strict=True)))


def from_workbook(table: Table) -> Values:
    book = load_workbook(io.BytesIO(made()[f"tablas/{table.slug}.xlsx"]), read_only=True)
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    names = _names(table)
    return grid(table, [dict(zip(names, line, strict=True)) for line in lines[1:]])


def _names(table: Table) -> list[str]:
    """The columns of a table's sheet, which the workbook heads with titles for people."""
    return made()[f"tablas/{table.slug}.csv"].decode().splitlines()[0].split(",")


def from_json(table: Table) -> Values:
    value = json.loads(made()[f"tablas/{table.slug}.json"], parse_float=Decimal)
    return {
        (row["clave"], column): _decimal(cell["valor"])
        for row in value["filas"]
        for column, cell in row["celdas"].items()
    }


class Cells(HTMLParser):
    """The number that each link to a figure shows, by the figure's key."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self.shown: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parts = (dict(attrs).get("href") or "").strip("/").split("/")
        is_figure = tag == "a" and len(parts) > 1 and parts[-2] == "cifras"
        self.key = parts[-1] if is_figure else ""

    def handle_data(self, data: str) -> None:
        if self.key:
            self.shown.setdefault(self.key, data)

    def handle_endtag(self, _tag: str) -> None:
        self.key = ""


def from_page(table: Table) -> Values:
    """The page shows numbers in the unit they were published in, as Chile writes them."""
    site = seed_site()
    page = next(each for each in tables.pages(site) if each.path == f"tablas/{table.slug}/")
    reader = Cells()
    reader.feed(printed(site, page))
    return {
        place: _read(reader.shown[figure.key], figure.unit.scale)
        for place, figure in seed_ledger().cells[table.slug].items()
    }


def _read(shown: str, scale: Decimal) -> Decimal | None:
    number = "".join(letter for letter in shown if letter.isdigit() or letter in ",−")
    return Decimal(number.replace(",", ".").replace("−", "-")) * scale if number else None


@pytest.mark.parametrize("slug", TABLES)
def test_a_table_is_equal_to_the_peso_in_every_format(slug: str) -> None:
    table = seed_ledger().table[slug]

    read = {
        "CSV": from_csv(table),
        "CSV with a byte order mark": from_csv(table, "bom.csv"),
        "XLSX": from_workbook(table),
        "JSON": from_json(table),
        "package": published(package(), slug),
        "page": from_page(table),
    }

    expected = published(seed_ledger(), slug)
    assert expected
    assert {name: values for name, values in read.items() if values != expected} == {}


def test_every_program_and_region_takes_away_exactly_its_figures() -> None:
    ledger = seed_ledger()
    for path, _ in files.parts(seed_site()):
        rows = list(csv.DictReader(io.StringIO(made()[f"{path}.csv"].decode(), newline="")))
        value = json.loads(made()[f"{path}.json"])

        name = "programa" if path.startswith("programas/") else "region"
        (which,) = {row[name] for row in rows}
        column = "program" if name == "programa" else "region"
        wanted = [each.key for each in ledger.figures if getattr(each, column) == which]
        assert [row["clave"] for row in rows] == wanted
        assert [row["clave"] for row in value["filas"]] == wanted


def test_the_whole_account_in_one_file_has_every_figure_table_and_check() -> None:
    site, ledger = seed_site(), seed_ledger()

    value = json.loads(made()["datos/cuenta.json"], parse_float=Decimal)
    book = load_workbook(io.BytesIO(made()["datos/cuenta.xlsx"]), read_only=True)

    figures = {each["clave"]: _decimal(each["valor"]) for each in value["cifras"]}
    assert figures == {each.key: each.value for each in ledger.figures}
    assert len(value["tablas"]) == len(ledger.tables)
    assert len(value["comprobaciones"]) == len(site.outcomes)
    rows = list(book["Cifras"].iter_rows(values_only=True))[1:]
    assert {row[0]: _decimal(row[3]) for row in rows} == figures
    assert len(book.sheetnames) == len(ledger.tables) + 7


def test_rows_and_control_sums_are_those_of_the_files() -> None:
    told = list(csv.DictReader(io.StringIO(made()["datos/totales.csv"].decode(), newline="")))

    wrong = []
    for line in told:
        path, column = line["archivo"], line["columna"]
        if not path.endswith(".csv"):
            continue
        text = made()[path].decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        added = sum((Decimal(row[column] or 0) for row in rows), Decimal(0)) if column else ""
        if (str(len(rows)), added) != (line["filas"], Decimal(line["suma"]) if column else ""):
            wrong.append(path)

    assert wrong == []
    assert {line["archivo"] for line in told if line["archivo"].endswith(".csv")} == {
        path for path in made() if path.endswith(".csv") and path != "datos/totales.csv"
    }


def test_a_json_ends_with_its_rows_and_sums_so_that_a_short_one_is_no_json() -> None:
    content = made()["cifras.json"]

    value = json.loads(content)

    assert list(value)[-1] == "total"
    assert value["total"]["filas"] == len(value["filas"])
    with pytest.raises(json.JSONDecodeError):
        json.loads(content[:-40])


def test_every_file_is_in_the_list_with_its_bytes_and_hash() -> None:
    listed = {
        each["archivo"]: each for each in json.loads(made()["datos/archivos.json"])["archivos"]
    }
    sums = dict(line.split("  ")[::-1] for line in made()["SHA256SUMS"].decode().splitlines())

    lists = {"datos/archivos.json", "datos/totales.csv", "SHA256SUMS"}
    assert set(listed) == set(made()) - lists
    assert {path: each["sha256"] for path, each in listed.items()} == sums
    assert all(each["bytes"] == len(made()[path]) for path, each in listed.items())


def test_a_csv_is_what_rfc_4180_says_and_its_twin_only_adds_the_mark() -> None:
    for path, content in made().items():
        if path.endswith(".bom.csv"):
            assert content == b"\xef\xbb\xbf" + made()[path.replace(".bom.csv", ".csv")], path
        elif path.endswith(".csv"):
            lines = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
            assert len({len(line) for line in lines}) == 1, path
            assert content.endswith(b"\r\n"), path
            assert not content.startswith(b"\xef\xbb\xbf"), path


def test_a_workbook_has_numbers_as_numbers_its_sources_and_its_sums() -> None:
    book = load_workbook(io.BytesIO(made()[f"tablas/{TABLES[0]}.xlsx"]))

    about = dict(book["Acerca de"].iter_rows(values_only=True))
    sources = list(book["Fuentes"].iter_rows(values_only=True))
    figures = list(book["Cifras"].iter_rows(min_row=2))

    assert about["filas"] == str(len(seed_ledger().tables[0].rows))
    assert any(name.startswith("suma de ") for name in about)
    assert [row[0] for row in sources[1:]] == [each.slug for each in seed_ledger().sources]
    assert {row[3].data_type for row in figures} == {"n"}
    assert figures[0][3].number_format == "#,##0"
