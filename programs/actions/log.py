"""What every action on a draft has in common: it counts a version and leaves an entry."""

from datetime import datetime
from typing import Any

from programs.models import AccountEvent, PublicAccount, User
from programs.transitions import Refused

ARCHIVED = (
    "La cuenta está archivada y no admite más cambios. Si tiene un error, la coordinación de "
    "participación abre primero una fe de erratas, en su calendario."
)


def log_event(
    account: PublicAccount,
    kind: AccountEvent.Kind,
    *,
    by: User,
    now: datetime,
    summary: str,
    detail: dict[str, Any] | None = None,
) -> AccountEvent:
    """Write one entry of the account's log; it can never be changed."""
    return AccountEvent.objects.create(
        account=account, kind=kind, at=now, by=by, summary=summary[:300], detail=detail or {}
    )


def open_draft(account: PublicAccount, *, by: User, now: datetime) -> None:
    """Count one more version; figures that were given as checked have to be checked again.

    Raises:
        Refused: the account was archived and no correction of it is open.
    """
    if account.state == PublicAccount.State.ARCHIVED:
        raise Refused(ARCHIVED)
    account.version += 1
    account.state = PublicAccount.State.DRAFT
    account.prepared_by = None
    account.prepared_at = None
    account._history_user = by  # type: ignore[attr-defined]
    account._history_date = now  # type: ignore[attr-defined]
    account.save(update_fields=["version", "state", "prepared_by", "prepared_at"])
