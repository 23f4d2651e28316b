"""The list of commitments, as it is shown, with what became of them in a picture and a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from participation.commitments_public import (
    STATES,
    Figures,
    account_years,
    figures_of,
    regions,
    state_counts,
    units,
)
from participation.cuts import Cut
from participation.models import Commitment
from participation.models.commitments import CommitmentQuerySet
from participation.pages.commitment import LIST, CommitmentRow, commitment_row
from participation.pages.deadlines import part_of
from participation.pages.questions import Choice, Option, Tab, address_of, count_in_words
from participation.subjects import ledger_of, newest_edition
from programs.figures import plural
from programs.sentences import joined

FEED = f"{LIST}compromisos.atom"
CSV, JSON, ICS = (f"{LIST}compromisos.{kind}" for kind in ("csv", "json", "ics"))
ASKED = ("cuenta", "unidad", "programa", "region", "estado", "despues")
NARROWING = ("cuenta", "unidad", "programa", "region")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of all the commitments: its bar is `width` hundredths of the picture."""

    label: str
    square: str
    width: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class CommitmentList:
    """All that the list shows. `is_filtered`: something narrows it."""

    rows: tuple[CommitmentRow, ...]
    tabs: tuple[Tab, ...]
    choices: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    picture: str  # the whole picture in a sentence
    moved: str
    total: str
    next: str
    first: str
    feed: str
    csv: str
    json: str
    ics: str
    is_filtered: bool
    is_demo: bool
    troubles: tuple[str, ...]


def commitment_list(
    cut: Cut[Commitment], uncut: CommitmentQuerySet, asked: Mapping[str, str], today: date
) -> CommitmentList:
    """A page of the list. `uncut` is what was asked for, in every state."""
    counts, figures = state_counts(uncut, today), figures_of(uncut, today)
    rows = tuple(commitment_row(row, today) for row in cut.rows)
    return _list(
        asked,
        rows=rows,
        tabs=tuple(_tabs(counts, asked)),
        parts=parts_of(figures, asked),
        picture=in_words(figures),
        moved=part_of(figures.moved, figures.total) if figures.moved else "",
        total=plural(counts[asked.get("estado", "")], "compromiso", "compromisos"),
        next=address_of({**asked, "despues": cut.after}, LIST) if cut.after else "",
        first=address_of({**asked, "despues": ""}, LIST) if asked.get("despues") else "",
        is_demo=any(row.is_demo for row in rows),
    )


def refused_list(asked: Mapping[str, str], troubles: Mapping[str, str]) -> CommitmentList:
    """The page for an address with something that cannot be: what to mend, beside its box."""
    return _list(
        asked, troubles_by=troubles,
        troubles=tuple(said for name, said in troubles.items() if name not in NARROWING),
    )  # fmt: skip


def _list(
    asked: Mapping[str, str],
    troubles_by: Mapping[str, str] = MappingProxyType({}),
    **fields: Any,
) -> CommitmentList:
    kept = {name: asked[name] for name in (*NARROWING, "estado") if asked.get(name)}
    empty: dict[str, Any] = {
        "rows": (), "tabs": (), "parts": (), "picture": "", "moved": "", "total": "", "next": "",
        "first": "", "is_demo": False, "troubles": (),
    }  # fmt: skip
    values = empty | {
        "choices": tuple(_choices(asked, troubles_by)),
        "hidden": tuple((n, asked[n]) for n in ("estado",)
                        if asked.get(n) and n not in troubles_by),
        "feed": address_of(kept, FEED),
        "csv": address_of(kept, CSV),
        "json": address_of(kept, JSON),
        "ics": address_of(kept, ICS),
        "is_filtered": bool(kept),
    }  # fmt: skip
    return CommitmentList(**(values | fields))


def parts_of(figures: Figures, asked: Mapping[str, str]) -> tuple[Part, ...]:
    """The five ends a commitment may be at; together they are all of them."""
    if not figures.total:
        return ()
    found = (
        ("Cumplidos", "full", figures.kept, "cumplidos"),
        ("Cumplidos en parte", "half", figures.kept_part, "cumplidos-en-parte"),
        ("No cumplidos", "late", figures.not_kept, "no-cumplidos"),
        ("Atrasados", "late", figures.overdue, "atrasados"),
        ("Por cumplir, en su plazo", "empty", figures.in_term, "por-cumplir"),
    )
    return tuple(
        Part(
            label, square, f"{100 * count / figures.total:.2f}", part_of(count, figures.total),
            address_of({**asked, "estado": state, "despues": ""}, LIST) if count else "",
        )
        for label, square, count, state in found
    )  # fmt: skip


def in_words(figures: Figures) -> str:
    """`De 12 compromisos, 3 se cumplieron, 1 está atrasado y 4 siguen en su plazo.`"""
    if not figures.total:
        return ""
    said = (
        (figures.kept, "se cumplió", "se cumplieron"),
        (figures.kept_part, "se cumplió en parte", "se cumplieron en parte"),
        (figures.not_kept, "no se cumplió", "no se cumplieron"),
        (figures.overdue, "está atrasado", "están atrasados"),
        (figures.in_term, "sigue en su plazo", "siguen en su plazo"),
    )
    parts = [f"{count} {one if count == 1 else many}" for count, one, many in said if count]
    return f"De {plural(figures.total, 'compromiso', 'compromisos')}, {joined(parts)}."


def _tabs(counts: Mapping[str, int], asked: Mapping[str, str]) -> Iterable[Tab]:
    here = asked.get("estado", "")
    for code, label in (("", "Todos"), *STATES):
        if counts[code] or code in ("", here):
            href = address_of({**asked, "estado": code, "despues": ""}, LIST)
            yield Tab(label, count_in_words(counts[code]), href, code == here)


def _choices(asked: Mapping[str, str], troubles: Mapping[str, str]) -> Iterable[Choice]:
    boxes = (
        ("cuenta", "Cuenta", "Todas", tuple((str(year), str(year)) for year in account_years())),
        ("unidad", "Unidad responsable", "Todas", units()),
        ("programa", "Programa", "Todos", _programs()),
        ("region", "Región", "Todas", regions()),
    )
    for name, label, everything, options in boxes:
        value = asked.get(name, "")
        shown: tuple[tuple[str, str], ...] = (("", everything), *options)
        if value and value not in dict(options) and name not in troubles:
            shown = (*shown, (value, value))
        yield Choice(
            name, label,
            tuple(Option(code, words, code == value) for code, words in shown),
            troubles.get(name, ""),
        )  # fmt: skip


def _programs() -> tuple[tuple[str, str], ...]:
    """Those that some public commitment speaks of, by the name of the newest edition."""
    found = Commitment.objects.public().exclude(program="")
    slugs = sorted(set(found.order_by().values_list("program", flat=True)))
    edition = newest_edition() if slugs else None
    known = ledger_of(edition).program if edition is not None else {}
    return tuple((slug, known[slug].name if slug in known else slug) for slug in slugs)
