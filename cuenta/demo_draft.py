"""The draft that the demonstration's council reads: next year's account, without one figure.

It is what any portal opens as the next year's draft (`programs.next_year`), and every text says
that it is a demonstration (docs/decisions/0021-demo-draft.md).
"""

from dataclasses import replace

from programs.ledger import Chapter, Ledger, Source, Table
from programs.next_year import next_year_of

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
LEFT_OUT = ("desafios-2022", "desafios-2023")  # what its chapters name belongs to that year alone


def empty_draft(published: Ledger) -> Ledger:
    """The account of the year after `published`, as an empty draft."""
    opened = next_year_of(published)
    chapters = [each for each in opened.chapters if not _is_left_out(each)]
    return replace(
        opened,
        title=f"Cuenta Pública Participativa {opened.account_year} (demostración)",
        summary=SUMMARY,
        chapters=tuple(replace(each, body=SAYS) for each in chapters),
        sources=(SOURCE,),
        tables=tuple(_dashes(each) for each in opened.tables if each.slug in TABLES),
    )


def _is_left_out(chapter: Chapter) -> bool:
    return chapter.slug in LEFT_OUT or chapter.parent in LEFT_OUT


def _dashes(table: Table) -> Table:
    return replace(table, source=SOURCE.slug, note="Sin cifras: es una demostración.")
