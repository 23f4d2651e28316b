"""The printed pages of the account carry the council's opinion and its reply, side by side."""

import hashlib
import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cuenta.press.printing import print_site
from cuenta.publication import publish_edition
from participation.actions.council_reviews import close_late_review, open_council_review
from participation.models import CouncilReview
from programs.actions.accounts import prepare_account
from programs.actions.imports import import_account
from programs.models import PublicAccount
from tests.cuenta.small import small_ledger
from tests.factories import UserFactory
from tests.participation.council import council_of_tests
from tests.participation.council_replies import REPLY, reply_at
from tests.participation.factories import NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db
FIGURE = small_ledger().figures[0]
PLACE = {
    "path": f"cifras/{FIGURE.key}/", "figure": FIGURE.key, "chapter": FIGURE.chapter,
    "about_title": "Direcciones", "about_value": "17",
}  # fmt: skip
LATER = NOW + timedelta(days=2)


@pytest.fixture
def draft(tmp_path: Path, settings: Any) -> PublicAccount:
    """An account whose council reads its draft; it is printed to a folder of the test."""
    settings.PRESS_ROOT = tmp_path
    by = UserFactory(role="Edición de datos")
    account = import_account(small_ledger(), by=by, now=NOW, origin="prueba")
    council_of_tests()
    open_council_review(account, by=staff(SECRETARY), now=NOW - timedelta(days=20))
    return account


def printed(account: PublicAccount, root: Path) -> Path:
    """Publish and print; the folder of the site."""
    account = PublicAccount.objects.get(pk=account.pk)
    prepare_account(account, by=UserFactory(role="Edición de datos"), now=LATER)
    publish_edition(account, by=UserFactory(role="Publicación"), now=LATER)
    print_site()
    return (root / "current").resolve()


def test_opinion_and_reply_are_printed_on_their_page_and_where_they_belong(
    draft: PublicAccount, tmp_path: Path
) -> None:
    row = reply_at("answered", account=draft, places=(PLACE,), effect="accepts")

    site = printed(draft, tmp_path)

    page = (site / "cuentas/2022/consejo/index.html").read_text()
    for said in (row.title, REPLY, "Acoge", "5 a favor, 1 en contra", "La recoge la edición 1"):
        assert said in page, said
    for path in ("", f"cifras/{FIGURE.key}/", f"capitulos/{FIGURE.chapter}/"):
        html = (site / f"cuentas/2022/{path}index.html").read_text()
        assert row.title in html, path
        assert "/cuentas/2022/consejo/" in html, path
    other = small_ledger().figures[1].key
    assert row.title not in (site / f"cuentas/2022/cifras/{other}/index.html").read_text()


def test_an_archived_edition_keeps_its_pages_and_seals_the_record(
    draft: PublicAccount, tmp_path: Path
) -> None:
    row = reply_at("answered", account=draft, places=(PLACE,))

    site = printed(draft, tmp_path)

    archive = site / "cuentas/2022/ediciones/1"
    assert not (archive / "consejo").exists()
    sealed = json.loads((archive / "archivos/council.json").read_text())
    assert sealed["observations"][0]["code"] == row.code


def test_the_files_of_an_edition_with_a_council_check_with_sha256sum(
    draft: PublicAccount, tmp_path: Path
) -> None:
    reply_at("answered", account=draft, places=(PLACE,))

    files = printed(draft, tmp_path) / "cuentas/2022/ediciones/1/archivos"

    assert "council.json" in (files / "SHA256SUMS").read_text()
    found = subprocess.run(
        ["/usr/bin/sha256sum", "-c", "SHA256SUMS"], cwd=files, capture_output=True, check=False
    )
    assert found.returncode == 0, found.stderr
    edition = draft.editions.get()
    assert hashlib.sha256((files / "SHA256SUMS").read_bytes()).hexdigest() == edition.sha256


def test_silence_is_said_with_its_days(draft: PublicAccount, tmp_path: Path) -> None:
    review = CouncilReview.objects.get()
    close_late_review(review, now=review.due_at)

    site = printed(draft, tmp_path)

    page = (site / "cuentas/2022/consejo/index.html").read_text()
    assert "Sin pronunciamiento. El Consejo tuvo 10 días hábiles" in page
    assert "sin pronunciamiento" in (site / "cuentas/2022/index.html").read_text()


def test_without_a_council_nothing_is_said(tmp_path: Path, settings: Any) -> None:
    settings.PRESS_ROOT = tmp_path
    by = UserFactory(role="Edición de datos")
    account = import_account(small_ledger(), by=by, now=NOW, origin="prueba")

    site = printed(account, tmp_path)

    assert not (site / "cuentas/2022/consejo").exists()
    assert "qué se respondió" not in (site / "cuentas/2022/index.html").read_text()
