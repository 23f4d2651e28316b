"""What an account opens with: what happened to the commitments of the one before, as data that the
floor above writes. The edition seals it in `commitments.json`."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from programs.actions.log import log_event
from programs.figures import plural
from programs.models import AccountEvent, PublicAccount, User

COMMITMENTS_FILE = "commitments.json"


@transaction.atomic
def keep_promised_record(
    account: PublicAccount, *, record: Mapping[str, Any], by: User, now: datetime
) -> PublicAccount:
    """Keep what the next edition seals of the commitments; nothing is noted where it is the same.

    The caller has checked who may. `record` holds codes, words that are public and days, never
    who has one in charge.
    """
    held = PublicAccount.objects.select_for_update().get(pk=account.pk)
    if held.promised_record == dict(record):
        return held
    held.promised_record = dict(record)
    held.save(update_fields=["promised_record"])
    count = len(record.get("commitments", ()))
    log_event(
        held, AccountEvent.Kind.PROMISED, by=by, now=now,
        summary=f"Trajo {plural(count, 'compromiso', 'compromisos')} de la cuenta anterior",
        detail={"commitments": count},
    )  # fmt: skip
    return held


def promised_file(account: PublicAccount) -> dict[str, bytes]:
    """What the edition seals of them; nothing where there were none."""
    if not account.promised_record.get("commitments"):
        return {}
    text = json.dumps(account.promised_record, ensure_ascii=False, indent=1, sort_keys=True)
    return {COMMITMENTS_FILE: text.encode() + b"\n"}
