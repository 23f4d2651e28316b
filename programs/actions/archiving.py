"""Closing an account for ever, and opening it again only to correct an error of it.

What was archived stays so (`archived_at`): a correction is another edition, with the same four eyes
and a public reason, after which the account changes no more (Ley 20.285: what is informed has to be
true, also when the process is over).
"""

from datetime import datetime

from django.db import transaction

from programs.actions.accounts import locked
from programs.actions.log import log_event, open_draft
from programs.drafts import ledger_of
from programs.editions import ledger_of_edition
from programs.models import AccountEvent, PublicAccount, User
from programs.package import package_files
from programs.transitions import Refused, target_of

Kind = AccountEvent.Kind


@transaction.atomic
def set_archived(account: PublicAccount, *, by: User, now: datetime, summary: str) -> PublicAccount:
    """Close an account to every change. The caller has checked who may and that nothing is owed.

    Raises:
        Refused: it has no edition, or is archived already.
    """
    held = locked(account)
    if held.is_archived:
        raise Refused("La cuenta ya está archivada.")
    held.state = target_of("archive", held.state)
    if not held.editions.exists():
        raise Refused("La cuenta no tiene ediciones: solo se archiva lo que se publicó.")
    held.archived_at = now
    _save(held, by)
    log_event(held, Kind.ARCHIVED, by=by, now=now, summary=summary)
    return held


@transaction.atomic
def set_correcting(
    account: PublicAccount, *, reason: str, by: User, now: datetime
) -> PublicAccount:
    """Open the draft of an archived account for one more edition, and keep the public `reason`.

    The caller has checked who may.

    Raises:
        Refused: it is not archived, or is being corrected already.
    """
    held = locked(account)
    held.state = target_of("correct", held.state)
    open_draft(held, by=by, now=now)
    detail = {"reason": reason, "version": held.version}
    log_event(
        held,
        Kind.CORRECTING,
        by=by,
        now=now,
        summary=f"Abrió una fe de erratas: {reason}",
        detail=detail,
    )
    return held


@transaction.atomic
def leave_as_it_was(account: PublicAccount, *, by: User, now: datetime) -> PublicAccount:
    """End a correction that changed nothing. The caller has checked who may.

    Raises:
        Refused: no correction is open, or the draft is not what was published last: then it is
            published, with its reason.
    """
    held = locked(account)
    opened = correction_of(held)
    if opened is None:
        raise Refused("No hay una fe de erratas abierta.")
    if held.version != opened.detail["version"] and not _is_as_published(held):
        raise Refused("El borrador ya cambió: publique la corrección, o deje todo como estaba.")
    held.state = target_of("archive", held.state)
    _save(held, by)
    summary = "Terminó la corrección sin cambiar nada"
    log_event(held, Kind.LEFT_AS_IT_WAS, by=by, now=now, summary=summary)
    return held


def correction_of(account: PublicAccount) -> AccountEvent | None:
    """The entry that opened the correction in hand, with its `reason`; None where there is none."""
    if not account.is_archived or account.state == PublicAccount.State.ARCHIVED:
        return None
    return account.events.filter(kind=Kind.CORRECTING).first()


def _is_as_published(account: PublicAccount) -> bool:
    last = account.editions.order_by("-number").first()
    return last is not None and package_files(ledger_of(account)) == package_files(
        ledger_of_edition(last)
    )


def _save(held: PublicAccount, by: User) -> None:
    held._history_user = by  # type: ignore[attr-defined]
    held.save(update_fields=["state", "archived_at"])
