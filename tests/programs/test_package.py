"""The data package: canonical bytes out, every fault named in."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.integrity import problems_of
from programs.ledger import Chapter, Ledger, Rule
from programs.package import (
    PackageProblems,
    ledger_from_files,
    package_files,
    read_package,
    write_package,
)
from programs.package_schema import number_text
from tests.programs.conftest import SEED


def test_a_written_package_reads_as_the_same_account(seed: Ledger, tmp_path: Path) -> None:
    write_package(seed, tmp_path / "copia")

    assert read_package(tmp_path / "copia") == seed


def test_the_package_in_the_repository_is_canonical(seed: Ledger) -> None:
    for name, content in package_files(seed).items():
        assert (SEED / name).read_bytes() == content, name


def test_a_folder_without_descriptor_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PackageProblems, match=r"datapackage.json: falta este archivo"):
        read_package(tmp_path)


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("figures.csv", "key,indicator", "clave,indicator", "línea 1: las columnas deben ser"),
        ("figures.csv", ",MM$,1000000,", ",MM$,cero,", "«cero» no es un número"),
        ("figures.csv", ",MM$,1000000,", ",MM$,0,", "la precisión debe ser mayor que cero"),
        ("figures.csv", ",MM$,1000000,", ",USD,1000000,", "«USD» no vale; use uno de"),
        ("figures.csv", ",MM$,1000000,", ",MM$,1000000,x,", "celdas y se esperaban"),
        ("rows.csv", ",true,", ",si,", "escriba true o false"),
        ("products.csv", "\ncompetitividad,", "\nCompetitividad,", "use solo minúsculas"),
        ("explanations.csv", "2022-05-18T", "ayer", "no es una fecha con hora y huso"),
        ("terms.csv", "Millones", "Mill\x00ones", "quite el carácter nulo"),
    ],
)
def test_a_fault_is_named_with_its_line(
    seed: Ledger, file: str, before: str, after: str, said: str
) -> None:
    files = package_files(seed)
    text = files[file].decode()
    assert before in text, "the seed changed; choose another row"
    files[file] = text.replace(before, after, 1).encode()

    with pytest.raises(PackageProblems, match=said):
        ledger_from_files(files)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"account": 3}', b"[" * 100_000])
def test_a_descriptor_that_is_none_is_refused(seed: Ledger, content: bytes) -> None:
    with pytest.raises(PackageProblems, match=r"no describe la cuenta|falta «account»"):
        ledger_from_files({**package_files(seed), "datapackage.json": content})


def test_a_file_that_is_no_text_is_refused(seed: Ledger) -> None:
    with pytest.raises(PackageProblems, match="no se puede leer"):
        ledger_from_files({**package_files(seed), "figures.csv": b"\xff\xfe\x00"})


def test_every_fault_is_told_not_only_the_first(seed: Ledger) -> None:
    files = package_files(seed)
    text = files["figures.csv"].decode().replace(",MM$,1000000,", ",MM$,x,")
    files["figures.csv"] = text.encode()

    with pytest.raises(PackageProblems) as caught:
        ledger_from_files(files)

    assert len(caught.value.problems) == text.count(",MM$,x,") > 1


def test_a_missing_file_counts_as_empty(seed: Ledger) -> None:
    files = {"datapackage.json": package_files(seed)["datapackage.json"]}

    assert ledger_from_files(files).figures == ()


def test_the_descriptor_is_a_tabular_data_package(seed: Ledger) -> None:
    described = json.loads(package_files(seed)["datapackage.json"])

    assert described["profile"] == "tabular-data-package"
    assert {resource["path"] for resource in described["resources"]} <= set(package_files(seed))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**24), max_value=10**24))
def test_a_number_is_written_plainly_and_reads_the_same(number: Decimal) -> None:
    text = number_text(number)

    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text.endswith("0"))


HOSTILE = {
    "a year without end": ('"account_year": 2022', '"account_year": 1e999'),
    "a year that is a text": ('"account_year": 2022', '"account_year": "2022"'),
    "a null character": ('"slug": "sercotec"', '"slug": "ser\\u0000cotec"'),
    "a slug that climbs": ('"slug": "sercotec"', '"slug": "../../X y"'),
    "a slug that is a list": ('"slug": "sercotec"', '"slug": []'),
    "a name that is none": ('"short_name": "Sercotec"', '"short_name": null'),
    "half a pair": ('"short_name": "Sercotec"', '"short_name": "\\ud800"'),
    "a contact of its own kind": ('"kind": "web"', '"kind": "evil"'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_descriptor_is_refused_in_words(seed: Ledger, name: str) -> None:
    files = package_files(seed)
    text = files["datapackage.json"].decode()
    before, after = HOSTILE[name]
    assert before in text
    files["datapackage.json"] = text.replace(before, after, 1).encode()

    with pytest.raises(PackageProblems, match=r"datapackage\.json"):
        ledger_from_files(files)


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("value", "1e30000000", "no cabe"),
        ("value", "1e-30000000", "no cabe"),
        ("value", "0.0000001", "no cabe"),
        ("value", "NaN", "no es un número"),
    ],
)
def test_a_number_beyond_measure_is_refused(
    seed: Ledger, column: str, typed: str, said: str
) -> None:
    files = package_files(seed)
    lines = files["figures.csv"].decode().split("\n")
    cells = lines[1].split(",")
    cells[lines[0].split(",").index(column)] = typed
    files["figures.csv"] = "\n".join([lines[0], ",".join(cells), *lines[2:]]).encode()

    with pytest.raises(PackageProblems, match=said):
        ledger_from_files(files)


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-14:00", "2022-05-18T10:00:00"]
)
def test_an_instant_no_calendar_holds_is_refused(seed: Ledger, typed: str) -> None:
    files = package_files(seed)
    text = files["explanations.csv"].decode()
    files["explanations.csv"] = re.sub(r"2022-05-18T\d\d:00:00-04:00", typed, text).encode()

    with pytest.raises(PackageProblems, match="no es una fecha con hora y huso"):
        ledger_from_files(files)


def test_an_instant_is_kept_in_the_time_of_chile(seed: Ledger) -> None:
    files = package_files(seed)
    text = files["explanations.csv"].decode()
    files["explanations.csv"] = re.sub(
        r"2022-05-18T\d\d:00:00-04:00", "2022-05-18T23:00:00.5+14:00", text
    ).encode()

    read = ledger_from_files(files)

    assert {e.explained_at for e in read.explanations} == {"2022-05-18T05:00:00-04:00"}


@pytest.mark.parametrize("line_end", ["\r", "\r\n", "\n"])
def test_any_line_end_can_be_read_back(seed: Ledger, line_end: str) -> None:
    term = replace(seed.terms[0], definition=f"Una línea.{line_end}Otra.")
    chapter = replace(seed.chapters[0], body=f"Un párrafo.{line_end}")
    typed = replace(seed, terms=(term, *seed.terms[1:]), chapters=(chapter, *seed.chapters[1:]))

    read = ledger_from_files(package_files(typed))

    assert read.terms[0].definition == "Una línea.\nOtra."
    assert read.chapters[0].body == "Un párrafo."
    assert package_files(read) == package_files(typed)


BROKEN: dict[str, tuple[Callable[[Ledger], Ledger], str]] = {
    "a figure twice": (
        lambda s: replace(s, figures=(*s.figures, s.figures[0])),
        "está 2 veces; deje una sola fila",
    ),
    "an unknown region": (
        lambda s: replace(s, figures=(replace(s.figures[0], region="99"), *s.figures[1:])),
        "no existe la región «99»",
    ),
    "no source": (
        lambda s: replace(s, figures=(replace(s.figures[0], source=""), *s.figures[1:])),
        "no existe la fuente",
    ),
    "a third level": (
        lambda s: replace(
            s,
            chapters=(
                *s.chapters,
                Chapter("tercero", "T", "", next(c.slug for c in s.chapters if c.parent)),
            ),
        ),
        "los capítulos tienen dos niveles",
    ),
    "a rule on nothing": (
        lambda s: replace(
            s, rules=(*s.rules, Rule("r", s.rules[0].kind, "R", s.rules[0].whole, ("no:*",)))
        ),
        "«no:\\*» no es una cifra ni una columna",
    ),
    "a cell outside its table": (
        lambda s: replace(
            s, figures=tuple(replace(f, row="no") if f.table else f for f in s.figures[:60])
        ),
        "no son fila y columna de esa tabla",
    ),
    "a table without rows": (
        lambda s: replace(s, tables=(replace(s.tables[0], rows=()), *s.tables[1:])),
        "no tiene filas",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_account_that_does_not_hang_together_says_where(seed: Ledger, name: str) -> None:
    change, said = BROKEN[name]

    found = problems_of(change(seed))

    assert any(re.search(said, str(problem)) for problem in found), found


def test_two_figures_in_one_cell_are_told(seed: Ledger) -> None:
    one, two = [figure for figure in seed.figures if figure.table][:2]
    moved = replace(two, row=one.row, column=one.column, table=one.table)
    figures = tuple(moved if figure is two else figure for figure in seed.figures)

    found = problems_of(replace(seed, figures=figures))

    assert any("esa celda ya la ocupa" in str(problem) for problem in found)


def test_the_seed_hangs_together(seed: Ledger) -> None:
    assert problems_of(seed) == []


def test_every_column_of_the_package_is_in_its_dictionary(seed: Ledger) -> None:
    described = json.loads(package_files(seed)["datapackage.json"])

    for resource in described["resources"]:
        assert resource["description"]
        assert all(field["description"] for field in resource["schema"]["fields"])
        names = {field["name"] for field in resource["schema"]["fields"]}
        assert set(resource["schema"]["primaryKey"]) <= names
    assert described["licenses"][0]["path"].startswith("https://")


def test_somebody_elses_code_sees_a_changed_cell_and_a_row_too_many(
    seed: Ledger, tmp_path: Path
) -> None:
    write_package(seed, tmp_path)
    figures, terms = tmp_path / "figures.csv", tmp_path / "terms.csv"
    figures.write_bytes(figures.read_bytes().replace(b"1234", b"1235", 1))
    terms.write_bytes(terms.read_bytes() + b"otra,Otra,Otra palabra,\n")

    report = frictionless.validate(str(tmp_path / "datapackage.json"))

    wrong = {(task.name, error.type) for task in report.tasks for error in task.errors}
    assert {("terms", "byte-count"), ("terms", "hash-count"), ("terms", "row-count")} & wrong
    assert not report.valid


def test_the_descriptor_says_rows_and_the_control_sum_of_the_figures(seed: Ledger) -> None:
    described = json.loads(package_files(seed)["datapackage.json"])

    told = {each["name"]: each for each in described["resources"]}
    values = [figure.value for figure in seed.figures if figure.value is not None]
    assert told["figures"]["rows"] == len(seed.figures)
    assert Decimal(told["figures"]["sums"]["value"]) == sum(values)
