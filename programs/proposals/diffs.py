"""What changed between two accounts: before an import, and between two editions.

Linear in the size of the accounts. Values are kept as people read them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from programs.figures import format_figure
from programs.ledger import Figure, Ledger, Table
from programs.package_schema import WRITERS, text_of
from programs.proposals.words import FIELD_NAMES, KINDS, label_of

_IDENTIFIERS = {"figures": "key", "explanations": "check"}
_FIGURE_AMOUNT = frozenset(("value", "unit", "precision"))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: its name in the dataclass, its name on screen, and both values as text."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemDiff:
    """One thing added, changed or removed. `label` is its name for people.

    `before` and `after` are whole items of the ledgers; None where there was or will be none.
    """

    key: str
    label: str
    before: Any
    after: Any
    changes: tuple[FieldChange, ...] = ()

    @property
    def value_before(self) -> str:
        """A figure as it stood (`MM$ 1.234`), empty for anything else."""
        return format_figure(self.before) if isinstance(self.before, Figure) else ""

    @property
    def value_after(self) -> str:
        """A figure as it will stand, empty for anything else."""
        return format_figure(self.after) if isinstance(self.after, Figure) else ""


@dataclass(frozen=True, slots=True)
class KindDiff:
    """What changed among the things of one kind (`figures`, `chapters`…).

    `is_reordered`: those that stay are in another order.
    """

    kind: str
    added: tuple[ItemDiff, ...] = ()
    changed: tuple[ItemDiff, ...] = ()
    removed: tuple[ItemDiff, ...] = ()
    is_reordered: bool = False

    @property
    def name(self) -> str:
        """The kind in plural, as people call it: «cifras»."""
        return KINDS[self.kind].many

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed or self.is_reordered)


@dataclass(frozen=True, slots=True)
class LedgerDiff:
    """Every difference, by kind, figures first. Only kinds that changed are in `kinds`."""

    kinds: tuple[KindDiff, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.kinds

    def of(self, kind: str) -> KindDiff:
        """The differences of one kind; an empty one where nothing changed."""
        return next((diff for diff in self.kinds if diff.kind == kind), KindDiff(kind))

    @property
    def figures(self) -> KindDiff:
        return self.of("figures")

    @property
    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Kind → how many were added, changed and removed."""
        return {
            diff.kind: (len(diff.added), len(diff.changed), len(diff.removed))
            for diff in self.kinds
        }


def diff_ledgers(old: Ledger | None, new: Ledger) -> LedgerDiff:
    """What turns `old` into `new`; everything is added where there was no account."""
    found = (_diff(kind, _items(old, kind) if old else {}, _items(new, kind)) for kind in KINDS)
    return LedgerDiff(tuple(diff for diff in found if not diff.is_empty))


def _items(ledger: Ledger, kind: str) -> dict[str, Any]:
    if kind == "account":
        return {"account": ledger}
    if kind == "institution":
        return {ledger.institution.slug: ledger.institution}
    if kind in ("columns", "rows"):
        return {
            f"{table.slug}:{item.key}": item
            for table in ledger.tables
            for item in getattr(table, kind)
        }
    name = _IDENTIFIERS.get(kind, "slug")
    return {getattr(item, name): item for item in getattr(ledger, kind)}


def _diff(kind: str, old: dict[str, Any], new: dict[str, Any]) -> KindDiff:
    changed = []
    for key, after in new.items():
        before = old.get(key)
        if before is None or before is after:
            continue
        if changes := tuple(_changes(kind, before, after)):
            changed.append(ItemDiff(key, label_of(kind, after), before, after, changes))
    return KindDiff(
        kind,
        tuple(ItemDiff(k, label_of(kind, v), None, v) for k, v in new.items() if k not in old),
        tuple(changed),
        tuple(ItemDiff(k, label_of(kind, v), v, None) for k, v in old.items() if k not in new),
        _is_reordered(old, new),
    )


def _is_reordered(old: dict[str, Any], new: dict[str, Any]) -> bool:
    staying_old = [key for key in old if key in new]
    return staying_old != [key for key in new if key in old]


def _names(kind: str, item: Any) -> Iterable[str]:
    if kind == "account":
        return ("account_year", "management_year", "title", "summary")
    if isinstance(item, Table):
        return (f.name for f in fields(item) if f.name not in ("columns", "rows"))
    return (f.name for f in fields(item))


def _changes(kind: str, before: Any, after: Any) -> Iterator[FieldChange]:
    if kind != "account" and before == after:
        return
    amount_told = False
    for name in _names(kind, after):
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if kind == "figures" and name in _FIGURE_AMOUNT:
            if not amount_told:
                amount_told = True
                yield _amount_change(before, after)
            continue
        yield FieldChange(name, FIELD_NAMES[name], _text(after, name, old), _text(after, name, new))


def _amount_change(before: Figure, after: Figure) -> FieldChange:
    """Value, unit and precision are one amount for the reader."""
    old, new = format_figure(before), format_figure(after)
    if old == new:  # told apart only by the step it was rounded to
        return FieldChange(
            "precision", FIELD_NAMES["precision"],
            text_of(before.precision), text_of(after.precision),
        )  # fmt: skip
    return FieldChange("value", FIELD_NAMES["value"], old, new)


def _text(item: Any, name: str, value: Any) -> str:
    if name in ("citations", "contacts"):
        return "; ".join(", ".join(str(getattr(v, f.name)) for f in fields(v)) for v in value)
    return WRITERS.get((type(item), name), text_of)(value)
