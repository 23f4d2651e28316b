"""What the institution published: the places and the figures of the newest edition of each year."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

import nh3
from django.conf import settings
from markdown_it import MarkdownIt

from cuenta.pages.book import Book, book_of
from cuenta.pages.site import EditionInfo, Site
from cuenta.search.amounts import numbers_of
from cuenta.search.documents import Changes, Document, Kind, Source
from participation.subjects import address_in, ledger_of
from programs.checks import Outcome
from programs.ledger import Chapter, Figure, Program, Table
from programs.models import Edition
from programs.regions import BY_CODE, REGIONS
from programs.reviews import previous_ledger

REGION = Kind("region", "region", "Región", "Regiones", 0, 0.5)
PROGRAM = Kind("program", "programa", "Programa", "Programas", 0, 0.4)
PRODUCT = Kind("product", "producto", "Producto estratégico", "Productos estratégicos", 0, 0.4)
CHAPTER = Kind("chapter", "capitulo", "Capítulo", "Capítulos", 0, 0.3)
TABLE = Kind("table", "tabla", "Tabla", "Tablas", 0, 0.2)
TERM = Kind("term", "palabra", "Palabra del glosario", "Palabras del glosario", 0, 0.2)
CHECK = Kind("check", "cuadratura", "Comprobación", "Comprobaciones", 0, 0.0)
FIGURE = Kind("figure", "cifra", "Cifra", "Cifras", 1, 0.1)
KINDS = (REGION, PROGRAM, PRODUCT, CHAPTER, TABLE, FIGURE, CHECK, TERM)

WRITTEN_AS = "1"  # what is indexed of an edition: another number, and all of them are read again
_PLACED = re.compile(r"\{(cifra|tabla):([a-z0-9-]+)\}")
_markdown = MarkdownIt("commonmark", {"html": False})


def newest_editions() -> list[Edition]:
    """The newest edition of each account, oldest account first."""
    rows = Edition.objects.select_related("account__institution")
    newest = rows.order_by("account__account_year", "account_id", "-number")
    return list(newest.distinct("account__account_year", "account_id"))


def changes(mark: str) -> Changes:
    """The accounts whose newest edition is another one than the mark says."""
    editions = newest_editions()
    now = {edition.pk: f"{WRITTEN_AS}:{edition.sha256}" for edition in editions}
    known = set(mark.split())
    new = [edition for edition in editions if now[edition.pk] not in known]
    groups = ((_group(edition), documents_of(edition)) for edition in new)
    return Changes(" ".join(now.values()), groups, is_all=not mark)


def _group(edition: Edition) -> str:
    return f"{edition.account.institution.slug[:40]}-{edition.account.account_year}"


def documents_of(edition: Edition) -> Sequence[Document]:
    """All that can be found of an edition. Addresses are those of the account in force."""
    return tuple(_Indexed(edition).all())


class _Indexed:
    """One edition, with what all of its documents say."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        ledger = ledger_of(edition)
        info = EditionInfo(
            edition.number, edition.published_at, edition.published_by_name,
            edition.prepared_by_name, edition.sha256, ledger,
        )  # fmt: skip
        before = previous_ledger(edition.account, edition.published_at)
        self.site = Site(ledger, info, (info,), settings.SITE_URL, previous=before)
        self.book: Book = book_of(self.site)
        self.ledger = ledger

    def all(self) -> Iterator[Document]:
        ledger = self.ledger
        yield from map(self._region, (region.code for region in REGIONS))
        yield from map(self._program, ledger.programs)
        for product in ledger.products:
            yield self._at(PRODUCT, product.slug, f"productos/{product.slug}/", product.name,
                           body=product.description)  # fmt: skip
        yield from map(self._chapter, ledger.chapters)
        yield from map(self._table, ledger.tables)
        for term in ledger.terms:
            yield self._at(TERM, term.slug, f"glosario/#{term.slug}", term.term,
                           body=term.definition, program=term.program)  # fmt: skip
        yield from map(self._check, self.site.outcomes)
        yield from map(self._figure, ledger.figures)

    def _at(self, kind: Kind, key: str, path: str, title: str, **more: Any) -> Document:
        return Document(
            kind=kind, key=f"{_group(self.edition)}/{key}", address=self.site.link(path),
            permanent=address_in(self.edition, path), title=title,
            year=self.ledger.account_year, **more,
        )  # fmt: skip

    def _region(self, code: str) -> Document:
        region = BY_CODE[code]
        return self._at(
            REGION, region.slug, f"regiones/{region.slug}/", region.short_name, region=code,
            body=f"Todo lo que la cuenta dice de la Región: {region.name}.", words="región",
            names=(region.name,),
        )  # fmt: skip

    def _program(self, program: Program) -> Document:
        product = self.ledger.product.get(program.product)
        return self._at(
            PROGRAM, program.slug, f"programas/{program.slug}/", program.name,
            note=product.name if product else "", body=program.description,
            words=" ".join(program.aliases), names=program.aliases,
            program=program.slug, region=program.region,
        )  # fmt: skip

    def _chapter(self, chapter: Chapter) -> Document:
        above = self.ledger.chapter.get(chapter.parent)
        return self._at(
            CHAPTER, chapter.slug, f"capitulos/{chapter.slug}/", chapter.title,
            note=above.title if above else "", body=self._prose(chapter), chapter=chapter.slug,
        )  # fmt: skip

    def _prose(self, chapter: Chapter) -> str:
        """The words of a chapter as one reads them, with its figures in their places."""

        def fill(found: re.Match[str]) -> str:
            figure = self.ledger.figure.get(found[2]) if found[1] == "cifra" else None
            return self.book.shown(figure).text if figure else ""

        rendered = _markdown.render(chapter.body)
        bare = html.unescape(nh3.clean(rendered.replace("<", " <"), tags=set()))
        return " ".join(_PLACED.sub(fill, bare).split())

    def _table(self, table: Table) -> Document:
        chapter = self.ledger.chapter.get(table.chapter)
        labels = [*(column.label for column in table.columns), *(row.label for row in table.rows)]
        return self._at(
            TABLE, table.slug, f"tablas/{table.slug}/", table.title,
            note=chapter.title if chapter else "", body=table.note, words=" · ".join(labels),
            chapter=table.chapter,
        )  # fmt: skip

    def _check(self, outcome: Outcome) -> Document:
        stated = outcome.stated
        return self._at(
            CHECK, outcome.slug, f"cuadratura/#{outcome.slug}", outcome.title,
            body=outcome.sentence, words="no cuadra" if outcome.differs else "",
            chapter=self.book.chapter_of(stated) if stated else "",
            program=stated.program if stated else "", region=stated.region if stated else "",
        )  # fmt: skip

    def _figure(self, figure: Figure) -> Document:
        shown, ledger = self.book.shown(figure), self.ledger
        chapter = ledger.chapter.get(self.book.chapter_of(figure))
        table = ledger.table.get(figure.table)
        program = ledger.program.get(figure.program)
        where = (table.title if table else "", chapter.title if chapter else "", shown.place)
        # The region of a program that belongs to one is where its figures are looked for too.
        region = figure.region or (program.region if program else "")
        return self._at(
            FIGURE, figure.key, f"cifras/{figure.key}/", shown.title,
            value=shown.text, note=" · ".join(part for part in where if part),
            body=figure.note, numbers=numbers_of(figure),
            words=f"{shown.words} {BY_CODE[region].name if region in BY_CODE else ''}",
            chapter=chapter.slug if chapter else "", program=figure.program, region=region,
        )  # fmt: skip


SOURCE = Source("cuenta", KINDS, changes)
