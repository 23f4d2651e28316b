"""What we give people to fill or correct comes back as it went."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from programs.figure_workbooks import figures_csv, template_csv, write_figures, write_template
from programs.ledger import Figure, Ledger, Unit
from programs.spreadsheets.headings import HEADINGS
from tests.programs.filing import amount, people, propose, small_account, told


def exported(ledger: Ledger, path: Path) -> Path:
    if path.suffix == ".csv":
        path.write_bytes(figures_csv(ledger.figures))
    else:
        with path.open("wb") as file:
            write_figures(file, ledger)
    return path


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_the_seed_account_comes_back_the_same(seed: Ledger, tmp_path: Path, ending: str) -> None:
    path = exported(seed, tmp_path / f"cifras{ending}")

    proposal = propose(path, seed, replace_all=True)

    assert not told(proposal)
    assert proposal.rows == len(seed.figures)
    assert proposal.ledger == seed


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_without_keys_each_row_still_finds_its_figure(tmp_path: Path, ending: str) -> None:
    account = small_account(
        amount("uno", "1234", program="crece"),
        people("dos", 5, program="ferias", table="resultados", row="ferias", column="gente"),
        people("tres", 5, region="08", sex="women", scope="jovenes", page=9),
    )
    blank = replace(account, figures=tuple(replace(f, key="") for f in account.figures))

    proposal = propose(exported(blank, tmp_path / f"c{ending}"), account)

    assert proposal.changes_nothing


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize(
    "figure",
    [
        amount("k", "1234.5", precision=Decimal(100_000)),
        amount("k", "1234", precision=Decimal(10_000)),
        replace(amount("k", "0.0847"), unit=Unit.THOUSAND_PESOS, precision=Decimal(1_000)),
        replace(amount("k", "84.7"), unit=Unit.PESO, precision=Decimal(1)),
        replace(people("k", 53_000), precision=Decimal(1_000)),
        replace(people("k", 0)),
        replace(people("k", -12)),
        replace(people("k", 1), value=None, note="en proceso", literal="-"),
        replace(people("k", 49), indicator="mujeres", unit=Unit.PERCENT, precision=Decimal("0.1")),
        people("k", 5, note='=HYPERLINK("http://x")', title="@suma", literal="'-5"),
        people("k", 5, sheet="Hoja 1", cell="B7", page=12, highlight=1),
    ],
)
def test_every_kind_of_figure_comes_back_the_same(
    tmp_path: Path, figure: Figure, ending: str
) -> None:
    account = small_account(figure)

    proposal = propose(exported(account, tmp_path / f"c{ending}"), account)

    assert not told(proposal)
    assert proposal.ledger == account


def test_no_text_for_people_starts_like_a_formula(tmp_path: Path) -> None:
    hostile = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "#N/A"]
    account = small_account(*(people(f"k-{n}", 1, note=t) for n, t in enumerate(hostile)))

    rows = csv.reader(io.StringIO(figures_csv(account.figures).decode("utf-8-sig")), delimiter=";")
    book = load_workbook(exported(account, tmp_path / "c.xlsx"))

    starts = ("=", "+", "-", "@", "\t", "\r")
    assert not [cell for row in rows for cell in row if cell.startswith(starts)]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not [c.value for c in cells if isinstance(c.value, str) and c.value.startswith(starts)]


def test_the_template_explains_every_column_and_is_empty(tmp_path: Path) -> None:
    with (tmp_path / "p.xlsx").open("wb") as file:
        write_template(file, small_account())

    book = load_workbook(tmp_path / "p.xlsx")

    assert book.sheetnames == ["Cifras", "Cómo llenar", "Nombres"]
    assert [cell.value for cell in book["Cifras"][1]] == [heading.label for heading in HEADINGS]
    explained = {row[0].value: row[1].value for row in book["Cómo llenar"].iter_rows()}
    assert all(explained[heading.label] == heading.meaning for heading in HEADINGS)
    assert ("Una región", "Biobío", "08") in book["Nombres"].values
    [problem] = propose(tmp_path / "p.xlsx").problems
    assert "ninguna fila con cifras" in problem.message


def test_the_csv_template_is_read_as_the_workbook_is(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(template_csv() + b";monto;;Crece;;;;1.234;MM$;;;;;;;;;;;\r\n")

    proposal = propose(path)

    assert proposal.diff.counts == {"figures": (1, 0, 0)}
    assert proposal.ledger.figures[-1].value == Decimal(1_234_000_000)
