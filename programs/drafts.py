"""The draft in the database, read as a ledger: the same number of queries whatever its size."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from programs.ledger import (
    Aggregation,
    Chapter,
    CheckKind,
    Column,
    ContactPoint,
    Erratum,
    Explanation,
    Figure,
    Indicator,
    Institution,
    Ledger,
    LegalCitation,
    Measure,
    Product,
    Program,
    Row,
    Rule,
    Source,
    Table,
    Term,
    Unit,
    Voice,
)
from programs.models import Institution as InstitutionModel
from programs.models import PublicAccount, Result, TableColumn, TableRow
from programs.package_schema import instant_text

ORDER = ("position", "pk")

# Where a field of the ledger is not a column of the same name.
_PATHS: dict[type, dict[str, str]] = {
    Chapter: {"parent": "parent__slug"},
    Program: {
        "product": "product__slug",
        "region": "region_id",
        "named_after": "named_after__slug",
    },
    Column: {"indicator": "indicator__slug"},
    Row: {"product": "product__slug", "program": "program__slug", "region": "region_id"},
    Table: {"chapter": "chapter__slug", "source": "source__slug"},
    Figure: {
        "indicator": "indicator__slug",
        "source": "source__slug",
        "product": "product__slug",
        "program": "program__slug",
        "region": "region_id",
        "chapter": "chapter__slug",
        "table": "row__table__slug",
        "row": "row__key",
        "column": "column__key",
    },
    Rule: {"whole": "whole__key"},
    Explanation: {"check": "check_slug"},
    Term: {"program": "program__slug"},
}
_MAKERS: dict[tuple[type, str], Any] = {
    (Indicator, "measure"): Measure,
    (Indicator, "aggregation"): Aggregation,
    (Figure, "unit"): Unit,
    (Rule, "kind"): CheckKind,
    (Rule, "parts"): tuple,
    (Program, "aliases"): tuple,
    (Explanation, "voice"): Voice,
}
_MAY_BE_NONE = {"page", "highlight", "value"}


def ledger_of(account: PublicAccount) -> Ledger:
    """The account's draft as plain values."""
    return Ledger(
        institution=_institution(account.institution),
        account_year=account.account_year,
        management_year=account.management_year,
        title=account.title,
        summary=account.summary,
        chapters=_items(Chapter, account.chapters.all()),
        products=_items(Product, account.products.all()),
        programs=_items(Program, account.programs.all()),
        indicators=_items(Indicator, account.indicators.all()),
        sources=_items(Source, account.sources.all()),
        tables=_tables(account),
        figures=_items(Figure, Result.objects.of_account(account)),
        rules=_items(Rule, account.rules.all()),
        explanations=_items(Explanation, account.explanations.all()),
        errata=_items(Erratum, account.errata.all()),
        terms=_items(Term, account.terms.all()),
    )


def _institution(model: InstitutionModel) -> Institution:
    return Institution(
        slug=model.slug,
        name=model.name,
        short_name=model.short_name,
        ministry=model.ministry,
        citations=tuple(
            LegalCitation(*values)
            for values in model.citations.values_list("law", "article", "subject")
        ),
        contacts=tuple(
            ContactPoint(*values) for values in model.contacts.values_list("kind", "label", "value")
        ),
    )


def _items(kind: type, rows: QuerySet[Any]) -> tuple[Any, ...]:
    names = [item.name for item in fields(kind)]
    paths = [_PATHS.get(kind, {}).get(name, name) for name in names]
    return tuple(
        _made(kind, names, values)
        for values in rows.order_by(*ORDER).values_list(*paths).iterator(chunk_size=5_000)
    )


def _made(kind: type, names: Iterable[str], values: Iterable[Any]) -> Any:
    return kind(
        **{name: _value(kind, name, value) for name, value in zip(names, values, strict=True)}
    )


def _value(kind: type, name: str, value: Any) -> Any:
    if value is None:
        return None if name in _MAY_BE_NONE else ""
    if isinstance(value, datetime):
        return instant_text(value)
    make = _MAKERS.get((kind, name))
    return make(value) if make else value


def _tables(account: PublicAccount) -> tuple[Table, ...]:
    columns = _by_table(Column, TableColumn.objects.filter(table__account=account))
    rows = _by_table(Row, TableRow.objects.filter(table__account=account))
    names = [item.name for item in fields(Table) if item.name not in ("columns", "rows")]
    paths = [_PATHS[Table].get(name, name) for name in names]
    made = []
    for values in account.tables.order_by(*ORDER).values_list(*paths):
        known = {
            name: _value(Table, name, value) for name, value in zip(names, values, strict=True)
        }
        slug = known["slug"]
        made.append(
            Table(columns=tuple(columns.get(slug, ())), rows=tuple(rows.get(slug, ())), **known)
        )
    return tuple(made)


def _by_table(kind: type, queryset: QuerySet[Any]) -> dict[str, list[Any]]:
    names = [item.name for item in fields(kind)]
    paths = [_PATHS[kind].get(name, name) for name in names]
    found: dict[str, list[Any]] = {}
    for table, *values in queryset.order_by(*ORDER).values_list("table__slug", *paths):
        found.setdefault(table, []).append(_made(kind, names, values))
    return found
