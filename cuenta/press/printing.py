"""Every public page of every edition, printed into one release."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone

from cuenta.pages.asked import AskedPages
from cuenta.pages.build import account_pages, site_pages
from cuenta.pages.site import EditionInfo, Ledgered, Site
from cuenta.press.asked import asked_by_year, mark_of
from cuenta.press.releases import Releases
from cuenta.press.writing import compress_asset, link_tree, write_file, write_page
from cuenta.press.years import breaks_of_method
from programs.editions import SUMS, files_of_edition, sums_of
from programs.models import Edition, PublicAccount
from programs.package import ledger_from_files
from programs.reviews import previous_ledger

Progress = Callable[[int, str], None]


@dataclass
class Printed:
    """What one printing did."""

    release: Path
    pages: int = 0
    linked: int = 0
    editions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PublishedAccount:
    """One account with its editions read from their frozen files, oldest first."""

    account: PublicAccount
    editions: tuple[EditionInfo, ...]
    files: tuple[dict[str, bytes], ...]

    @property
    def address(self) -> str:
        return f"cuentas/{self.account.account_year}/"


@dataclass(frozen=True)
class Years:
    """All that is published, for the pages that show a program year by year."""

    accounts: tuple[PublishedAccount, ...]
    breaks: Mapping[tuple[str, int], str]

    def besides(self, here: PublishedAccount, until: datetime | None) -> tuple[Ledgered, ...]:
        """The last edition of each other account, the earliest year first.

        `until` is the instant of an archived edition: it knows only earlier years, as they were
        published by then, at their permanent addresses.
        """
        found = []
        for each in reversed(self.accounts):
            year = each.account.account_year
            is_later = year > here.account.account_year
            known = [e for e in each.editions if until is None or e.published_at <= until]
            if each is here or not known or (until is not None and is_later):
                continue
            number = f"ediciones/{known[-1].number}/" if until is not None else ""
            found.append(Ledgered(known[-1].ledger, f"/cuentas/{year}/{number}"))
        return tuple(found)


def print_site(*, progress: Progress | None = None) -> Printed | None:
    """Print all published editions and switch them in; None when nothing is published.

    Archived editions that the current release already holds, printed by the same code, are linked
    instead of rendered again: they never change.
    """
    if not Edition.objects.exists():
        return None
    releases = Releases(Path(settings.PRESS_ROOT))
    report = progress or (lambda _pages, _what: None)
    with releases.printing() as folder:
        # Read once it is our turn: whoever printed meanwhile may have had a newer edition.
        accounts = published_accounts()
        now = timezone.now()
        asked = asked_by_year([each.account.account_year for each in accounts], now)
        years = Years(tuple(accounts), breaks_of_method())
        printed = Printed(folder)
        reusable = _reusable(releases)
        for published in accounts:
            told = asked[published.account.account_year]
            _print_account(published, printed, reusable, report, told, years)
        newest = accounts[0]
        front = _site(newest, newest.editions[-1], years, asked=asked[newest.account.account_year])
        for page in site_pages(front):
            write_page(folder, front, page)
            printed.pages += 1
        _compress_assets()
        report(printed.pages, "Cambio de edición")
        releases.switch(
            folder,
            {
                "code": code_fingerprint(),
                "editions": printed.editions,
                "asked": mark_of(asked),
                "printed_at": now.isoformat(),
            },
        )
    return printed


def is_up_to_date() -> bool:
    """Whether the current release was printed from today's editions by today's code."""
    manifest = Releases(Path(settings.PRESS_ROOT)).manifest()
    wanted = {
        _mark(year, number, sha256)
        for year, number, sha256 in Edition.objects.values_list(
            "account__account_year", "number", "sha256"
        )
    }
    return set(manifest.get("editions", [])) == wanted and (
        not wanted or manifest.get("code") == code_fingerprint()
    )


def published_accounts() -> list[PublishedAccount]:
    """The accounts that have an edition, newest year first."""
    rows = (
        PublicAccount.objects.filter(editions__isnull=False)
        .distinct()
        .select_related("institution")
        .order_by("account_year")
    )
    found: list[PublishedAccount] = []
    for account in rows:
        editions = list(account.editions.order_by("number"))
        files = tuple(files_of_edition(edition) for edition in editions)
        infos = tuple(map(_info, editions, files))
        found.append(PublishedAccount(account, infos, files))
    return found[::-1]


def published_editions(account: PublicAccount) -> tuple[EditionInfo, ...]:
    """The editions of one account, oldest first, read from their frozen files."""
    return tuple(
        _info(edition, files_of_edition(edition)) for edition in account.editions.order_by("number")
    )


def _info(edition: Edition, files: dict[str, bytes]) -> EditionInfo:
    return EditionInfo(
        number=edition.number,
        published_at=edition.published_at,
        published_by=edition.published_by_name,
        prepared_by=edition.prepared_by_name,
        sha256=edition.sha256,
        ledger=ledger_from_files(files),
        reason=edition.reason,
        files=files,
    )


def _site(
    published: PublishedAccount,
    edition: EditionInfo,
    years: "Years",
    prefix: str = "",
    asked: AskedPages | None = None,
) -> Site:
    """The pages of one edition. An archived one knows only the editions up to itself."""
    known = published.editions[: edition.number] if prefix else published.editions
    return Site(
        ledger=edition.ledger,
        edition=edition,
        editions=known,
        site_url=settings.SITE_URL,
        prefix=prefix,
        asset=static,
        previous=previous_ledger(published.account, edition.published_at),
        asked=asked,
        others=years.besides(published, edition.published_at if prefix else None),
        breaks=years.breaks,
    )


def _print_account(
    published: PublishedAccount,
    printed: Printed,
    reusable: dict[str, Path],
    report: Progress,
    asked: AskedPages,
    years: "Years",
) -> None:
    year = published.account.account_year
    for edition, files in zip(published.editions, published.files, strict=True):
        address = f"{published.address}ediciones/{edition.number}/"
        mark = _mark(year, edition.number, edition.sha256)
        printed.editions.append(mark)
        if mark in reusable:
            printed.linked += link_tree(reusable[mark] / address, printed.release / address)
            report(printed.pages, f"Edición {edition.number}: ya impresa")
        else:
            site = _site(published, edition, years, prefix="/" + address.rstrip("/"))
            _print_pages(site, printed.release / address, printed, report)
            _write_archive(printed.release / address / "archivos", files)
    current = _site(published, published.editions[-1], years, asked=asked)
    _print_pages(current, printed.release / published.address, printed, report)


def _print_pages(site: Site, folder: Path, printed: Printed, report: Progress) -> None:
    assert site.edition is not None  # noqa: S101 (only editions are printed)
    where = f"Edición {site.edition.number}" + (" (archivo)" if site.is_archive else "")
    for page in account_pages(site):
        write_page(folder, site, page)
        printed.pages += 1
        if printed.pages % 50 == 0:
            report(printed.pages, where)


def _write_archive(folder: Path, files: dict[str, bytes]) -> None:
    """The edition's own files, so that anyone can run `sha256sum -c SHA256SUMS`."""
    for path, content in {**files, SUMS: sums_of(files)}.items():
        write_file(folder / path, content)


