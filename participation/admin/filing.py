"""What the page of one filing shows, as plain values: the template decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from participation import clocks
from participation.actions.handling import HELD_FOR, take_submission
from participation.admin.acts import Button, offered
from participation.admin.clock import Clock, clock_of
from participation.admin.council_filing import (
    CouncilAudience,
    CouncilBox,
    council_audience,
    council_box,
)
from participation.admin.desk import Mark, mark_of, today_of
from participation.admin.quoted import Quoted, quoted
from participation.canned_filling import Offered, offered_for
from participation.chronicle import Happening, chronicle_of
from participation.deadlines import CHILE
from participation.forms_answers import DraftForm
from participation.forms_parts import GroupForm, RedactForm
from participation.forms_staff import NoteForm, PurposeForm
from participation.models import (
    Answer,
    Attachment,
    Authorship,
    Commitment,
    SealedOriginal,
    Submission,
)
from participation.permissions import may
from participation.personal_data import find_personal_data
from participation.redactions import pieces_of
from participation.similar import similar_to
from participation.transitions import allows
from participation.unconfirmed import UNCONFIRMED, must_confirm
from programs.figures import plural
from programs.models import User

MOST_SIMILAR = 6
ARRIVED = MappingProxyType(
    {
        "portal": "por el portal",
        "paper": "en papel",
        "telephone": "por teléfono",
        "counter": "en una oficina",
        "hearing": "en una audiencia",
        "council": "del Consejo de la Sociedad Civil",
    }
)
ON_THE_ANSWER = (
    "answer",
    "review",
    "return",
    "discard",
)  # not among the others


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a text: as written, `found` to be personal, or `hidden` behind a mark."""

    text: str
    kind: str = ""
    label: str = ""


