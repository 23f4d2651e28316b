"""An account as a Frictionless data package, there and back, byte for byte.

`package_files` is the canonical form: the same ledger always gives the same bytes, so an edition's
hash means something and importing an export changes nothing. See docs/package-format.md.
"""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from programs.ledger import (
    Chapter,
    Column,
    ContactPoint,
    Institution,
    Ledger,
    LegalCitation,
    Row,
    Table,
)
from programs.package_descriptor import DESCRIPTOR, descriptor
from programs.package_schema import (
    CONTACT_KINDS,
    READERS,
    RESOURCES,
    WRITERS,
    PackageProblem,
    PackageProblems,
    Resource,
    plain_lines,
    slug_of,
    text_in,
    text_of,
    year_of,
)

Files = Mapping[str, bytes]

__all__ = [
    "Files",
    "PackageProblem",
    "PackageProblems",
    "ledger_from_files",
    "package_files",
    "read_package",
    "write_package",
]


def package_files(ledger: Ledger) -> dict[str, bytes]:
    """The account as canonical files: path within the package → bytes."""
    files = {resource.path: _csv(resource, ledger) for resource in RESOURCES}
    counted = {each.name: len(_lines(each, ledger)) for each in RESOURCES}
    for chapter in ledger.chapters:
        files[f"chapters/{chapter.slug}.md"] = _markdown(chapter.body)
    files[DESCRIPTOR] = descriptor(ledger, files, counted)
    return dict(sorted(files.items()))


def _markdown(body: str) -> bytes:
    return (plain_lines(body).rstrip("\n") + "\n").encode()


def write_package(ledger: Ledger, folder: Path) -> None:
    """Write the package into `folder`, which is made if it does not exist."""
    for name, content in package_files(ledger).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _csv(resource: Resource, ledger: Ledger) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(resource.columns)
    writer.writerows(_lines(resource, ledger))
    return out.getvalue().encode()


def _lines(resource: Resource, ledger: Ledger) -> list[list[str]]:
    if resource.name in ("columns", "rows"):
        return [
            [table.slug, *_cells(resource, item, resource.columns[1:])]
            for table in ledger.tables
            for item in getattr(table, resource.name)
        ]
    return [_cells(resource, item, resource.columns) for item in getattr(ledger, resource.name)]


def _cells(resource: Resource, item: Any, columns: tuple[str, ...]) -> list[str]:
    return [WRITERS.get((resource.kind, name), text_of)(getattr(item, name)) for name in columns]


def read_package(folder: Path) -> Ledger:
    """The account in `folder`.

    Raises:
        PackageProblems: with every faulty row, not only the first.
    """
    if not (folder / DESCRIPTOR).is_file():
        raise PackageProblems(
            [PackageProblem(DESCRIPTOR, None, "", "falta este archivo en la carpeta")]
        )
    wanted = [DESCRIPTOR, *(resource.path for resource in RESOURCES)]
    files = {name: (folder / name).read_bytes() for name in wanted if (folder / name).is_file()}
    for path in sorted((folder / "chapters").glob("*.md")):
        files[f"chapters/{path.name}"] = path.read_bytes()
    return ledger_from_files(files)


def ledger_from_files(files: Files) -> Ledger:
    """The account in a package's files. Raises PackageProblems as `read_package` does."""
    problems: list[PackageProblem] = []
    account = _account(files.get(DESCRIPTOR, b""), problems)
    if problems:
        raise PackageProblems(problems)
    items = {resource.name: _items(resource, files, problems) for resource in RESOURCES}
    if problems:
        raise PackageProblems(problems)
    return Ledger(**account, **_assembled(items))


