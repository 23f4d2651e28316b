"""The first page of a version: its figures, its foreword, what it contains and its files."""

from collections.abc import Iterator

from participation.models import AnswerReport
from participation.report.covering import covered_in
from participation.report.files import CHECKER, PDF, SUMS, XLSX, ZIP
from participation.report.pages.place import Place
from participation.report.pages.values import Part, ReportPage
from participation.report.pages.version import figures_of, file_row, head_of, version_of
from participation.report.reading import Theme, counts_in, themes_in
from participation.report.sections import SECTIONS
from participation.report.shapes import has_page
from participation.report.words import asked_and_answered
from programs.figures import format_number


def report_page(report: AnswerReport, place: Place) -> ReportPage:
    """The first page: figures, foreword, contents and files."""
    files = tuple(file_row(place, each) for each in report.files.order_by("position"))
    counts = counts_in(report, tuple(each.code for each in SECTIONS))
    return ReportPage(
        head=head_of(report, place),
        version=version_of(report, place),
        figures=figures_of(report),
        foreword=_paragraphs(report.foreword),
        pending=_paragraphs(report.pending_reason),
        parts=tuple(_parts(place, counts)),
        themes=tuple(_theme_part(place, each) for each in themes_in(report)),
        files=files,
        main=tuple(each for each in files if each.path in (PDF, XLSX, ZIP)),
        is_held_back=not place.is_draft and bool(covered_in(report)),
        command=f"sha256sum -c {SUMS}",
        checker=CHECKER,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


def _parts(place: Place, counts: dict[str, int]) -> Iterator[Part]:
    for section in SECTIONS:
        if not has_page(section):
            continue
        if section.shape == "figures" or section.code in ("lectura", "atrasos", "participacion"):
            note = ""
        elif counts[section.code]:
            note = format_number(counts[section.code])
        else:
            note = section.empty
        yield Part(section.title, f"{place.root}{section.code}/", note)


def _theme_part(place: Place, theme: Theme) -> Part:
    note = asked_and_answered(theme.count, theme.answered)
    return Part(theme.title, f"{place.root}temas/{theme.code}/", note)
