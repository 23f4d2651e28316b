"""Data packages in a zip, or in a folder: honest ones are read, the others are refused."""

import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from programs import incoming
from programs.incoming import package_year, propose_file
from programs.ledger import Ledger
from programs.package import package_files, write_package
from programs.package_archive import UNSAFE, read_archive
from tests.programs.filing import small_account, told

ACCOUNT = small_account()


def zipped(path: Path, ledger: Ledger = ACCOUNT, prefix: str = "", **more: bytes) -> Path:
    """The package in a zip; `more` are other members, by name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**package_files(ledger), **more}.items():
            archive.writestr(prefix + name, content)
    return path


@pytest.mark.parametrize("prefix", ["", "cuenta-2022/", "a/b/"])
def test_a_package_may_stand_in_a_folder_of_the_zip(tmp_path: Path, prefix: str) -> None:
    path = zipped(tmp_path / "p.zip", prefix=prefix)

    proposal = propose_file(path, ACCOUNT)

    assert proposal.changes_nothing
    assert proposal.rows == 1


def test_a_folder_is_read_as_its_zip_is(tmp_path: Path) -> None:
    write_package(ACCOUNT, tmp_path / "p")

    assert propose_file(tmp_path / "p", ACCOUNT).changes_nothing


def test_a_package_makes_the_account_where_there_was_none(tmp_path: Path) -> None:
    proposal = propose_file(zipped(tmp_path / "p.zip"), None)

    assert proposal.ledger == ACCOUNT
    assert proposal.diff.counts["figures"] == (1, 0, 0)


@pytest.mark.parametrize(
    "name", ["../fuera.csv", "/etc/passwd", "a/../../fuera.md", "..\\fuera.csv", "C:/x.csv"]
)
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "p.zip", **{name: b"x"})

    assert told(propose_file(path, ACCOUNT)) == [("", UNSAFE)]
    assert [file.name for file in tmp_path.iterdir()] == ["p.zip"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip")
    link = zipfile.ZipInfo("chapters/logros2.md")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    assert told(propose_file(path, ACCOUNT)) == [("", UNSAFE)]


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    write_package(ACCOUNT, tmp_path / "p")
    (tmp_path / "p" / "chapters" / "otro.md").symlink_to("/etc/hostname")

    [(_, message)] = told(propose_file(tmp_path / "p", ACCOUNT))

    assert "enlace" in message


def test_two_packages_in_one_zip_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", **{"otra/datapackage.json": b"{}"})

    [(_, message)] = told(propose_file(path, ACCOUNT))

    assert "más de un paquete" in message


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("figures.csv", b"otra cosa")

    [(_, message)] = told(propose_file(path, ACCOUNT))

    assert "dos veces el archivo «figures.csv»" in message


def test_a_bomb_in_a_package_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.zip", **{"chapters/bomba.md": b" " * 20_000_000})

    [(_, message)] = told(propose_file(path, ACCOUNT))

    assert "por seguridad" in message


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    more = {"LEAME.txt": b"hola", "__MACOSX/datapackage.json": b"x", "chapters/sub/x.md": b"x"}

    assert read_archive(zipped(tmp_path / "p.zip", **more)) == ACCOUNT


def test_a_faulty_row_is_named_with_file_line_and_column(tmp_path: Path) -> None:
    figures = package_files(ACCOUNT)["figures.csv"].replace(b"1234000000", b"muchos")
    path = zipped(tmp_path / "p.zip", **{"figures.csv": figures})

    [problem] = propose_file(path, ACCOUNT).problems

    assert problem.place == "figures.csv, línea 2, columna «value»"
    assert "«muchos» no es un número" in problem.message


def test_a_reference_to_nothing_is_a_problem(tmp_path: Path) -> None:
    broken = replace(ACCOUNT, programs=())

    [problem] = propose_file(zipped(tmp_path / "p.zip", broken), None).problems[:1]

    assert "no existe el programa «crece»" in problem.message.lower()


def test_the_package_of_another_account_is_not_imported_over_this_one(tmp_path: Path) -> None:
    other = replace(ACCOUNT, account_year=2030)

    [problem] = propose_file(zipped(tmp_path / "p.zip", other), ACCOUNT).problems

    assert problem.expected == "la cuenta 2022 de «servicio»"


def test_a_package_tells_whose_it_is(tmp_path: Path) -> None:
    write_package(ACCOUNT, tmp_path / "p")
    broken = zipped(tmp_path / "b.zip", **{"datapackage.json": b"{"})

    assert package_year(zipped(tmp_path / "p.zip")) == ("servicio", 2022)
    assert package_year(tmp_path / "p") == ("servicio", 2022)
    assert package_year(broken) is None
    assert package_year(tmp_path / "nada") is None


def test_a_folder_that_is_too_big_is_refused(tmp_path: Path) -> None:
    write_package(ACCOUNT, tmp_path / "p")

    [(_, message)] = told(incoming.propose_file(tmp_path / "p", ACCOUNT, most_bytes=10))

    assert message == "La carpeta del paquete es demasiado grande."
