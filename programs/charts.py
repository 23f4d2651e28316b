"""Charts drawn on the server as SVG: no script, no inline style, colours by class.

Horizontal places are percentages of the drawing's own width and text keeps its size, so that one
drawing serves a telephone and a wide screen without shrinking letters. Whoever prints a chart puts
its numbers beside it as text or a table.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString

HUNDRED = Decimal(100)
LEAST_VISIBLE = Decimal("0.5")  # a value above zero never vanishes
LEAST_LABELLED = Decimal(9)  # narrower pieces carry no number inside
LEVELS = 5


@dataclass(frozen=True, slots=True)
class Portion:
    """One piece of a chart: its words, its value and its value as people read it."""

    label: str
    value: Decimal
    text: str
    is_highlighted: bool = False


def percent(value: Decimal, of: Decimal) -> Decimal:
    """`value` in hundredths of `of`, from 0 to 100; what is above zero is at least visible."""
    if of <= 0 or value <= 0:
        return Decimal(0)
    return min(HUNDRED, max(LEAST_VISIBLE, (value * HUNDRED / of).quantize(Decimal("0.01"))))


def bar(value: Decimal, of: Decimal, css: str = "") -> SafeString:
    """The bar that stands beside its number; hidden from readers, who have the number."""
    width = percent(value, of)
    name = f"bar {css}".strip()
    return SafeString(
        f'<svg class="{name}" aria-hidden="true" focusable="false">'
        f'<rect width="{width.normalize():f}%" height="100%"/></svg>'
    )


def shares(portions: Sequence[Portion], whole: Decimal, title: str) -> SafeString:
    """Parts of one whole in a strip. What the parts leave over stays blank."""
    if whole <= 0:
        return SafeString("")
    drawn, start = [], Decimal(0)
    for place, portion in enumerate(portions, start=1):
        width = min(HUNDRED - start, portion.value * HUNDRED / whole)
        if width > 0:
            drawn.append(_rect(start, width, 0, 44, f"s{min(place, 3)} gap"))
        start += max(width, Decimal(0))
    text = "; ".join(f"{portion.label}: {portion.text}" for portion in portions)
    return _svg("shares-bar", 44, title, text, drawn)


def columns(portions: Sequence[Portion], title: str, description: str) -> SafeString:
    """One column each, its number above and its short name below; the highlighted one is filled."""
    if not portions:
        return SafeString("")
    height, floor, head = 220, 190, 24
    step = HUNDRED / len(portions)
    most = max(portion.value for portion in portions)
    drawn = []
    for place, portion in enumerate(portions):
        tall = int(percent(portion.value, most) * (floor - head) / HUNDRED)
        left, middle = step * place, step * place + step / 2
        strong = "strong" if portion.is_highlighted else ""
        fill = "c1" if portion.is_highlighted else "c0"
        drawn.append(_rect(left + step / 10, step * 8 / 10, floor - tall, tall, fill))
        drawn.append(_text(middle, floor - tall - 7, portion.text, strong))
        drawn.append(_text(middle, floor + 20, portion.label, strong or "soft"))
    drawn.append(f'<line class="axis" x1="0" x2="100%" y1="{floor}" y2="{floor}"/>')
    return _svg("columns", height, title, description, drawn)


def parts_against_total(
    parts: Sequence[Portion],
    stated: Portion,
    sum_text: str,
    difference_text: str,
    title: str,
    gap_text: str = "",
) -> SafeString:
    """The parts one after the other, the stated total as a line, and the difference between them.

    `gap_text` is written under the difference.

    Meant for parts and totals of the same order: where one is a thousand times the other a picture
    shows nothing, and this returns nothing.
    """
    reached = sum((part.value for part in parts), Decimal(0))
    widest = max(reached, stated.value)
    if reached <= 0 or stated.value <= 0 or widest > 20 * min(reached, stated.value):
        return SafeString("")
    drawn, start = [], Decimal(0)
    for part, css in zip(parts, itertools.cycle("12"), strict=False):
        width = part.value * HUNDRED / widest
        drawn.append(_rect(start, width, 26, 38, f"c{css} gap"))
        if width >= LEAST_LABELLED:
            drawn.append(_text(start + width / 2, 50, part.text, f"in{css}"))
        start += width
    at = stated.value * HUNDRED / widest
    sums = reached * HUNDRED / widest
    low, high = sorted((at, sums))
    drawn.append(_rect(low, high - low, 68, 7, "over"))
    drawn.append(f'<line class="axis mark-line" x1="{at:.2f}%" x2="{at:.2f}%" y1="18" y2="80"/>')
    drawn.append(_anchored(at, 14, f"El documento dice {stated.text}", "strong"))
    below = 94
    if gap_text:
        drawn.append(_anchored(high, 92, gap_text, "strong"))
        below = 114
    drawn.append(_anchored(sums, below, f"Las partes suman {sum_text}", "soft"))
    return _svg("parts", below + 6, title, f"{stated.label}. {difference_text}", drawn)


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a series. `breaks`: from this one on it is counted in another way."""

    label: str
    value: Decimal | None
    text: str
    breaks: bool = False
    follows: bool = True  # it comes right after the one before: no year is missing between them