def _assembled(items: dict[str, list[Any]]) -> dict[str, Any]:
    """Columns and rows go into their tables; everything else is already whole."""
    parts: dict[str, dict[str, list[Any]]] = {"columns": {}, "rows": {}}
    for name, by_table in parts.items():
        for table, item in items.pop(name):
            by_table.setdefault(table, []).append(item)
    items["tables"] = [
        Table(
            columns=tuple(parts["columns"].get(values["slug"], ())),
            rows=tuple(parts["rows"].get(values["slug"], ())),
            **values,
        )
        for values in items["tables"]
    ]
    return {name: tuple(values) for name, values in items.items()}


def _account(content: bytes, problems: list[PackageProblem]) -> dict[str, Any]:
    try:
        described = json.loads(content)["account"]
        said = described["institution"]
        institution = Institution(
            slug=slug_of(said["slug"]),
            name=text_in(said["name"]),
            short_name=text_in(said["short_name"]),
            ministry=text_in(said["ministry"]),
            citations=tuple(_citation(item) for item in said["citations"]),
            contacts=tuple(_contact(item) for item in said["contacts"]),
        )
        return {
            "institution": institution,
            "account_year": year_of(described["account_year"]),
            "management_year": year_of(described["management_year"]),
            "title": text_in(described["title"]),
            "summary": text_in(described["summary"]),
        }
    except KeyError as missing:
        message = f"falta «{missing.args[0]}» en la descripción de la cuenta"
    except (ValueError, TypeError, RecursionError) as wrong:
        detail = f": {wrong}" if type(wrong) is ValueError else ""
        message = f"no describe la cuenta como se espera{detail}"
    problems.append(PackageProblem(DESCRIPTOR, None, "account", message))
    return {}


def _citation(said: Any) -> LegalCitation:
    return LegalCitation(
        law=text_in(said["law"]),
        article=text_in(said["article"]),
        subject=text_in(said["subject"]),
    )


def _contact(said: Any) -> ContactPoint:
    if said["kind"] not in CONTACT_KINDS:
        raise ValueError(f"un punto de contacto es de tipo {', '.join(CONTACT_KINDS)}")
    return ContactPoint(
        kind=said["kind"], label=text_in(said["label"]), value=text_in(said["value"])
    )


def _items(resource: Resource, files: Files, problems: list[PackageProblem]) -> list[Any]:
    content = files.get(resource.path)
    if content is None:
        return []
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        message = "no se puede leer: guárdelo como CSV en UTF-8"
        problems.append(PackageProblem(resource.path, None, "", message))
        return []
    if not lines or tuple(lines[0]) != resource.columns:
        expected = ", ".join(resource.columns)
        message = f"las columnas deben ser, en este orden: {expected}"
        problems.append(PackageProblem(resource.path, 1, "", message))
        return []
    found = []
    for number, cells in enumerate(lines[1:], start=2):
        values = _values(resource, number, cells, problems)
        if values is not None:
            found.append(_made(resource, values, files))
    return found


def _values(
    resource: Resource, number: int, cells: list[str], problems: list[PackageProblem]
) -> dict[str, Any] | None:
    if len(cells) != len(resource.columns):
        message = f"tiene {len(cells)} celdas y se esperaban {len(resource.columns)}"
        problems.append(PackageProblem(resource.path, number, "", message))
        return None
    before = len(problems)
    values: dict[str, Any] = {}
    for name, cell in zip(resource.columns, cells, strict=True):
        try:
            if "\x00" in cell:
                raise ValueError("quite el carácter nulo")
            values[name] = READERS.get((resource.kind, name), str)(cell)
        except ValueError as wrong:
            problems.append(PackageProblem(resource.path, number, name, str(wrong)))
    return values if len(problems) == before else None


def _made(resource: Resource, values: dict[str, Any], files: Files) -> Any:
    if resource.kind is Table:
        return values
    if resource.kind in (Column, Row):
        return values.pop("table"), resource.kind(**values)
    if resource.kind is Chapter:
        body = files.get(f"chapters/{values['slug']}.md", b"").decode("utf-8", "replace")
        return Chapter(body=body.rstrip("\n"), **values)
    return resource.kind(**values)
