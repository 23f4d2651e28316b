"""The PDF of a report and of its annexes: tagged (PDF/UA-1), from its rows as data, never markup.

The same rows give the same bytes. Where the questions are too many for one document, each theme has
annexes of its own, so that neither memory nor a reader has to take ten thousand of them at once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings

from participation.acta_pdf import as_drawn
from participation.links import absolute
from participation.models import AnswerReport
from participation.report.reading import Cells, Theme, rows_of
from participation.report.sections import SECTIONS
from participation.report.shapes import SectionOf
from participation.report.typesetting import typeset
from participation.report.words import Grid, card_of, day_words, grids_of
from programs.figures import plural
from programs.formats import Field

_TEMPLATE = settings.BASE_DIR / "templates" / "reports" / "informe.typ"
WIDE = (
    "definicion",
    "dice",
    "frase",
    "fundamento",
    "cambios",
    "motivo",
    "compromiso",
    "que_paso",
)  # columns of long texts
TABLES = ("table", "figures", "counts")  # the shapes that are tables
MOST_CARDS = 250  # questions in one document
MOST_ROWS = 400  # rows of a table in the PDF; the files have all of them


def report_pdf(report: AnswerReport, themes: Iterable[Theme], annexes: Mapping[str, Any]) -> bytes:
    """The report itself. `annexes` are the names of those of each theme; without any, the
    questions are in it."""
    themes = tuple(themes)
    sections = [
        _section(report, each) for each in SECTIONS if each.shape in ("table", "figures", "counts")
    ]
    data = {
        **_about(report),
        "is_annex": False,
        "foreword": report.foreword,
        "pending": report.pending_reason,
        "sections": sections,
        "themes": [
            {
                "title": theme.title,
                "kind": theme.kind,
                "counts": plural(theme.count, "pregunta", "preguntas"),
                "annexes": list(annexes.get(theme.code, ())),
                "cards": [] if annexes else list(_cards(report, "preguntas", theme)),
            }
            for theme in themes
        ],
        "council": list(_cards(report, "consejo")),
    }
    return _compiled(report, data)


def annex_pdf(report: AnswerReport, theme: Theme, part: int, parts: int) -> bytes:
    """One annex: a part of the questions of a theme, from 0."""
    first = theme.first + part * MOST_CARDS
    last = min(first + MOST_CARDS, theme.first + theme.count)
    rows = rows_of(report, "preguntas", first, last - 1)
    of = f", parte {part + 1} de {parts}" if parts > 1 else ""
    title = f"{theme.title}{of}"
    cards = [_card(cells) for cells in rows]
    data = {
        **_about(report), "is_annex": True, "annex": title, "foreword": "", "pending": "",
        "sections": [], "council": [],
        "themes": [{"title": title, "kind": theme.kind, "annexes": [], "cards": cards,
                    "counts": plural(len(cards), "pregunta", "preguntas")}],
    }  # fmt: skip
    return _compiled(report, data)


def _about(report: AnswerReport) -> dict[str, Any]:
    account = report.account
    made_at = report.made_at
    assert made_at is not None  # noqa: S101 (files come after the rows)
    return {
        "title": f"Informe de respuestas, cuenta pública {account.account_year}",
        "institution": account.institution.name,
        "version": f"Versión {report.number}{', parcial' if report.is_partial else ''}",
        "reason": report.reason,
        "made": day_words(made_at.isoformat()),
        "entry": str(report.entry_number),
        "sha256": report.entry_sha256,
        "address": absolute(report.address),
        "is_demo": report.is_demo,
    }


def _section(report: AnswerReport, section: SectionOf) -> dict[str, Any]:
    columns = section.columns()
    rows = list(rows_of(report, section.code, 1, MOST_ROWS + 1))
    grids = grids_of(section.code, section.title, columns, rows[:MOST_ROWS])
    return {
        "title": section.title,
        "about": section.about,
        "empty": section.empty,
        "grids": [_grid(each, columns) for each in grids],
        "more": "" if len(rows) <= MOST_ROWS
        else f"Aquí están las primeras {MOST_ROWS} filas; el archivo {section.code}.csv las tiene "
        "todas.",
    }  # fmt: skip


def _grid(grid: Grid, columns: tuple[Field, ...]) -> dict[str, Any]:
    wide = {field.title for field in columns if field.name in WIDE}
    return {
        "heads": [head for head, _ in grid.heads],
        "widths": [
            2.6 if head in wide else 0.9 if is_number else 1.5 for head, is_number in grid.heads
        ],
        "rows": [
            [{"text": cell.text, "is_number": cell.is_number, "href": _whole(cell.href)}
             for cell in row]
            for row in grid.rows
        ],
    }  # fmt: skip


def _cards(
    report: AnswerReport, section: str, theme: Theme | None = None
) -> Iterator[dict[str, Any]]:
    first, last = (theme.first, theme.first + theme.count - 1) if theme else (1, MOST_ROWS)
    for cells in rows_of(report, section, first, last):
        yield _card(cells)


def _card(cells: Cells) -> dict[str, Any]:
    card = card_of(cells)
    return {**asdict(card), "href": _whole(card.href)}


def _whole(href: str) -> str:
    return absolute(href) if href.startswith("/") else href


def _compiled(report: AnswerReport, data: dict[str, Any]) -> bytes:
    made_at = report.made_at
    assert made_at is not None  # noqa: S101 (files come after the rows)
    words = json.dumps(as_drawn(data), ensure_ascii=False)
    return typeset(_TEMPLATE, words, timestamp=int(made_at.timestamp()))
