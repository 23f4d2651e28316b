"""From one row of a spreadsheet to the figure it proposes."""

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from programs.figures import plural
from programs.ledger import Figure, Table, Unit
from programs.proposals.amounts_in_rows import amount_of, says_the_same
from programs.proposals.cells_of_row import LONGEST, RowCells
from programs.proposals.keys import PLACE, Stated, derived_key
from programs.proposals.references import Directory
from programs.spreadsheets import Report, TableRow, shortened

_BLANK: dict[str, Any] = {
    **{field.name: "" for field in fields(Figure)},
    "value": None, "unit": Unit.COUNT, "precision": Decimal(1), "page": None, "highlight": None,
}  # fmt: skip
_FROM_ROW = ("product", "program", "region")
_FROM_COLUMN = ("indicator", "sex")


class RowReader:
    """Reads rows against the account as it stands. What is wrong goes to the report."""

    def __init__(self, directory: Directory, stated: Stated, report: Report) -> None:
        self._directory = directory
        self._stated = stated
        self._report = report

    def figure(self, row: TableRow) -> Figure | None:
        """The figure the row proposes, None where something is wrong with it.

        A column that the sheet does not have leaves that field of a known figure as it is.
        """
        cells = RowCells(row, self._report)
        said = cells.provided(self._directory)
        if not cells.is_sound:
            return None
        existing = self._stated.by_key.get(said.get("key", ""))
        draft = self._draft(cells, said, existing)
        if draft is not None and existing is None and not draft.key:
            alike = self._alike(cells, draft)
            if alike:
                existing = alike
                draft = self._draft(cells, {**said, "key": alike.key}, alike)
        if draft is None or not self._is_complete(cells, draft):
            return None
        made = self._with_amount(cells, draft, existing)
        return None if made is None else self._with_key(made)

    def _draft(
        self, cells: RowCells, said: dict[str, Any], existing: Figure | None
    ) -> Figure | None:
        """Everything but the amount: what the row says over what is known."""
        base = existing or Figure(**_BLANK)
        kept = {
            field: value
            for field, value in said.items()
            if value or field not in ("key", "indicator", "source")  # never emptied by a blank cell
        }
        draft = replace(base, **kept)
        draft = self._placed(cells, draft)
        if not cells.is_sound:
            return None
        return draft if existing else self._with_defaults(draft)

    def _placed(self, cells: RowCells, draft: Figure) -> Figure:
        """The row and column of the table, found among those the table has."""
        table = self._directory.ledger.table.get(draft.table)
        places: dict[str, Any] = {}
        for field, find in (("row", self._directory.row), ("column", self._directory.column)):
            text = cells.text(field) if cells.row.has(field) else ""
            if table is not None and text:
                places[field] = cells.found(field, _within(find, table), text)
            elif cells.row.has(field):
                places[field] = ""
                if text:
                    message = "Una fila o columna necesita saber de qué tabla es."
                    cells.problem(field, message, "la columna «tabla» con el nombre de la tabla")
        draft = replace(draft, **places)
        given = [bool(draft.table), bool(draft.row), bool(draft.column)]
        if cells.is_sound and any(given) and not all(given):
            message = "Para poner la cifra en una tabla hacen falta la tabla, la fila y la columna."
            cells.problem("table", message, "las tres, o ninguna")
        return draft

    def _with_defaults(self, draft: Figure) -> Figure:
        """What a new figure's table, or an account with one source, already says."""
        ledger = self._directory.ledger
        found: dict[str, Any] = {}
        table = ledger.table.get(draft.table)
        if table is not None:
            line = next(row for row in table.rows if row.key == draft.row)
            column = next(column for column in table.columns if column.key == draft.column)
            found |= {field: getattr(line, field) for field in _FROM_ROW}
            found |= {field: getattr(column, field) for field in _FROM_COLUMN}
            found["source"] = table.source
        if len(ledger.sources) == 1:
            found["source"] = ledger.sources[0].slug
        missing = {k: v for k, v in found.items() if v and not getattr(draft, k)}
        return replace(draft, **missing) if missing else draft

    def _alike(self, cells: RowCells, draft: Figure) -> Figure | None:
        """The one figure that states this in this place, if there is one."""
        places = tuple(
            field for field in PLACE if cells.row.has(field) or (field == "source" and draft.source)
        )
        alike = self._stated.alike(draft, places)
        if len(alike) > 1:
            keys = ", ".join(figure.key for figure in alike[:4])
            count = plural(len(alike), "cifra", "cifras")
            message = f"La cuenta ya tiene {count} así y no se sabe de cuál habla la fila."
            cells.problem("key", message, f"la clave de una de ellas: {keys}")
            return None
        return alike[0] if alike else None

    def _is_complete(self, cells: RowCells, draft: Figure) -> bool:
        if not cells.is_sound:
            return False
        if not draft.indicator:
            message = "Falta el indicador: no se sabe qué mide la cifra."
            if draft.key:
                message = (
                    f"La cuenta no tiene una cifra con la clave «{shortened(draft.key)}» y la fila "
                    "no dice qué mide."
                )
            cells.problem("indicator", message, "un indicador de la cuenta, o una clave que exista")
        if not draft.source:
            message = "Falta la fuente: de qué documento sale la cifra."
            cells.problem("source", message, "el nombre de una fuente de la cuenta")
        return cells.is_sound

    def _with_amount(
        self, cells: RowCells, draft: Figure, existing: Figure | None
    ) -> Figure | None:
        indicator = self._directory.ledger.indicator[draft.indicator]
        amount = amount_of(cells, indicator, existing)
        if amount is None:
            return None
        note = draft.note or amount.note
        if amount.value is None and not note:
            message = "No hay cifra: diga por qué en la columna «nota»."
            cells.problem("value", message, "una cifra, o una nota como «en proceso de selección»")
            return None
        if existing is not None and says_the_same(amount, existing):
            literal = draft.literal or existing.literal
            return replace(draft, note=note, literal=literal)
        says_literal = cells.row.has("literal") and bool(draft.literal)
        return replace(
            draft,
            value=amount.value,
            unit=amount.unit,
            precision=amount.precision,
            note=note,
            literal=draft.literal if says_literal else amount.literal[: LONGEST["literal"]],
        )

    def _with_key(self, figure: Figure) -> Figure:
        if figure.key:
            return figure
        return replace(figure, key=derived_key(figure, self._stated.by_key))


def _within(find: Any, table: Table) -> Any:
    return lambda text: find(table, text)
