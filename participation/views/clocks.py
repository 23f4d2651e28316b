"""The public page of terms."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.pages.deadlines import deadlines_page
from participation.pages.live import head_of
from participation.subjects import newest_edition
from participation.views.pages import live_page

ABOUT = "En cuántos días se responde, de dónde sale cada plazo y cómo se cumple."


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """What terms rule, how the institution keeps them, and which days do not count."""
    edition = newest_edition()
    page = deadlines_page(edition.account if edition else None, now=timezone.now())
    context = {"page": page, "head": head_of("Plazos", ABOUT, request.path)}
    return live_page(request, "participation/public/deadlines.html", context)
