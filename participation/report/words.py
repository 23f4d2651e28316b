"""The rows of a report in words, for pages and PDF: dates and marks as people read them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from participation.due_words import day_in_words
from programs.figures import format_number, plural
from programs.formats import Field

WITHHELD = "•"
NONE = "–"  # no figure is a dash, never zero
DAYS = ("date", "dateTime")  # the kinds of fields that are told as days


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: `is_number` stands to the right, `href` leads somewhere. `head` is that of
    its column, which a narrow screen shows beside it."""

    text: str
    is_number: bool = False
    href: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heads, and whether each column holds numbers."""

    title: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its answer, or an observation with its reply, whole.

    `covered` says why its words are not shown any more; then there is nothing but its number.
    """

    name: str
    href: str
    title: str
    kind: str
    text: str
    by: str
    about: str
    facts: tuple[tuple[str, str], ...]
    status: str
    effect: str
    answer: str
    signed: str
    sha256: str
    shared_with: str
    grouped: str
    corrections: tuple[str, ...]
    is_demo: bool
    covered: str = ""


def asked_and_answered(count: int, answered: int) -> str:
    """`3 preguntas, 2 respondidas`."""
    told = plural(answered, "respondida", "respondidas") if answered else "ninguna respondida"
    return f"{plural(count, 'pregunta', 'preguntas')}, {told}"


def day_words(value: str | None) -> str:
    """`2 de agosto de 2022` of a day or an instant as the rows keep it; empty for none."""
    if not value:
        return ""
    found = datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
    return day_in_words(found, with_year=True).split(" ", 1)[1]


def cell_of(field: Field, value: Any) -> Cell:
    """One value of a table."""
    if isinstance(value, bool):
        return Cell("Sí" if value else "No")
    if isinstance(value, int):
        return Cell(format_number(value), is_number=True)
    if value is None or value == "":
        return Cell(NONE, is_number=field.kind == "integer")
    text = str(value)
    if field.kind in DAYS:
        return Cell(day_words(text))
    is_address = text.startswith(("https://", "http://")) and len(text.split()) == 1
    return Cell(text, href=text if is_address else "")


def grids_of(
    code: str, title: str, columns: Sequence[Field], rows: Sequence[Mapping[str, Any]]
) -> tuple[Grid, ...]:
    """The tables of a section: one with its columns, or one for each table that is counted."""
    if code == "participacion":
        names = dict.fromkeys(str(row["tabla"]) for row in rows)
        return tuple(
            _crossed(name, [row for row in rows if row["tabla"] == name]) for name in names
        )
    heads = tuple((each.title, each.kind == "integer") for each in columns)
    told = tuple(
        tuple(replace(_told(field, row), head=field.title) for field in columns) for row in rows
    )
    return (Grid(title, heads, told),) if told else ()


def _crossed(title: str, rows: Sequence[Mapping[str, Any]]) -> Grid:
    """Counts by row and column; what is not there is nobody, and a withheld one is a point."""
    lines = dict.fromkeys(str(row["fila"]) for row in rows)
    columns = dict.fromkeys(str(row["columna"]) for row in rows)
    found = {(row["fila"], row["columna"]): row for row in rows}
    told = tuple(
        (Cell(line), *(_count(found.get((line, column)), column) for column in columns))
        for line in lines
    )
    return Grid(title, ((title, False), *((column, True) for column in columns)), told)


def _count(row: Mapping[str, Any] | None, head: str) -> Cell:
    if row is None:
        return Cell("0", is_number=True, head=head)
    text = WITHHELD if row["reservado"] else format_number(row["envios"])
    return Cell(text, is_number=True, head=head)


def _told(field: Field, row: Mapping[str, Any]) -> Cell:
    value = row.get(field.name)
    if field.name == "folio" and value:
        return Cell(str(value), href=f"/participacion/{value}/")
    if field.name == "codigo" and row.get("direccion"):
        return Cell(str(value), href=str(row["direccion"]))
    return cell_of(field, value)


def card_of(row: Mapping[str, Any]) -> Card:
    """The card of a question, or of an observation, which has a code."""
    code = str(row.get("codigo") or "")
    name = code or str(row["folio"])
    href = f"/consejo/observaciones/{code}/" if code else f"/participacion/{name}/"
    return Card(
        name=name,
        href=href,
        title=str(row["titulo"]),
        kind=str(row.get("tipo") or "Observación del Consejo"),
        text=str(row["texto"]),
        by=str(row.get("nombre") or ("" if code else "Sin nombre")),
        about=_about(row),
        facts=tuple(_facts(row)),
        status=_status(row),
        effect=str(row.get("efecto") or ""),
        answer=str(row.get("respuesta") or ""),
        signed=_signed(row),
        sha256=str(row.get("respuesta_sha256") or ""),
        shared_with=str(row.get("se_responde_con") or ""),
        grouped=_grouped(row),
        corrections=tuple(filter(None, str(row.get("correcciones") or "").split("\n"))),
        is_demo=bool(row.get("demostracion")),
    )


def _about(row: Mapping[str, Any]) -> str:
    value = f" ({row['sobre_valor']})" if row.get("sobre_valor") else ""
    return f"{row.get('sobre') or ''}{value}".strip()


def _facts(row: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "Ingreso legal", day_words(row.get("ingreso_legal")) or NONE
    yield "Vence", day_words(row.get("vence")) or NONE
    if days := row.get("ampliacion"):
        yield "Plazo ampliado", plural(days, "día hábil", "días hábiles")
    if row.get("respondida"):
        yield "Respondida", day_words(row["respondida"])
    if supports := row.get("apoyos"):
        yield "Preguntan lo mismo", plural(supports, "persona más", "personas más")
    if row.get("a_favor") is not None:
        counts = (row["a_favor"], row["en_contra"], row["abstenciones"])
        yield "Votación", "{} a favor, {} en contra, {} abstenciones".format(*counts)
    if row.get("incorporada_en"):
        yield "Incorporada en la edición", str(row["incorporada_en"])
    if row.get("derivada_a"):
        yield "Derivada a", str(row["derivada_a"])


def _status(row: Mapping[str, Any]) -> str:
    late = row.get("atraso")
    by = f", {plural(late, 'día hábil', 'días hábiles')} tarde" if late else ""
    if row.get("respondida"):
        return "Respondida en plazo" if row.get("en_plazo") else f"Respondida fuera de plazo{by}"
    if late:
        return f"Sin respuesta: vencida hace {plural(late, 'día hábil', 'días hábiles')}"
    return str(row.get("estado") or "")


def _signed(row: Mapping[str, Any]) -> str:
    if not row.get("respuesta"):
        return ""
    version = row.get("version") or 1
    said = f"Versión {version}. " if version > 1 else ""
    return f"{said}{row.get('respuesta_firma') or ''}".strip()


def _grouped(row: Mapping[str, Any]) -> str:
    total = row.get("agrupadas_total") or 0
    if not total:
        return ""
    named = str(row.get("agrupadas") or "").split()
    more = total - len(named)
    rest = f" y {format_number(more)} más" if more > 0 else ""
    return f"{', '.join(named)}{rest}"
