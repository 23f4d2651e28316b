"""A difference between two accounts in a few lines of plain Spanish."""

from collections.abc import Iterator

from programs.figures import plural
from programs.proposals.diffs import ItemDiff, KindDiff, LedgerDiff
from programs.proposals.words import KINDS
from programs.sentences import joined

MOST_SHOWN = 20
LONGEST_TEXT = 120


def sentence_of(diff: KindDiff) -> str:
    """`3 cifras nuevas, 2 cambian y 1 se quita`."""
    kind = KINDS[diff.kind]
    ending = "a" if kind.is_feminine else "o"
    counts = [
        (len(diff.added), f"nuev{ending}", f"nuev{ending}s"),
        (len(diff.changed), "cambia", "cambian"),
        (len(diff.removed), "se quita", "se quitan"),
    ]
    parts: list[str] = []
    for count, one, many in counts:
        if count:
            noun = plural(count, kind.one, kind.many) if not parts else plural(count, "", "")
            parts.append(f"{noun.strip()} {one if count == 1 else many}")
    if diff.is_reordered:
        parts.append(f"las {kind.many} cambian de orden" if kind.is_feminine
                     else f"los {kind.many} cambian de orden")  # fmt: skip
    return joined(parts)


def summary_of(diff: LedgerDiff, *, most: int = MOST_SHOWN) -> Iterator[str]:
    """The difference in lines: a sentence a kind, then its first things, before and after."""
    if diff.is_empty:
        yield "Nada cambia: la cuenta ya dice lo mismo."
        return
    for kind in diff.kinds:
        yield sentence_of(kind)
        lines = [line for sign, item in _signed(kind) for line in _lines(sign, item)]
        yield from lines[:most]
        if len(lines) > most:
            yield f"  … y {plural(len(lines) - most, 'línea', 'líneas')} más"


def _signed(diff: KindDiff) -> Iterator[tuple[str, ItemDiff]]:
    for sign, items in (("~", diff.changed), ("−", diff.removed), ("+", diff.added)):
        for item in items:
            yield sign, item


def _lines(sign: str, item: ItemDiff) -> Iterator[str]:
    label = f"{item.label} ({item.key})" if item.label != item.key else item.key
    if sign != "~":
        value = item.value_after or item.value_before
        yield f"  {sign} {label}" + (f": {value}" if value else "")
        return
    for change in item.changes:
        before, after = _brief(change.before), _brief(change.after)
        yield f"  {sign} {label}: {change.label}: {before} → {after}"


def _brief(text: str) -> str:
    plain = text.replace("\n", " ") if text else "(vacío)"
    return plain if len(plain) <= LONGEST_TEXT else plain[: LONGEST_TEXT - 1] + "…"
