"""From a spreadsheet and the account as it stands to the account it proposes: all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from programs.figures import plural
from programs.integrity import problems_of
from programs.ledger import Figure, Ledger
from programs.package_schema import PackageProblem
from programs.proposals.diffs import LedgerDiff, diff_ledgers
from programs.proposals.keys import Identity, Stated, identity
from programs.proposals.references import Directory
from programs.proposals.rows import RowReader
from programs.spreadsheets import Problem, Report, TableRow

_FILES = {
    "figures.csv": "cifras", "rules.csv": "cuadraturas declaradas", "errata.csv": "fe de erratas",
}  # fmt: skip
MOST_NAMED = 5


@dataclass(frozen=True)
class Proposal:
    """What importing a file would do. Nothing has been written.

    `ledger` and `diff` are None while there are problems; `problem_count` counts all of them, also
    those beyond the ones kept in `problems`.
    """

    current: Ledger | None
    ledger: Ledger | None
    diff: LedgerDiff | None
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    notices: tuple[str, ...] = ()
    rows: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether it can be imported."""
        return self.ledger is not None

    @property
    def changes_nothing(self) -> bool:
        return self.diff is not None and self.diff.is_empty


def proposal_of(
    current: Ledger | None, ledger: Ledger | None, report: Report, rows: int = 0
) -> Proposal:
    """A proposal, or only its problems where there are any."""
    sound = ledger is not None and not report.count
    return Proposal(
        current=current,
        ledger=ledger if sound else None,
        diff=diff_ledgers(current, ledger) if sound and ledger is not None else None,
        problems=tuple(report.problems),
        problem_count=report.count,
        notices=tuple(report.notices),
        rows=rows,
    )


@dataclass
class _Gathered:
    """The figures of the file, and where each one was."""

    figures: dict[str, Figure] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    stated: dict[Identity, tuple[str, bool]] = field(default_factory=dict)


def propose_rows(
    rows: Iterable[TableRow], current: Ledger, report: Report, *, replace_all: bool = False
) -> Proposal:
    """What the rows propose over `current`: figures added and changed, the rest left as it is.

    With `replace_all`, the account's figures that are not among the rows are removed.
    """
    reader = RowReader(Directory(current), Stated(current.figures), report)
    gathered = _Gathered()
    count = 0
    for row in rows:
        count += 1
        figure = reader.figure(row)
        if figure is not None:
            _gather(gathered, figure, row, report)
    if report.count:
        return proposal_of(current, None, report, count)
    proposed = _merged(current, gathered, replace_all)
    _check_whole(current, proposed, gathered, report)
    _tell_new_groups(current, gathered, report)
    return proposal_of(current, proposed, report, count)


def _gather(gathered: _Gathered, figure: Figure, row: TableRow, report: Report) -> None:
    """Keep the figure, or say which earlier row it repeats."""
    has_key = bool(row.has("key") and row.value("key"))
    what = identity(figure)
    earlier, both_keyed = gathered.places.get(figure.key), False
    if earlier is None and what in gathered.stated:
        key, earlier_has_key = gathered.stated[what]
        both_keyed = has_key and earlier_has_key and not figure.table
        earlier = None if both_keyed else gathered.places[key]
    place = (row.sheet, row.cell("key" if has_key else "value"))
    if earlier is not None:
        report.problem(
            Problem(
                f"La cifra «{figure.key}» está dos veces: en {_said(earlier)} y en "
                f"{_said(place)}. Deje una sola, o dé a cada una su clave si son distintas.",
                sheet=place[0],
                cell=place[1],
            )
        )
        return
    gathered.figures[figure.key] = figure
    gathered.places[figure.key] = place
    gathered.stated.setdefault(what, (figure.key, has_key))


def _said(place: tuple[str, str]) -> str:
    sheet, cell = place
    return f"la celda {cell} de «{sheet}»" if sheet else f"la celda {cell}"


def _merged(current: Ledger, gathered: _Gathered, replace_all: bool) -> Ledger:
    """The account's order is kept; what is new follows it."""
    kept = [
        gathered.figures.get(figure.key, figure)
        for figure in current.figures
        if figure.key in gathered.figures or not replace_all
    ]
    known = current.figure
    new = [figure for key, figure in gathered.figures.items() if key not in known]
    return replace(current, figures=(*kept, *new))


def _check_whole(current: Ledger, proposed: Ledger, gathered: _Gathered, report: Report) -> None:
    """What no single row can tell: two figures in a cell of a table, a figure still in use."""
    before = {_without_line(problem) for problem in problems_of(current)}
    for problem in problems_of(proposed):
        if _without_line(problem) not in before:
            sheet, cell = _place(problem, proposed, gathered)
            about = _FILES.get(problem.file, problem.file)
            message = problem.message[:1].upper() + problem.message[1:]
            message = message if cell else f"Al revisar la cuenta ({about}): {problem.message}"
            report.problem(Problem(f"{message}.", sheet=sheet, cell=cell))


def _without_line(problem: PackageProblem) -> tuple[str, str, str]:
    return (problem.file, problem.column, problem.message)


def _place(problem: PackageProblem, proposed: Ledger, gathered: _Gathered) -> tuple[str, str]:
    if problem.file != "figures.csv" or problem.line is None:
        return "", ""
    return gathered.places.get(proposed.figures[problem.line - 2].key, ("", ""))


def _tell_new_groups(current: Ledger, gathered: _Gathered, report: Report) -> None:
    known = {figure.scope for figure in current.figures}
    new = dict.fromkeys(f.scope for f in gathered.figures.values() if f.scope not in known)
    if new:
        names = ", ".join(list(new)[:MOST_NAMED]) + (", …" if len(new) > MOST_NAMED else "")
        what = plural(len(new), "grupo nuevo", "grupos nuevos")
        report.notice(f"El archivo usa {what} en la columna «grupo»: {names}.")
