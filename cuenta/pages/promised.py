"""`compromisos/`: what happened to what was promised in the account before.

Made from the `commitments.json` that the edition sealed, so that an archived page says what was
known that day; the draft's page, from what would be sealed now.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cuenta.pages.chrome import make_head
from cuenta.pages.site import Page, Site
from participation.pages.questions import day_of, short_day
from programs.figures import plural
from programs.promised import record_in

PATH = "compromisos/"
TITLE = "Qué pasó con lo que prometimos"
_OPEN = ("promised", "in_progress")
_SQUARES = {"promised": "empty", "in_progress": "half", "kept": "full", "kept_part": "half",
            "not_kept": "late"}  # fmt: skip
_MANY = {
    "Comprometido": "comprometidos", "En marcha": "en marcha", "Cumplido": "cumplidos",
    "Cumplido en parte": "cumplidos en parte", "No cumplido": "no cumplidos",
    "Atrasado": "atrasados",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promised:
    """One commitment, as it stood when the edition was published."""

    code: str
    href: str
    text: str
    unit: str
    origin: str
    status: str
    square: str
    due: str
    first: str
    outcome: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class PromisedPages:
    """All of them, with a sentence that counts each end; `year` is the account's before."""

    year: int
    sentence: str
    rows: tuple[Promised, ...]


def promised_of(site: Site) -> PromisedPages | None:
    """What the pages of an account say of the commitments of the one before; None without any."""
    record = record_of(site)
    rows = record.get("commitments", ())
    if not rows:
        return None
    day = day_of(site.edition.published_at) if site.edition is not None else site.today
    told = tuple(_told(row, day) for row in rows)
    return PromisedPages(record["account"], _sentence(told), told)


def record_of(site: Site) -> Mapping[str, Any]:
    """The record that was sealed, or the draft's own."""
    return site.promised if site.edition is None else record_in(site.edition.files)


def pages(site: Site) -> Iterator[Page]:
    """The page of the account, where there was something to keep."""
    promised = promised_of(site)
    if promised is None:
        return
    lead = f"Los compromisos que dejó la cuenta {promised.year}, y en qué " + (
        "están hoy." if site.edition is None else "estaban al publicar esta edición."
    )
    head = make_head(site, PATH, TITLE, lead, "cuenta", (("Compromisos", ""),))
    context = {"head": head, "title": TITLE, "lead": lead, "promised": promised}
    yield Page(PATH, "cuenta/promised.html", context)


def _told(row: Mapping[str, Any], day: date | None) -> Promised:
    due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    is_late = due is not None and day is not None and due < day and row["state"] in _OPEN
    first = date.fromisoformat(row["first_due_on"]) if row["first_due_on"] else None
    return Promised(
        code=row["code"],
        href=row["page"],
        text=row["text"],
        unit=row["unit"],
        origin=row["origin"],
        status="Atrasado" if is_late else row["state_label"],
        square="late" if is_late else _SQUARES.get(row["state"], "empty"),
        due=short_day(due) if due else "",
        first=short_day(first) if first and first != due else "",
        outcome=row["outcome"],
        is_demo=row["is_demo"],
    )


def _sentence(rows: tuple[Promised, ...]) -> str:
    """`De 5 compromisos: 2 cumplidos, 1 atrasado.`, in the order in which they are first met."""
    counts = Counter(row.status for row in rows)
    parts = [
        f"{count} {status.lower() if count == 1 else _MANY.get(status, status.lower())}"
        for status, count in counts.items()
    ]
    return f"De {plural(len(rows), 'compromiso', 'compromisos')}: {', '.join(parts)}."
