"""The account's front page, with its chapters in order, and each chapter."""

from collections.abc import Iterator
from dataclasses import dataclass

from cuenta.pages import prose
from cuenta.pages.book import Book, book_of
from cuenta.pages.cells import TableView
from cuenta.pages.chrome import ask_href, make_head
from cuenta.pages.findings import ratio_text, table_sentence
from cuenta.pages.grids import table_view
from cuenta.pages.products import total_money, whole_words
from cuenta.pages.promised import promised_of
from cuenta.pages.shown import Shown
from cuenta.pages.site import Page, Site
from programs.figures import format_amount, plural, share
from programs.ledger import Chapter, CheckKind, Figure, Measure

MOST_FACTS = 3


@dataclass(frozen=True, slots=True)
class ChapterLink:
    slug: str
    title: str
    href: str
    money: str
    is_here: bool
    children: tuple["ChapterLink", ...] = ()


@dataclass(frozen=True, slots=True)
class Worked:
    """A share the portal worked out itself, with its division in sight."""

    label: str
    text: str
    how: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text or a table."""

    html: str = ""
    table: TableView | None = None


@dataclass(frozen=True, slots=True)
class ChapterView:
    kicker: str
    title: str
    lead: str
    facts: tuple[Shown, ...]
    worked: Worked | None
    pieces: tuple[Piece, ...]
    others: tuple[Shown, ...]
    source: str
    ask: str
    children: tuple[ChapterLink, ...]
    before: ChapterLink | None
    after: ChapterLink | None


def pages(site: Site) -> Iterator[Page]:
    """`""` and `capitulos/<slug>/`."""
    book = book_of(site)
    yield _account(book)
    for place, chapter in enumerate(book.ledger.chapters):
        yield _chapter(book, chapter, place)


def links(book: Book, here: str = "") -> tuple[ChapterLink, ...]:
    """The chapters in order, two levels, the one being read marked."""
    below = [chapter for chapter in book.ledger.chapters if chapter.parent]
    return tuple(
        _link(book, chapter, here, tuple(each for each in below if each.parent == chapter.slug))
        for chapter in book.ledger.chapters
        if not chapter.parent
    )


def _link(
    book: Book, chapter: Chapter, here: str = "", children: tuple[Chapter, ...] = ()
) -> ChapterLink:
    money = chapter_money(book, chapter)
    return ChapterLink(
        slug=chapter.slug,
        title=chapter.title,
        href=book.site.link(f"capitulos/{chapter.slug}/"),
        money=book.shown(money).text if money else "",
        is_here=chapter.slug == here,
        children=tuple(_link(book, child, here) for child in children),
    )


def chapter_money(book: Book, chapter: Chapter) -> Figure | None:
    """The one amount that stands for a chapter, where a single table or sentence states it."""
    for figure in _stated(book, chapter):
        if book.measure_of(figure) is Measure.MONEY and figure.value is not None:
            return figure if not book.shown(figure).differs else None
    return None


def _stated(book: Book, chapter: Chapter) -> tuple[Figure, ...]:
    """What the chapter says of itself: its sentences first, else the total line of its table."""
    said = book.by_chapter.get(chapter.slug, ())
    if said:
        return said
    found: list[Figure] = []
    for table in book.tables_of.get(chapter.slug, ())[:1]:
        rows = [row for row in table.rows if row.is_total] or list(table.rows)[:1]
        cells = book.ledger.cells[table.slug]
        for column in table.columns:
            figure = cells.get((rows[0].key, column.key))
            if figure is not None and (rows[0].is_total or len(table.rows) == 1):
                found.append(figure)
    return tuple(found)


def _account(book: Book) -> Page:
    site, ledger = book.site, book.ledger
    count = len([chapter for chapter in ledger.chapters if not chapter.parent])
    context = {
        "head": make_head(site, "", ledger.title, ledger.summary, "cuenta"),
        "chapters": links(book),
        "facts": tuple(book.shown(figure) for figure in book.highlights[:4]),
        "ledger": ledger,
        "kicker": f"{plural(count, 'capítulo', 'capítulos')}, "
        f"{plural(len(ledger.figures), 'cifra', 'cifras')}, "
        f"{plural(len(ledger.tables), 'tabla', 'tablas')}",
        "differing": len(book.differing),
        "ask": ask_href(site, ""),
        "council": site.asked.council if site.asked is not None else None,
        "promised": promised_of(site),
    }
    return Page("", "cuenta/account.html", context)


def _chapter(book: Book, chapter: Chapter, place: int) -> Page:
    site = book.site
    view = _view(book, chapter, place)
    path = f"capitulos/{chapter.slug}/"
    description = view.lead or f"{chapter.title}: {book.ledger.title}."
    trail = [(chapter.title, "")]
    if chapter.parent:
        parent = book.ledger.chapter[chapter.parent]
        trail.insert(0, (parent.title, f"capitulos/{parent.slug}/"))
    head = make_head(site, path, chapter.title, description, "cuenta", tuple(trail))
    context = {"head": head, "chapter": view, "chapters": links(book, chapter.slug)}
    return Page(path, "cuenta/chapter.html", context)


def _view(book: Book, chapter: Chapter, place: int) -> ChapterView:
    chapters = book.ledger.chapters
    stated = [figure for figure in _stated(book, chapter) if figure.value is not None]
    facts = book.main_figures(stated)[:MOST_FACTS]
    worked = _worked(book, facts)
    source = next(
        (book.ledger.source[f.source] for f in stated if f.source in book.ledger.source), None
    )
    said = f"{source.title}, {source.page_noun} {chapter.page}" if source and chapter.page else ""
    cited = prose.cited(chapter)
    return ChapterView(
        kicker=f"Capítulo {place + 1} de {len(chapters)}",
        title=chapter.title,
        lead=lead(book, chapter),
        facts=tuple(book.shown(figure) for figure in facts) if len(facts) > 1 else (),
        worked=worked if len(facts) > 1 else None,
        pieces=_pieces(book, chapter),
        others=tuple(
            book.shown(each)
            for each in book.by_chapter.get(chapter.slug, ())
            if each.key not in cited
        ),
        source=said,
        ask=ask_href(book.site, f"capitulos/{chapter.slug}/"),
        children=tuple(_link(book, each) for each in chapters if each.parent == chapter.slug),
        before=_link(book, chapters[place - 1]) if place else None,
        after=_link(book, chapters[place + 1]) if place + 1 < len(chapters) else None,
    )


def lead(book: Book, chapter: Chapter) -> str:
    """What the chapter's own table shows first; where it has many, what they all add up to."""
    tables = book.tables_of.get(chapter.slug, ())
    if not tables:
        return ""
    if len(tables) > 2:
        return _added(book, chapter, len(tables))
    return table_sentence(book, tables[0])


