"""Tables as the reader sees them."""

from dataclasses import replace
from decimal import Decimal

from cuenta.pages.book import book_of
from cuenta.pages.cells import RowView, TableView
from cuenta.pages.findings import table_sentence
from cuenta.pages.grids import table_view
from programs.ledger import Ledger
from tests.cuenta.printing import html_at, seed_site
from tests.ledgers import small_ledger, small_site


def view(slug: str, ledger: Ledger | None = None, **choices: object) -> TableView:
    book = book_of(small_site(ledger))
    return table_view(book, book.ledger.table[slug], **choices)  # type: ignore[arg-type]


def labels(rows: tuple[RowView, ...]) -> list[str]:
    return [row.label for row in rows]


def test_rows_go_from_most_money_to_least() -> None:
    rows = view("pymes").rows

    assert labels(rows)[:3] == ["Reactívate Pyme", "Crece", "Reactívate Industria Belleza"]
    assert labels(rows)[-1] == "Servicios Virtuales"


def test_regions_go_from_north_to_south() -> None:
    table = view("capacitacion-virtual")

    assert labels(table.rows)[0] == "Arica y Parinacota"
    assert labels(table.rows)[-1] == "Magallanes"
    assert "de norte a sur" in table.subtitle


def test_each_column_of_bars_has_its_own_scale_and_says_so() -> None:
    table = view("pymes")

    full = [[cell for row in table.rows if 'width="100%"' in (cell := row.cells[place]).bar]
            for place in (0, 1)]  # fmt: skip

    assert [cells[0].number for cells in full] == ["34.710", "31.357"]
    assert "su propia escala" in table.subtitle


def test_total_that_holds_has_double_rule_and_one_mark() -> None:
    total = view("pymes").totals[0]

    assert total.rule == "ok"
    assert "Cuadra" in total.mark
    assert [cell.rule for cell in total.cells] == ["ok", "ok"]


def test_total_that_differs_is_cut_and_writes_the_sum_in_its_own_column() -> None:
    total = view("asociativos").totals[0]

    assert total.rule == ""
    assert [cell.rule for cell in total.cells] == ["ok", "cut"]
    assert total.cells[1].number == "416"
    assert total.cells[1].sum_text == "suman 547"
    assert total.cells[0].sum_text == ""


def test_table_without_stated_total_says_so() -> None:
    ledger = small_ledger()
    pymes = ledger.table["pymes"]
    bare = replace(pymes, rows=tuple(row for row in pymes.rows if not row.is_total))
    figures = tuple(f for f in ledger.figures if not (f.table == "pymes" and f.row == "total"))
    tables = tuple(bare if table is pymes else table for table in ledger.tables)

    table = view("pymes", replace(ledger, tables=tables, figures=figures))

    assert table.totals == ()
    assert "Sin total declarado" in table.missing_total


def test_total_the_text_states_stands_under_its_table() -> None:
    book = book_of(seed_site())

    table = table_view(book, book.ledger.table["emprendimiento"])

    assert [each.figure.text for each in table.elsewhere] == ["MM$\xa023.691", "9.870"]


def test_percentages_have_no_total_line() -> None:
    table = view("genero")

    assert table.totals == ()
    assert table.missing_total == ""


def test_missing_cell_is_a_dash_and_keeps_its_note() -> None:
    row = view("fondos-la-araucania").rows[0]

    assert row.cells[1].number == "–"
    assert row.cells[1].note == "en proceso de selección"
    assert row.cells[1].bar == ""


def test_unit_is_written_where_its_column_does_not_say_it() -> None:
    book = book_of(seed_site())

    table = table_view(book, book.ledger.table["fondos-los-lagos"])

    assert table.rows[0].cells[0].number == "663"
    assert table.totals[0].cells[0].number.startswith("$\xa01.139.487.621")


def test_rows_of_one_region_leave_the_total_of_all_out() -> None:
    table = view("capacitacion-virtual", region="06")

    assert labels(table.rows) == ["O’Higgins"]
    assert table.totals == ()
    assert table.missing_total == ""


def test_note_of_a_whole_row_is_said_once() -> None:
    book = book_of(seed_site())

    table = table_view(book, book.ledger.table["sexo-por-programa"])

    fairs = next(row for row in table.rows if "Ferias" in row.label)
    assert "puestos" in fairs.sub
    assert [cell.note for cell in fairs.cells] == ["", "", ""]


def test_every_row_can_be_asked_about_by_its_name() -> None:
    html = html_at(small_site(), "tablas/pymes/")

    assert "Preguntar por Crece</span>" in html
    assert "/participar/?sobre=/cuentas/2022/ediciones/1/tablas/pymes/%23pymes-crece" in html
    assert 'id="pymes-crece"' in html


def test_table_leads_to_its_three_files() -> None:
    html = html_at(small_site(), "tablas/pymes/")

    assert all(
        f'href="/cuentas/2022/tablas/pymes.{kind}"' in html for kind in ("csv", "xlsx", "json")
    )


def test_sentence_names_who_has_most_of_each_column() -> None:
    book = book_of(small_site())

    said = table_sentence(book, book.ledger.table["pymes"])

    assert said.startswith(
        "Reactívate Pyme reúne el 49,7\xa0% del dinero; Servicios Virtuales, el 58,9\xa0% de l"
    )


def test_sentence_follows_the_figures() -> None:
    ledger = small_ledger()
    figures = tuple(
        replace(each, value=Decimal(99_000_000_000)) if each.key == "pymes-crece-monto" else each
        for each in ledger.figures
    )
    book = book_of(small_site(replace(ledger, figures=figures)))

    assert table_sentence(book, book.ledger.table["pymes"]).startswith("Crece reúne")


def test_tie_has_no_leader() -> None:
    ledger = small_ledger()
    figures = tuple(
        replace(each, value=Decimal(5)) if each.table == "pymes" else each
        for each in ledger.figures
    )
    book = book_of(small_site(replace(ledger, figures=figures)))

    assert table_sentence(book, book.ledger.table["pymes"]) == ""


def test_share_of_a_disputed_total_shows_its_division() -> None:
    book = book_of(seed_site())

    disputed = table_sentence(book, book.ledger.table["asociativos"])
    sound = table_sentence(book, book.ledger.table["pymes"])

    assert "31,8\xa0% de las organizaciones (174 ÷ 547, la suma de las filas)" in disputed
    assert "÷" not in sound


def test_total_stated_elsewhere_says_where_and_wears_only_the_mark_of_this_table() -> None:
    book = book_of(seed_site())

    found = {each.figure.key: each for each in table_view(
        book, book.ledger.table["emergencia"]).elsewhere}  # fmt: skip

    text = found["emergencia-texto-transferencias"]
    product = found["productos-emergencia-productiva-transferencias"]
    assert text.where == "El texto (lámina 13)"
    assert product.where == "Otra tabla (lámina 23)"
    assert "No cuadra" in text.mark
    assert "Cuadra</span>" in product.mark
    assert "No cuadra" not in product.mark