def _mark(year: int, number: int, sha256: str) -> str:
    return f"{year}/{number}/{sha256}"


def _reusable(releases: Releases) -> dict[str, Path]:
    """Editions that the current release holds as today's code would print them."""
    manifest = releases.manifest()
    current = releases.current()
    if current is None or manifest.get("code") != code_fingerprint():
        return {}
    return dict.fromkeys(manifest.get("editions", []), current)


@cache
def code_fingerprint() -> str:
    """A hash of what decides how a page looks: templates, styles, page code and the address."""
    seen = hashlib.sha256(settings.SITE_URL.encode())
    for path in _sources():
        seen.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def _sources() -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    for folder, pattern in (
        ("templates", "*.html"), ("static", "*"), ("cuenta", "*.py"), ("programs", "*.py"),
        ("participation/pages", "*.py"),
    ):  # fmt: skip
        yield from sorted(path for path in (base / folder).rglob(pattern) if path.is_file())


def _compress_assets() -> None:
    """Our own styles and scripts, compressed beside the collected files (the admin's are not)."""
    root = Path(settings.STATIC_ROOT)
    for folder, pattern in (("css", "*.css"), ("js", "*.js")):
        for path in (root / folder).glob(pattern):
            if not _is_compressed(path):
                compress_asset(path)


def _is_compressed(path: Path) -> bool:
    packed = path.with_name(path.name + ".br")
    return packed.exists() and packed.stat().st_mtime >= path.stat().st_mtime
