"""The styles of an OpenDocument spreadsheet that say how numbers are shown and what is hidden."""

from dataclasses import dataclass

from programs.spreadsheets.number_formats import Format, currency_in
from programs.spreadsheets.xml_events import Handler

_NUMBER_STYLES = ("number-style", "percentage-style", "currency-style")


@dataclass(slots=True)
class _Number:
    name: str
    decimals: int | None = None
    is_scaled: bool = False
    literal: str = ""


class Styles(Handler[None]):
    """Gathers cell styles, number styles and hidden tables while elements go by."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[str, _Number] = {}
        self._cells: dict[str, str] = {}  # cell style → number style
        self._parents: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._number: _Number | None = None
        self._style = ""
        self._reads = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "style":
            self._style = plain.get("name", "")
            self._cells[self._style] = plain.get("data-style-name", "")
            self._parents[self._style] = plain.get("parent-style-name", "")
        elif name == "table-properties" and plain.get("display") == "false":
            self._hidden.add(self._style)
        elif name in _NUMBER_STYLES:
            self._number = _Number(plain.get("name", ""))
        elif self._number is not None and name == "number":
            places = plain.get("decimal-places")
            is_optional = plain.get("min-decimal-places", places) != places
            self._number.decimals = None if places is None or is_optional else int(places)
            self._number.is_scaled = plain.get("display-factor", "1") not in ("1", "1.0")
        elif name in ("text", "currency-symbol"):
            self._reads = self._number is not None

    def text(self, text: str) -> None:
        if self._reads and self._number is not None:
            self._number.literal += text[:40]

    def end(self, name: str) -> None:
        if name in _NUMBER_STYLES and self._number is not None:
            self._numbers[self._number.name] = self._number
            self._number = None
        elif name in ("text", "currency-symbol"):
            self._reads = False

    def hides(self, style: str) -> bool:
        """Whether a table of this style is not shown."""
        return style in self._hidden

    def format_of(self, style: str) -> Format | None:
        """How a cell of this style shows a number; None where its style does not say."""
        for _ in range(10):  # styles inherit; a circle must end too
            number = self._numbers.get(self._cells.get(style, ""))
            if number is not None:
                return Format(
                    is_scaled=number.is_scaled,
                    decimals=number.decimals,
                    unit=currency_in(number.literal),
                )
            style = self._parents.get(style, "")
        return None
