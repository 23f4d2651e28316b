"""Taking personal data out for good: what erasure and retention have in common.

Each function works on the rows it is given, within the caller's transaction. What is left says
nothing of who wrote it; the folio, its terms and the register stay.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet

from participation import outbox
from participation.models import (
    Attachment,
    Authorship,
    HearingRegistration,
    Message,
    Person,
    Satisfaction,
    SealedOriginal,
    Submission,
    Subscription,
)

TITLE_GONE = "Texto borrado"
TEXT_GONE = "El texto se borró: nunca estuvo a la vista del público o su autora o autor lo retiró."
# What is neither public nor owed an answer: nobody needs its words any more.
NEVER_READ = ("withdrawn", "not_admitted")


def forget_authors(rows: QuerySet[Authorship], now: datetime) -> int:
    """Empty who presented these, and what they said of their answers in words of their own.

    How many were not empty before.
    """
    commented = Satisfaction.objects.filter(submission__authorship__in=rows)
    commented.exclude(comment_sealed="").update(comment_sealed="")
    return rows.filter(erased_at__isnull=True).update(
        full_name_sealed="", organisation_sealed="", contact_sealed="", sex="", erased_at=now
    )


def forget_originals(submissions: Iterable[Submission], **which: str) -> int:
    """Remove what was reserved of these; the marks in what is public stay. How many."""
    return SealedOriginal.objects.filter(submission__in=submissions, **which).delete()[0]


def forget_files(files: QuerySet[Attachment]) -> int:
    """Remove these rows and, once that is certain, the files themselves; how many."""
    found = list(files)
    for each in found:
        _erase_on_commit(each.file.storage, str(each.file.name))
    Attachment.objects.filter(pk__in=[each.pk for each in found]).delete()
    return len(found)


def _erase_on_commit(storage: Storage, name: str) -> None:
    # A file too many is seen by the next look; one too few is lost for good.
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def forget_words(submissions: QuerySet[Submission]) -> int:
    """Empty the words of those that are neither public nor owed an answer; how many."""
    gone = submissions.filter(state__in=NEVER_READ).exclude(title=TITLE_GONE, text=TEXT_GONE)
    return gone.update(title=TITLE_GONE, text=TEXT_GONE, shown_name="")


def forget_registrations(rows: QuerySet[HearingRegistration], now: datetime) -> int:
    """Empty who registered for a hearing and what they need; how many were not empty before."""
    return rows.filter(erased_at__isnull=True).update(
        name_sealed="", needs_sealed="", sex="", erased_at=now
    )


def forget_person(person: Person, now: datetime) -> tuple[int, int]:
    """Take away the e-mail and what hung from it: subscriptions ended, messages called off.

    What was sent stays counted, without its recipient.
    """
    called_off = outbox.cancel(person=person)
    Message.objects.filter(person=person).update(person=None)
    ended = Subscription.objects.filter(person=person).delete()[0]
    Person.objects.filter(pk=person.pk).update(
        email_sealed="", email_index=None, confirmed_at=None, erased_at=now
    )
    return ended, called_off


def remove_unfiled(submissions: Iterable[Submission]) -> int:
    """Remove what never got a folio, with all that came with it; how many."""
    found = list(submissions)
    for each in found:
        outbox.cancel(about=each)
        forget_files(Attachment.objects.filter(submission=each))
        people = list(Person.objects.filter(authorships__submission=each))
        each.delete()
        remove_strangers(person.pk for person in people)
    return len(found)


def remove_strangers(keys: Iterable[int]) -> int:
    """Of these people, remove those of whom nothing else is kept; how many."""
    alone = Person.objects.filter(
        pk__in=list(keys),
        authorships__isnull=True,
        subscriptions__isnull=True,
        registrations__isnull=True,
    )
    rows = list(alone.select_for_update(of=("self",)))
    for person in rows:
        outbox.cancel(person=person)
        person.delete()
    return len(rows)
