"""How people call the parts of an account, and the summary of a difference in a few lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from programs.figures import plural
from programs.ledger import Column, Explanation, Figure, Ledger, Row, Term

if TYPE_CHECKING:
    from programs.proposals.diffs import ItemDiff, KindDiff, LedgerDiff

MOST_SHOWN = 20
LONGEST_TEXT = 120


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its singular and plural, and whether its words are feminine."""

    one: str
    many: str
    is_feminine: bool


KINDS = MappingProxyType(
    {
        "figures": Kind("cifra", "cifras", True),
        "chapters": Kind("capítulo", "capítulos", False),
        "tables": Kind("tabla", "tablas", True),
        "rows": Kind("fila de tabla", "filas de tablas", True),
        "columns": Kind("columna de tabla", "columnas de tablas", True),
        "programs": Kind("programa", "programas", False),
        "products": Kind("producto estratégico", "productos estratégicos", False),
        "indicators": Kind("indicador", "indicadores", False),
        "sources": Kind("fuente", "fuentes", True),
        "rules": Kind("cuadratura declarada", "cuadraturas declaradas", True),
        "explanations": Kind("explicación", "explicaciones", True),
        "errata": Kind("fe de erratas", "fes de erratas", True),
        "terms": Kind("palabra del glosario", "palabras del glosario", True),
        "institution": Kind("institución", "instituciones", True),
        "account": Kind("cuenta", "cuentas", True),
    }
)
FIELD_NAMES = MappingProxyType(
    {
        "account_year": "año de la cuenta", "management_year": "año de gestión",
        "title": "título", "summary": "resumen", "name": "nombre", "short_name": "nombre corto",
        "ministry": "ministerio", "citations": "citas legales", "contacts": "contactos",
        "body": "texto", "parent": "capítulo superior", "page": "página", "slug": "identificador",
        "description": "descripción", "product": "producto", "region": "región",
        "named_after": "programa nacional", "aliases": "otros nombres", "measure": "qué mide",
        "aggregation": "cómo se suma", "noun_one": "sustantivo en singular",
        "noun_many": "sustantivo en plural", "publisher": "quién publica",
        "page_noun": "cómo se llaman las páginas", "url": "dirección web", "sha256": "SHA-256",
        "note": "nota", "key": "clave", "label": "título", "indicator": "indicador",
        "sex": "sexo", "is_total": "es total", "program": "programa", "chapter": "capítulo",
        "row_heading": "título de las filas", "source": "fuente", "value": "valor",
        "unit": "unidad", "precision": "redondeo", "literal": "lo que dice el documento",
        "scope": "grupo", "table": "tabla", "row": "fila", "column": "columna", "sheet": "hoja",
        "cell": "celda", "highlight": "orden en la portada", "kind": "clase", "whole": "total",
        "parts": "partes", "check": "cuadratura", "difference": "diferencia", "text": "texto",
        "voice": "quién habla", "author": "autor", "explained_at": "fecha", "reason": "motivo",
        "figure": "cifra", "question": "consulta", "noted_at": "fecha", "term": "palabra",
        "definition": "definición",
    }
)  # fmt: skip


def label_of(kind: str, item: Any) -> str:
    """The thing's name for people."""
    if isinstance(item, Figure):
        return item.title or item.key
    if isinstance(item, Row | Column):
        return item.label or item.key
    if isinstance(item, Explanation):
        return item.check
    if isinstance(item, Term):
        return item.term
    if isinstance(item, Ledger):
        return item.title
    return str(getattr(item, "title", "") or getattr(item, "name", "") or item.slug)


def sentence_of(diff: "KindDiff") -> str:
    """`3 cifras nuevas, 2 cambian y 1 se quita`."""
    kind = KINDS[diff.kind]
    ending = "a" if kind.is_feminine else "o"
    counts = [
        (len(diff.added), f"nuev{ending}", f"nuev{ending}s"),
        (len(diff.changed), "cambia", "cambian"),
        (len(diff.removed), "se quita", "se quitan"),
    ]
    parts: list[str] = []
    for count, one, many in counts:
        if count:
            noun = plural(count, kind.one, kind.many) if not parts else plural(count, "", "")
            parts.append(f"{noun.strip()} {one if count == 1 else many}")
    if diff.is_reordered:
        parts.append(f"las {kind.many} cambian de orden" if kind.is_feminine
                     else f"los {kind.many} cambian de orden")  # fmt: skip
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" y {parts[-1]}"


def summary_of(diff: "LedgerDiff", *, most: int = MOST_SHOWN) -> Iterator[str]:
    """The difference in lines: a sentence a kind, then its first things, before and after."""
    if diff.is_empty:
        yield "Nada cambia: la cuenta ya dice lo mismo."
        return
    for kind in diff.kinds:
        yield sentence_of(kind)
        lines = [line for sign, item in _signed(kind) for line in _lines(sign, item)]
        yield from lines[:most]
        if len(lines) > most:
            yield f"  … y {plural(len(lines) - most, 'línea', 'líneas')} más"


def _signed(diff: "KindDiff") -> "Iterator[tuple[str, ItemDiff]]":
    for sign, items in (("~", diff.changed), ("−", diff.removed), ("+", diff.added)):
        for item in items:
            yield sign, item


def _lines(sign: str, item: "ItemDiff") -> Iterator[str]:
    label = f"{item.label} ({item.key})" if item.label != item.key else item.key
    if sign != "~":
        value = item.value_after or item.value_before
        yield f"  {sign} {label}" + (f": {value}" if value else "")
        return
    for change in item.changes:
        before, after = _brief(change.before), _brief(change.after)
        yield f"  {sign} {label}: {change.label}: {before} → {after}"


def _brief(text: str) -> str:
    plain = text.replace("\n", " ") if text else "(vacío)"
    return plain if len(plain) <= LONGEST_TEXT else plain[: LONGEST_TEXT - 1] + "…"
