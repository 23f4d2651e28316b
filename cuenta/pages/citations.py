"""How to cite a figure: in words, in BibTeX and in CSL JSON. The address names the edition."""

import json
from dataclasses import dataclass

from cuenta.pages.book import Book
from cuenta.pages.shown import Shown
from programs.figures import format_figure
from programs.ledger import Figure

_BIBTEX = str.maketrans({sign: f"\\{sign}" for sign in "{}%$&#_"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A figure's citation in three forms. `name` is the id they share."""

    name: str
    author: str
    year: int
    work: str
    rest: str
    address: str
    bibtex: str
    csl: str

    @property
    def text(self) -> str:
        return f"{self.author} ({self.year}). {self.work}, {self.rest}. {self.address}"


def cite(book: Book, figure: Figure, shown: Shown) -> Citation:
    """The citation of one figure in the edition being read (or the draft, and it says so)."""
    site, ledger = book.site, book.ledger
    name = f"{ledger.institution.slug}-{ledger.account_year}-{figure.key}"
    edition = f"edición {site.edition.number}" if site.edition else "borrador"
    address = site.permanent(f"cifras/{figure.key}/")
    said = said_of(figure, shown)
    return Citation(
        name=name,
        author=ledger.institution.short_name,
        year=ledger.account_year,
        work=ledger.title,
        rest=f"{edition}. {said}",
        address=address,
        bibtex=_bibtex(book, name, edition, said, address),
        csl=_csl(book, name, edition, said, address),
    )


def text_of(figure: Figure) -> str:
    """A figure to be read in a sentence: where there is none, that and why."""
    if figure.value is not None:
        return format_figure(figure)
    return f"sin cifra ({figure.note})" if figure.note else "sin cifra"


def said_of(figure: Figure, shown: Shown) -> str:
    """What a citation says of a figure: `Organizaciones…: 416`."""
    return f"{shown.title}: {text_of(figure)}"


def _bibtex(book: Book, name: str, edition: str, said: str, address: str) -> str:
    ledger = book.ledger
    fields = {
        "author": f"{{{ledger.institution.name.translate(_BIBTEX)}}}",
        "title": f"{{{said.translate(_BIBTEX)}}}",
        "howpublished": f"{ledger.title}, {edition}".translate(_BIBTEX),
        "year": str(ledger.account_year),
        "url": address,
    }
    lines = ",\n".join(f"  {key} = {{{value}}}" for key, value in fields.items())
    return f"@misc{{{name},\n{lines}\n}}\n"


def _csl(book: Book, name: str, edition: str, said: str, address: str) -> str:
    site, ledger = book.site, book.ledger
    issued: list[int] = [ledger.account_year]
    if site.edition:
        instant = site.edition.published_at
        issued = [instant.year, instant.month, instant.day]
    item = {
        "id": name,
        "type": "dataset",
        "title": said,
        "author": [{"literal": ledger.institution.name}],
        "container-title": ledger.title,
        "edition": edition,
        "issued": {"date-parts": [issued]},
        "language": "es-CL",
        "URL": address,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"
