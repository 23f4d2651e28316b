"""Filing: from what somebody sent to a folio with its terms."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID, uuid4

from django.db import connection, transaction

from participation.actions.corridor import hold
from participation.actions.receiving import receive
from participation.forgetting import remove_strangers
from participation.keys import blind_index, seal
from participation.models import (
    Answer,
    Attachment,
    Authorship,
    Person,
    Submission,
)
from participation.models.submissions import LONGEST_TEXT, SHORTEST_TEXT
from participation.outbox import cancel, queue
from participation.permissions import check_may
from participation.transitions import Refused
from programs.models import Edition, PublicAccount, Region, User

LONGEST_TITLE = 160
EMAIL_INDEX = "email"  # the purpose of the blind index


@dataclass(frozen=True, slots=True)
class About:
    """What a submission speaks of, quoted as its edition published it; see `subjects`."""

    edition: Edition | None = None
    path: str = ""
    anchor: str = ""
    kind: str = ""
    title: str = ""
    value: str = ""
    place: str = ""
    figure: str = ""
    chapter: str = ""
    program: str = ""
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who presents it: everything is optional, nobody is asked for a RUN (Ley 18.575, art. 69)."""

    email: str = ""
    full_name: str = ""
    organisation: str = ""
    contact: str = ""  # postal address or telephone, where there is no e-mail
    sex: str = ""


@transaction.atomic
def send_submission(
    *,
    account: PublicAccount,
    kind: str,
    text: str,
    now: datetime,
    about: About = About(),
    author: Author = Author(),
    shown_name: str = "",
    region: Region | None = None,
    uid: UUID | None = None,
    is_new: bool = False,
    attachments: tuple[Attachment, ...] = (),
    follows: Submission | None = None,
    must_confirm: bool = False,
    is_demo: bool = False,
) -> Submission:
    """Take in what somebody sent through the portal. The same `uid` twice is one submission.

    With an e-mail it waits for its confirmation (a link goes out); without one it is received at
    once, and its key is the only way to follow it. `is_new`: the caller holds the draft of that
    `uid`, which was not sent. `must_confirm`: also where that e-mail was
    confirmed before; then nobody files in the name of another, nor learns who wrote before.

    Raises:
        Refused: the text is too short or too long.
    """
    if uid is not None and not is_new and (known := sent_before(uid)):
        return known
    uid = uid or uuid4()
    submission = _create(
        account=account, kind=kind, text=text, about=about, shown_name=shown_name, region=region,
        uid=uid, channel=Submission.Channel.PORTAL, now=now, follows=follows, is_demo=is_demo,
    )  # fmt: skip
    person = _write_author(submission, author, now)
    Attachment.objects.filter(pk__in=[each.pk for each in attachments]).update(
        submission=submission
    )
    if person.email_index and (must_confirm or person.confirmed_at is None):
        queue(
            "confirm_address", about=submission, person=person,
            key=f"confirm_address:{submission.uid}", now=now,
        )  # fmt: skip
        return submission
    return receive(submission, person, now=now)


