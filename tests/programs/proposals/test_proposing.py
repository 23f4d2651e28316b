"""A whole file against a whole account: repeats, places, replacing, twice the same."""

import time
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from programs.ledger import CheckKind, Rule
from tests.programs.filing import amount, csv_file, people, propose, small_account, told

COLUMNS = "clave;indicador;programa;valor;unidad"


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    text = "indicador;programa;región;valor;unidad;página\n"
    text += "monto;Crece;Biobío;1.234,5;MM$;3\npersonas;Semilla;;-;;\n"
    text = text.replace("Semilla", "Capital Semilla Emprende").replace("-;;", "en proceso;;")
    path = csv_file(tmp_path, text)

    once = propose(path)
    twice = propose(path, once.ledger)

    assert once.diff.counts == {"figures": (2, 0, 0)}
    assert twice.changes_nothing
    assert twice.ledger == once.ledger


def test_a_row_without_key_finds_the_figure_by_what_it_says(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "indicador;programa;valor;unidad\nmonto;Crece;1.300;MM$\n")

    proposal = propose(path)

    assert proposal.diff.counts == {"figures": (0, 1, 0)}
    assert proposal.ledger.figures[0].key == "crece-monto"


def test_a_row_that_could_be_two_figures_asks_for_the_key(tmp_path: Path) -> None:
    account = small_account(
        amount("uno", "5", program="crece"), amount("dos", "5", program="crece")
    )
    path = csv_file(tmp_path, "indicador;programa;valor;unidad\nmonto;Crece;6;MM$\n")

    [problem] = propose(path, account).problems

    assert "2 cifras así" in problem.message
    assert problem.expected == "la clave de una de ellas: uno, dos"


def test_a_repeated_key_names_both_cells(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{COLUMNS}\nk;personas;;1;\nj;personas;Crece;2;\nk;personas;;1;\n")

    [(cell, message)] = told(propose(path))

    assert cell == "A4"
    assert "en la celda A2 y en la celda A4" in message


def test_a_repeated_fact_and_place_names_both_cells(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Norte"
    for line in (["indicador", "programa", "valor"], ["personas", "Crece", 1]):
        book.active.append(line)
    south = book.create_sheet("Sur")
    for line in (["programa", "indicador", "valor"], ["crece", "Personas", 2]):
        south.append(line)
    book.save(tmp_path / "dos.xlsx")

    [problem] = propose(tmp_path / "dos.xlsx").problems

    assert (problem.sheet, problem.cell) == ("Sur", "C2")
    assert "en la celda C2 de «Norte» y en la celda C2 de «Sur»" in problem.message


def test_two_keys_may_state_the_same_fact(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{COLUMNS}\na;personas;Crece;1;\nb;personas;Crece;1;\n")

    assert propose(path).diff.counts == {"figures": (2, 0, 0)}


def test_two_figures_cannot_share_a_cell_of_a_table(tmp_path: Path) -> None:
    known = people("p", 5, program="ferias", table="resultados", row="ferias", column="gente")
    text = "clave;tabla;fila;columna;valor\nq;resultados;Ferias;Gente;7\n"

    [(cell, message)] = told(propose(csv_file(tmp_path, text), small_account(known)))

    assert cell == "A2"
    assert "ya la ocupa la cifra «p»" in message


def test_figures_that_are_not_in_the_file_stay(tmp_path: Path) -> None:
    account = small_account(amount("uno", "5"), amount("dos", "6"))
    path = csv_file(tmp_path, "clave;valor\ndos;7\n")

    proposal = propose(path, account)

    assert [figure.key for figure in proposal.ledger.figures] == ["uno", "dos"]
    assert proposal.diff.counts == {"figures": (0, 1, 0)}


def test_replacing_removes_what_is_not_in_the_file_and_says_so(tmp_path: Path) -> None:
    account = small_account(amount("uno", "5"), amount("dos", "6"))
    path = csv_file(tmp_path, "clave;valor\ndos;6\n")

    proposal = propose(path, account, replace_all=True)

    assert [figure.key for figure in proposal.ledger.figures] == ["dos"]
    assert [item.key for item in proposal.diff.figures.removed] == ["uno"]


def test_a_figure_that_a_chapter_uses_is_not_removed(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{COLUMNS}\nk;personas;;1;\n")

    [(_, message)] = told(propose(path, replace_all=True))

    assert "el capítulo «Logros del año» nombra {cifra:crece-monto}, que no existe" in message


def test_a_figure_that_a_check_uses_is_not_removed(tmp_path: Path) -> None:
    rule = Rule("r", CheckKind.SAME, "Igual", "uno", ("dos",))
    account = replace(small_account(amount("uno", "5"), amount("dos", "5")), rules=(rule,))
    path = csv_file(tmp_path, "clave;valor\ndos;5\n")

    [(_, message)] = told(propose(path, account, replace_all=True))

    assert "«uno» no es una cifra" in message


def test_an_old_fault_of_the_account_does_not_stop_an_import(tmp_path: Path) -> None:
    rule = Rule("r", CheckKind.SAME, "Igual", "no-existe", ())
    account = replace(small_account(amount("uno", "5")), rules=(rule,))
    path = csv_file(tmp_path, "clave;valor\nuno;6\n")

    assert propose(path, account).is_sound


def test_a_merged_value_is_a_problem_and_a_merged_label_is_not(tmp_path: Path) -> None:
    book = Workbook()
    for line in (["clave", "indicador", "valor"], ["a", "personas", 1], ["b", None, None]):
        book.active.append(line)
    book.active.merge_cells("B2:B3")
    book.active.merge_cells("C2:C3")
    book.save(tmp_path / "unidas.xlsx")

    problems = told(propose(tmp_path / "unidas.xlsx"))

    assert [cell for cell, _ in problems] == ["C2", "C3"]
    assert all("combinada con otras (C2:C3)" in message for _, message in problems)


def test_new_groups_are_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;indicador;grupo;valor\nk;personas;pueblos-originarios;3\n")

    assert propose(path).notices == (
        "El archivo usa 1 grupo nuevo en la columna «grupo»: pueblos-originarios.",
    )


def test_more_problems_than_can_be_kept_are_counted(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"{COLUMNS}\n" + "k;personas;;muchas;\n" * 10_050)

    proposal = propose(path)

    assert len(proposal.problems) == 10_000
    assert proposal.problem_count == 10_050


def test_a_spreadsheet_needs_an_account(tmp_path: Path) -> None:
    from programs.incoming import propose_file

    path = csv_file(tmp_path, f"{COLUMNS}\nk;personas;;1;\n")

    [(_, message)] = told(propose_file(path, None))

    assert "Importe primero su paquete de datos" in message


def test_thousands_of_unknown_names_do_not_take_minutes(tmp_path: Path) -> None:
    lines = "".join(f"k-{n};personas;Programa que no existe {n};1;\n" for n in range(8_000))
    start = time.process_time()

    proposal = propose(csv_file(tmp_path, f"{COLUMNS}\n{lines}"))

    assert proposal.problem_count == 8_000
    assert time.process_time() - start < 15
