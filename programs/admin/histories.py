"""The history of a row in human words: who, when, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from programs.models import Result
from programs.package_schema import number_text

KINDS = {"+": "Agregó", "~": "Cambió", "-": "Borró"}
HIDDEN = frozenset(("id", "position"))
MOST = 200


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one row; `what` names an inner row (a column of a table), else empty."""

    at: datetime
    by: str
    kind: str
    reason: str
    what: str
    fields: tuple[FieldChange, ...]


def history_of(
    model: type[models.Model], pk: Any, inner: Iterable[type[models.Model]] = ()
) -> list[Change]:
    """Of one row, there or deleted: newest first, the last two hundred, with the rows of `inner`
    kinds that belong to it; empty for what never was."""
    try:
        key = model._meta.pk.to_python(pk)  # type: ignore[union-attr]
    except ValidationError:
        return []
    found = _changes(model, {"id": key}, "")
    for kind in inner:
        owner = {f"{model._meta.model_name}_id": key}
        found += _changes(kind, owner, str(kind._meta.verbose_name))
    found.sort(key=lambda change: change.at, reverse=True)
    return found[:MOST]


def deleted_name(model: Any, pk: Any) -> str:
    """What a row that is no longer there was called."""
    last = model.history.filter(id=pk).order_by("-history_date", "-history_id").first()
    names = ("title", "name", "term", "label", "check_slug", "slug", "key")
    said = next((value for name in names if (value := getattr(last, name, ""))), f"n.º {pk}")
    return f"{said} (ya no está)"


def _changes(model: Any, owner: dict[str, Any], what: str) -> list[Change]:
    records = list(
        model.history.filter(**owner)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")[: MOST * 2]
    )
    names = _Names(model, records)
    earlier = {}
    by_row: dict[Any, list[Any]] = {}
    for record in records:
        by_row.setdefault(record.id, []).append(record)
    for group in by_row.values():
        for record, older in pairwise(group):
            earlier[record.history_id] = older
    return [_change(record, earlier.get(record.history_id), names, what) for record in records]


def _change(record: Any, older: Any, names: "_Names", what: str) -> Change:
    label = f"{what} «{getattr(record, 'label', record.pk)}»" if what else ""
    return Change(
        at=record.history_date,
        by=str(record.history_user or "El sistema"),
        kind=KINDS[record.history_type],
        reason=record.history_change_reason or "",
        what=label,
        fields=tuple(_fields(record, older, names)) if record.history_type == "~" else (),
    )


def _fields(record: Any, older: Any, names: "_Names") -> Iterable[FieldChange]:
    if older is None:
        return
    for item in names.fields:
        before, after = getattr(older, item.attname), getattr(record, item.attname)
        if before != after:
            label = str(item.verbose_name)
            yield FieldChange(label, names.shown(item, before), names.shown(item, after))


class _Names:
    """How the values of a model's columns are shown; foreign keys are read once per model."""

    def __init__(self, model: Any, records: list[Any]) -> None:
        self.model = model
        kept = {item.name for item in model.history.model.tracked_fields}
        self.fields = [
            item
            for item in model._meta.concrete_fields
            if item.name in kept and item.name not in HIDDEN and not item.primary_key
        ]
        self._related: dict[str, dict[Any, str]] = {}
        for item in self.fields:
            if item.is_relation:
                keys = {getattr(record, item.attname) for record in records} - {None}
                rows = item.remote_field.model._base_manager.in_bulk(keys) if keys else {}
                self._related[item.name] = {key: str(row) for key, row in rows.items()}

    def shown(self, item: Any, value: Any) -> str:
        if value is None or value == "":
            return "–"
        if item.is_relation:
            return self._related[item.name].get(value, f"n.º {value}, que ya no está")
        if item.choices:
            return str(dict(item.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "sí" if value else "no"
        if isinstance(value, Decimal):
            return number_text(value).replace(".", ",") if self.model is Result else str(value)
        if isinstance(value, list):
            return ", ".join(map(str, value)) or "–"
        return str(value)
