"""Next year's account starts with what happened to each commitment of the account before."""

from typing import Any

from participation.commitment_transitions import STATE
from participation.commitments_public import shown
from participation.models import Commitment
from participation.pages.commitment import LIST, origin_of
from participation.pages.questions import day_of
from programs.models import PublicAccount


def promised_record(account: PublicAccount) -> dict[str, Any]:
    """The commitments of the last account before `account`, by their code, as anyone may read them
    now; {} without any. The ground floor asks for it by `register_promised`.

    It says no day of its own, so that it is the same while none of them changes.
    """
    before = (
        PublicAccount.objects.filter(
            institution=account.institution_id, account_year__lt=account.account_year
        )
        .order_by("-account_year")
        .first()
    )
    if before is None:
        return {}
    rows = shown(Commitment.objects.public().of_account(before)).order_by("year", "number")
    found = [_told(row) for row in rows]
    return {"account": before.account_year, "commitments": found} if found else {}


def _told(row: Commitment) -> dict[str, Any]:
    state = STATE[row.state]
    return {
        "code": row.code,
        "text": row.text,
        "unit": row.unit.name,
        "origin": origin_of(row),
        "state": row.state,
        "state_label": state.label,
        "first_due_on": row.first_due_on.isoformat() if row.first_due_on else None,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "closed_on": day_of(row.closed_at).isoformat() if row.closed_at else None,
        "outcome": row.outcome,
        "page": f"{LIST}{row.code}/",
        "program": row.program,
        "is_demo": row.is_demo,
    }
