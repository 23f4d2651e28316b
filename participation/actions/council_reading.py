"""Reading the draft in the room: what was read is kept, once for each content."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from participation.models import DraftCopy, DraftReading
from participation.room import NO_REVIEW, last_reading, may_read_draft
from participation.transitions import Refused
from programs.drafts import ledger_of
from programs.editions import sha256, sums_of
from programs.ledger import Ledger
from programs.models import PublicAccount, User
from programs.package import package_files
from programs.package_archive import archive_of
from programs.promised import Record, file_of, promised_now


@dataclass(frozen=True, slots=True)
class Read:
    """A draft as somebody reads it now, with what it says of the commitments of the account before,
    and the other copy that they read last, if any."""

    ledger: Ledger
    promised: Record
    copy: DraftCopy
    before: DraftReading | None


@transaction.atomic
def read_draft(account: PublicAccount, *, by: User, now: datetime) -> Read:
    """The draft of today, with the trace that `by` read it.

    Raises:
        Refused: no review is open, or `by` holds no seat today.
    """
    if not may_read_draft(by, account, now):
        raise Refused(NO_REVIEW)
    account = PublicAccount.objects.select_related("institution").get(pk=account.pk)
    ledger, promised = ledger_of(account), promised_now(account)
    copy = _keep(account, {**package_files(ledger), **file_of(promised)}, now=now)
    DraftReading.objects.update_or_create(user=by, copy=copy, defaults={"at": now})
    return Read(ledger, promised, copy, last_reading(account, by, other_than=copy))


@transaction.atomic
def keep_draft_copy(account: PublicAccount, *, now: datetime) -> DraftCopy:
    """The copy of the draft as it stands, with what it says of earlier commitments; the same
    content is kept once, whoever reads it."""
    files = {**package_files(ledger_of(account)), **file_of(promised_now(account))}
    return _keep(account, files, now=now)


def _keep(account: PublicAccount, files: dict[str, bytes], *, now: datetime) -> DraftCopy:
    fingerprint = sha256(sums_of(files))
    found = _copy(account, fingerprint)
    if found is not None:
        return found
    PublicAccount.objects.select_for_update().get(pk=account.pk)  # one number at a time
    found = _copy(account, fingerprint)
    if found is not None:
        return found
    last = DraftCopy.objects.filter(account=account).order_by("-number").first()
    return DraftCopy.objects.create(
        account=account, number=last.number + 1 if last else 1, sha256=fingerprint,
        package=archive_of(files), made_at=now,
    )  # fmt: skip


def _copy(account: PublicAccount, fingerprint: str) -> DraftCopy | None:
    rows = DraftCopy.objects.filter(account=account, sha256=fingerprint)
    return rows.defer("package").first()
