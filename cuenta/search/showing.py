"""From what was found to what is shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from cuenta.models import SearchDocument
from cuenta.pages.chrome import Link
from cuenta.pages.found import (
    END,
    HIT,
    Facet,
    Row,
    SearchPage,
    Value,
    address,
    examples,
    pieces,
)  # fmt: skip
from cuenta.search.finding import Counts, Found
from cuenta.search.sources import BY_CODE, KINDS
from cuenta.search.sources.account import newest_editions
from participation.subjects import ledger_of
from programs.figures import format_number, plural
from programs.regions import BY_CODE as REGIONS

SHORTEST_LIST = 6  # values of a facet that are always in sight
LONGEST_LIST = 40
_SHORT = 300  # letters of a text shown where nothing in it was found
# The facet, its parameter and its heading.
FACETS = (
    ("kind", "tipo", "Qué es"),
    ("year", "cuenta", "Cuenta"),
    ("chapter", "capitulo", "Capítulo"),
    ("program", "programa", "Programa"),
    ("region", "region", "Región"),
)


def search_page(asked: dict[str, str], found: Found, counts: Counts, meant: str = "") -> SearchPage:
    """The page for what was asked in its address."""
    names = _Names()
    chosen = [(parameter, label) for _, parameter, label in FACETS if asked.get(parameter)]
    return SearchPage(
        typed=asked.get("q", ""),
        hidden=tuple((name, asked[name]) for name, _ in chosen),
        rows=tuple(_row(row, found.status) for row in found.rows),
        total=_total(counts),
        facets=tuple(_facets(asked, counts, names)),
        chosen=tuple(
            Link(f"{label}: {names.of(parameter, asked[parameter])}",
                 address(asked, **{parameter: "", "despues": ""}))
            for parameter, label in chosen
        ),
        next=address(asked, despues=found.after) if found.after else "",
        first=address(asked, despues="") if asked.get("despues") else "",
        meant=Link(meant, address(asked, q=meant, despues="")) if meant else None,
        wider=Link("Buscar en todo", address({"q": asked.get("q", "")})) if chosen else None,
        examples=examples() if not found.rows else (),
    )  # fmt: skip


def refused_page(asked: Mapping[str, str], trouble: str) -> SearchPage:
    """What to mend, with what was typed still there."""
    typed = asked.get("q", "").replace("\x00", "")[:300]
    return SearchPage(typed, trouble=trouble, examples=examples())


def empty_page() -> SearchPage:
    """Before anything was typed."""
    return SearchPage("", is_empty=True, examples=examples())


def _total(counts: Counts) -> str:
    if counts.is_more:
        return f"Más de {plural(counts.total, 'resultado', 'resultados')}"
    return plural(counts.total, "resultado", "resultados")


def _row(row: SearchDocument, status: Mapping[int, str]) -> Row:
    kind = BY_CODE[row.kind]
    found: Any = row
    title = found.found_title if HIT in found.found_title else found.found_title_words
    marked = found.found_body if HIT in found.found_body else found.found_words
    if HIT not in marked:
        marked = _short(row.body)
    return Row(
        kind=kind.one,
        href=row.address,
        title=pieces(title),
        value=row.value,
        note=row.note,
        excerpt=pieces(marked),
        status=status.get(row.pk, ""),
        year=str(row.year),
        permanent=row.permanent,
        is_person=bool(row.submission_id),
    )


def _short(text: str) -> str:
    bare = text.replace(HIT, "").replace(END, "")
    return bare if len(bare) <= _SHORT else f"{bare[:_SHORT].rsplit(' ', 1)[0]} …"


def _facets(asked: dict[str, str], counts: Counts, names: "_Names") -> Iterable[Facet]:
    for name, parameter, label in FACETS:
        here = asked.get(parameter, "")
        found = counts.facets.get(name, {})
        if len(found) < 2 and not here:
            continue  # choosing it would change nothing
        values = [
            _value(asked, parameter, slug, names.of(parameter, slug), number, counts)
            for code, number in found.items()
            if (slug := _slug(parameter, code))
        ]
        values = _sorted(parameter, values, found)[:LONGEST_LIST]
        shown = [v for place, v in enumerate(values) if place < SHORTEST_LIST or v.is_here]
        rest = [value for value in values if value not in shown]
        if values:
            yield Facet(parameter, label, tuple(shown), tuple(rest))


def _slug(parameter: str, code: str) -> str:
    """How the address names a value of the index."""
    if parameter == "tipo":
        return BY_CODE[code].slug if code in BY_CODE else ""
    if parameter == "region":
        return REGIONS[code].slug if code in REGIONS else ""
    return code


def _value(
    asked: dict[str, str], parameter: str, slug: str, label: str, number: int, counts: Counts
) -> Value:
    is_here = asked.get(parameter) == slug
    href = address(asked, **{parameter: "" if is_here else slug, "despues": ""})
    more = "+" if counts.is_more else ""
    return Value(label, f"{format_number(number)}{more}", href, is_here)


def _sorted(parameter: str, values: list[Value], found: Mapping[str, int]) -> list[Value]:
    """Kinds in the order of the portal, regions north to south, the rest by how many."""
    if parameter == "tipo":
        order = {kind.many: place for place, kind in enumerate(KINDS)}
        return sorted(values, key=lambda each: order.get(each.label, 99))
    if parameter == "region":
        place = {each.short_name: at for at, each in enumerate(REGIONS.values())}
        return sorted(values, key=lambda each: place.get(each.label, 99))
    if parameter == "cuenta":
        return sorted(values, key=lambda each: each.label, reverse=True)
    number = list(found.values())
    pairs = sorted(zip(number, values, strict=True), key=lambda pair: (-pair[0], pair[1].label))
    return [value for _, value in pairs]


class _Names:
    """What values are called, from the newest edition that knows them; read when it is needed."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = {}

    def of(self, parameter: str, slug: str) -> str:
        if parameter == "tipo":
            return next((kind.many for kind in KINDS if kind.slug == slug), slug)
        if parameter == "region":
            return next((r.short_name for r in REGIONS.values() if r.slug == slug), slug)
        if parameter == "cuenta":
            return f"Cuenta {slug}"
        if not self._known:
            self._read()
        return self._known.get(parameter, {}).get(slug, slug)

    def _read(self) -> None:
        self._known = {"capitulo": {}, "programa": {}}
        for edition in newest_editions():  # the newest last: its words stay
            ledger = ledger_of(edition)
            self._known["capitulo"] |= {each.slug: each.title for each in ledger.chapters}
            self._known["programa"] |= {each.slug: each.name for each in ledger.programs}
