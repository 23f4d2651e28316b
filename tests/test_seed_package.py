"""Sercotec's account of 2022 as a data package: it is well formed, and says what it can say."""

import hashlib
import re
from functools import cache

import frictionless
import pytest

from programs.integrity import problems_of
from programs.ledger import Aggregation, Figure, Ledger, Unit
from programs.package import package_files, read_package
from programs.regions import REGIONS
from tests.seed_document import DOCUMENT, NUMBER, PACKAGE, slides, words

PLACED = re.compile(r"\{(cifra|tabla):([a-z0-9-]+)\}")
YEARS = {"2020", "2021", "2022"}

needs_document = pytest.mark.skipif(
    not DOCUMENT.is_file(), reason="the document is in the shared folder, which is not here"
)


@cache
def account() -> Ledger:
    return read_package(PACKAGE)


def placed(kind: str) -> list[str]:
    """What the chapters' texts place, in order: figures (`cifra`) or tables (`tabla`)."""
    text = "\n".join(chapter.body for chapter in account().chapters)
    return [name for found, name in PLACED.findall(text) if found == kind]


def test_the_package_is_a_valid_frictionless_package() -> None:
    report = frictionless.validate(str(PACKAGE / "datapackage.json"))

    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])
    assert report.stats["tasks"] == len(list(PACKAGE.glob("*.csv")))


def test_the_package_hangs_together() -> None:
    assert problems_of(account()) == []


def test_the_package_is_written_in_its_canonical_form() -> None:
    on_disk = {
        path.relative_to(PACKAGE).as_posix(): path.read_bytes()
        for path in PACKAGE.rglob("*")
        if path.is_file()
    }

    assert package_files(account()) == on_disk


def test_a_figure_is_worth_what_its_literal_says_in_its_unit() -> None:
    def printed(figure: Figure) -> object:
        found = NUMBER.search(figure.literal)
        digits = found.group().replace(".", "") if found else ""
        return int(digits) * figure.unit.scale if digits else None

    wrong = [figure.key for figure in account().figures if printed(figure) != figure.value]

    assert wrong == []


def test_a_figure_is_as_precise_as_the_unit_it_is_printed_in() -> None:
    wrong = [f.key for f in account().figures if f.precision != f.unit.scale]

    assert wrong == []


def test_a_figure_without_value_says_why_in_its_note() -> None:
    unstated = [figure for figure in account().figures if figure.value is None]

    assert unstated
    assert all(figure.note and figure.note in figure.literal for figure in unstated)


def test_a_figure_printed_with_its_own_sign_keeps_that_unit() -> None:
    signs = {"MM$": Unit.MILLION_PESOS, "M$": Unit.THOUSAND_PESOS, "$": Unit.PESO}

    wrong = [
        figure.key
        for figure in account().figures
        if (sign := figure.literal.rstrip("0123456789. ")) in signs and signs[sign] != figure.unit
    ]

    assert wrong == []


def test_a_cell_has_the_dimensions_of_its_row_and_column() -> None:
    ledger = account()
    wrong = []
    for table in ledger.tables:
        rows = {row.key: row for row in table.rows}
        columns = {column.key: column for column in table.columns}
        for (row_key, column_key), figure in ledger.cells[table.slug].items():
            row, column = rows[row_key], columns[column_key]
            if (
                (column.indicator and figure.indicator != column.indicator)
                or figure.sex != column.sex
                or figure.region != row.region
                or (row.product and figure.product != row.product)
                or (row.program and figure.program != row.program)
            ):
                wrong.append(figure.key)

    assert wrong == []


def test_a_figure_stands_in_a_table_or_in_the_text_of_a_chapter() -> None:
    homeless = [f.key for f in account().figures if bool(f.table) == bool(f.chapter)]

    assert homeless == []


def test_every_figure_says_on_which_slide_it_stands() -> None:
    ledger = account()
    last = max(chapter.page or 0 for chapter in ledger.chapters)

    wrong = [f.key for f in ledger.figures if f.page is None or not 1 <= f.page <= last]

    assert wrong == []


def test_the_sixteen_regions_receive_organisations() -> None:
    rows = account().table["organizaciones-por-region"].rows

    assert {row.region for row in rows} == {region.code for region in REGIONS}


