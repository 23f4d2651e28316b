"""Make one kind of row match what a ledger says: create, change and remove, with history.

Many rows at a time: an import of 100,000 figures is a few hundred statements, and every one of its
changes is in the history with who, when, before and after.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from programs.models import User
from programs.package_schema import PackageProblem, PackageProblems

BATCH = 1_000
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
    existing = {key(row): row for row in rows}
    names = sorted({name for values in wanted.values() for name in values})
    changed = [
        _changed(row, wanted[found])
        for found, row in existing.items()
        if found in wanted and _differs(row, wanted[found])
    ]
    created = [model(**values) for found, values in wanted.items() if found not in existing]
    removed = [row for found, row in existing.items() if found not in wanted] if remove else []
    _remove(model, removed, stamp)
    _update(model, changed, names, stamp)
    for batch in _batches(created):
        bulk_create_with_history(
            batch,
            model,
            default_user=stamp.by,
            default_date=stamp.now,
            default_change_reason=stamp.reason,
        )
        stamp.advance(len(batch))
    counts = {"added": len(created), "changed": len(changed), "removed": len(removed)}
    if any(counts.values()):
        stamp.changes[model._meta.model_name or ""] = counts
    kept = {found: row.pk for found, row in existing.items() if found in wanted or not remove}
    return kept | {key(row): row.pk for row in created}


def _differs(row: Any, values: Mapping[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _changed(row: Any, values: Mapping[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _update(model: type[models.Model], rows: list[Any], names: list[str], stamp: Stamp) -> None:
    for batch in _batches(rows):
        bulk_update_with_history(
            batch,
            model,
            [model._meta.get_field(name).name for name in names],
            default_user=stamp.by,
            default_date=stamp.now,
            default_change_reason=stamp.reason,
        )
        stamp.advance(len(batch))


def _remove(model: Any, rows: list[Any], stamp: Stamp) -> None:
    """Remove rows, leaving in the history what they were; references are checked on commit."""
    history = model.history.model
    for batch in _batches(rows):
        history.objects.bulk_create(
            history(
                history_type="-",
                history_user=stamp.by,
                history_date=stamp.now,
                history_change_reason=stamp.reason,
                **{item.attname: getattr(row, item.attname) for item in history.tracked_fields},
            )
            for row in batch
        )
        removed = model._base_manager.filter(pk__in=[row.pk for row in batch])
        removed._raw_delete(removed.db)
        stamp.advance(len(batch))


def _batches(rows: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


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
        if (value := values.get(name)) is not None and not _fits(value)
    ]
    if problems:
        raise PackageProblems(problems)


def _fits(number: Any) -> bool:
    """Whether numeric(30, 6) holds it as it is."""
    return abs(number) < 10**24 and number == round(number, 6)