def sent_before(uid: UUID) -> Submission | None:
    """Two clicks at once: the second waits for the first and finds what it made.

    Within a transaction, which holds the place of that `uid` until it ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [str(uid)])
    return Submission.objects.filter(uid=uid).first()


@transaction.atomic
def confirm_submission(submission: Submission, *, now: datetime) -> Submission:
    """The author opened the link that went to the e-mail: the submission gets its folio.

    Doing it again changes nothing. It was filed when it was sent, not when it was confirmed. What
    a telephone sent to a hearing has its folio already: then only the e-mail is confirmed, and
    there goes what was not told before: its answer, what became of it, or the receipt; nothing
    where it was withdrawn.

    Raises:
        Refused: it was withdrawn meanwhile, or its author let the e-mail go: then whoever reads
            that mailbox has nothing to do with it any more.
    """
    held = hold(submission)
    authorship = Authorship.objects.select_related("person").get(submission=held)
    if not authorship.person.email_index:
        raise Refused("Este envío siguió sin correo: se abre con su folio y su clave.")
    person = Person.objects.select_for_update().get(pk=authorship.person_id)
    if person.confirmed_at is None and person.email_index:
        person.confirmed_at = now
        person.save(update_fields=["confirmed_at"])
        if held.folio:
            _tell_what_waited(held, person, now)
    return held if held.folio else receive(held, person, now=now)


# What matters to who could not be told before, by the state that it is in; else the receipt.
WAITED = MappingProxyType(
    {"mending": "mend", "not_admitted": "refused", "referred": "referred", "converted": "converted"}
)


def _tell_what_waited(held: Submission, person: Person, now: datetime) -> None:
    """Only a receipt without a way to its page went before: what is owed now, one message."""
    if held.state == "withdrawn":
        return
    is_answered = Answer.objects.read_by_author_of(held) is not None
    kind = "answered" if is_answered else WAITED.get(held.state, "receipt")
    queue(kind, about=held, person=person, key=f"{kind}:{held.folio}:confirmed", now=now)


@transaction.atomic
def receive_without_email(submission: Submission, *, now: datetime) -> Submission:
    """The confirmation never arrived: the author takes folio and key, and drops the e-mail.

    Where nothing else hangs from that e-mail, it is forgotten at once.

    Raises:
        Refused: it was withdrawn meanwhile.
    """
    held = hold(submission)
    if held.folio:
        return held
    authorship = Authorship.objects.get(submission=held)
    before = authorship.person_id
    authorship.person = Person.objects.create(created_at=now)
    authorship.save(update_fields=["person"])
    cancel(about=held)
    remove_strangers([before])
    return receive(held, authorship.person, now=now)


@transaction.atomic
def intake_submission(
    *,
    account: PublicAccount,
    kind: str,
    text: str,
    channel: str,
    arrived_at: datetime,
    by: User,
    now: datetime,
    about: About = About(),
    author: Author = Author(),
    shown_name: str = "",
    region: Region | None = None,
    original: Attachment | None = None,
    uid: UUID | None = None,
    is_demo: bool = False,
) -> Submission:
    """File what came on paper, by telephone, at a counter or in a hearing, by staff.

    `arrived_at` is when it really arrived: its term runs from there. The same `uid` twice is one.

    Raises:
        Refused: `by` may not, the text is too short or too long, it arrives in the future, or
            the channel is the portal's.
    """
    check_may(by, "intake_submission")
    if channel == Submission.Channel.PORTAL:
        raise Refused("Por el portal escriben las personas; elija por dónde llegó.")
    if arrived_at > now:
        raise Refused("No puede haber llegado después de ahora. Revise la fecha y la hora.")
    if uid is not None and (known := sent_before(uid)):
        return known
    submission = _create(
        account=account, kind=kind, text=text, about=about, shown_name=shown_name, region=region,
        uid=uid or uuid4(), channel=channel, now=arrived_at, is_demo=is_demo,
    )  # fmt: skip
    person = _write_author(submission, author, now)
    if original is not None:
        Attachment.objects.filter(pk=original.pk).update(submission=submission, is_original=True)
    return receive(submission, person, now=now, by=by)


def _create(
    *, text: str, about: About, now: datetime, follows: Submission | None = None, **fields: object
) -> Submission:
    text = text.replace("\r\n", "\n").strip()
    check_length(text)
    return Submission.objects.create(
        state="unconfirmed",
        title=title_of(text),
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        sent_at=now,
        follows=follows,
        edition=about.edition,
        about_path=about.path,
        about_anchor=about.anchor,
        about_kind=about.kind,
        about_title=about.title,
        about_value=about.value,
        about_place=about.place,
        figure=about.figure,
        chapter=about.chapter,
        program=about.program,
        about_region=about.region,
        **fields,
    )


def check_length(text: str) -> None:
    """Raises Refused for a text that is too short or too long."""
    if len(text) < SHORTEST_TEXT:
        raise Refused(f"Escriba al menos {SHORTEST_TEXT} letras, para que se entienda.")
    if len(text) > LONGEST_TEXT:
        over = len(text) - LONGEST_TEXT
        raise Refused(f"Su texto tiene {over} letras de más; el máximo es 3.000.")


def title_of(text: str) -> str:
    """The first sentence, as a title until somebody writes a better one."""
    line = " ".join(text.split())
    for end in ("? ", ". ", "! "):
        at = line.find(end)
        if 0 < at < LONGEST_TITLE:
            line = line[: at + 1]
            break
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _write_author(submission: Submission, author: Author, now: datetime) -> Person:
    person = person_of(author.email, now)
    Authorship.objects.create(
        submission=submission,
        person=person,
        full_name_sealed=_sealed(author.full_name),
        organisation_sealed=_sealed(author.organisation),
        contact_sealed=_sealed(author.contact),
        sex=author.sex,
    )
    return person


def person_of(email: str, now: datetime) -> Person:
    """The person of that e-mail, made if it was not known; a new one where there is no e-mail."""
    if not email.strip():
        return Person.objects.create(created_at=now)
    person, _ = Person.objects.get_or_create(
        email_index=blind_index(email, EMAIL_INDEX),
        defaults={"email_sealed": seal(email.strip()), "created_at": now},
    )
    return person


def _sealed(text: str) -> str:
    return seal(text.strip()) if text.strip() else ""
