"""Answers when a page cannot be given: what went wrong in plain words, never a trace.

The other pages (400, 403, 404) are Django's own views with our templates; only a server failure
needs more, because "the database is away" passes by itself and should say so.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from redis.exceptions import ConnectionError as BrokerAway

from programs.api.problems import problem_response

AWAY = (OperationalError, InterfaceError, BrokerAway)
RETRY_AFTER = "30"  # seconds
LAST_WORDS = (
    '<!doctype html><html lang="es-CL"><meta charset="utf-8"><title>Vuelva en unos minutos</title>'
    "<h1>Vuelva en unos minutos</h1><p>No pudimos mostrar esta página. Usted no hizo nada mal.</p>"
)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database or the broker is away, else 500. It is called inside the exception."""
    is_away = isinstance(sys.exc_info()[1], AWAY)
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = problem_response(request.path, "vuelva-luego" if is_away else "no-se-pudo")
    elif is_away:
        response = HttpResponse(_page("503.html"), status=503)
    else:
        response = HttpResponseServerError(_page("500.html"))
    if is_away:
        response["Retry-After"] = RETRY_AFTER
    return response


def _page(template: str) -> str:
    """The page without any context; if even that fails (no collected assets), a bare one."""
    try:
        return render_to_string(template)
    except Exception:
        return LAST_WORDS
