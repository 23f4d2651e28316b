"""A folio whose words are not public: where it is, and why, and no word of what was written."""

from dataclasses import dataclass

from participation.models import Submission
from participation.pages.live import LiveHead, head_of
from participation.pages.questions import LIST, short_day
from participation.transitions import STATE

GONE = ("withdrawn",)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What anyone reads of a folio whose words are not public: where it is, and why."""

    head: LiveHead
    folio: str
    noun: str
    state: str
    sentence: str
    filed: str
    due: str
    reason: str
    legal_basis: str
    how_to_mend: str
    public_note: str
    referred_to: str
    is_gone: bool
    register: str


def tombstone_of(row: Submission) -> Tombstone:
    """The page of a folio that is not public. It never has a word of what was written."""
    state = STATE[row.state]
    refusal = row.refusal if row.state == "not_admitted" else None
    noun = row.get_kind_display()
    speaks = row.state in ("not_admitted", "referred", "converted")
    return Tombstone(
        head=head_of(f"{noun} {row.folio}", state.sentence, f"{LIST}{row.folio}/"),
        folio=row.folio or "",
        noun=noun,
        state="Recibida" if row.state == "mending" else state.label,
        sentence=STATE["received"].sentence if row.state == "mending" else state.sentence,
        filed=short_day(row.filed_on) if row.filed_on else "",
        due=short_day(row.due_on) if state.is_open and row.due_on else "",
        reason=refusal.public_sentence if refusal else "",
        legal_basis=refusal.legal_basis if refusal else "",
        how_to_mend=refusal.how_to_mend if refusal else "",
        public_note=row.public_note if speaks else "",
        referred_to=row.referred_to,
        is_gone=row.state in GONE,
        register=register_of(row),
    )


def register_of(row: Submission) -> str:
    """Where the public register tells its life."""
    return f"{LIST}registro/?folio={row.folio}"
