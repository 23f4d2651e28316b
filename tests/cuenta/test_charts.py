"""What the charts promise: nothing vanishes, nothing lies, everything has words."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from programs import charts
from programs.charts import Point, Portion, series

AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2)


def portion(label: str, value: int, *, lit: bool = False) -> Portion:
    return Portion(label, Decimal(value), f"{value}", lit)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (we drew it ourselves)


def widths(svg: str) -> list[float]:
    return [float(found) for found in re.findall(r'x="[\d.]+%" width="([\d.]+)%"', svg)]


def test_full_bar_stands_for_the_largest() -> None:
    drawn = charts.bar(Decimal(50), Decimal(50))

    assert 'width="100%"' in drawn


def test_smallest_amount_is_still_visible() -> None:
    drawn = charts.bar(Decimal(1), Decimal(1_000_000))

    assert 'width="0.5%"' in drawn


def test_zero_has_no_bar() -> None:
    assert 'width="0%"' in charts.bar(Decimal(0), Decimal(10))


@given(AMOUNTS, AMOUNTS)
def test_no_bar_leaves_its_cell(value: Decimal, whole: Decimal) -> None:
    assert 0 <= charts.percent(value, whole) <= 100


def test_bar_is_silent_for_readers_who_have_the_number() -> None:
    assert 'aria-hidden="true"' in charts.bar(Decimal(1), Decimal(2))


def test_shares_leave_blank_what_nobody_stated() -> None:
    drawn = charts.shares([portion("mujeres", 53), portion("hombres", 43)], Decimal(100), "Quiénes")

    assert sum(widths(drawn)) == 96


def test_shares_beyond_the_whole_stay_inside_the_strip() -> None:
    drawn = charts.shares([portion("a", 80), portion("b", 40)], Decimal(100), "Quiénes")

    assert sum(widths(drawn)) == 100


def test_shares_of_nothing_draw_nothing() -> None:
    assert charts.shares([], Decimal(0), "Quiénes") == ""


def test_columns_write_every_number_and_mark_one() -> None:
    regions = [portion("AP", 586), portion("RM", 11070, lit=True)]

    drawn = charts.columns(regions, "Inscritas", "La Metropolitana reúne más")

    texts = [node.text for node in parsed(drawn).iter("text")]
    assert texts == ["586", "AP", "11070", "RM"]
    assert drawn.count('class="c1"') == 1


def test_chart_has_a_title_and_a_description() -> None:
    drawn = charts.columns([portion("AP", 1)], "Inscritas", "Una sola región")

    root = parsed(drawn)
    assert root.findtext("title") == "Inscritas"
    assert root.get("aria-label") == "Inscritas. Una sola región"
    assert root.get("role") == "img"


def test_hostile_words_stay_words() -> None:
    drawn = charts.columns([portion('"><script>', 1)], "<b>", "&")

    assert "<script>" not in drawn
    parsed(drawn)


def test_parts_show_how_far_the_total_falls_short() -> None:
    parts = [portion("Ferias", 300), portion("Barrios", 247)]

    drawn = charts.parts_against_total(parts, portion("Total", 416), "547", "131", "Suma")

    over = re.search(r'class="over" x="([\d.]+)%" width="([\d.]+)%"', drawn)
    assert over is not None
    assert float(over[1]) == round(416 * 100 / 547, 2)
    assert float(over[1]) + float(over[2]) == 100
    assert "El documento dice 416" in drawn


def test_picture_of_a_thousand_times_shows_nothing_and_is_not_drawn() -> None:
    stated = portion("Total", 495_050)

    assert charts.parts_against_total([portion("a", 495)], stated, "495", "", "Suma") == ""


def test_sixteen_places_share_five_shades_by_rank() -> None:
    values = {str(place): Decimal(place * place) for place in range(16)}

    shades = charts.levels(values)

    assert shades["0"] == 1
    assert shades["15"] == 5
    assert list(shades.values()) == sorted(shades.values())


def test_place_without_figure_has_no_shade_and_equals_share_theirs() -> None:
    shades = charts.levels({"a": None, "b": Decimal(5), "c": Decimal(5)})

    assert shades == {"a": 0, "b": 1, "c": 1}


def test_drawings_carry_no_inline_style() -> None:
    parts = [portion("a", 3), portion("b", 2)]
    drawn = [
        charts.bar(Decimal(1), Decimal(2)),
        charts.columns(parts, "t", "d"),
        charts.shares(parts, Decimal(5), "t"),
        charts.parts_against_total(parts, portion("Total", 4), "5", "1", "t"),
    ]

    assert all(drawn)
    assert not any("style" in svg for svg in drawn)


def test_a_series_without_values_draws_nothing() -> None:
    assert series([], "Título", "") == ""
    assert series([Point("2021", None, "–"), Point("2022", Decimal(0), "0")], "Título", "") == ""


def test_a_series_joins_only_what_can_be_compared() -> None:
    points = [
        Point("2019", Decimal(1), "1"),
        Point("2020", Decimal(2), "2"),
        Point("2021", None, "–"),
        Point("2022", Decimal(3), "3"),
        Point("2023", Decimal(4), "4", breaks=True),
        Point("2025", Decimal(5), "5", follows=False),
    ]

    svg = series(points, "Título", "uno")

    assert svg.count('class="joint"') == 1
    assert svg.count('class="break"') == 1
    assert svg.count("<circle") == 5
