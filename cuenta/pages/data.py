"""`datos/`: everything that can be taken away, and how to work a total out again."""

from collections.abc import Iterator
from dataclasses import dataclass

from cuenta.downloads_whole import PATH as WHOLE
from cuenta.manifest import FILES, TOTALS
from cuenta.pages.chrome import make_head
from cuenta.pages.cuadratura import summary_of
from cuenta.pages.files import METADATA, PACKAGE, VERIFIER, formats_of, parts
from cuenta.pages.site import Page, Site
from cuenta.sheets import CHECK_FIELDS, FIGURE_FIELDS
from programs.actions.council import COUNCIL_FILE
from programs.checks import Outcome
from programs.editions import SUMS
from programs.figures import format_amount, plural
from programs.ledger import CheckKind, Unit

TITLE = "Datos para bajar y volver a calcular"
DESCRIPTION = "Todas las cifras de la cuenta en CSV, XLSX y JSON, con su unidad y su fuente."


@dataclass(frozen=True, slots=True)
class Download:
    """One set of data in the formats it comes in. `href` is its page, where it has one."""

    title: str
    note: str
    href: str
    formats: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A total worked out again from a download: the command, and what it prints."""

    title: str
    file: str
    command: str
    printed: str
    stated: str
    href: str


def pages(site: Site) -> Iterator[Page]:
    """The page of downloads."""
    head = make_head(site, "datos/", TITLE, DESCRIPTION, "datos", (("Datos", ""),))
    yield Page(
        "datos/",
        "cuenta/data.html",
        {
            "head": head,
            "title": TITLE,
            "counts": _counts(site),
            "package": site.link(PACKAGE),
            "verifier": site.link(VERIFIER),
            "summary": summary_of(site.outcomes),
            "checks": site.link("cuadratura/"),
            "lists": _lists(site),
            "everything": tuple(_everything(site)),
            "tables": tuple(_tables(site)),
            "groups": tuple(_groups(site)),
            "example": example(site),
            "figure_fields": FIGURE_FIELDS,
            "check_fields": CHECK_FIELDS,
            "editions": site.link("ediciones/"),
            "has_council": site.edition is not None and COUNCIL_FILE in site.edition.files,
        },
    )  # fmt: skip


def _everything(site: Site) -> Iterator[Download]:
    """What holds all of the account."""
    ledger = site.ledger
    whole = tuple((kind.upper(), site.link(f"{WHOLE}.{kind}")) for kind in ("xlsx", "json"))
    note = "cifras, tablas, comprobaciones, programas, fuentes y glosario en un solo archivo"
    yield Download("La cuenta completa", note, site.link(), whole)
    figures = plural(len(ledger.figures), "fila", "filas")
    yield _download(site, "Todas las cifras", figures, "cifras/", "cifras")
    checks = plural(len(site.outcomes), "fila", "filas")
    yield _download(site, "Todas las comprobaciones", checks, "cuadratura/", "cuadratura")


def _lists(site: Site) -> tuple[tuple[str, str, str], ...]:
    """What programs read of all the files: words, what for, and the address."""
    return tuple(
        (words, note, site.link(path))
        for words, note, path in (
            ("totales.csv", "filas y suma de control de cada archivo", TOTALS),
            ("archivos.json", "lo mismo, para programas", FILES),
            ("SHA256SUMS", "la huella de cada archivo", SUMS),
            ("csv-metadata.json", "qué es cada columna (CSVW)", METADATA),
        )
    )


def _groups(site: Site) -> Iterator[tuple[str, tuple[Download, ...]]]:
    """The programs and the regions that have figures."""
    for folder, title in (
        ("programas/", "Programa por programa"),
        ("regiones/", "Región por región"),
    ):
        found = (each for each in parts(site) if each[0].startswith(folder))
        rows = tuple(_download(site, name, "", f"{path}/", path) for path, name in found)
        if rows:
            yield title, rows


def _counts(site: Site) -> str:
    ledger = site.ledger
    return (
        f"{plural(len(ledger.figures), 'cifra', 'cifras')} y "
        f"{plural(len(ledger.tables), 'tabla', 'tablas')}, "
        "con su unidad, su fuente y la precisión con que se publicaron"
    )


def _tables(site: Site) -> Iterator[Download]:
    ledger = site.ledger
    for table in ledger.tables:
        chapter = ledger.chapter.get(table.chapter)
        note = [chapter.title] if chapter and chapter.title != table.title else []
        source = ledger.source.get(table.source)
        if table.page is not None:
            note.append(f"{source.page_noun if source else 'página'} {table.page}")
        path = f"tablas/{table.slug}"
        yield _download(site, table.title, ", ".join(note), f"{path}/", path)


def _download(site: Site, title: str, note: str, page: str, path: str) -> Download:
    return Download(title, note, site.link(page), formats_of(site, path))


def example(site: Site) -> Example | None:
    """A stated total worked out again from the CSV of its table, if some table holds."""
    outcome = next((each for each in site.outcomes if _is_column_sum(each)), None)
    if outcome is None or outcome.stated is None or outcome.expected is None:
        return None
    stated = outcome.stated
    unit = Unit.PESO if stated.unit.is_money else stated.unit
    name = f"{stated.table}.csv"
    command = (
        "python3 -c \"import csv; print(sum(int(fila['" + stated.column + "'] or 0) "
        f"for fila in csv.DictReader(open('{name}')) if fila['fila_es_total'] == 'false'))\""
    )
    table = site.ledger.table[stated.table]
    return Example(
        title=f"{table.title}, {_column_label(site, stated.table, stated.column)}",
        file=name,
        command=command,
        printed=f"{outcome.expected:f}",
        stated=format_amount(stated.value or outcome.expected, unit),
        href=site.link(f"tablas/{name}"),
    )


def _is_column_sum(outcome: Outcome) -> bool:
    """A total row that its column's whole values add up to, exactly."""
    stated = outcome.stated
    return (
        outcome.kind is CheckKind.SUM
        and outcome.holds
        and outcome.difference == 0
        and stated is not None
        and stated.unit is not Unit.PERCENT
        and bool(stated.table)
        and all(
            part.figure is not None
            and (part.figure.table, part.figure.column) == (stated.table, stated.column)
            and (part.value is None or part.value == part.value.to_integral_value())
            for part in outcome.parts
        )
    )


def _column_label(site: Site, table: str, key: str) -> str:
    columns = site.ledger.table[table].columns
    return next((column.label for column in columns if column.key == key), key)
