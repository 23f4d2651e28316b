"""The documentation, for people: a page made from the schema, without a script."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cuenta.api.examples import commands, programs
from cuenta.api.reference import reference
from cuenta.api.root import VERSION
from cuenta.pages.chrome import Head
from programs.api.base import MAX_AGE
from programs.api.problems import DOCUMENTATION
from programs.api.queries import MOST, USUAL

TITLE = "API para programas"
ABOUT = "Todo lo publicado, en JSON: sin clave, sin registro y con dirección permanente."


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """`/api/v1/documentacion/`."""
    context = {
        "is_live": True,
        "head": Head(TITLE, ABOUT, settings.SITE_URL + DOCUMENTATION, "datos"),
        "title": TITLE,
        "lead": ABOUT,
        "version": VERSION,
        "examples": commands(settings.SITE_URL),
        "programs": programs(settings.SITE_URL),
        "reference": reference(),
        "usual": USUAL,
        "most": MOST,
    }
    response = render(request, "cuenta/api.html", context)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return get_conditional_response(request, etag=etag, response=response) or response  # type: ignore[return-value]
