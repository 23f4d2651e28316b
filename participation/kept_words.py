"""What somebody was writing in the room when the session ended: kept until they sign in again.

It waits in the browser's session, sealed, for a few hours, and is given back on the same page to
the same person and to nobody else: each form says, signed, who it was shown to.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from participation import keys

KEPT, WHO = "room_kept", "quien"
KEPT_FOR = timedelta(hours=12)
MOST_LETTERS = 60_000
_PURPOSE = "room-words"
_LEFT_OUT = {"csrfmiddlewaretoken", WHO, "version", "password", "again", "code"}


def mark_for(user_id: int) -> str:
    """Who a form is shown to, in words that only we can write."""
    return keys.signed_token(user_id, purpose=_PURPOSE)


def keep(session: Any, *, path: str, sent: Any, user_id: int | None, now: datetime) -> bool:
    """Keep what was sent to `path`; whether there was something, and somebody to give it back to.

    `user_id` is who the session was of, where that is still known; else the form says it.
    """
    owner = user_id or _owner_in(sent.get(WHO, ""))
    words = {name: text for name, text in sent.items() if name not in _LEFT_OUT and text.strip()}
    if owner is None or not words or sum(map(len, words.values())) > MOST_LETTERS:
        return False
    kept = {"path": path, "words": words, "user": owner, "at": now.timestamp()}
    session[KEPT] = keys.seal(json.dumps(kept))
    return True


def _owner_in(mark: str) -> int | None:
    try:
        return int(keys.read_token(mark, purpose=_PURPOSE, max_age=KEPT_FOR))
    except (keys.BadToken, TypeError, ValueError):
        return None


def given_back(session: Any, *, path: str, user_id: int, now: datetime) -> dict[str, str]:
    """What that person was writing at that page, once; nothing otherwise."""
    kept = _kept(session)
    if kept is None or kept["user"] != user_id or kept["path"] != path:
        return {}
    del session[KEPT]
    is_old = now.timestamp() - kept["at"] > KEPT_FOR.total_seconds()
    return {} if is_old else dict(kept["words"])


def where_kept(session: Any, *, user_id: int) -> str:
    """The page where something waits for that person; empty without."""
    kept = _kept(session)
    return str(kept["path"]) if kept is not None and kept["user"] == user_id else ""


def _kept(session: Any) -> dict[str, Any] | None:
    sealed = session.get(KEPT)
    if not sealed:
        return None
    try:
        found: dict[str, Any] = json.loads(keys.open_sealed(sealed))
    except (keys.CannotOpen, ValueError):
        del session[KEPT]
        return None
    return found
