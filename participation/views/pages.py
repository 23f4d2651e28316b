"""How the views of participation show a page: always with the whole header and footer."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participation.pages.live import COUNCIL, SECTION


def live_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A page within the section «Preguntas», as `base.html` reads it; `context` may say otherwise.

    `render` alone leaves a page without navigation: who asks could not go back to the account.
    """
    whole = {"is_live": True, "section": SECTION, **(context or {})}
    return render(request, template, whole, status=status)


def council_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The same for a page within the section «Consejo»."""
    return live_page(request, template, {"section": COUNCIL, **(context or {})}, status=status)
