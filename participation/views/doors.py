"""What the views of participation share: pages reached by a secret address, and their headers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from participation.limits import TooMany
from participation.views.pages import live_page

View = Callable[..., HttpResponse]
# What a browser says of itself (Fetch Metadata); nothing is said by old ones, nor by curl.
OURS = ("", "same-origin", "none")


def sends_no_cookie(view: View) -> View:
    """For forms that need no session: what they may do, they may by their address or to anybody.

    Django's token would set a cookie and would be lost with it. What it is for, a form on a foreign
    page that sends as the visitor, is refused by what the browser says of where it comes from.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "") not in OURS:
            return live_page(request, "participation/public/foreign.html", status=403)
        return view(request, *args, **kwargs)

    return csrf_exempt(answer)


def by_secret_address(view: View) -> View:
    """For pages whose address is what lets one in: nobody keeps it, indexes it or passes it on."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return sends_no_cookie(answer)


def with_retry_after(response: HttpResponse, refusal: TooMany, now: Any) -> HttpResponse:
    """The same answer as 429, saying when it works again."""
    response.status_code = 429
    response["Retry-After"] = str(refusal.retry_after(now))
    return response
