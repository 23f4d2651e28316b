"""Whoever downloads a table can work its totals out again, to the peso."""

import csv
import io
import json
import subprocess
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from cuenta.downloads import figures_files, table_files
from cuenta.manifest import TOTALS
from cuenta.pages import files
from cuenta.pages.data import example
from cuenta.pages.site import Site
from programs.editions import SUMS
from programs.ledger import Ledger, Table
from programs.package import ledger_from_files
from tests.hostile import HOSTILE, hostile_ledger
from tests.ledgers import edition_of, small_ledger, small_site


def contents(site: Site) -> dict[str, bytes]:
    return {page.path: page.content or b"" for page in files.pages(site)}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def hostile_site() -> Site:
    return small_site(hostile_ledger(small_ledger()))


def cells_of(content: bytes) -> Iterator[Any]:
    book = load_workbook(io.BytesIO(content))
    for page in book.worksheets:
        for row in page.iter_rows():
            yield from row


def test_each_table_comes_in_three_formats_and_so_do_figures_and_checks() -> None:
    site = small_site()

    paths = set(contents(site))

    wanted = {f"tablas/{table.slug}" for table in site.ledger.tables} | {"cifras", "cuadratura"}
    assert {f"{path}.{kind}" for path in wanted for kind in ("csv", "xlsx", "json")} <= paths
    assert paths >= {"datos/paquete.zip", "datos/csv-metadata.json"}


def test_the_rows_of_a_csv_add_up_to_the_total_it_states() -> None:
    content = contents(small_site())["tablas/pymes.csv"]

    rows = rows_of(content)

    parts = sum(int(row["monto"]) for row in rows if row["fila_es_total"] == "false")
    (total,) = [int(row["monto"]) for row in rows if row["fila_es_total"] == "true"]
    assert parts == total == 69_857_000_000


def test_value_and_print_stand_side_by_side() -> None:
    rows = rows_of(contents(small_site())["tablas/pymes.csv"])

    crece = next(row for row in rows if row["fila_clave"] == "crece")
    assert (crece["monto"], crece["monto_publicado"]) == ("14021000000", "MM$\xa014.021")


def test_missing_figure_is_empty_and_its_note_says_why() -> None:
    rows = rows_of(contents(small_site())["tablas/fondos-la-araucania.csv"])

    assert rows[0]["beneficiarios"] == ""
    assert rows[0]["beneficiarios_publicado"] == "–"
    assert rows[0]["beneficiarios_nota"] == "en proceso de selección"


def test_json_of_a_table_says_unit_precision_source_edition_and_hash() -> None:
    site = small_site()

    value = json.loads(contents(site)["tablas/pymes.json"])

    cell = value["filas"][0]["celdas"]["monto"]
    assert (cell["unidad"], cell["precision"]) == ("MM$", 1_000_000)
    assert cell["fuente"] == "Cuenta Pública Participativa 2022"
    assert cell["direccion"].endswith("/ediciones/1/cifras/pymes-digitaliza-tu-almacen-monto/")
    assert value["acerca"]["edicion"] == 1
    assert site.edition is not None
    assert value["acerca"]["sha256_edicion"] == site.edition.sha256


def test_workbook_says_where_it_comes_from() -> None:
    content = contents(small_site())["tablas/pymes.xlsx"]

    about = dict(load_workbook(io.BytesIO(content))["Acerca de"].iter_rows(values_only=True))

    assert about["edicion"] == "1"
    assert about["sha256_edicion"] == "1" * 64


def test_every_figure_is_in_the_csv_of_figures_once() -> None:
    site = small_site()

    keys = [row["clave"] for row in rows_of(contents(site)["cifras.csv"])]

    assert keys == [figure.key for figure in site.ledger.figures]


def test_every_check_is_in_the_csv_with_its_explanation() -> None:
    site = small_site()

    rows = {row["comprobacion"]: row for row in rows_of(contents(site)["cuadratura.csv"])}

    assert set(rows) == {outcome.slug for outcome in site.outcomes}
    row = rows["suma-asociativos-beneficiarios"]
    assert (row["resultado"], row["declarado"], row["esperado"]) == ("no_cuadra", "416", "547")
    assert row["diferencia"] == "-131"
    assert row["explicacion"] == "El documento no dice por qué."
    assert row["voz"] == "editor"


def test_explanation_of_another_difference_does_not_travel_with_a_check() -> None:
    ledger = small_ledger()
    stale = tuple(replace(each, difference="-1") for each in ledger.explanations)

    content = contents(small_site(replace(ledger, explanations=stale)))["cuadratura.csv"]

    assert {row["explicacion"] for row in rows_of(content)} == {""}


def test_csvw_describes_every_csv_and_each_of_its_columns_in_order() -> None:
    site = small_site()
    made = contents(site)

    described = json.loads(made["datos/csv-metadata.json"])

    tables = {table["url"].removeprefix("../"): table for table in described["tables"]}
    plain = {path for path in made if path.endswith(".csv") and not path.endswith(".bom.csv")}
    assert set(tables) == plain
    for path, table in tables.items():
        titles = [column["titles"] for column in table["tableSchema"]["columns"]]
        assert titles == made[path].decode().splitlines()[0].split(",")