def test_deduced_headings_say_that_they_are_deduced() -> None:
    table = account().table["organizaciones-por-region"]

    assert all(column.label.endswith("(deducido)") for column in table.columns)
    assert "dedujimos" in table.note


def test_a_regional_table_speaks_of_one_region() -> None:
    tables = [t for t in account().tables if t.slug.startswith("fondos-")]

    regions = [{row.region for row in table.rows} for table in tables]

    assert all(len(found) == 1 and "" not in found for found in regions)
    assert len(set.union(*regions)) == len(tables)


def test_shares_never_claim_to_add_up_as_amounts() -> None:
    ledger = account()
    percentages = {f.indicator for f in ledger.figures if f.unit is Unit.PERCENT}

    sums = [name for name in percentages if ledger.indicator[name].aggregation is Aggregation.SUM]

    assert sums == []


def test_a_program_named_after_another_bears_its_name() -> None:
    ledger = account()
    for program in ledger.programs:
        if not program.named_after:
            continue
        national = ledger.program[program.named_after]
        name = " ".join(words(program.name))

        assert any(" ".join(words(n)) in name for n in (national.name, *national.aliases)), name


def test_every_program_with_money_belongs_to_a_product_or_stands_alone_on_purpose() -> None:
    ledger = account()
    alone = {"centros-de-negocios"}

    funded = {f.program for f in ledger.figures if f.program and f.unit.is_money}

    assert {slug for slug in funded if not ledger.program[slug].product} == alone


def test_chapters_place_figures_and_tables_that_exist() -> None:
    ledger = account()

    assert set(placed("cifra")) <= set(ledger.figure)
    assert set(placed("tabla")) <= set(ledger.table)


def test_every_table_is_placed_once_by_the_chapter_it_belongs_to() -> None:
    ledger = account()
    owners = {
        slug: chapter.slug
        for chapter in ledger.chapters
        for kind, slug in PLACED.findall(chapter.body)
        if kind == "tabla"
    }

    assert sorted(placed("tabla")) == sorted(ledger.table)
    assert owners == {table.slug: table.chapter for table in ledger.tables}


def test_every_figure_stated_in_prose_is_told_by_its_chapter() -> None:
    ledger = account()

    untold = [
        f.key
        for f in ledger.figures
        if f.chapter and f"{{cifra:{f.key}}}" not in ledger.chapter[f.chapter].body
    ]

    assert untold == []


def test_no_chapter_retypes_a_number() -> None:
    typed = {
        (chapter.slug, number)
        for chapter in account().chapters
        for number in NUMBER.findall(PLACED.sub("", chapter.body))
        if number not in YEARS
    }

    assert typed == set()


def test_the_front_page_has_one_headline_and_an_order() -> None:
    marked = [figure.highlight for figure in account().figures if figure.highlight is not None]

    assert sorted(marked) == list(range(1, len(marked) + 1))
    assert marked


@needs_document
def test_the_source_names_the_very_document_and_its_slides() -> None:
    (source,) = account().sources
    content = DOCUMENT.read_bytes()

    counted = len(slides(content.decode()))

    assert source.sha256 == hashlib.sha256(content).hexdigest()
    assert f"Láminas contadas: {counted}." in source.note


@needs_document
def test_a_chapter_starts_on_a_slide_of_the_document() -> None:
    last = len(slides(DOCUMENT.read_text(encoding="utf-8")))

    pages = [chapter.page or 0 for chapter in account().chapters]

    assert pages == sorted(set(pages))
    assert pages[0] >= 1
    assert pages[-1] <= last


def test_what_a_chapter_tells_stands_on_its_slides() -> None:
    ledger = account()
    starts = [chapter.page or 0 for chapter in ledger.chapters]
    ends = [*starts[1:], starts[-1] + 1]
    until = {c.slug: end for c, end in zip(ledger.chapters, ends, strict=True)}

    wrong = [
        figure.key
        for figure in ledger.figures
        if (home := figure.chapter or ledger.table[figure.table].chapter)
        and not (ledger.chapter[home].page or 0) <= (figure.page or 0) < until[home]
    ]

    assert wrong == []
