"""The draft that the demonstration's council reads: next year's account, without one figure.

It takes from the published account only its structure: chapters by their titles, the tables of its
programs by their rows and columns. Every cell is a dash, and every text says that it is a
demonstration (docs/decisions/0021-demo-draft.md).
"""

from dataclasses import replace

from programs.ledger import Chapter, Ledger, Source, Table

SOURCE = Source(
    "borrador-de-demostracion",
    "Borrador de demostración, sin documento ni cifras",
    "Portal de demostración",
)
SAYS = (
    "*Demostración.* Sercotec no ha entregado este texto. El capítulo repite el título del de la "
    "cuenta anterior para mostrar cómo el Consejo lee un borrador; no tiene cifras ni afirma nada."
)
SUMMARY = "Borrador de demostración: repite los títulos de la cuenta anterior, sin texto ni cifras."
TABLES = ("emprendimiento", "pymes", "asociativos", "productos")
LEFT_OUT = ("desafios-2022",)  # what its chapters name belongs to that year alone


def empty_draft(published: Ledger) -> Ledger:
    """The account of the year after `published`, as an empty draft."""
    chapters = [each for each in published.chapters if not _is_left_out(each)]
    return replace(
        published,
        account_year=published.account_year + 1,
        management_year=published.management_year + 1,
        title=f"Cuenta Pública Participativa {published.account_year + 1} (demostración)",
        summary=SUMMARY,
        chapters=tuple(_empty(each, published) for each in chapters),
        sources=(SOURCE,),
        tables=tuple(_dashes(each) for each in published.tables if each.slug in TABLES),
        figures=(),
        rules=(),
        explanations=(),
        errata=(),
        meta={},
    )


def _is_left_out(chapter: Chapter) -> bool:
    return chapter.slug in LEFT_OUT or chapter.parent in LEFT_OUT


def _empty(chapter: Chapter, published: Ledger) -> Chapter:
    before, after = str(published.management_year), str(published.management_year + 1)
    return replace(
        chapter, title=chapter.title.replace(before, after), body=SAYS, page=None,
        slug=chapter.slug.replace(before, after), parent=chapter.parent.replace(before, after),
    )  # fmt: skip


def _dashes(table: Table) -> Table:
    return replace(table, source=SOURCE.slug, page=None, note="Sin cifras: es una demostración.")
