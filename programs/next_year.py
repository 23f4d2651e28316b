"""The account of the year after, as an empty draft: the structure of this one, without one figure.

Pure. Chapters keep their titles and their tree, tables their rows and columns, and names, programs
and glossary are those that all years share. Figures, texts, checks, explanations and errata belong
to their year: a cell that nobody filled is a dash.
"""

from dataclasses import dataclass, replace

from programs.ledger import Chapter, Ledger, Source, Table

SOURCE = "documento-de-la-cuenta"
TO_WRITE = "*Por escribir.* Este texto todavía no se escribe."


@dataclass(frozen=True, slots=True)
class Copied:
    """What is copied into the next year's draft, counted."""

    chapters: int
    tables: int
    products: int
    programs: int
    indicators: int
    terms: int
    left: int  # figures that stay in their year


def next_year_of(ledger: Ledger) -> Ledger:
    """The draft of the year after `ledger`. Every title says the year it is of."""
    year = ledger.account_year + 1
    source = Source(
        SOURCE, f"Documento de la cuenta pública {year} (por agregar)", ledger.institution.name
    )
    return replace(
        ledger,
        account_year=year,
        management_year=ledger.management_year + 1,
        title=_moved(ledger.title, ledger),
        summary="",
        chapters=tuple(_chapter(each, ledger) for each in ledger.chapters),
        sources=(source,),
        tables=tuple(_table(each, ledger) for each in ledger.tables),
        figures=(),
        rules=(),
        explanations=(),
        errata=(),
        meta={},
    )


def copied_from(ledger: Ledger) -> Copied:
    """What `next_year_of` copies, for whoever is about to do it."""
    return Copied(
        len(ledger.chapters), len(ledger.tables), len(ledger.products), len(ledger.programs),
        len(ledger.indicators), len(ledger.terms), len(ledger.figures),
    )  # fmt: skip


def _moved(text: str, ledger: Ledger) -> str:
    """The years of the account and of its management, each one later."""
    later = text.replace(str(ledger.account_year), "\0")
    later = later.replace(str(ledger.management_year), str(ledger.management_year + 1))
    return later.replace("\0", str(ledger.account_year + 1))


def _chapter(chapter: Chapter, ledger: Ledger) -> Chapter:
    return replace(
        chapter, slug=_moved(chapter.slug, ledger), parent=_moved(chapter.parent, ledger),
        title=_moved(chapter.title, ledger), body=TO_WRITE, page=None,
    )  # fmt: skip


def _table(table: Table, ledger: Ledger) -> Table:
    """Its rows and columns; what its note said of its figures stays in their year."""
    columns = tuple(replace(each, label=_moved(each.label, ledger)) for each in table.columns)
    return replace(
        table, chapter=_moved(table.chapter, ledger), title=_moved(table.title, ledger),
        columns=columns, source=SOURCE, page=None, note="",
    )  # fmt: skip
