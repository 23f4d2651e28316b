"""Files that are made while they are asked for: so many for each connection, and when again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from participation.limits import TooMany, check_limit, client_address
from participation.views.doors import with_retry_after

View = Callable[..., HttpResponseBase]


def limited_export(view: View) -> View:
    """Counts one more file of this connection; beyond its limit answers 429 in words.

    What is printed with an edition is no export: those files come without the database and without
    a limit.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = timezone.now()
        try:
            check_limit("export", address=client_address(request), now=now)
        except TooMany as refusal:
            said = f"{refusal.sentence} {refusal.way_out}\n"
            response = HttpResponse(said, content_type="text/plain; charset=utf-8")
            return with_retry_after(response, refusal, now)
        return view(request, *args, **kwargs)

    return answer