def series(points: Sequence[Point], title: str, description: str) -> SafeString:
    """One point a year, with its number; a line joins those that can be compared, and only those.

    Nothing is joined across a change of method, a year without a figure or one not published.
    """
    most = max((point.value for point in points if point.value is not None), default=Decimal(0))
    if not points or most <= 0:
        return SafeString("")
    height, floor, head = 200, 165, 58
    step = HUNDRED / len(points)
    drawn = [f'<line class="axis" x1="0" x2="100%" y1="{floor}" y2="{floor}"/>']
    before: tuple[Decimal, int] | None = None
    for place, point in enumerate(points):
        at = step * place + step / 2
        if point.breaks:
            drawn.append(_break(step * place))
        top = None
        if point.value is not None:
            top = int(floor - max(Decimal(0), point.value) * (floor - head) / most)
            if before and point.follows and not point.breaks:
                drawn.append(_joint(before, (at, top)))
            drawn.append(f'<circle class="c1" cx="{at:.2f}%" cy="{top}" r="5"/>')
        drawn.append(_text(at, (top or floor) - 12, point.text, "strong"))
        drawn.append(_text(at, floor + 22, point.label, "soft"))
        before = (at, top) if top is not None else None
    return _svg("series", height, title, description, drawn)


def _joint(start: tuple[Decimal, int], end: tuple[Decimal, int]) -> str:
    (left, high), (right, low) = start, end
    return f'<line class="joint" x1="{left:.2f}%" y1="{high}" x2="{right:.2f}%" y2="{low}"/>'


def _break(at: Decimal) -> str:
    line = f'<line class="break" x1="{at:.2f}%" x2="{at:.2f}%" y1="6" y2="165"/>'
    beside = at + 1 if at <= HUNDRED / 2 else at - 1
    return line + _anchored(beside, 16, "Cambia el método", "soft")


def levels(values: Mapping[str, Decimal | None]) -> dict[str, int]:
    """A shade for each place, 1 (least) to 5 (most), by rank; 0 where there is no figure.

    Equal values share a shade.
    """
    ranked = sorted({value for value in values.values() if value is not None})
    shade = {value: 1 + place * LEVELS // len(ranked) for place, value in enumerate(ranked)}
    return {key: 0 if value is None else shade[value] for key, value in values.items()}


def _svg(css: str, height: int, title: str, description: str, drawn: Iterable[str]) -> SafeString:
    name = escape(f"{title}. {description}" if description else title)
    return SafeString(
        f'<svg class="chart {css}" width="100%" height="{height}" role="img" aria-label="{name}">'
        f"<title>{escape(title)}</title>{''.join(drawn)}</svg>"
    )


def _rect(left: Decimal, width: Decimal, top: int, height: int, css: str) -> str:
    return f'<rect class="{css}" x="{left:.2f}%" width="{width:.2f}%" y="{top}" height="{height}"/>'


def _text(middle: Decimal, base: int, words: str, css: str = "") -> str:
    name = f' class="{css}"' if css else ""
    return f'<text{name} x="{middle:.2f}%" y="{base}" text-anchor="middle">{escape(words)}</text>'


def _anchored(at: Decimal, base: int, words: str, css: str) -> str:
    """Words at a place, turned inwards so that they never leave the drawing."""
    anchor = "end" if at > 50 else "start"
    place = f'x="{at:.2f}%" y="{base}" text-anchor="{anchor}"'
    return f'<text class="{css}" {place}>{escape(words)}</text>'
