"""Does an account hang together? Every reference names something that exists, no name stands twice.

The database enforces the same with foreign keys and unique constraints; this says it earlier, all
at once, and with the file and the name to mend.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from programs.integrity_rules import row_problems
from programs.ledger import Ledger, Table
from programs.package_schema import PackageProblem
from programs.regions import BY_CODE

_NAMES = {
    "chapter": "el capítulo",
    "parent": "el capítulo",
    "product": "el producto",
    "program": "el programa",
    "named_after": "el programa",
    "indicator": "el indicador",
    "source": "la fuente",
    "table": "la tabla",
    "region": "la región",
    "figure": "la cifra",
}
_REFERENCES = {
    "chapters": ("parent",),
    "programs": ("product", "region", "named_after"),
    "tables": ("chapter", "source"),
    "figures": ("indicator", "source", "product", "program", "region", "chapter", "table"),
    "errata": ("figure", "chapter"),
    "terms": ("program",),
}
_IDENTIFIERS = {"figures": "key", "explanations": "check"}


def problems_of(ledger: Ledger) -> list[PackageProblem]:
    """Everything that keeps this account from being stored; empty when it hangs together."""
    return [
        *_repeated(ledger),
        *_dangling(ledger),
        *_chapter_depth(ledger),
        *_table_layout(ledger),
        *_cells(ledger),
        *_rules(ledger),
        *row_problems(ledger),
    ]


def _repeated(ledger: Ledger) -> Iterator[PackageProblem]:
    for name in (
        "chapters", "products", "programs", "indicators", "sources", "tables",
        "figures", "rules", "explanations", "errata", "terms",
    ):  # fmt: skip
        key = _IDENTIFIERS.get(name, "slug")
        yield from _duplicates(f"{name}.csv", key, (getattr(i, key) for i in getattr(ledger, name)))
    for table in ledger.tables:
        yield from _duplicates("columns.csv", "key", (c.key for c in table.columns), table.slug)
        yield from _duplicates("rows.csv", "key", (r.key for r in table.rows), table.slug)


def _duplicates(
    file: str, column: str, values: Iterable[str], table: str = ""
) -> Iterator[PackageProblem]:
    where = f" en la tabla «{table}»" if table else ""
    for value, times in Counter(values).items():
        if times > 1:
            message = f"«{value}» está {times} veces{where}; deje una sola fila"
            yield PackageProblem(file, None, column, message)


def _known(ledger: Ledger) -> dict[str, Any]:
    return {
        "chapter": ledger.chapter,
        "parent": ledger.chapter,
        "product": ledger.product,
        "program": ledger.program,
        "named_after": ledger.program,
        "indicator": ledger.indicator,
        "source": ledger.source,
        "table": ledger.table,
        "region": BY_CODE,
        "figure": ledger.figure,
    }


def _dangling(ledger: Ledger) -> Iterator[PackageProblem]:
    known = _known(ledger)
    groups: list[tuple[str, Iterable[Any], tuple[str, ...]]] = [
        (name, getattr(ledger, name), columns) for name, columns in _REFERENCES.items()
    ]
    groups += [("columns", table.columns, ("indicator",)) for table in ledger.tables]
    groups += [("rows", table.rows, ("product", "program", "region")) for table in ledger.tables]
    for name, items, columns in groups:
        for number, item in enumerate(items, start=2):
            for column in columns:
                value = getattr(item, column)
                required = name == "figures" and column in ("indicator", "source")
                if (value and value not in known[column]) or (required and not value):
                    message = f"no existe {_NAMES[column]} «{value}»"
                    line = number if name not in ("columns", "rows") else None
                    yield PackageProblem(f"{name}.csv", line, column, message)


def _chapter_depth(ledger: Ledger) -> Iterator[PackageProblem]:
    for number, chapter in enumerate(ledger.chapters, start=2):
        parent = ledger.chapter.get(chapter.parent)
        if parent and (parent.parent or parent.slug == chapter.slug):
            message = "los capítulos tienen dos niveles: cuélguelo de un capítulo principal"
            yield PackageProblem("chapters.csv", number, "parent", message)


def _table_layout(ledger: Ledger) -> Iterator[PackageProblem]:
    for table in ledger.tables:
        for name in ("columns", "rows"):
            if not getattr(table, name):
                what = "columnas" if name == "columns" else "filas"
                message = f"la tabla «{table.slug}» no tiene {what}"
                yield PackageProblem(f"{name}.csv", None, "table", message)


def _cells(ledger: Ledger) -> Iterator[PackageProblem]:
    layout = {table.slug: _places(table) for table in ledger.tables}
    taken: dict[tuple[str, str, str], str] = {}
    for number, figure in enumerate(ledger.figures, start=2):
        place = (figure.table, figure.row, figure.column)
        if not any(place):
            continue
        rows, columns = layout.get(figure.table, (set(), set()))
        if figure.row not in rows or figure.column not in columns:
            message = f"«{figure.row}» y «{figure.column}» no son fila y columna de esa tabla"
            yield PackageProblem("figures.csv", number, "table", message)
        elif place in taken:
            message = f"esa celda ya la ocupa la cifra «{taken[place]}»"
            yield PackageProblem("figures.csv", number, "table", message)
        taken.setdefault(place, figure.key)


def _places(table: Table) -> tuple[set[str], set[str]]:
    return {row.key for row in table.rows}, {column.key for column in table.columns}


def _rules(ledger: Ledger) -> Iterator[PackageProblem]:
    for number, rule in enumerate(ledger.rules, start=2):
        for column, selectors in (("whole", (rule.whole,)), ("parts", rule.parts)):
            for selector in selectors:
                if not _resolves(ledger, selector):
                    message = f"«{selector}» no es una cifra ni una columna de una tabla"
                    yield PackageProblem("rules.csv", number, column, message)


def _resolves(ledger: Ledger, selector: str) -> bool:
    if ":" not in selector:
        return selector in ledger.figure
    slug, column = selector.split(":", 1)
    table = ledger.table.get(slug)
    return table is not None and (column == "*" or column in _places(table)[1])
