"""`glosario/`: the words of the account, in alphabetical order, each with its own address."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cuenta.pages.chrome import make_head
from cuenta.pages.site import Page, Site
from programs.ledger import Term

TITLE = "Glosario"
FEWEST_ALIKE = 4  # words with one and the same definition are listed once, at the end
LEAD = "Las palabras y siglas de esta cuenta, en simple."


@dataclass(frozen=True, slots=True)
class TermView:
    """A word, its meaning and, where it names a program, the program's page."""

    anchor: str
    term: str
    definition: str
    href: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Words that share one definition, word for word."""

    anchor: str
    definition: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    anchor: str
    terms: tuple[TermView, ...]


def pages(site: Site) -> Iterator[Page]:
    """The page of words."""
    head = make_head(site, "glosario/", TITLE, LEAD, "", (("Glosario", ""),))
    context = {
        "head": head,
        "title": TITLE,
        "lead": LEAD,
        "letters": tuple(letters(site)),
        "alike": tuple(alike(site)),
    }
    yield Page("glosario/", "cuenta/glossary.html", context)


def letters(site: Site) -> Iterator[Letter]:
    """The words under their first letter, accents apart; what begins otherwise goes under `#`."""
    under: dict[str, list[Term]] = {}
    repeated = {each.definition for each in alike(site)}
    for term in _sorted(site.ledger.terms):
        if term.definition in repeated:
            continue
        first = sort_key(term.term)[:1].upper()
        under.setdefault(first if first.isalpha() else "#", []).append(term)
    for letter, terms in under.items():
        anchor = "letra-otras" if letter == "#" else f"letra-{letter.lower()}"
        yield Letter(letter, anchor, tuple(_view(site, term) for term in terms))


def alike(site: Site) -> Iterator[Alike]:
    """Definitions that many words share: mostly, that the document names them and says no more."""
    sharing: dict[str, list[Term]] = {}
    for term in _sorted(site.ledger.terms):
        sharing.setdefault(term.definition, []).append(term)
    found = [(text, terms) for text, terms in sharing.items() if len(terms) >= FEWEST_ALIKE]
    for place, (definition, terms) in enumerate(found, start=1):
        views = tuple(_view(site, term) for term in terms)
        yield Alike(f"iguales-{place}", definition, views)


def _sorted(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda each: sort_key(each.term))


def _view(site: Site, term: Term) -> TermView:
    program = term.program if term.program in site.ledger.program else ""
    href = site.link(f"programas/{program}/") if program else ""
    return TermView(term.slug, term.term, term.definition, href)


def sort_key(text: str) -> str:
    """Where Spanish puts a word: without accents or capitals, `ñ` after `n`."""
    marked = text.casefold().replace("ñ", "n\uffff")
    decomposed = unicodedata.normalize("NFD", marked)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
