"""The draft in the council's room: the same pages, with another ribbon, and what changed in them.

Whoever reads leaves a trace, so that the room can say what changed since. The rule of who may is
`participation.room.may_read_draft`; the door, `participation.views.room_doors.in_room`.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from cuenta.drafts import page_of
from cuenta.pages.changes import Changes, changes_between
from cuenta.pages.chrome import ROOM_PLACE
from cuenta.pages.site import EditionInfo, Site
from cuenta.press.printing import published_editions
from participation.actions.council_reading import Read, read_draft
from participation.room import DRAFT, open_review
from participation.transitions import Refused
from participation.views.room_doors import in_room, room_page
from programs.checks import BadRule
from programs.ledger import Ledger
from programs.models import PublicAccount
from programs.package import ledger_from_files
from programs.package_archive import files_in
from programs.promised import file_of
from programs.reviews import previous_ledger

# A link of ours that asks, up to its words: in the room it notes and observes instead.
_ASKING = re.compile(
    rf'(<a [^>]*href="{ROOM_PLACE}[^>]*>(?:<svg.*?</svg>)?(?:<span class="vh">)?)'
    r"Pregunt(?:ar|e) (?:por|sobre) "
)
NOT_REVIEWED = "Ese borrador no está en revisión por el Consejo: por eso no se muestra."


@in_room
@require_safe
def draft(request: Any, year: int, path: str = "") -> HttpResponse:
    """A page of the draft under review, as it would be printed today."""
    account = get_object_or_404(
        PublicAccount.objects.select_related("institution"), account_year=year
    )
    try:
        read = read_draft(account, by=request.user, now=timezone.now())
        page = page_of(_site(account, read), path)
    except Refused:
        return room_page(request, "no_place", {"trouble": NOT_REVIEWED}, 404)
    except BadRule:
        return room_page(request, "no_place", {"trouble": STOPPED}, 409)
    if page is None:
        raise Http404
    if page.get("Content-Type", "").startswith("text/html"):
        page.content = _ASKING.sub(r"\1Anotar u observar ", page.content.decode()).encode()
    return page


STOPPED = (
    "El equipo corrige una regla de cuadratura del borrador y por ahora no se puede mostrar. "
    "Vuelva en un rato; si sigue así, avise a la secretaría ejecutiva."
)


def _site(account: PublicAccount, read: Read) -> Site:
    return Site(
        ledger=read.ledger,
        edition=None,
        editions=published_editions(account),
        site_url=settings.SITE_URL,
        prefix=DRAFT,
        asset=static,
        previous=previous_ledger(account),
        promised=read.promised,
        today=timezone.localdate(),
        is_room=True,
    )


@in_room
@require_safe
def changes(request: Any) -> HttpResponse:
    """What changed in the draft since the other copy that this person read last."""
    review = open_review()
    if review is None:
        return room_page(request, "no_place", {"trouble": NOT_REVIEWED}, 404)
    read = read_draft(review.account, by=request.user, now=timezone.now())
    context = {
        "changes": _changes(read),
        "before": read.before,
        "root": f"{DRAFT}/cuentas/{review.account.account_year}/",
    }
    return room_page(request, "changes", context)


def _changes(read: Read) -> Changes | None:
    if read.before is None:
        return None
    files = files_in(bytes(read.before.copy.package))
    before, now = _info(ledger_from_files(files), files), _info(read.ledger, file_of(read.promised))
    return changes_between(before, now)


def _info(ledger: Ledger, files: Mapping[str, bytes]) -> EditionInfo:
    """A draft has no number nor author: its ledger and its commitments are compared."""
    return EditionInfo(0, timezone.now(), "", "", "", ledger, files=files)


room_draft_patterns = [
    path("sala/borrador/cambios/", changes, name="changes"),
    path("sala/borrador/cuentas/<int:year>/", draft, name="draft"),
    path("sala/borrador/cuentas/<int:year>/<path:path>", draft, name="draft-page"),
]
