"""How often a draft may be sent, and what an e-mail changes. Before the act, outside of it."""

from datetime import datetime

from participation.actions.filing import EMAIL_INDEX
from participation.keys import blind_index
from participation.limits import check_limit


def check_sending(email: str, *, draft: str, address: str, has_proof: bool, now: datetime) -> None:
    """Count one more sending.

    What has an e-mail is filed only when its link is opened, so that the limits that people share
    with others behind one connection do not hold for it: those on links do. They are the same for
    an address that is known and one that is not.

    Raises:
        TooMany: a limit is reached; nothing was sent.
    """
    index = blind_index(email, EMAIL_INDEX) if email else ""
    if index:
        check_limit(
            "confirm_address", address=address, person_index=index, has_proof=has_proof, now=now
        )
    check_limit(
        "submit", address=address, person_index=index, draft=draft, has_proof=has_proof,
        is_confirmed=bool(index), now=now,
    )  # fmt: skip
