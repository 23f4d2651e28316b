"""From a ledger to rows: which columns each kind of thing fills, and in which order.

References are resolved by slug through dictionaries built on the way, so the number of queries
does not grow with the account.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from programs import ledger as plain
from programs.actions.shelves import Stamp, match_rows
from programs.ledger import Ledger
from programs.models import (
    Chapter,
    Erratum,
    Explanation,
    Indicator,
    Institution,
    Program,
    PublicAccount,
    Result,
    Rule,
    Source,
    StrategicProduct,
    Table,
    TableColumn,
    TableRow,
    Term,
)

Ids = dict[Any, int]


def _by_slug(row: Any) -> str:
    return str(row.slug)


def store_ledger(account: PublicAccount, ledger: Ledger, stamp: Stamp) -> None:
    """Make every row of the account be what the ledger says, in the order references need."""
    institution = account.institution
    products = _shared(StrategicProduct, institution, ledger.products, _product, stamp)
    programs = _programs(institution, ledger, products, stamp)
    indicators = _shared(Indicator, institution, ledger.indicators, _indicator, stamp)
    _list_in(account, "products", [products[item.slug] for item in ledger.products], stamp)
    _list_in(account, "programs", [programs[item.slug] for item in ledger.programs], stamp)
    _list_in(account, "indicators", [indicators[item.slug] for item in ledger.indicators], stamp)
    sources = _owned(Source, account, ledger.sources, _source, stamp)
    chapters = _chapters(account, ledger, stamp)
    names = {
        "products": products,
        "programs": programs,
        "indicators": indicators,
        "sources": sources,
        "chapters": chapters,
    }
    _tables(account, ledger, names, stamp)
    results = _results(account, ledger, names, stamp)
    _owned(Rule, account, ledger.rules, lambda item: _rule(item, results), stamp)
    _owned(
        Explanation, account, ledger.explanations, _explanation, stamp,
        key=lambda row: row.check_slug, identity="check",
    )  # fmt: skip
    _owned(Erratum, account, ledger.errata, _erratum, stamp)
    _owned(Term, account, ledger.terms, lambda item: _term(item, programs), stamp)


def _shared(
    model: Any,
    institution: Institution,
    items: Iterable[Any],
    values: Callable[[Any], dict[str, Any]],
    stamp: Stamp,
) -> Ids:
    """Rows of the institution, kept across years: never removed by one account's import."""
    wanted = {
        item.slug: {
            "institution_id": institution.pk,
            "slug": item.slug,
            "position": position,
            **values(item),
        }
        for position, item in enumerate(items)
    }
    rows = model.objects.filter(institution=institution)
    return match_rows(rows, _by_slug, wanted, stamp, remove=False)


def _owned(
    model: Any,
    account: PublicAccount,
    items: Iterable[Any],
    values: Callable[[Any], dict[str, Any]],
    stamp: Stamp,
    *,
    key: Callable[[Any], Any] = _by_slug,
    identity: str = "slug",
) -> Ids:
    """Rows of one account."""
    wanted = {
        getattr(item, identity): {"account_id": account.pk, "position": position, **values(item)}
        for position, item in enumerate(items)
    }
    return match_rows(model.objects.filter(account=account), key, wanted, stamp)


def _list_in(account: PublicAccount, name: str, ids: list[int], stamp: Stamp) -> None:
    listed = getattr(account, name)
    if set(listed.values_list("pk", flat=True)) != set(ids):
        listed.set(ids)
        stamp.changes.setdefault(name, {})["listed"] = len(ids)


def _programs(institution: Institution, ledger: Ledger, products: Ids, stamp: Stamp) -> Ids:
    """Twice: a program may be named after one further down the list."""

    def values(item: plain.Program) -> dict[str, Any]:
        return {
            "name": item.name,
            "product_id": products.get(item.product),
            "region_id": item.region or None,
            "description": item.description,
            "aliases": list(item.aliases),
        }

    ids = _shared(Program, institution, ledger.programs, values, stamp)
    named = {item.slug: {"named_after_id": ids.get(item.named_after)} for item in ledger.programs}
    rows = Program.objects.filter(institution=institution)
    match_rows(rows, _by_slug, named, stamp, remove=False)
    return ids


def _chapters(account: PublicAccount, ledger: Ledger, stamp: Stamp) -> Ids:
    """Twice: parents first exist, then are pointed to."""

    def values(item: plain.Chapter) -> dict[str, Any]:
        return {"slug": item.slug, "title": item.title, "body": item.body, "page": item.page}

    ids = _owned(Chapter, account, ledger.chapters, values, stamp)
    parents = {item.slug: {"parent_id": ids.get(item.parent)} for item in ledger.chapters}
    match_rows(Chapter.objects.filter(account=account), _by_slug, parents, stamp, remove=False)
    return ids


