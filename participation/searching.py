"""Finding a place of an edition by words: a figure, a program, a chapter, a table, a region."""

import unicodedata
from dataclasses import dataclass

from participation.subjects import address_in, ledger_of, place_at
from programs.checks.wording import label_of, place_of
from programs.figures import format_figure
from programs.ledger import Ledger
from programs.models import Edition

MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A place of the edition: its permanent address, what it is and where it stands."""

    address: str
    kind: str
    title: str
    value: str = ""
    where: str = ""


def places_with(edition: Edition, words: str, *, chosen: str = "") -> tuple[Found, ...]:
    """At most `MOST_PLACES` places with all the words; the `chosen` address first, if it is one."""
    wanted = _plain(words).split()
    first = _chosen(chosen)
    found = [
        each
        for each in _places(edition, ledger_of(edition))
        if wanted and each.address != chosen and _has(each, wanted)
    ]
    return tuple([*first, *found][:MOST_PLACES])


def _chosen(address: str) -> list[Found]:
    try:
        place = place_at(address) if address else None
    except ValueError:
        return []
    if place is None:
        return []
    subject = place.subject
    return [Found(place.address, subject.kind, subject.title, subject.value, subject.place)]


def _has(found: Found, wanted: list[str]) -> bool:
    text = _plain(f"{found.kind} {found.title} {found.value} {found.where}")
    return all(word in text for word in wanted)


def _plain(text: str) -> str:
    """Without accents and capitals, as people search."""
    split = unicodedata.normalize("NFKD", text[:400])
    return "".join(each for each in split if not unicodedata.combining(each)).casefold()


def _places(edition: Edition, ledger: Ledger) -> list[Found]:
    """The few large places first, the many figures after."""
    return [
        *(Found(address_in(edition, f"programas/{each.slug}/"), "un programa", each.name)
          for each in ledger.programs),
        *(Found(address_in(edition, f"capitulos/{each.slug}/"), "un capítulo", each.title)
          for each in ledger.chapters),
        *(Found(address_in(edition, f"tablas/{each.slug}/"), "una tabla", each.title)
          for each in ledger.tables),
        *(Found(address_in(edition, f"cifras/{each.key}/"), "una cifra", label_of(ledger, each),
                format_figure(each), place_of(ledger, each))
          for each in ledger.figures),
    ]  # fmt: skip
