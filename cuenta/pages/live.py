"""The header and the footer of pages that are not printed: those of the newest edition."""

from django.conf import settings

from cuenta.pages.chrome import Chrome, chrome_of
from cuenta.pages.site import EditionInfo, Site
from participation.subjects import ledger_of, newest_edition
from programs.models import Edition


def live_chrome() -> Chrome | None:
    """What the printed pages of the newest edition share; None while nothing is published."""
    edition = newest_edition()
    return _chrome_of(edition) if edition is not None else None


def _chrome_of(edition: Edition) -> Chrome:
    kept = _kept.get((edition.pk, edition.sha256))
    return kept if kept is not None else _made(edition)


def _made(edition: Edition) -> Chrome:
    info = EditionInfo(
        number=edition.number,
        published_at=edition.published_at,
        published_by=edition.published_by_name,
        prepared_by=edition.prepared_by_name,
        sha256=edition.sha256,
        ledger=ledger_of(edition),
    )
    site = Site(info.ledger, info, (info,), settings.SITE_URL)
    _kept.clear()
    _kept[(edition.pk, edition.sha256)] = chrome_of(site)
    return _kept[(edition.pk, edition.sha256)]


# The chrome of one edition, with its rendered header and footer; an edition never changes.
_kept: dict[tuple[int, str], Chrome] = {}
