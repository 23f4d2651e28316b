"""The way in for files: a spreadsheet, a CSV or a data package becomes a proposal.

Whatever the bytes, the answer is a proposal or sentences that say what to mend. Nothing is written.
"""

from pathlib import Path

from programs.integrity import problems_of
from programs.ledger import Ledger
from programs.package import read_package
from programs.package_archive import read_archive
from programs.package_schema import PackageProblem, PackageProblems
from programs.proposals import Proposal, proposal_of, propose_rows
from programs.spreadsheets import MOST_BYTES, NotReadable, Problem, Progress, Report, read_table
from programs.spreadsheets.containers import FileKind, kind_of
from programs.spreadsheets.reading import check_size

NO_ACCOUNT = (
    "Una planilla agrega o cambia cifras de una cuenta que ya existe, y esta todavía no existe. "
    "Importe primero su paquete de datos."
)


def propose_file(
    path: Path,
    current: Ledger | None,
    *,
    name: str = "",
    replace_all: bool = False,
    most_bytes: int = MOST_BYTES,
    progress: Progress | None = None,
) -> Proposal:
    """What importing `path` would do to `current`, the account as it stands (None: no account).

    A package is the whole account and takes its place. A spreadsheet adds and changes figures;
    with `replace_all` it also removes those it does not have. `name` is the name the file had
    where it was uploaded from; `most_bytes` its largest size.
    """
    report = Report()
    try:
        if is_package(path, most_bytes):
            return _propose_package(path, current, report, most_bytes)
        if current is None:
            raise NotReadable(NO_ACCOUNT)
        rows = read_table(path, report, name=name, most_bytes=most_bytes, progress=progress)
        return propose_rows(rows, current, report, replace_all=replace_all)
    except NotReadable as wrong:
        report.problem(Problem(wrong.reason, file=name or path.name))
    except OSError:
        report.problem(Problem("El archivo no se puede leer.", file=name or path.name))
    return proposal_of(current, None, report)


def is_package(path: Path, most_bytes: int = MOST_BYTES) -> bool:
    """Whether the path holds a data package. Raises NotReadable, or OSError where nothing is."""
    if path.is_dir():
        return True
    check_size(path, most_bytes)
    return kind_of(path) is FileKind.PACKAGE


def package_year(path: Path, most_bytes: int = MOST_BYTES) -> tuple[str, int] | None:
    """The institution's slug and the account's year in a package; None where it is not readable.

    Lets a command find the account a package belongs to before it proposes anything.
    """
    try:
        if not is_package(path, most_bytes):
            return None
        ledger = read_package(path) if path.is_dir() else read_archive(path)
    except (NotReadable, PackageProblems, OSError):
        return None
    return ledger.institution.slug, ledger.account_year


def _propose_package(
    path: Path, current: Ledger | None, report: Report, most_bytes: int
) -> Proposal:
    try:
        if path.is_dir():
            _check_folder(path, most_bytes)
            ledger = read_package(path)
        else:
            ledger = read_archive(path)
        problems = problems_of(ledger)
    except PackageProblems as wrong:
        ledger, problems = None, wrong.problems
    for problem in problems:
        report.problem(_said(problem))
    if ledger is not None and current is not None:
        _check_same_account(ledger, current, report)
    return proposal_of(current, ledger, report, len(ledger.figures) if ledger else 0)


def _check_folder(folder: Path, most_bytes: int) -> None:
    """A folder is trusted no more than a zip: no links, and not beyond the size of eight files."""
    total = 0
    for path in folder.rglob("*"):
        if path.is_symlink():
            raise NotReadable(f"La carpeta tiene un enlace a otro archivo: «{path.name}». Quítelo.")
        total += path.stat().st_size
    if total > 8 * most_bytes:
        raise NotReadable("La carpeta del paquete es demasiado grande.")


def _check_same_account(ledger: Ledger, current: Ledger, report: Report) -> None:
    said = (ledger.institution.slug, ledger.account_year)
    expected = (current.institution.slug, current.account_year)
    if said != expected:
        report.problem(
            Problem(
                f"El paquete es de la cuenta {said[1]} de «{said[0]}», no de esta.",
                f"la cuenta {expected[1]} de «{expected[0]}»",
                file="datapackage.json",
            )
        )


def _said(problem: PackageProblem) -> Problem:
    place = f"línea {problem.line}" if problem.line else ""
    place += (", " if place else "") + f"columna «{problem.column}»" if problem.column else ""
    message = problem.message[:1].upper() + problem.message[1:]
    return Problem(message.rstrip(".") + ".", file=problem.file, cell=place)
