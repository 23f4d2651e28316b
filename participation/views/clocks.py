"""The public page of terms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.pages.deadlines import deadlines_page
from participation.subjects import newest_edition


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """What terms rule, how the institution keeps them, and which days do not count."""
    edition = newest_edition()
    page = deadlines_page(edition.account if edition else None, now=timezone.now())
    return render(request, "participation/public/deadlines.html", {"page": page})
