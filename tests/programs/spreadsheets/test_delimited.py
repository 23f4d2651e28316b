"""CSV in every shape an office gives it."""

from pathlib import Path

import pytest

from programs.spreadsheets import NotReadable, reading
from tests.programs.filing import csv_file, propose, read, told

TEXT = "clave;programa;valor\na;Ñuble;1,5\n"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_that_makes_the_headings(tmp_path: Path, separator: str) -> None:
    cells = [["Cifras, del año; 2021"], ["clave", "programa", "valor"], ["a", "Crece", "12"]]
    lines = [separator.join(f'"{cell}"' for cell in line) for line in cells]
    path = csv_file(tmp_path, "\n".join(lines))

    [row] = read(path)[0]

    assert (row.value("key"), row.value("value"), row.cell("value")) == ("a", "12", "C3")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_accents_survive_every_encoding(tmp_path: Path, encoding: str, said: str) -> None:
    path = csv_file(tmp_path, TEXT, encoding)

    [row], report = read(path)

    assert row.value("program") == "Ñuble"
    assert (said in " ".join(report.notices)) if said else not report.notices


def test_a_declared_separator_is_obeyed(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "sep=,\r\nclave,valor\r\na,1\r\n")

    [row] = read(path)[0]

    assert row.value("value") == "1"


def test_a_cell_may_hold_separators_quotes_and_lines(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'clave;nota;valor\na;"dijo ""sí""; y\nmás";3\nb;;4\n')

    first, second = read(path)[0]

    assert first.value("note") == 'dijo "sí"; y\nmás'
    assert second.cell("value") == "C3"


def test_a_quote_that_never_closes_names_the_row(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'clave;valor\na;1\nb;"2\nc;3\n')

    with pytest.raises(NotReadable) as stopped:
        read(path)

    assert "Después de la fila 2" in stopped.value.reason


@pytest.mark.parametrize(
    "content",
    [bytes(range(32)) * 40, b"\x81\x8d\x8f clave;valor\n", b"\xff\xfea", b"\x02\x01" * 500],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ruido.csv"
    path.write_bytes(content)

    with pytest.raises(NotReadable):
        read(path)


def test_a_null_character_is_a_problem_of_its_cell(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "clave;valor;nota\ncrece-monto;12;a\x00b\nsemilla;1\x00;\n" + "x;1\n" * 40
    )

    cells = [cell for cell, _ in told(propose(path))]

    assert cells[:1] == ["C2"]


def test_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Servicio\n\nCuenta 2021;;\nCLAVE ; Valor\na;7\n")

    [row] = read(path)[0]

    assert row.cell("value") == "B5"


def test_headings_in_two_rows_are_read_together(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;programa;;\n;;valor;unidad\na;Crece;7;n\n")

    [row] = read(path)[0]

    assert (row.value("program"), row.value("value"), row.value("unit")) == ("Crece", "7", "n")


def test_headings_pasted_again_are_passed_over_and_it_is_said(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;valor\na;7\nclave;valor\nb;8\n")

    rows, report = read(path)

    assert [row.value("key") for row in rows] == ["a", "b"]
    assert report.notices == ["1 fila (la 3) con los títulos de las columnas otra vez: no se leyó."]


def test_an_unknown_column_suggests_the_nearest(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;programma;valor\na;Crece;7\n")

    _, report = read(path)

    [problem] = report.problems
    assert problem.cell == "B1"
    assert "¿Quiso decir «programa»?" in problem.message


def test_a_column_in_parentheses_is_left_alone(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;(responsable);valor\na;Ana;7\n")

    _, report = read(path)

    assert not report.problems


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("clave;indicador", "Falta la columna «valor»"),
        ("valor;unidad", "Falta saber qué mide"),
        ("clave;valor;Monto", "está dos veces"),
        ("uno;dos", "No encontré los títulos"),
    ],
)
def test_headings_that_do_not_do_are_told(tmp_path: Path, head: str, message: str) -> None:
    path = csv_file(tmp_path, f"{head}\n1;2\n")

    _, report = read(path)

    assert any(message in problem.message for problem in report.problems)


def test_headings_without_rows_are_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;valor\n")

    _, report = read(path)

    assert "ninguna fila" in report.problems[0].message


def test_progress_is_told_and_ends_with_the_total(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    path = csv_file(tmp_path, "clave;valor\n" + "a;1\n" * 2_500)

    read(path, progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1_000, None), (2_000, None), (2_500, 2_500)]


def test_a_name_that_lies_is_read_as_what_it_is_and_it_is_said(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;valor\na;1,5\n", name="cifras.xlsx")

    [row], report = read(path)

    assert row.value("value") == "1,5"
    assert "termina en «.xlsx», pero es un archivo de texto" in report.notices[0]


def test_rows_beyond_the_headings_are_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "clave;valor;\na;1;\n;;apunte\n;;otro\n")

    rows, report = read(path)

    assert len(rows) == 1
    assert report.notices == [
        "2 filas (la primera, la 3) con datos solo fuera de las columnas con título: no se leyó."
    ]


def test_too_many_rows_are_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 20)
    path = csv_file(tmp_path, "clave;valor\n" + "a;1\n" * 21)

    with pytest.raises(NotReadable) as stopped:
        read(path)

    assert stopped.value.reason == "El archivo tiene más de 20 filas con datos: divídalo en varios."


def test_utf16_cut_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corto.csv"
    path.write_bytes("clave;valor\n".encode("utf-16") + b"\x00\xd8" + b"a\x00" * 3 + b"\x01")

    with pytest.raises(NotReadable):
        read(path)
