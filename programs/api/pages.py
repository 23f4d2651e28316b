"""How a page of a list is sent: its rows, and the addresses of the pages before and after."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from rest_framework.request import Request


def envelope(
    request: Request,
    rows: Sequence[dict[str, Any]],
    next_cursor: str,
    previous_cursor: str,
    *,
    count: int | None = None,
) -> dict[str, Any]:
    """`count` only where it costs nothing to know: it is left out of lists that live."""
    page = {
        "next": _at(request, next_cursor),
        "previous": _at(request, previous_cursor),
        "results": list(rows),
    }
    return page if count is None else {"count": count, **page}


def _at(request: Request, cursor: str) -> str | None:
    """The same address from another place on; always the public one of the portal."""
    if not cursor:
        return None
    asked = request.query_params.copy()
    asked["cursor"] = cursor
    return f"{settings.SITE_URL}{request.path}?{asked.urlencode(safe=',')}"