def _tables(account: PublicAccount, ledger: Ledger, ids: dict[str, Ids], stamp: Stamp) -> None:
    def values(item: plain.Table) -> dict[str, Any]:
        return {
            "slug": item.slug,
            "chapter_id": ids["chapters"].get(item.chapter),
            "title": item.title,
            "row_heading": item.row_heading,
            "note": item.note,
            "source_id": ids["sources"].get(item.source),
            "page": item.page,
        }

    ids["tables"] = _owned(Table, account, ledger.tables, values, stamp)
    ids["columns"] = _lines(TableColumn, account, _columns(ledger, ids), stamp)
    ids["rows"] = _lines(TableRow, account, _rows(ledger, ids), stamp)


def _lines(
    model: Any, account: PublicAccount, wanted: Mapping[Any, Mapping[str, Any]], stamp: Stamp
) -> Ids:
    rows = model.objects.filter(table__account=account)
    return match_rows(rows, lambda row: (row.table_id, row.key), wanted, stamp)


def _columns(ledger: Ledger, ids: dict[str, Ids]) -> dict[Any, dict[str, Any]]:
    return {
        (ids["tables"][table.slug], column.key): {
            "table_id": ids["tables"][table.slug],
            "key": column.key,
            "label": column.label,
            "indicator_id": ids["indicators"].get(column.indicator),
            "sex": column.sex,
            "is_total": column.is_total,
            "position": position,
        }
        for table in ledger.tables
        for position, column in enumerate(table.columns)
    }


def _rows(ledger: Ledger, ids: dict[str, Ids]) -> dict[Any, dict[str, Any]]:
    return {
        (ids["tables"][table.slug], row.key): {
            "table_id": ids["tables"][table.slug],
            "key": row.key,
            "label": row.label,
            "is_total": row.is_total,
            "product_id": ids["products"].get(row.product),
            "program_id": ids["programs"].get(row.program),
            "region_id": row.region or None,
            "position": position,
        }
        for table in ledger.tables
        for position, row in enumerate(table.rows)
    }


def _results(account: PublicAccount, ledger: Ledger, ids: dict[str, Ids], stamp: Stamp) -> Ids:
    wanted = {
        figure.key: {
            "account_id": account.pk,
            "position": position,
            **_result(figure, ids),
        }
        for position, figure in enumerate(ledger.figures)
    }
    return match_rows(Result.objects.filter(account=account), lambda row: row.key, wanted, stamp)


_AS_THEY_ARE = (
    "key", "title", "value", "precision", "literal", "note", "sex", "scope", "page", "sheet",
    "cell", "highlight",
)  # fmt: skip


def _result(figure: plain.Figure, ids: dict[str, Ids]) -> dict[str, Any]:
    table = ids["tables"].get(figure.table)
    return {
        **{name: getattr(figure, name) for name in _AS_THEY_ARE},
        "unit": figure.unit.value,
        "indicator_id": ids["indicators"][figure.indicator],
        "source_id": ids["sources"][figure.source],
        "product_id": ids["products"].get(figure.product),
        "program_id": ids["programs"].get(figure.program),
        "region_id": figure.region or None,
        "chapter_id": ids["chapters"].get(figure.chapter),
        "row_id": ids["rows"].get((table, figure.row)),
        "column_id": ids["columns"].get((table, figure.column)),
    }


def _product(item: plain.Product) -> dict[str, Any]:
    return {"name": item.name, "description": item.description}


def _indicator(item: plain.Indicator) -> dict[str, Any]:
    return {
        "name": item.name,
        "measure": item.measure.value,
        "aggregation": item.aggregation.value,
        "noun_one": item.noun_one,
        "noun_many": item.noun_many,
        "description": item.description,
    }


def _source(item: plain.Source) -> dict[str, Any]:
    names = ("title", "publisher", "page_noun", "url", "sha256", "note")
    return {"slug": item.slug, **{name: getattr(item, name) for name in names}}


def _rule(item: plain.Rule, results: Ids) -> dict[str, Any]:
    return {
        "slug": item.slug,
        "kind": item.kind.value,
        "title": item.title,
        "whole_id": results[item.whole],
        "parts": list(item.parts),
        "note": item.note,
    }


def _explanation(item: plain.Explanation) -> dict[str, Any]:
    return {
        "check_slug": item.check,
        "difference": item.difference,
        "text": item.text,
        "voice": item.voice.value,
        "author": item.author,
        "explained_at": datetime.fromisoformat(item.explained_at),
    }


def _erratum(item: plain.Erratum) -> dict[str, Any]:
    return {
        "slug": item.slug,
        "reason": item.reason,
        "figure": item.figure,
        "chapter": item.chapter,
        "question": item.question,
        "noted_at": datetime.fromisoformat(item.noted_at),
    }


def _term(item: plain.Term, programs: Ids) -> dict[str, Any]:
    return {
        "slug": item.slug,
        "term": item.term,
        "definition": item.definition,
        "program_id": programs.get(item.program),
    }
