"""How people call the parts of an account and their fields."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from programs.ledger import Column, Explanation, Figure, Ledger, Row, Term


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