def reserved(text: str) -> tuple[Words, ...]:
    """A text with what is hidden and what may have to be."""
    parts: list[Words] = []
    for piece in pieces_of(text):
        if piece.hidden is not None:
            parts.append(Words(piece.text, "hidden"))
            continue
        at = 0
        for found in find_personal_data(piece.text):
            parts.append(Words(piece.text[at : found.start]))
            parts.append(Words(found.text, "found", found.kind.value))
            at = found.end
        parts.append(Words(piece.text[at:]))
    return tuple(part for part in parts if part.text)


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom mail goes when the answer is published."""

    people: int
    with_email: int

    @property
    def sentence(self) -> str:
        if not self.with_email:
            return "No sale ningún correo: nadie dejó el suyo. La verán con su folio y su clave."
        mails = plural(self.with_email, "persona", "personas")
        without = self.people - self.with_email
        rest = f" {plural(without, 'persona', 'personas')} sin correo la verá con su folio."
        return f"Sale un correo a {mails}.{rest if without else ''}"


def audience_of(submission: Submission) -> Audience | CouncilAudience:
    """Who asked this, alone or in its group, without opening who they are."""
    if submission.kind == Submission.Kind.COUNCIL:
        return council_audience(submission, today_of(timezone.now()))
    keys = [submission.pk, *submission.members.values_list("pk", flat=True)]
    authors = Authorship.objects.filter(submission__in=keys).exclude(UNCONFIRMED)
    return Audience(len(keys), authors.filter(person__email_index__isnull=False).count())


@dataclass(frozen=True, slots=True)
class Author:
    """What may be said of the author without opening anything.

    `must_confirm`: the e-mail came from a telephone in a hall, and nothing is sent there yet.
    """

    shown_name: str
    region: str
    has_email: bool
    must_confirm: bool
    is_erased: bool


def author_of(submission: Submission) -> Author:
    """The author, sealed."""
    known = (
        Authorship.objects.filter(submission=submission)
        .values_list("person__email_index", "erased_at")
        .first()
    )
    return Author(
        shown_name=submission.shown_name,
        region=str(submission.region) if submission.region else "",
        has_email=bool(known and known[0]),
        must_confirm=must_confirm(submission),
        is_erased=bool(known and known[1]),
    )


@dataclass(frozen=True, slots=True)
class Alike:
    """Another filing that asks alike."""

    submission: Submission
    label: str
    can_group: bool


def alike(submission: Submission) -> tuple[Alike, ...]:
    """Those that seem to ask the same; a person decides."""
    found = similar_to(
        submission.text, account=submission.account, exclude=submission, public_only=False,
        limit=MOST_SIMILAR,
    )  # fmt: skip
    return tuple(Alike(each, _why_alike(submission, each), _can_group(each)) for each in found)


def _why_alike(one: Submission, other: Submission) -> str:
    if other.kind == Submission.Kind.COUNCIL:
        return "Observación del Consejo"
    if one.figure and one.figure == other.figure:
        return "Misma cifra"
    if one.chapter and one.chapter == other.chapter:
        return "Mismo capítulo"
    if one.program and one.program == other.program:
        return "Mismo programa"
    return "Texto parecido"


def _can_group(other: Submission) -> bool:
    is_open = other.state in ("admitted", "assigned", "drafting") and other.answered_at is None
    return is_open and allows("group", other.state, other.kind)


@dataclass(frozen=True, slots=True)
class FilingPage:
    """Everything that the page of one filing shows."""

    submission: Submission
    quoted: Quoted | None
    mark: Mark
    title: tuple[Words, ...]
    text: tuple[Words, ...]
    clock: Clock | None
    buttons: tuple[Button, ...]
    answer_buttons: tuple[Button, ...]
    attachments: tuple[Attachment, ...]
    originals: tuple[SealedOriginal, ...]
    alike: tuple[Alike, ...]
    members: tuple[Submission, ...]
    answer: Answer | None
    versions: tuple[Answer, ...]
    history: tuple[Happening, ...]
    channel: str
    author: Author
    holder: str
    is_mine: bool
    forms: dict[str, Any]
    audience: Audience | CouncilAudience
    council: CouncilBox | None
    canned: tuple[Offered, ...]
    commitment: Commitment | None


def filing_page(submission: Submission, user: User) -> FilingPage:
    """The page for `user`, who from now on is said to be at it."""
    now = timezone.now()
    holder, is_mine = _holder(submission, user, now)
    found = offered(submission, user)
    answers = list(submission.answers.select_related("written_by", "reviewed_by", "published_by"))
    known = {"submission": submission, "user": user}
    forms = {
        code: form(**known, auto_id=f"{code}-%s")
        for code, form in (
            ("redact", RedactForm), ("group", GroupForm), ("draft", DraftForm), ("note", NoteForm),
            ("identity", PurposeForm),
        )
        if code in found
    }  # fmt: skip
    similar = alike(submission)
    return FilingPage(
        submission=submission,
        quoted=quoted(submission),
        mark=mark_of(submission, today_of(now)),
        title=reserved(submission.title),
        text=reserved(submission.text),
        clock=clock_of(submission, now, clocks.calendar_for()),
        buttons=tuple(each for each in found.values() if not each.act.is_inside),
        answer_buttons=tuple(found[code] for code in ON_THE_ANSWER if code in found),
        attachments=tuple(submission.attachments.all()),
        originals=tuple(submission.originals.select_related("attachment")),
        alike=similar,
        members=tuple(submission.members.filter(state="grouped").defer("search", "text")),
        answer=next((each for each in answers if each.published_at is None), None),
        versions=tuple(each for each in answers if each.published_at is not None),
        history=chronicle_of(submission),
        channel=ARRIVED[submission.channel],
        author=author_of(submission),
        holder=holder,
        is_mine=is_mine,
        forms=forms,
        audience=audience_of(submission),
        council=council_box(submission),
        canned=offered_for(submission, user) if "draft" in forms else (),
        commitment=Commitment.objects.filter(submission=submission).first(),
    )


def _holder(submission: Submission, user: User, now: datetime) -> tuple[str, bool]:
    """Who else is at it, in words; whether it is `user`, who takes it where it is free."""
    if not _works(user):
        return "", False
    held = take_submission(submission, by=user, now=now)
    if held.held_by_id == user.pk or held.held_by is None or held.held_until is None:
        return "", held.held_by_id == user.pk
    since = (held.held_until - HELD_FOR).astimezone(CHILE)
    return f"La está viendo {held.held_by} desde las {since:%H:%M}.", False


def _works(user: User) -> bool:
    acts = ("moderate_submission", "assign_submission", "write_answer", "review_answer",
            "publish_answer", "sign_council_reply")  # fmt: skip
    return any(may(user, act) for act in acts)
