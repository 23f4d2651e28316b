"""Pages anyone may open."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.forms import AskForm
from participation.subjects import (
    Subject,
    ledger_of,
    newest_edition,
    published_edition,
    subject_of,
)
from programs.contacts import href_of
from programs.models import Edition
from programs.reviews import previous_ledger

TEMPLATE = "participation/public/ask.html"


@dataclass(frozen=True, slots=True)
class ContactLink:
    """A contact point in words; `href` is empty where it cannot be a link."""

    label: str
    href: str


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Where «preguntar por esta cifra» leads. The form that receives questions goes here.

    An address that is not of an edition answers 400; one that names nothing published, 404.
    """
    form = AskForm(request.GET)
    if not form.is_valid():
        return _answer(request, newest_edition(), status=400, trouble="unreadable")
    address = form.cleaned_data["sobre"]
    if address is None:
        return _answer(request, newest_edition())
    edition = published_edition(int(address["year"]), int(address["number"]))
    anchor = address["anchor"] or ""
    if edition is None:
        return _answer(request, newest_edition(), status=404, trouble="unknown")
    before = previous_ledger(edition.account, edition.published_at) if anchor else None
    subject = subject_of(ledger_of(edition), address["path"], anchor, before)
    if subject is None:
        return _answer(request, newest_edition(), status=404, trouble="unknown")
    return _answer(request, edition, subject=subject, address=address[0])


def _answer(
    request: HttpRequest,
    edition: Edition | None,
    *,
    subject: Subject | None = None,
    address: str = "",
    status: int = 200,
    trouble: str = "",
) -> HttpResponse:
    ledger = ledger_of(edition) if edition else None
    contacts = [
        ContactLink(f"{contact.label}: {contact.value}", href_of(contact))
        for contact in (ledger.institution.contacts if ledger else ())
    ]
    context = {
        "subject": subject,
        "address": address,
        "permanent": f"{settings.SITE_URL}{address}" if address else "",
        "edition": edition,
        "account": ledger.title if ledger else "",
        "institution": ledger.institution.short_name if ledger else "la institución",
        "contacts": contacts,
        "trouble": trouble,
    }
    return render(request, TEMPLATE, context, status=status)
