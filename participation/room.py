"""What the council's private room may look at, and what it points to. Reads the tables.

Nothing here is asked by staff or by the public: `views/room_doors.py` stands before it.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from participation.council import seat_of
from participation.deadlines import CHILE
from participation.models import CouncilReview, DraftCopy, DraftReading, Observation
from participation.subjects import Place, Subject, finer_subject, place_at, subject_of
from participation.subjects import ledger_of as frozen_ledger
from participation.transitions import Refused
from programs.checks import BadRule
from programs.drafts import ledger_of
from programs.models import Edition, PublicAccount, User
from programs.reviews import previous_ledger

DRAFT = "/consejo/sala/borrador"
# A page of the draft, as the room reads it, and perhaps the place in it.
DRAFT_ADDRESS = re.compile(
    DRAFT + r"/cuentas/(?P<year>[0-9]{4})/"
    r"(?P<path>(?:[a-z0-9-]+/)*)(?:#(?P<anchor>[A-Za-z0-9_-]{1,250}))?"
)
NOT_THERE = (
    "En esa dirección no hay nada que citar. Copie la dirección completa de una página del "
    "borrador o de una edición publicada."
)
_ANSWERED = ("answered", "notified", "closed")
NO_REVIEW = "El borrador solo se lee y se cita mientras el Consejo lo revisa."


def belongs_in_room(user: User, now: datetime) -> bool:
    """Whether this person enters the room today: a councillor in their seat, and never staff."""
    return bool(
        user.is_active
        and user.is_councillor
        and not user.is_staff
        and seat_of(user, now.astimezone(CHILE).date()) is not None
    )


def open_review(account: PublicAccount | None = None) -> CouncilReview | None:
    """The review that is open, of an account or of the newest that has one."""
    rows = CouncilReview.objects.filter(closed_at__isnull=True)
    if account is not None:
        rows = rows.filter(account=account)
    return (
        rows.select_related("account__institution", "rule")
        .order_by("-account__account_year", "-pk")
        .first()
    )


def may_read_draft(user: User, account: PublicAccount, now: datetime) -> bool:
    """A draft is read in the room while its review is open, and only by who sits there that day."""
    return belongs_in_room(user, now) and open_review(account) is not None


def review_name(review: CouncilReview) -> tuple[str, str]:
    """How the register names a review."""
    return "council_review", f"revision-{review.account.account_year}"


def last_reading(
    account: PublicAccount, user: User, other_than: DraftCopy | None = None
) -> DraftReading | None:
    """The last copy of the draft that somebody read, perhaps other than one."""
    rows = DraftReading.objects.filter(user=user, copy__account=account)
    if other_than is not None:
        rows = rows.exclude(copy=other_than)
    return rows.select_related("copy").order_by("-at", "-pk").first()


def check_can_insist(observation: Observation) -> None:
    """Raises Refused where the council cannot insist: not answered, or it insisted once already."""
    filing = observation.filing
    if filing is None or filing.state not in _ANSWERED:
        raise Refused("Se puede insistir cuando la observación ya fue respondida.")
    if observation.insists_on_id is not None:
        raise Refused("Se insiste una sola vez, y esta ya es la insistencia.")
    if Observation.objects.filter(insists_on=observation).exists():
        raise Refused("El Consejo ya insistió en esta observación: se puede una sola vez.")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A place of the draft (`edition` None) or of an edition, as it reads now."""

    account: PublicAccount
    edition: Edition | None
    path: str
    anchor: str
    subject: Subject

    @property
    def address(self) -> str:
        """Where it is read."""
        return address_of(self.account, self.edition, self.path, self.anchor)


def address_of(account: PublicAccount, edition: Edition | None, path: str, anchor: str = "") -> str:
    """Where the room reads a place: in the draft's own pages, or in those of its edition."""
    year = account.account_year
    root = f"/cuentas/{year}/ediciones/{edition.number}/" if edition else f"{DRAFT}/cuentas/{year}/"
    return root + path + (f"#{anchor}" if anchor else "")


def quoted_at(address: str) -> Quoted:
    """What stands at an address of the draft under review, or of an edition.

    Raises:
        Refused: nothing does, or that draft is not under review.
    """
    address = address.strip()[:700]
    draft = DRAFT_ADDRESS.fullmatch(address)
    if draft is not None:
        return _in_draft(int(draft["year"]), draft["path"], draft["anchor"] or "")
    try:
        found: Place | None = place_at(address)
    except ValueError:
        found = None
    if found is None:
        raise Refused(NOT_THERE)
    edition = found.edition
    subject = finer_subject(frozen_ledger(edition), found.path, found.anchor, found.subject)
    return Quoted(edition.account, edition, found.path, found.anchor, subject)


def _in_draft(year: int, path: str, anchor: str) -> Quoted:
    account = PublicAccount.objects.select_related("institution").filter(account_year=year).first()
    if account is None or open_review(account) is None:
        raise Refused(NO_REVIEW)
    ledger = ledger_of(account)
    before = previous_ledger(account) if anchor else None
    try:
        subject = subject_of(ledger, path, anchor, before)
    except BadRule:
        subject = None
    if subject is None:
        raise Refused(NOT_THERE)
    return Quoted(account, None, path, anchor, finer_subject(ledger, path, anchor, subject))
