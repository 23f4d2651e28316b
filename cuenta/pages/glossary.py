"""`glosario/`: the words of the account, in alphabetical order, each with its own address."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cuenta.pages.chrome import make_head
from cuenta.pages.site import Page, Site
from programs.ledger import Term

TITLE = "Glosario"
LEAD = "Las palabras y siglas de esta cuenta, en simple."


@dataclass(frozen=True, slots=True)
class TermView:
    """A word, its meaning and, where it names a program, the program's page."""

    anchor: str
    term: str
    definition: str
    href: str


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    anchor: str
    terms: tuple[TermView, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of words."""
    head = make_head(site, "glosario/", TITLE, LEAD, "", (("Glosario", ""),))
    context = {"head": head, "title": TITLE, "lead": LEAD, "letters": tuple(letters(site))}
    yield Page("glosario/", "cuenta/glossary.html", context)


def letters(site: Site) -> Iterator[Letter]:
    """The words under their first letter, accents apart; what begins otherwise goes under `#`."""
    under: dict[str, list[Term]] = {}
    for term in sorted(site.ledger.terms, key=lambda each: sort_key(each.term)):
        first = sort_key(term.term)[:1].upper()
        under.setdefault(first if first.isalpha() else "#", []).append(term)
    for letter, terms in under.items():
        anchor = "letra-otras" if letter == "#" else f"letra-{letter.lower()}"
        yield Letter(letter, anchor, tuple(_view(site, term) for term in terms))


def _view(site: Site, term: Term) -> TermView:
    program = term.program if term.program in site.ledger.program else ""
    href = site.link(f"programas/{program}/") if program else ""
    return TermView(term.slug, term.term, term.definition, href)


def sort_key(text: str) -> str:
    """Where Spanish puts a word: without accents or capitals, `ñ` after `n`."""
    marked = text.casefold().replace("ñ", "n\uffff")
    decomposed = unicodedata.normalize("NFD", marked)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
