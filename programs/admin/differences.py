"""Differences between two accounts as the desk shows them: by kind, the first of each."""

from dataclasses import dataclass

from programs.proposals import ItemDiff, KindDiff, LedgerDiff, sentence_of

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ShownKind:
    """The things of one kind that changed; `more` counts those beyond the first two hundred."""

    diff: KindDiff
    sentence: str
    added: tuple[ItemDiff, ...]
    changed: tuple[ItemDiff, ...]
    removed: tuple[ItemDiff, ...]
    more: int


def shown_kinds(diff: LedgerDiff | None) -> tuple[ShownKind, ...]:
    """Every kind that changed, figures first."""
    return tuple(_shown(kind) for kind in diff.kinds) if diff else ()


def _shown(kind: KindDiff) -> ShownKind:
    groups = (kind.added, kind.changed, kind.removed)
    added, changed, removed = (group[:MOST_SHOWN] for group in groups)
    more = sum(max(0, len(group) - MOST_SHOWN) for group in groups)
    return ShownKind(kind, sentence_of(kind), added, changed, removed, more)
