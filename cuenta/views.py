"""Pages for people. Published ones are files that never reach this code when a server is in front;
these views answer for them where there is none (`runserver`, the test client) and give them names.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cuenta.drafts import draft_page
from cuenta.press.releases import Releases
from cuenta.press.writing import file_name
from programs.checks import BadRule
from programs.models import PublicAccount
from programs.permissions import may


@require_safe
def published_page(request: HttpRequest, **_: Any) -> HttpResponseBase:
    """The pressed file at this address, without a query to the database."""
    release = Releases(Path(settings.PRESS_ROOT)).current()
    if release is None:
        if request.path == "/":
            return render(request, "cuenta/nothing_published.html", status=200)
        raise Http404
    root = release.resolve()
    try:
        target = (root / file_name(request.path.lstrip("/"))).resolve()
        found = target.is_relative_to(root) and target.is_file()
    except (OSError, ValueError):  # a null byte, a name longer than the file system takes
        found = False
    if not found:
        raise Http404
    return FileResponse(target.open("rb"), filename=target.name)


@require_safe
@never_cache
@login_required
def draft_preview(request: HttpRequest, year: int, path: str = "") -> HttpResponse:
    """A page of the draft, as it would be printed today, for staff only."""
    if not may(request.user, "view_publicaccount"):  # type: ignore[arg-type]
        raise PermissionDenied
    account = get_object_or_404(
        PublicAccount.objects.select_related("institution"), account_year=year
    )
    try:
        page = draft_page(account, path)
    except BadRule as wrong:
        return render(
            request, "cuenta/draft_stopped.html", {"problems": wrong.problems}, status=409
        )
    if page is None:
        raise Http404
    return page
