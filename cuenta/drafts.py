"""The draft as readers would see it: the same pages, made on the spot, with a ribbon."""

import mimetypes

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from cuenta.pages.build import account_pages
from cuenta.pages.site import Page, Site
from cuenta.press.printing import published_editions
from cuenta.press.years import breaks_of_method, others_of
from programs.drafts import ledger_of
from programs.models import PublicAccount
from programs.promised import promised_now
from programs.reviews import previous_ledger

PREFIX = "/borrador"


def draft_site(account: PublicAccount) -> Site:
    """The draft's pages, under `/borrador/cuentas/<year>/`."""
    return Site(
        ledger=ledger_of(account),
        edition=None,
        editions=published_editions(account),
        site_url=settings.SITE_URL,
        prefix=PREFIX,
        asset=static,
        previous=previous_ledger(account),
        promised=promised_now(account),
        today=timezone.localdate(),
        others=others_of(account),
        breaks=breaks_of_method(),
    )


def draft_page(account: PublicAccount, path: str) -> HttpResponse | None:
    """One page of the draft, or None when the draft has no such page."""
    return page_of(draft_site(account), path)


def page_of(site: Site, path: str) -> HttpResponse | None:
    """One page of a set of pages, made on the spot, or None when it has no such page."""
    for page in account_pages(site):
        if page.path == path:
            return _answer(site, page)
    return None


def _answer(site: Site, page: Page) -> HttpResponse:
    if page.content is not None:
        kind = mimetypes.guess_type(page.path)[0] or "application/octet-stream"
        return HttpResponse(page.content, content_type=kind)
    return HttpResponse(
        render_to_string(page.template, {"site": site, "page": page, **page.context})
    )
