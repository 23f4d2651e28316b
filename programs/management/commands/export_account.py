"""`manage.py export_account YEAR PATH`: the draft as a data package, or its figures as a table."""

import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.drafts import ledger_of
from programs.figure_workbooks import figures_csv, write_figures
from programs.ledger import Ledger
from programs.management.operators import account_of
from programs.package import package_files, write_package

# A zip keeps the hour of its files; the same account must always give the same bytes.
NO_HOUR = (1980, 1, 1, 0, 0, 0)


class Command(BaseCommand):
    help = (
        "Escribe el borrador de una cuenta: carpeta o .zip (paquete de datos), .xlsx o .csv "
        "(solo las cifras, para corregirlas)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, help="año de la cuenta")
        parser.add_argument("path", type=Path, help="carpeta nueva, o archivo .zip, .xlsx o .csv")
        parser.add_argument("--institution", default="", help="identificador, si hay más de una")

    def handle(self, *args: Any, **options: Any) -> None:
        account = account_of(options["year"], options["institution"])
        path: Path = options["path"]
        if path.is_dir() and any(path.iterdir()) and not (path / "datapackage.json").exists():
            raise CommandError(f"«{path}» ya tiene otras cosas: elija una carpeta nueva.")
        write(ledger_of(account), path)
        if options["verbosity"] > 0:
            self.stdout.write(f"Escrito en {path}.")


def write(ledger: Ledger, path: Path) -> None:
    """Write the account in the form that the path's ending asks for."""
    suffix = path.suffix.lower()
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in package_files(ledger).items():
                archive.writestr(zipfile.ZipInfo(name, NO_HOUR), content, zipfile.ZIP_DEFLATED)
    elif suffix == ".xlsx":
        with path.open("wb") as file:
            write_figures(file, ledger)
    elif suffix == ".csv":
        path.write_bytes(figures_csv(ledger.figures))
    else:
        _remove_old_chapters(ledger, path)
        write_package(ledger, path)


def _remove_old_chapters(ledger: Ledger, folder: Path) -> None:
    """A package written over an older one keeps no chapter that the account lost."""
    names = {f"{chapter.slug}.md" for chapter in ledger.chapters}
    for file in (folder / "chapters").glob("*.md"):
        if file.name not in names:
            file.unlink()
