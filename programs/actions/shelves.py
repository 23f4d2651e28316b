"""Make one kind of row match what a ledger says: create, change and remove, with history.

Many rows at a time: an import of 100,000 figures is some fifty statements, and every one of its
changes is in the history with who, when, before and after.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models

from programs.actions import bulk
from programs.models import User
from programs.package_schema import PackageProblem, PackageProblems

Key = Any
Progress = Callable[[int, int | None], None]


@dataclass
class Stamp:
    """Who changes what, when and why: goes into every row of the history."""

    by: User
    now: datetime
    reason: str
    progress: Progress | None = None
    done: int = 0
    changes: dict[str, dict[str, int]] = field(default_factory=dict)

    def advance(self, rows: int) -> None:
        self.done += rows
        if self.progress:
            self.progress(self.done, None)

    def remember(self, model: Any, keys: Sequence[int], kind: str) -> None:
        """Leave in the history what these rows are now."""
        bulk.remember(model, keys, kind, by=self.by.pk, now=self.now, reason=self.reason)


def match_rows(
    rows: models.QuerySet[Any],
    key: Callable[[Any], Key],
    wanted: Mapping[Key, Mapping[str, Any]],
    stamp: Stamp,
    *,
    remove: bool = True,
) -> dict[Key, int]:
    """Make `rows` be exactly `wanted` (key → column values) and return key → primary key.

    Rows left out of `wanted` are removed unless `remove` is False.

    Raises:
        PackageProblems: a text is longer or a number larger than the column holds.
    """
    model = rows.model
    _check_sizes(model, wanted)
    columns = [item.attname for item in model._meta.concrete_fields]
    existing = {key(row): row for row in rows.values_list(*columns, named=True)}
    names = {name for values in wanted.values() for name in values}
    changed = {
        row.id: wanted[found]
        for found, row in existing.items()
        if found in wanted and _differs(row, wanted[found])
    }
    created = {found: values for found, values in wanted.items() if found not in existing}
    removed = [row.id for found, row in existing.items() if found not in wanted and remove]
    stamp.remember(model, removed, "-")
    bulk.remove(model, removed, stamp.advance)
    bulk.change(model, changed, names, stamp.advance)
    stamp.remember(model, list(changed), "~")
    keys = bulk.add(model, list(created.values()), stamp.advance)
    stamp.remember(model, keys, "+")
    counts = {"added": len(created), "changed": len(changed), "removed": len(removed)}
    if any(counts.values()):
        stamp.changes[model._meta.model_name or ""] = counts
    kept = {found: row.id for found, row in existing.items() if found in wanted or not remove}
    return kept | dict(zip(created, keys, strict=True))


def _differs(row: Any, values: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _check_sizes(model: type[models.Model], wanted: Mapping[Key, Mapping[str, Any]]) -> None:
    limits = {
        item.attname: item.max_length
        for item in model._meta.concrete_fields
        if isinstance(item, models.CharField) and item.max_length
    }
    problems = [
        PackageProblem(
            str(model._meta.verbose_name_plural),
            None,
            name,
            f"«{str(value)[:40]}…» tiene {len(value)} caracteres; caben {limits[name]}",
        )
        for values in wanted.values()
        for name, value in values.items()
        if name in limits and isinstance(value, str) and len(value) > limits[name]
    ]
    problems += [
        PackageProblem(
            str(model._meta.verbose_name_plural), None, name, f"el número {value} no cabe"
        )
        for values in wanted.values()
        for name in ("value", "precision")
        if isinstance(value := values.get(name), Decimal) and not _fits(value)
    ]
    if problems:
        raise PackageProblems(problems)


def _fits(number: Any) -> bool:
    """Whether numeric(30, 6) holds it as it is."""
    return abs(number) < 10**24 and number == round(number, 6)