def _added(book: Book, chapter: Chapter, tables: int) -> str:
    """What the chapter's text states against the rows of all its tables; nothing if unchecked."""
    here = {table.slug for table in book.tables_of[chapter.slug]}
    for outcome in book.site.outcomes:
        stated, parts = outcome.stated, [part.figure for part in outcome.parts if part.figure]
        if outcome.kind is not CheckKind.SUM or stated is None or outcome.expected is None:
            continue
        is_ours = stated.chapter == chapter.slug and {each.table for each in parts} == here
        if is_ours and book.is_spending(stated) and not any(map(book.is_total, parts)):
            rows = f"Las {plural(len(parts), 'fila', 'filas')} de sus {tables} tablas"
            summed = format_amount(outcome.expected, stated.unit)
            return f"{rows} suman {summed}; el texto dice {book.shown(stated).text}."
    return ""


def _worked(book: Book, facts: tuple[Figure, ...]) -> Worked | None:
    """The chapter's part of the headline, where both are money and neither is in doubt."""
    whole = next(iter(book.highlights), None)
    part = next((each for each in facts if book.measure_of(each) is Measure.MONEY), None)
    if part is None or whole is None or part.indicator != whole.indicator or part.key == whole.key:
        return None
    if not part.value or not whole.value or part.value >= whole.value or book.shown(part).differs:
        return None
    text = share(part.value, whole.value)
    total = total_money(book)
    is_total = total is not None and total.key == whole.key
    of = whole_words(book) if is_total else f"«{book.shown(whole).title}»"
    return Worked(f"Parte de las transferencias de {of}", text, ratio_text(part, whole))


def _pieces(book: Book, chapter: Chapter) -> tuple[Piece, ...]:
    """The text with its tables where it places them; the others follow."""
    found = []
    for block in prose.blocks(book, chapter):
        if block.table in book.ledger.table:
            found.append(Piece(table=table_view(book, book.ledger.table[block.table])))
        elif block.html:
            found.append(Piece(html=block.html))
    placed = prose.placed_tables(chapter)
    for table in book.tables_of.get(chapter.slug, ()):
        if table.slug not in placed:
            found.append(Piece(table=table_view(book, table)))
    return tuple(found)