def test_package_holds_the_edition_byte_for_byte_and_verifies_itself(tmp_path: Path) -> None:
    ledger = small_ledger()
    frozen = {"datapackage.json": b"{}", "chapters/a.md": "=ñ\n".encode()}
    edition = replace(edition_of(ledger), files=frozen)
    site = Site(ledger, edition, (edition,), "https://cuenta.example")

    content = contents(site)["datos/paquete.zip"]

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in frozen} == frozen
        archive.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", SUMS], cwd=tmp_path, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_package_of_the_draft_reads_back_as_the_draft() -> None:
    site = small_site(draft=True)

    with zipfile.ZipFile(io.BytesIO(contents(site)["datos/paquete.zip"])) as archive:
        back = ledger_from_files({name: archive.read(name) for name in archive.namelist()})

    assert back == site.ledger


def test_files_are_the_same_bytes_when_made_again() -> None:
    first = contents(small_site())
    time.sleep(1.1)

    assert contents(small_site()) == first


def test_no_cell_of_any_file_begins_like_a_formula() -> None:
    made = contents(hostile_site())

    for path, content in made.items():
        if path.endswith(".csv"):
            text = content.decode("utf-8-sig")
            cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
            assert path == TOTALS or any(HOSTILE[:10] in cell for cell in cells), path
            texts = [cell for cell in cells if not cell.removeprefix("-").isdigit()]
            assert not [cell for cell in texts if len(cell) > 1 and cell[0] in "=+-@\t\r"], path
        if path.endswith(".xlsx"):
            assert not [cell for cell in cells_of(content) if cell.data_type == "f"], path
            texts = [cell.value for cell in cells_of(content) if isinstance(cell.value, str)]
            assert not [text for text in texts if len(text) > 1 and text[0] in "=+-@\t\r"], path


def test_hostile_text_stays_inside_its_json_string() -> None:
    value = json.loads(contents(hostile_site())["tablas/pymes.json"])

    assert value["acerca"]["institucion"] == HOSTILE
    assert set(value) == {"acerca", "tabla", "columnas", "filas", "total"}


def test_the_command_on_the_page_of_data_prints_what_the_page_says(tmp_path: Path) -> None:
    site = small_site()
    shown = example(site)
    assert shown is not None
    (tmp_path / shown.file).write_bytes(contents(site)[f"tablas/{shown.file}"])

    ran = subprocess.run(
        ["sh", "-c", shown.command], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == shown.printed
    assert shown.stated.rpartition("\xa0")[2].replace(".", "") == shown.printed


def test_no_example_is_shown_where_no_total_holds() -> None:
    ledger = replace(small_ledger(), tables=(), figures=(), rules=(), explanations=())

    assert example(small_site(ledger)) is None


def _large(times: int) -> tuple[Ledger, Table]:
    ledger = small_ledger()
    table = ledger.table["pymes"]
    rows = tuple(replace(row, key=f"{row.key}-{n}") for n in range(times) for row in table.rows)
    figures = tuple(
        replace(figure, key=f"{figure.key}-{n}", row=f"{figure.row}-{n}")
        for n in range(times)
        for figure in ledger.figures
        if figure.table == "pymes"
    )
    big = replace(table, rows=rows)
    return replace(ledger, tables=(big,), figures=figures, rules=(), explanations=()), big


def test_ten_times_the_figures_write_at_most_ten_times_the_cells() -> None:
    """Counted in bytes and not in seconds: time belongs to the benchmarks."""
    sizes = []
    for times in (4, 40):
        ledger, table = _large(times)
        origin = files.provenance_of(small_site())
        made = [*table_files(ledger, table, origin)]
        made += figures_files(ledger, ledger.figures, origin)
        wanted = ("tablas/pymes.csv", "cifras.csv")
        sizes.append(sum(len(each.content) for each in made if each.path in wanted))

    assert sizes[1] < 11 * sizes[0]


def test_decimals_of_a_percentage_are_kept() -> None:
    ledger = small_ledger()
    half = tuple(
        replace(figure, value=Decimal("41.5")) if figure.key == "genero-crece-mujeres" else figure
        for figure in ledger.figures
    )

    rows = rows_of(contents(small_site(replace(ledger, figures=half)))["tablas/genero.csv"])

    assert rows[0]["mujeres"] == "41.5"


def test_checks_speak_spanish_in_the_sheet_and_codes_in_the_json() -> None:
    made = contents(small_site())
    slug = "suma-asociativos-beneficiarios"

    read = {row["comprobacion"]: row for row in rows_of(made["cuadratura.csv"])}[slug]
    value = json.loads(made["cuadratura.json"])
    kept = {row["comprobacion"]: row for row in value["filas"]}[slug]
    told = {field["nombre"]: field["descripcion"] for field in value["campos"]}

    assert (read["tipo"], read["resultado"]) == ("suma", "no_cuadra")
    assert (kept["tipo"], kept["resultado"], kept["voz"]) == ("sum", "differs", "editor")
    assert told["resultado"] == "holds, differs, unknown"


def test_the_archive_of_an_edition_has_the_very_files_of_the_current_one() -> None:
    """They are made once for both."""
    current = small_site()
    archive = replace(current, prefix="/cuentas/2022/ediciones/1")
    other = replace(current, site_url="https://otra.example")

    made = contents(current)

    assert contents(archive) == made
    assert contents(other)["cifras.json"] != made["cifras.json"]


def test_files_of_another_edition_are_made_anew() -> None:
    first, second = small_site(), small_site(hostile_ledger(small_ledger()))

    assert contents(first)["cifras.csv"] != contents(second)["cifras.csv"]
    assert contents(small_site(draft=True))["cifras.json"] != contents(first)["cifras.json"]
