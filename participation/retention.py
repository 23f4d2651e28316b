"""Keeping personal data no longer than its purpose asks, and leaving proof of it.

The terms are rows (`Retention`). `retain` may be cut at any instant and run again: it asks the
database what is too old and works in batches, each in a transaction of its own. Each day's run
leaves an entry in the public register, also when there was nothing to do.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from participation import forgetting
from participation.deadlines import CHILE
from participation.limits import purge_uses
from participation.links import CONFIRM_WITHIN
from participation.models import (
    AskDraft,
    Attachment,
    Authorship,
    HearingRegistration,
    Message,
    Person,
    RegisterEntry,
    Retention,
    SealedOriginal,
    Submission,
    Subscription,
)
from participation.register import record
from participation.retention_defaults import DEFAULTS
from participation.transitions import OPEN

BATCH = 200
ACT = "retained"
Purpose = Retention.Purpose
Step = Callable[[datetime, datetime], int]  # (older than, now) → how many


def write_retentions() -> None:
    """Add the default terms that are missing; what staff edited stays as they left it."""
    rows = [Retention(**default._asdict()) for default in DEFAULTS]
    Retention.objects.bulk_create(rows, ignore_conflicts=True)


def retain_daily(now: datetime) -> bool:
    """The work of today, once; whether it was done now. The beat asks more often than that."""
    today = now.astimezone(CHILE).date().isoformat()
    done = RegisterEntry.objects.filter(object_type="retention", object_id=today, act=ACT)
    if done.exists():
        return False
    retain(now)
    return True


def retain(now: datetime) -> dict[str, int]:
    """Let go of what is too old, by purpose, and register how much of each. Never who."""
    counts = {row.purpose: _let_go(row, now) for row in Retention.objects.filter(is_active=True)}
    counts["limit_use"] = purge_uses(now)
    counts["session"] = Session.objects.filter(expire_date__lt=now).delete()[0]
    today = now.astimezone(CHILE).date().isoformat()
    record(ACT, about=("retention", today), now=now, by_clock=True, **counts)
    return counts


def rehearse(now: datetime) -> dict[str, int]:
    """What `retain` would do, done and taken back: nothing changes and no file goes."""
    with transaction.atomic():
        counts = retain(now)
        transaction.set_rollback(True)
    return counts


def _let_go(row: Retention, now: datetime) -> int:
    days = timedelta(days=row.days)
    if row.purpose == Purpose.UNCONFIRMED:
        days = max(days, CONFIRM_WITHIN)  # a link that still opens must lead somewhere
    return STEPS[Purpose(row.purpose)](now - days, now)


def _in_batches(do: Callable[[], int]) -> int:
    total = 0
    while True:
        with transaction.atomic():
            done = do()
        if not done:
            return total
        total += done


def _drafts(cutoff: datetime, _now: datetime) -> int:
    """Also files of papers that were handed in and never filed."""

    def some() -> int:
        old = AskDraft.objects.filter(submission__isnull=True, changed_at__lt=cutoff)
        drafts = list(old.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
        forgetting.forget_files(Attachment.objects.filter(draft__in=drafts, submission=None))
        AskDraft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
        return len(drafts)

    def some_lost() -> int:
        lost = Attachment.objects.filter(draft=None, submission=None, added_at__lt=cutoff)
        return forgetting.forget_files(lost[:BATCH])

    return _in_batches(some) + _in_batches(some_lost)


def _unconfirmed(cutoff: datetime, _now: datetime) -> int:
    """Filings and followings whose link nobody opened, and e-mails from which nothing hangs."""

    def some() -> int:
        old = Submission.objects.filter(folio__isnull=True, sent_at__lt=cutoff)
        held = old.select_for_update(skip_locked=True).defer("search").order_by("pk")[:BATCH]
        return forgetting.remove_unfiled(held)

    def some_followings() -> int:
        asked_again = Message.objects.filter(
            object_type="subscription", object_id=Cast(OuterRef("pk"), CharField()),
            created_at__gte=cutoff,
        )  # fmt: skip
        old = Subscription.objects.filter(
            ~Exists(asked_again), confirmed_at=None, ended_at=None, created_at__lt=cutoff
        )
        found = list(old.order_by("pk").values_list("pk", "person")[:BATCH])
        Subscription.objects.filter(pk__in=[key for key, _ in found]).delete()
        forgetting.remove_strangers({person for _, person in found})
        return len(found)

    def some_strangers() -> int:
        alone = Person.objects.filter(
            email_index__isnull=False,
            authorships=None,
            subscriptions=None,
            registrations=None,
            created_at__lt=cutoff,
        )
        return forgetting.remove_strangers(
            alone.order_by("pk").values_list("pk", flat=True)[:BATCH]
        )

    def some_registrations() -> int:
        old = HearingRegistration.objects.filter(state="asked", asked_at__lt=cutoff)
        found = list(old.order_by("pk").values_list("pk", "person")[:BATCH])
        HearingRegistration.objects.filter(pk__in=[key for key, _ in found]).delete()
        forgetting.remove_strangers({person for _, person in found})
        return len(found)

    steps = (some, some_followings, some_registrations, some_strangers)
    return sum(_in_batches(each) for each in steps)


def _ended(cutoff: datetime) -> QuerySet[Submission]:
    """Those that owe nothing, with no act since: a support or an opinion is no act of it."""
    later = RegisterEntry.objects.filter(
        object_type="submission", object_id=OuterRef("folio"), at__gte=cutoff
    ).exclude(act__in=("support", "rate"))
    ended = Submission.objects.filed().exclude(state__in=OPEN).filter(received_at__lt=cutoff)
    return ended.filter(~Exists(later))


def _identities(cutoff: datetime, now: datetime) -> int:
    def some() -> int:
        ended = _ended(cutoff).filter(authorship__erased_at__isnull=True)
        keys = list(ended.order_by("pk").values_list("authorship", flat=True)[:BATCH])
        people = list(Person.objects.filter(authorships__in=keys).values_list("pk", flat=True))
        done = forgetting.forget_authors(Authorship.objects.filter(pk__in=keys), now)
        _forget_people(people, now)
        return done

    return _in_batches(some)


def _forget_people(keys: Iterable[int], now: datetime) -> None:
    """Those of whom nothing is left that names them, and who follow nothing."""
    named = Authorship.objects.filter(person=OuterRef("pk"), erased_at__isnull=True)
    following = Subscription.objects.filter(person=OuterRef("pk"), ended_at__isnull=True)
    comes = HearingRegistration.objects.filter(person=OuterRef("pk"), erased_at__isnull=True)
    free = Person.objects.filter(
        ~Exists(named), ~Exists(following), ~Exists(comes), pk__in=list(keys)
    )
    for person in free.filter(erased_at__isnull=True).select_for_update():
        forgetting.forget_person(person, now)


def _originals(cutoff: datetime, _now: datetime) -> int:
    """Of who asked to be erased, as soon as it ended: nothing waits for the term."""

    def some() -> int:
        reserved = SealedOriginal.objects.filter(submission=OuterRef("pk"))
        files = Attachment.objects.filter(submission=OuterRef("pk"), is_public=False)
        worded = Q(state__in=forgetting.NEVER_READ) & ~Q(title=forgetting.TITLE_GONE)
        keeps = Exists(reserved) | Exists(files) | worded
        asked = Submission.objects.filed().exclude(state__in=OPEN)
        asked = asked.filter(authorship__person__erased_at__isnull=False)
        keys: set[int] = set()
        for rows in (_ended(cutoff), asked):
            keys |= set(rows.filter(keeps).order_by("pk").values_list("pk", flat=True)[:BATCH])
        held = Submission.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        kept = list(held.defer("search"))
        forgetting.forget_originals(kept)
        forgetting.forget_files(Attachment.objects.filter(submission__in=kept, is_public=False))
        forgetting.forget_words(Submission.objects.filter(pk__in=keys))
        return len(kept)

    return _in_batches(some)


def _messages(cutoff: datetime, _now: datetime) -> int:
    old = Message.objects.exclude(state__in=Message.WAITING).filter(created_at__lt=cutoff)

    def some() -> int:
        keys = old.filter(person__isnull=False).order_by("pk").values_list("pk", flat=True)
        return Message.objects.filter(pk__in=list(keys[:BATCH])).update(person=None)

    return _in_batches(some)


def _followings(cutoff: datetime, now: datetime) -> int:
    def some() -> int:
        old = Subscription.objects.filter(ended_at__lt=cutoff).order_by("pk")
        found = list(old.values_list("pk", "person")[:BATCH])
        Subscription.objects.filter(pk__in=[key for key, _ in found]).delete()
        people = {person for _, person in found}
        forgetting.remove_strangers(people)
        _forget_people(people, now)
        return len(found)

    return _in_batches(some)


def _hearings(cutoff: datetime, now: datetime) -> int:
    """Who registered for what is over; what was postponed is still to come."""

    def some() -> int:
        old = HearingRegistration.objects.filter(
            hearing__ends_at__lt=cutoff, erased_at__isnull=True
        ).exclude(hearing__state="postponed")
        found = list(old.order_by("pk").values_list("pk", "person")[:BATCH])
        keys = [key for key, _ in found]
        done = forgetting.forget_registrations(HearingRegistration.objects.filter(pk__in=keys), now)
        _forget_people({person for _, person in found}, now)
        return done

    return _in_batches(some)


def _sign_ins(cutoff: datetime, now: datetime) -> int:
    age = (now - cutoff).days
    removed = AxesProxyHandler.reset_logs(age_days=age)
    return int(removed) + int(AxesProxyHandler.reset_failure_logs(age_days=age))


STEPS: dict[Purpose, Step] = {
    Purpose.DRAFT: _drafts,
    Purpose.UNCONFIRMED: _unconfirmed,
    Purpose.IDENTITY: _identities,
    Purpose.ORIGINAL: _originals,
    Purpose.MESSAGE: _messages,
    Purpose.FOLLOWING: _followings,
    Purpose.SIGN_IN: _sign_ins,
    Purpose.HEARING: _hearings,
}
