"""What changed from one edition to the next, as people read it: figures, words, explanations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from cuenta.pages.site import EditionInfo
from programs.figures import NO_FIGURE, format_figure, plural
from programs.ledger import Ledger
from programs.promised import PromisedChange, promised_changes, record_in
from programs.proposals import ItemDiff, LedgerDiff, diff_ledgers
from programs.proposals.words import KINDS
from programs.sentences import joined

CONTEXT = 8  # unchanged words shown on either side of a change
REFERENCE = re.compile(r"\{(cifra|tabla):([a-z0-9-]+)\}")
MARKDOWN = re.compile(r"^#+\s*|\*\*|__", re.MULTILINE)
# Told apart, with their own words; every other kind is told field by field.
TOLD_APART = ("figures", "chapters", "explanations", "errata")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that was one thing and is another; empty `before` or `after`: it was not there."""

    title: str
    path: str
    before: str
    after: str
    what: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    title: str
    path: str
    pieces: tuple[Piece, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OtherChange:
    """Anything else that changed, one line each."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """An erratum new in this edition: its reason, what it mends and the question behind it."""

    reason: str
    about: str
    question: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edition changed; `summary` says it in one sentence."""

    summary: str
    figures: tuple[FigureChange, ...]
    texts: tuple[TextChange, ...]
    explanations: tuple[TextChange, ...]
    others: tuple[OtherChange, ...]
    errata: tuple[Correction, ...]
    promised: tuple[PromisedChange, ...] = ()  # no part of the account's own figures and texts


def changes_between(before: EditionInfo, after: EditionInfo) -> Changes:
    """Everything that turns one edition into the next."""
    old, new = before.ledger, after.ledger
    diff = diff_ledgers(old, new)
    reasons = {(item.figure, item.chapter): item.reason for item in new.errata}
    return Changes(
        summary=_summary(diff),
        figures=tuple(_figures(diff, reasons)),
        texts=tuple(_texts(diff, old, new, reasons)),
        explanations=tuple(_explanations(diff)),
        others=tuple(_others(diff)),
        errata=tuple(_errata(old, new)),
        promised=promised_changes(record_in(before.files), record_in(after.files)),
    )


def _summary(diff: LedgerDiff) -> str:
    said = []
    for kind in diff.kinds:
        count = len(kind.added) + len(kind.changed) + len(kind.removed)
        if count:
            said.append(plural(count, KINDS[kind.kind].one, KINDS[kind.kind].many))
    if not said:
        return "Las cifras y los textos son los mismos."
    return f"Hay diferencias en {joined(said)}."


def _figures(diff: LedgerDiff, reasons: dict[tuple[str, str], str]) -> Iterator[FigureChange]:
    kind = diff.figures
    for item in kind.changed:
        amount = next((c for c in item.changes if c.field in ("value", "precision")), None)
        others = [c.label for c in item.changes if c is not amount]
        yield FigureChange(
            title=item.label,
            path=f"cifras/{item.key}/",
            before=amount.before if amount else item.value_before,
            after=amount.after if amount else item.value_after,
            what=f"Cambió también: {joined(others)}." if others and amount else _only(others),
            reason=reasons.get((item.key, ""), ""),
        )
    for item in kind.added:
        yield FigureChange(item.label, f"cifras/{item.key}/", "", item.value_after, "Cifra nueva.")
    for item in kind.removed:
        reason = reasons.get((item.key, ""), "")
        yield FigureChange(item.label, "", item.value_before, "", "Se retiró.", reason)


def _only(others: list[str]) -> str:
    return f"El valor es el mismo; cambió: {joined(others)}." if others else ""


def _texts(
    diff: LedgerDiff, old: Ledger, new: Ledger, reasons: dict[tuple[str, str], str]
) -> Iterator[TextChange]:
    kind = diff.of("chapters")
    for item in (*kind.changed, *kind.added, *kind.removed):
        was = readable(item.before.body, old) if item.before else ""
        now = readable(item.after.body, new) if item.after else ""
        pieces = list(word_diff(was, now))
        if item.before and item.after and item.before.title != item.after.title:
            title = [Piece("removed", item.before.title), Piece("added", item.after.title)]
            pieces = [*title, *pieces]
        if pieces:
            path = f"capitulos/{item.key}/" if item.after else ""
            reason = reasons.get(("", item.key), "")
            yield TextChange(item.label, path, tuple(pieces), reason)


def _explanations(diff: LedgerDiff) -> Iterator[TextChange]:
    kind = diff.of("explanations")
    for item in (*kind.changed, *kind.added, *kind.removed):
        was = item.before.text if item.before else ""
        now = item.after.text if item.after else ""
        pieces = tuple(word_diff(was, now)) or (Piece("same", now),)
        yield TextChange(item.label, f"cuadratura/#{item.key}", pieces)


def _others(diff: LedgerDiff) -> Iterator[OtherChange]:
    for kind in diff.kinds:
        if kind.kind in TOLD_APART:
            continue
        lines = [f"{item.label}: {_fields(item)}" for item in kind.changed]
        lines += [f"{item.label}: se agregó." for item in kind.added]
        lines += [f"{item.label}: se retiró." for item in kind.removed]
        if kind.is_reordered:
            lines.append("Cambió el orden.")
        name = KINDS[kind.kind].many
        yield OtherChange(name[0].upper() + name[1:], tuple(lines))


def _fields(item: ItemDiff) -> str:
    told = (
        f"{change.label}, de «{change.before or NO_FIGURE}» a «{change.after or NO_FIGURE}»"
        for change in item.changes
    )
    return "; ".join(told) + "."


def _errata(old: Ledger, new: Ledger) -> Iterator[Correction]:
    known = {item.slug for item in old.errata}
    for item in new.errata:
        if item.slug not in known:
            about = f"cifras/{item.figure}/" if item.figure in new.figure else ""
            if item.chapter in new.chapter:
                about = f"capitulos/{item.chapter}/"
            yield Correction(item.reason, about, item.question)


def readable(body: str, ledger: Ledger) -> str:
    """A chapter's Markdown as plain words, with the figures and tables it names."""

    def said(found: re.Match[str]) -> str:
        what, key = found.groups()
        if what == "cifra" and key in ledger.figure:
            return format_figure(ledger.figure[key])
        if what == "tabla" and key in ledger.table:
            return f"[tabla «{ledger.table[key].title}»]"
        return str(found[0])

    return MARKDOWN.sub("", REFERENCE.sub(said, body))


def word_diff(before: str, after: str) -> Iterator[Piece]:
    """The words taken out and put in, each with a few words around; nothing where all is the same.

    Paragraphs are matched first, so that the cost grows with what changed and not with the text.
    """
    old, new = before.split("\n"), after.split("\n")
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        yield from _words("\n".join(old[a:b]).split(), "\n".join(new[c:d]).split())


def _words(old: list[str], new: list[str]) -> Iterator[Piece]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            is_first, is_last = place == 0, place == len(codes) - 1
            yield Piece("same", _around(old[a:b], is_first=is_first, is_last=is_last))
            continue
        if b > a:
            yield Piece("removed", " ".join(old[a:b]))
        if d > c:
            yield Piece("added", " ".join(new[c:d]))


def _around(words: list[str], *, is_first: bool, is_last: bool) -> str:
    """A run of unchanged words, cut where nothing near it changed."""
    head = [] if is_first else words[:CONTEXT]
    tail = [] if is_last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail):
        return " ".join(words)
    return " ".join([*head, "…", *tail])
