"""Sealing again, with the newest of `IDENTITY_KEYS`, what older ones sealed.

Every text field of this app whose name ends in `_sealed` takes part, so that a new one is never
forgotten. Nothing of what people wrote changes, and nobody reads it: a row is opened and sealed
again in memory only. It may be stopped at any time and run again: what is done is not done twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction

from participation.keys import CannotOpen, needs_resealing, reseal

APP = "participation"
SUFFIX = "_sealed"


@dataclass(frozen=True, slots=True)
class SealedModel:
    """A model with the names of its sealed fields."""

    model: type[models.Model]
    fields: tuple[str, ...]

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural)


@dataclass(frozen=True, slots=True)
class Batch:
    """What was done with some rows of a model: values sealed again, rows seen, what stayed shut.

    `shut` names values that none of the keys opens: (primary key, field).
    """

    seen: int
    resealed: int
    shut: tuple[tuple[object, str], ...]


def sealed_models() -> tuple[SealedModel, ...]:
    """The models that hold something sealed, in the order of their names.

    Raises:
        TypeError: a field is named as a sealed one and holds no text.
    """
    found = []
    for model in apps.get_app_config(APP).get_models():
        fields = [f for f in model._meta.concrete_fields if f.name.endswith(SUFFIX)]
        for field in fields:
            if not isinstance(field, models.TextField | models.CharField):
                raise TypeError(f"{field} is named as a sealed field and holds no text")
        if fields:
            found.append(SealedModel(model, tuple(field.name for field in fields)))
    return tuple(sorted(found, key=lambda each: each.model.__name__))


def batches(sealed: SealedModel, *, size: int, only_look: bool = False) -> Iterator[Batch]:
    """Go through the rows of a model, `size` at a time, each batch in a transaction of its own.

    Rows that are well sealed are read and never locked. `only_look` changes nothing: then
    `resealed` counts what would be sealed again.
    """
    last: object = None
    while True:
        rows = sealed.model._base_manager.order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        seen = list(rows.values_list("pk", *sealed.fields)[:size])
        if not seen:
            return
        last = seen[-1][0]
        old = [pk for pk, *values in seen if any(map(_is_old, values))]
        yield _reseal(sealed, old, len(seen), only_look=only_look)


def _is_old(value: str | None) -> bool:
    """Whether the newest key did not seal it; an empty one seals nothing."""
    return bool(value) and needs_resealing(str(value))


@transaction.atomic
def _reseal(sealed: SealedModel, pks: list[object], seen: int, *, only_look: bool) -> Batch:
    """Look again at these rows, held so that nobody changes them meanwhile."""
    resealed, shut = 0, []
    rows = sealed.model._base_manager.select_for_update().order_by("pk").filter(pk__in=pks)
    for pk, *values in rows.values_list("pk", *sealed.fields):
        changed = {}
        for name, value in zip(sealed.fields, values, strict=True):
            if not _is_old(value):
                continue
            try:
                changed[name] = reseal(value)
            except CannotOpen:
                shut.append((pk, name))
        if changed and not only_look:
            sealed.model._base_manager.filter(pk=pk).update(**changed)
        resealed += len(changed)
    return Batch(seen, resealed, tuple(shut))
