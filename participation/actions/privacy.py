"""What people do with their own data: ask for it, correct it, stop showing it, erase it.

Whoever opens the link that went to an e-mail is the person of that e-mail. The register tells that
it happened and how much, never whose data it was (Ley 19.628, as changed by Ley 21.719).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from participation import forgetting
from participation.actions.corridor import hold, note_act
from participation.actions.filing import EMAIL_INDEX
from participation.actions.hearing_registrations import release_registrations
from participation.actions.identities import opened
from participation.actions.words import one_line
from participation.keys import blind_index, seal
from participation.models import (
    Attachment,
    Authorship,
    DataRequest,
    Message,
    Person,
    RegisterEntry,
    SealedOriginal,
    Submission,
    Subscription,
)
from participation.nudging import nudge
from participation.outbox import queue
from participation.register import record
from participation.transitions import OPEN, Refused

LETTER = "my_data"
ONCE_IN = timedelta(hours=1)  # a link to one's data, for each person
BATCH = 100
LONGEST_NAME, LONGEST_ORGANISATION = 100, 150
GONE = "Estos datos ya se borraron, o el enlace es de otra persona."
PUBLIC_NAME = (
    "Su envío ya está publicado: un nombre nuevo tiene que leerlo antes una persona. Puede dejar "
    "de mostrar el que tiene, o pedir el cambio a la institución."
)
ABOUT = "privacy"  # the register's type for acts on data; its identifier is a random code


@transaction.atomic
def ask_for_data(*, email: str, now: datetime) -> None:
    """Somebody typed an e-mail to see its data. The same work whether it is known or not.

    A worker looks for it afterwards (`answer_requests`).
    """
    DataRequest.objects.create(email_index=blind_index(email, EMAIL_INDEX), asked_at=now)
    transaction.on_commit(nudge, robust=True)


def answer_requests(now: datetime) -> int:
    """Owe a link to each known person who asked, at most one in ONCE_IN; how many were asked."""
    total = 0
    while True:
        with transaction.atomic():
            asked = DataRequest.objects.select_for_update(skip_locked=True).order_by("pk")
            rows = list(asked[:BATCH])
            for row in rows:
                _answer(row, now)
            DataRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
        total += len(rows)
        if len(rows) < BATCH:
            return total


def _answer(row: DataRequest, now: datetime) -> None:
    person = Person.objects.select_for_update().filter(email_index=row.email_index).first()
    if person is None:
        return
    lately = Message.objects.filter(
        kind=LETTER, person=person, created_at__gt=row.asked_at - ONCE_IN
    )
    if not lately.exists():
        queue(LETTER, person=person, key=f"{LETTER}:{uuid4()}", now=now)


@transaction.atomic
def correct_data(
    person: Person,
    submission: Submission,
    *,
    full_name: str,
    organisation: str,
    sex: str,
    shown_name: str,
    now: datetime,
) -> bool:
    """Correct what is kept about who presented a filing; whether something changed.

    Raises:
        Refused: it is not theirs, something is too long, or it is published and the name to show
            is another: nobody has read that one.
    """
    held = hold(submission)
    known = Authorship.objects.select_for_update().filter(submission=held, person=person).first()
    if known is None or known.erased_at is not None:
        raise Refused(GONE)
    shown = _line(shown_name, LONGEST_NAME)
    if shown and shown != held.shown_name and held.published_at is not None:
        raise Refused(PUBLIC_NAME)
    changed = _changed(known, _line(full_name, LONGEST_NAME),
                       _line(organisation, LONGEST_ORGANISATION), sex)  # fmt: skip
    if shown != held.shown_name:
        changed.append("shown_name")
        _show(held, shown)
    if changed:
        # Only what is public is named: that somebody changed their sex or their organisation, read
        # beside the counts of who takes part, would tell whose it is.
        public = [name for name in changed if name == "shown_name"]
        note_act(held, "correct_data", by=None, now=now, fields=public)
    return bool(changed)


def _line(text: str, longest: int) -> str:
    return one_line(text, asked="", longest=longest, needed=False)


def _changed(known: Authorship, full_name: str, organisation: str, sex: str) -> list[str]:
    """Write what is new; the names of the fields, for the register."""
    changed = []
    for field, text in (("full_name_sealed", full_name), ("organisation_sealed", organisation)):
        if text != opened(getattr(known, field)):
            setattr(known, field, seal(text) if text else "")
            changed.append(field.removesuffix("_sealed"))
    if sex != known.sex:
        known.sex = sex
        changed.append("sex")
    known.save(update_fields=["full_name_sealed", "organisation_sealed", "sex"])
    return changed


def _show(held: Submission, name: str) -> None:
    """Another name, or none; what was reserved of the one before goes with it."""
    forgetting.forget_originals([held], field=SealedOriginal.Field.SHOWN_NAME)
    held.shown_name = name
    held.save(update_fields=["shown_name"])


@transaction.atomic
def hide_names(person: Person, *, now: datetime) -> int:
    """Opposition: none of their filings shows a name any more. In how many it did.

    One entry for all, about none: entries of one instant would tell that they are of one person.
    """
    shown = Submission.objects.filter(authorship__person=person).exclude(shown_name="")
    keys = list(shown.order_by("pk").values_list("pk", flat=True))
    for held in Submission.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
        _show(held, "")
        held.version += 1
        held.save(update_fields=["version"])
    if keys:
        record("hide_name", about=(ABOUT, _code()), now=now, filings=len(keys))
    return len(keys)


@transaction.atomic
def end_subscriptions(person: Person, *, now: datetime) -> int:
    """End all that they follow by mail; how many there were."""
    ended = Subscription.objects.filter(person=person, ended_at__isnull=True).update(ended_at=now)
    if ended:
        record("end_subscriptions", about=(ABOUT, _code()), now=now, subscriptions=ended)
    return ended


@dataclass(frozen=True, slots=True)
class Erasure:
    """The proof of an erasure: a code of the register, and how much went."""

    code: str
    at: datetime
    filings: int
    subscriptions: int
    messages: int


@transaction.atomic
def erase_person(person: Person, *, now: datetime) -> Erasure:
    """Erase who somebody is everywhere; what they said in public stays, without a name.

    Filings that are owed an answer go on, and are followed with folio and key. What never got a
    folio is removed. Originals and files of what is still owed go when it ends (`retention`).
    There is no message: the address is gone with this act, so the page itself is the receipt.

    Raises:
        Refused: it was done already.
    """
    release_registrations(person, now=now)
    keys = list(Submission.objects.filter(authorship__person=person).values_list("pk", flat=True))
    held = list(Submission.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    locked = Person.objects.select_for_update().filter(pk=person.pk, erased_at=None).first()
    if locked is None:
        raise Refused(GONE)
    filed = [each for each in held if each.folio is not None]
    subscriptions, messages = forgetting.forget_person(locked, now)
    forgetting.remove_unfiled(each for each in held if each.folio is None)
    forgetting.forget_authors(Authorship.objects.filter(person=locked), now)
    for each in filed:
        _show(each, "")
        each.version += 1
        each.save(update_fields=["version"])
    _forget_ended([each for each in filed if each.state not in OPEN])
    counts = {"filings": len(held), "subscriptions": subscriptions, "messages": messages}
    # One entry for all, as where names are hidden.
    entry = record("erase_identity", about=(ABOUT, _code()), now=now, **counts)
    return erasure_of(entry)


def _forget_ended(ended: list[Submission]) -> None:
    forgetting.forget_originals(ended)
    forgetting.forget_files(Attachment.objects.filter(submission__in=ended, is_public=False))
    forgetting.forget_words(Submission.objects.filter(pk__in=[each.pk for each in ended]))


def erasure_of(entry: RegisterEntry) -> Erasure:
    """What an entry of `erase_person` tells."""
    detail = entry.detail
    return Erasure(
        entry.object_id, entry.at, detail["filings"], detail["subscriptions"], detail["messages"]
    )


def _code() -> str:
    return uuid4().hex[:16]
