"""What one row of a spreadsheet proposes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from programs.ledger import Source, Unit
from tests.programs.filing import (
    amount,
    csv_file,
    ods,
    people,
    propose,
    small_account,
    told,
    xlsx,
)

COLUMNS = "clave;indicador;programa;región;sexo;valor;unidad;nota"


def one(folder: Path, line: str, columns: str = COLUMNS):  # type: ignore[no-untyped-def]
    """The proposal of a file with one row."""
    return propose(csv_file(folder, f"{columns}\n{line}\n"))


def test_a_new_key_adds_a_figure_at_the_end(tmp_path: Path) -> None:
    line = "semilla-personas;personas;Capital Semilla Emprende;Biobío;mujeres;1.953;;"

    proposal = one(tmp_path, line)

    added = proposal.ledger.figures[-1]
    assert added == people(
        "semilla-personas", 1953, program="semilla", region="08", sex="women", literal="1.953"
    )
    assert proposal.diff.counts == {"figures": (1, 0, 0)}


@pytest.mark.parametrize(
    ("written", "unit_column", "value", "unit", "precision"),
    [
        ("MM$ 1.235", "", 1_235_000_000, Unit.MILLION_PESOS, 1_000_000),
        ("1.234,5", "MM$", 1_234_500_000, Unit.MILLION_PESOS, 100_000),
        ("1.234,5", "millones de pesos", 1_234_500_000, Unit.MILLION_PESOS, 100_000),
        ("M$ 84.700", "", 84_700_000, Unit.THOUSAND_PESOS, 1_000),
        ("$ 84.700.000", "", 84_700_000, Unit.PESO, 1),
        ("84\u2009700\u2009000", "$", 84_700_000, Unit.PESO, 1),
        ("MM$\u00a01.235", "MM$", 1_235_000_000, Unit.MILLION_PESOS, 1_000_000),
    ],
)
def test_amounts_are_understood_as_chile_writes_them(
    tmp_path: Path, written: str, unit_column: str, value: int, unit: Unit, precision: int
) -> None:
    line = f"nueva;monto;Crece;;;{written};{unit_column};"

    figure = one(tmp_path, line).ledger.figures[-1]

    assert (figure.value, figure.unit, figure.precision) == (value, unit, precision)
    assert figure.literal == written


def test_a_percentage_keeps_the_decimals_its_cell_shows(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["clave", "indicador", "valor"], ["m", "mujeres", "49,0 %"]])

    figure = propose(path).ledger.figures[-1]

    assert (figure.value, figure.precision) == (Decimal(49), Decimal("0.1"))


@pytest.mark.parametrize("written", ["", "-", "–", " — "])
def test_no_figure_is_none_and_never_zero(tmp_path: Path, written: str) -> None:
    figure = one(tmp_path, f"nueva;monto;Crece;;;{written};MM$;en proceso").ledger.figures[-1]

    assert figure.value is None
    assert figure.note == "en proceso"


def test_a_known_note_in_place_of_the_figure_becomes_its_note(tmp_path: Path) -> None:
    figure = one(tmp_path, "nueva;personas;Crece;;;En proceso de selección;;").ledger.figures[-1]

    assert (figure.value, figure.note) == (None, "En proceso de selección")


def test_no_figure_without_a_reason_is_a_problem(tmp_path: Path) -> None:
    [(cell, message)] = told(one(tmp_path, "nueva;personas;Crece;;;;;"))

    assert cell == "F2"
    assert "diga por qué" in message


@pytest.mark.parametrize(
    ("line", "cell", "message"),
    [
        ("k;persnas;;;;1;;", "B2", "No conozco el indicador «persnas». ¿Quiso decir «Personas»?"),
        ("k;personas;Crese;;;1;;", "C2", "No conozco el programa «Crese». ¿Quiso decir «Crece»?"),
        (
            "k;personas;;Bio Bio;;1;;",
            "D2",
            "No conozco la región «Bio Bio». ¿Quiso decir «Biobío»?",
        ),
        ("k;personas;;99;;1;;", "D2", "No conozco la región «99»."),
        ("k;personas;;;hombre y mujer;1;;", "E2", "No conozco el sexo «hombre y mujer»."),
        ("k;personas;;;;muchas;;", "F2", "Se esperaba un número y dice «muchas»"),
        ("k;personas;;;;1,234.5;;", "F2", "usa la coma para los miles"),
        ("k;personas;;;;MM$ 5;;", "F2", "«Personas» no se mide en MM$."),
        ("k;monto;;;;5;n;", "G2", "«Transferencias» no se mide en n."),
        ("k;monto;;;;5;;", "G2", "Falta la unidad del monto"),
        ("k;monto;;;;MM$ 5;M$;", "F2", "El valor está en MM$ y la columna «unidad» dice M$"),
        ("k;monto;;;;5;dólares;", "G2", "No conozco la unidad «dólares»."),
        ("Una Clave;personas;;;;1;;", "A2", "Puede escribir «una-clave»."),
        (";;Crece;;;1;;", "B2", "Falta el indicador"),
        ("k;;Crece;;;1;;", "B2", "La cuenta no tiene una cifra con la clave «k»"),
        (f"k;personas;;;;1;;{'x' * 251}", "H2", "tiene 251 caracteres"),
        (f"{'k' * 121};personas;;;;1;;", "A2", "tiene 121 caracteres"),
    ],
)
def test_a_faulty_cell_is_named_with_what_to_do(
    tmp_path: Path, line: str, cell: str, message: str
) -> None:
    proposal = one(tmp_path, line)

    [(where, said)] = told(proposal)
    assert where == cell
    assert message in said
    assert proposal.ledger is None


def test_a_problem_says_place_fault_expectation_and_what_was_typed(tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["clave", "indicador", "valor"], ["k", "personas", "muchas"]])

    [problem] = propose(path).problems

    assert (problem.sheet, problem.cell, problem.typed) == ("Cifras", "C2", "muchas")
    assert problem.expected
    assert str(problem).startswith("hoja «Cifras», celda C2: Se esperaba un número")


def test_every_fault_of_every_row_is_told_at_once(tmp_path: Path) -> None:
    lines = f"{COLUMNS}\na;personas;Crese;Bio Bio;;1;;\nb;personas;;;;dos;;\nc;personas;;;;3;;\n"

    proposal = propose(csv_file(tmp_path, lines))

    assert [cell for cell, _ in told(proposal)] == ["C2", "D2", "F3"]
    assert proposal.diff is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Biobío", "08"),
        ("BIOBIO", "08"),
        ("Región del Biobío", "08"),
        ("8", "08"),
        ("08", "08"),
        ("Región de La Araucanía", "09"),
        ("la araucania", "09"),
        ("Región Metropolitana", "13"),
        ("Región Metropolitana de Santiago", "13"),
        ("RM", "13"),
        ("O'Higgins", "06"),
        ("Región del Libertador General Bernardo O'Higgins", "06"),
        ("Región de Los Ríos", "14"),
        ("Ñuble", "16"),
        ("Aysén", "11"),
        ("magallanes", "12"),
    ],
)
def test_a_region_is_known_by_any_of_its_names(tmp_path: Path, written: str, code: str) -> None:
    figure = one(tmp_path, f"k;personas;;{written};;1;;").ledger.figures[-1]

    assert figure.region == code


def test_a_region_may_be_a_number_of_the_spreadsheet(tmp_path: Path) -> None:
    path = ods(tmp_path, [["clave", "indicador", "región", "valor"], ["k", "personas", 8, 12]])

    assert propose(path).ledger.figures[-1].region == "08"


@pytest.mark.parametrize("written", ["crece", "Crece", "CRECE", "fondo crece", " Crece "])
def test_a_program_is_known_by_slug_name_or_alias(tmp_path: Path, written: str) -> None:
    assert one(tmp_path, f"k;personas;{written};;;1;;").ledger.figures[-1].program == "crece"


def test_a_name_of_two_programs_asks_for_the_identifier(tmp_path: Path) -> None:
    account = small_account()
    twin = replace(account.programs[0], slug="crece-sur", aliases=())
    account = replace(account, programs=(*account.programs, twin))
    path = csv_file(tmp_path, f"{COLUMNS}\nk;personas;Crece;;;1;;\n")

    [problem] = propose(path, account).problems

    assert "puede ser más de uno" in problem.message
    assert problem.expected == "uno de estos identificadores: crece, crece-sur"


def test_columns_that_are_not_in_the_file_are_left_as_they_are(tmp_path: Path) -> None:
    known = amount("crece-monto", "1234", program="crece", page=7, note="provisorio", highlight=1)
    path = csv_file(tmp_path, "clave;valor\ncrece-monto;1.300\n")

    proposal = propose(path, small_account(known))

    [figure] = proposal.ledger.figures
    assert figure == replace(known, value=Decimal(1_300_000_000), literal="1.300")
    [change] = [
        c for item in proposal.diff.figures.changed for c in item.changes if c.field == "value"
    ]
    assert (change.before, change.after) == ("MM$\u00a01.234", "MM$\u00a01.300")


def test_a_blank_cell_of_a_column_in_the_file_empties_the_field(tmp_path: Path) -> None:
    known = amount("crece-monto", "1234", program="crece", note="provisorio")
    path = csv_file(tmp_path, "clave;valor;nota\ncrece-monto;1.234;\n")

    [figure] = propose(path, small_account(known)).ledger.figures

    assert figure.note == ""


def test_a_rounding_that_cannot_be_typed_is_kept(tmp_path: Path) -> None:
    known = replace(people("p", 53_000), precision=Decimal(1_000), literal="53 mil")
    path = csv_file(tmp_path, "clave;valor\np;53.000\n")

    assert propose(path, small_account(known)).changes_nothing


def test_a_cell_of_a_table_says_what_a_new_figure_measures(tmp_path: Path) -> None:
    columns = "tabla;fila;columna;valor"

    figure = one(tmp_path, "Resultados del año;Ferias;Gente;12", columns).ledger.figures[-1]

    assert figure == people(
        "resultados-ferias-gente", 12, program="ferias", table="resultados", row="ferias",
        column="gente",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "cell", "message"),
    [
        ("resultados;Feria;Gente;1", "B2", "No conozco la fila «Feria». ¿Quiso decir «Ferias»?"),
        ("resultados;Ferias;;1", "A2", "hacen falta la tabla, la fila y la columna"),
        (";Ferias;Gente;1", "B2", "Una fila o columna necesita saber de qué tabla es."),
        ("resultado;Ferias;Gente;1", "A2", "No conozco la tabla «resultado»."),
    ],
)
def test_a_place_in_a_table_must_be_whole(
    tmp_path: Path, line: str, cell: str, message: str
) -> None:
    problems = told(one(tmp_path, line, "tabla;fila;columna;valor"))

    assert problems[0][0] == cell
    assert message in problems[0][1]


def test_with_several_sources_the_source_must_be_said(tmp_path: Path) -> None:
    account = small_account()
    sources = (*account.sources, Source("anexo", "Anexo", "Servicio"))
    path = csv_file(tmp_path, f"{COLUMNS}\nk;personas;;;;1;;\n")

    [(_, message)] = told(propose(path, replace(account, sources=sources)))

    assert message == "Falta la fuente: de qué documento sale la cifra."


def test_escaped_text_comes_back_as_it_was(tmp_path: Path) -> None:
    figure = one(tmp_path, "k;personas;;;;1;;'=suma aparte").ledger.figures[-1]

    assert figure.note == "=suma aparte"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("=1+1", "fórmula sin resultado guardado"),
        (date(2021, 5, 12), "contiene una fecha"),
        (True, "verdadero o falso"),
        (1e200, "demasiado grande"),
    ],
)
def test_a_value_that_is_no_number_says_what_to_do(
    tmp_path: Path, value: object, message: str
) -> None:
    path = xlsx(tmp_path, [["clave", "indicador", "valor"], ["k", "personas", value]])

    [(cell, said)] = told(propose(path))

    assert cell == "C2"
    assert message in said


def test_a_date_in_a_column_of_names_is_a_problem(tmp_path: Path) -> None:
    rows = [["clave", "indicador", "programa", "valor"], ["k", "personas", date(2021, 5, 12), 1]]

    [(cell, said)] = told(propose(xlsx(tmp_path, rows)))

    assert cell == "C2"
    assert "contiene una fecha" in said


@pytest.mark.parametrize("page", ["doce", "0", "-3", "1.5", "99999"])
def test_a_page_is_a_whole_number(tmp_path: Path, page: str) -> None:
    [(cell, said)] = told(one(tmp_path, f"k;personas;1;{page}", "clave;indicador;valor;página"))

    assert cell == "D2"
    assert said == "La página no es un número entero."
