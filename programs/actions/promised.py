"""Keeping in an account what became of the commitments of the one before (`programs/promised.py`).

It is kept when the draft is opened, when its figures are given as checked and when it is published.
"""

from datetime import datetime

from django.db import transaction

from programs.actions.log import log_event
from programs.figures import plural
from programs.models import AccountEvent, PublicAccount, User
from programs.promised import promised_changes, promised_now


@transaction.atomic
def keep_promised_record(account: PublicAccount, *, by: User, now: datetime) -> PublicAccount:
    """Keep what the next edition seals of the commitments; nothing is noted where it is the same.

    The caller has checked who may. The record holds codes, words that are public and days, never
    who has one in charge. It counts no version: the account's own figures are the same.
    """
    held = PublicAccount.objects.select_for_update().get(pk=account.pk)
    before, record = held.promised_record, promised_now(held)
    if before == record:
        return held
    held.promised_record = record
    held.save(update_fields=["promised_record"])
    count = len(record.get("commitments", ()))
    summary = f"Trajo {plural(count, 'compromiso', 'compromisos')} de la cuenta anterior"
    changed = [each.code for each in promised_changes(before, record)]
    if before:
        summary += f"; cambió {', '.join(changed)}" if changed else ""
    log_event(
        held, AccountEvent.Kind.PROMISED, by=by, now=now, summary=summary,
        detail={"commitments": count, "changed": changed},
    )  # fmt: skip
    return held
