"""`manage.py import_account PATH`: see what a file would change, and bring it in whole."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.actions.imports import import_account
from programs.drafts import ledger_of
from programs.incoming import package_year, propose_file
from programs.management.operators import account_of, user_of
from programs.models import PublicAccount, User
from programs.package_schema import PackageProblems
from programs.permissions import may
from programs.proposals import Proposal, summary_of
from programs.spreadsheets import MOST_BYTES
from programs.transitions import Refused

MOST_PROBLEMS_SHOWN = 200


class Command(BaseCommand):
    help = "Importa un paquete de datos o una planilla (XLSX, ODS, CSV) en el borrador."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="carpeta o .zip de un paquete, o planilla")
        parser.add_argument("--dry-run", action="store_true", help="mostrar sin escribir nada")
        parser.add_argument("--year", type=int, help="año de la cuenta (para una planilla)")
        parser.add_argument(
            "--replace", action="store_true", help="quitar las cifras que no estén en la planilla"
        )
        parser.add_argument("--by", help="correo de quien importa", metavar="CORREO")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        by = None if options["dry_run"] else _user(options["by"])
        account = _account(path, options["year"])
        proposal = propose_file(
            path,
            ledger_of(account) if account else None,
            replace_all=options["replace"],
            most_bytes=getattr(settings, "IMPORT_MAX_BYTES", MOST_BYTES),
            progress=self._progress("Filas leídas") if options["verbosity"] > 0 else None,
        )
        self._tell(proposal)
        if proposal.ledger is None:
            raise CommandError("No se importó nada.")
        if by is None:
            self.stdout.write("Vista previa: no se escribió nada.")
        elif proposal.changes_nothing:
            self.stdout.write("No había nada que importar.")
        else:
            self._write(proposal, account, by, path.name, options["verbosity"])

    def _write(
        self, proposal: Proposal, account: PublicAccount | None, by: User, name: str, verbosity: int
    ) -> None:
        assert proposal.ledger is not None  # noqa: S101 (the caller looked)
        try:
            written = import_account(
                proposal.ledger,
                by=by,
                now=timezone.now(),
                origin=name,
                expected_version=account.version if account else None,
                progress=self._progress("Filas escritas") if verbosity > 0 else None,
            )
        except (PackageProblems, Refused) as reason:
            raise CommandError(f"{reason}\nNo se importó nada.") from None
        self.stdout.write(self.style.SUCCESS(f"Importado en: {written}."))

    def _tell(self, proposal: Proposal) -> None:
        for notice in proposal.notices:
            self.stdout.write(f"Aviso: {notice}")
        for problem in proposal.problems[:MOST_PROBLEMS_SHOWN]:
            self.stderr.write(str(problem))
        hidden = proposal.problem_count - MOST_PROBLEMS_SHOWN
        if hidden > 0:
            self.stderr.write(f"… y {hidden} más.")
        if proposal.diff is not None:
            self.stdout.write("\n".join(summary_of(proposal.diff)))

    def _progress(self, what: str) -> Any:
        """Shown on one line of a terminal; not at all where nobody looks."""
        if not self.stdout.isatty():
            return None

        def show(done: int, total: int | None) -> None:
            self.stdout.write(f"\r{what}: {done}" + (f" de {total}" if total else ""), ending="")
            if done == total:
                self.stdout.write("")

        return show


def _account(path: Path, year: int | None) -> PublicAccount | None:
    """The account the file belongs to; None for a package of one that does not exist yet."""
    if said := package_year(path):
        slug, package_of = said
        if year not in (None, package_of):
            raise CommandError(f"El paquete es de la cuenta {package_of}, no de {year}.")
        accounts = PublicAccount.objects.select_related("institution")
        return accounts.filter(institution__slug=slug, account_year=package_of).first()
    if year:
        return account_of(year)
    years = list(PublicAccount.objects.values_list("account_year", flat=True)[:20])
    if len(years) > 1:
        known = ", ".join(map(str, years))
        raise CommandError(f"Hay varias cuentas ({known}): diga cuál con --year AÑO.")
    return account_of(years[0]) if years else None


def _user(email: str | None) -> User:
    """Who imports: the one named, or the only one who may."""
    if email:
        return user_of(email)
    able = [user for user in User.objects.filter(is_active=True) if may(user, "import_account")]
    if len(able) != 1:
        raise CommandError("Diga quién importa con --by CORREO: el registro guarda a la persona.")
    return able[0]
