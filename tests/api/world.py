"""What the tests of the API read: the seed account, frozen as its first edition."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from programs.editions import sha256, sums_of
from programs.ledger import Ledger
from programs.models import Edition, EditionFile, PublicAccount
from programs.package import package_files, read_package
from tests.factories import NOW, AccountFactory, UserFactory

SEED = Path(settings.BASE_DIR) / "programs" / "data" / "sercotec-2022"
V1 = "/api/v1/"


@cache
def seed() -> Ledger:
    """Sercotec's whole account."""
    return read_package(SEED)


@cache
def _files_of(year: int) -> dict[str, bytes]:
    return package_files(replace(seed(), account_year=year, management_year=year - 1))


def freeze(year: int = 2022, number: int = 1, ledger: Ledger | None = None) -> Edition:
    """An edition of that year with the seed's figures, as `publish_account` would leave it."""
    files = _files_of(year) if ledger is None else package_files(ledger)
    account = PublicAccount.objects.filter(account_year=year).first()
    account = account or AccountFactory(account_year=year)
    people = [UserFactory(), UserFactory()]
    edition = Edition.objects.create(
        account=account, number=number, published_at=NOW, published_by=people[0],
        prepared_by=people[1], sha256=sha256(sums_of(files)), file_count=len(files),
    )  # fmt: skip
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, path=path, content=content, sha256=sha256(content))
        for path, content in files.items()
    )
    return edition


def get(path: str, **headers: str) -> Any:
    """What `/api/v1/` and the path answer, to somebody without a cookie."""
    return Client().get(f"{V1}{path}", headers=headers)


def rows(path: str) -> list[dict[str, Any]]:
    """The rows of one page of a list."""
    answer = get(path)
    assert answer.status_code == 200, answer.content.decode()
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def walk(path: str, way: str = "next") -> list[list[Any]]:
    """The ids of each page of a list, from its first page on (`next`) or back (`previous`)."""
    pages, address = [], f"{V1}{path}"
    while address:
        page = Client().get(address.removeprefix(settings.SITE_URL)).json()
        pages.append([row["id"] for row in page["results"]])
        address = page[way]
    return pages
