"""The press as a whole: what makes it print, what it prints again, and its commands."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from pytest_django import DjangoAssertNumQueries

from cuenta.press import printing
from cuenta.press.printing import code_fingerprint, is_up_to_date, print_site
from cuenta.press.releases import Releases
from programs.models import Edition
from tests.cuenta.printed import publish
from tests.cuenta.small import small_ledger
from tests.factories import NOW

FIGURE = "cuentas/2022/ediciones/1/index.html"


@pytest.fixture(autouse=True)
def press_root(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.PRESS_ROOT = tmp_path / "press"
    code_fingerprint.cache_clear()
    yield settings.PRESS_ROOT
    code_fingerprint.cache_clear()


@pytest.mark.django_db
def test_without_an_edition_nothing_is_printed(press_root: Path) -> None:
    assert print_site() is None
    assert not press_root.exists()
    assert is_up_to_date()


@pytest.mark.django_db
def test_if_needed_prints_once(press_root: Path) -> None:
    publish(small_ledger())
    call_command("press", if_needed=True, verbosity=0)
    first = Releases(press_root).current()

    call_command("press", if_needed=True, verbosity=0)

    assert first is not None
    assert Releases(press_root).current() == first


@pytest.mark.django_db
def test_a_new_edition_makes_it_needed(press_root: Path) -> None:
    publish(small_ledger())
    print_site()

    publish(small_ledger("Otro título"), now=NOW + timedelta(days=1))

    assert not is_up_to_date()
    print_site()
    assert is_up_to_date()
    assert (press_root / "current" / "cuentas/2022/ediciones/2/index.html").is_file()


@pytest.mark.django_db
def test_another_public_address_prints_everything_anew(press_root: Path, settings: Any) -> None:
    publish(small_ledger())
    print_site()
    settings.SITE_URL = "https://cuenta.example"
    code_fingerprint.cache_clear()

    assert not is_up_to_date()
    again = print_site()

    assert again is not None
    assert again.linked == 0
    assert 'href="https://cuenta.example/' in (press_root / "current/index.html").read_text()
    assert "127.0.0.1" not in (press_root / "current" / FIGURE).read_text()


@pytest.mark.django_db
def test_another_code_prints_archived_editions_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(small_ledger())
    print_site()

    monkeypatch.setattr(printing, "code_fingerprint", lambda: "another")
    again = print_site()

    assert again is not None
    assert again.linked == 0


@pytest.mark.django_db
def test_an_exception_while_printing_leaves_what_was_served(
    press_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(small_ledger())
    print_site()
    before = Releases(press_root).current()

    def breaks(*_: Any) -> Iterator[Any]:
        raise RuntimeError("no space left")

    monkeypatch.setattr(printing, "account_pages", breaks)
    monkeypatch.setattr(printing, "code_fingerprint", lambda: "another")
    with pytest.raises(RuntimeError):
        print_site()

    assert Releases(press_root).current() == before
    assert len(list((press_root / "releases").glob("*/"))) == 1


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_account(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    publish(small_ledger())

    # Six of them ask what people asked, what the council observed and what changed of method,
    # whatever their number.
    with django_assert_max_num_queries(13):
        print_site()


@pytest.mark.django_db
def test_progress_is_told_in_pages() -> None:
    publish(small_ledger())
    told: list[tuple[int, str]] = []

    printed = print_site(progress=lambda pages, what: told.append((pages, what)))

    assert printed is not None
    assert told[-1] == (printed.pages, "Cambio de edición")


@pytest.mark.django_db
def test_an_edition_published_while_another_printing_waits_is_not_lost(
    press_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for its turn reads the editions only when it comes."""
    publish(small_ledger())
    waiting = Releases.printing

    def slow(self: Releases) -> Any:
        if Edition.objects.count() == 1:  # meanwhile, somebody publishes
            publish(small_ledger("Otro título"), now=NOW + timedelta(days=1))
        return waiting(self)

    monkeypatch.setattr(Releases, "printing", slow)
    print_site()

    assert is_up_to_date()


@pytest.mark.django_db
def test_verify_edition_says_that_the_files_are_intact() -> None:
    edition = publish(small_ledger())
    out = StringIO()

    call_command("verify_edition", 2022, 1, stdout=out)

    assert f"SHA-256 {edition.sha256}" in out.getvalue()
    assert "archivos intactos" in out.getvalue()


@pytest.mark.django_db
def test_verify_edition_stops_at_a_changed_byte() -> None:
    publish(small_ledger())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE programs_editionfile DISABLE TRIGGER USER")
        cursor.execute("UPDATE programs_editionfile SET content = 'x' WHERE path = 'figures.csv'")

    with pytest.raises(CommandError, match=r"figures\.csv"):
        call_command("verify_edition", 2022, 1, stdout=StringIO())


@pytest.mark.django_db
def test_verify_edition_names_an_edition_that_is_not_there() -> None:
    publish(small_ledger())

    with pytest.raises(CommandError, match="no tiene una edición 7"):
        call_command("verify_edition", 2022, 7)


# An edition that other connections see. Emptying the tables afterwards tells of a migration, which
# brings regions and roles back for whoever comes next.
lasting = pytest.mark.django_db(transaction=True)


def press_elsewhere(root: Path) -> subprocess.Popen[bytes]:
    """`manage.py press` in a process of its own, on the test's database."""
    name = settings.DATABASES["default"]["NAME"]
    address = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "press"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address, "PRESS_ROOT": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.slow
@lasting
def test_two_presses_at_once_take_turns(press_root: Path) -> None:
    publish(small_ledger())
    both = [press_elsewhere(press_root) for _ in range(2)]
    told = [child.communicate(timeout=120) for child in both]

    assert [child.returncode for child in both] == [0, 0], told
    assert is_up_to_date()
    assert len(list((press_root / "releases").glob("*/"))) == 2


@pytest.mark.slow
@lasting
def test_a_press_killed_in_the_middle_leaves_what_was_served(press_root: Path) -> None:
    publish(small_ledger())
    print_site()
    before = Releases(press_root).current()
    known = set((press_root / "releases").iterdir())
    child = press_elsewhere(press_root)
    end = time.monotonic() + 60
    while not _half_printed(press_root, known) and time.monotonic() < end:
        time.sleep(0.001)

    os.kill(child.pid, signal.SIGKILL)
    child.communicate()

    assert Releases(press_root).current() == before
    left = [path for path in (press_root / "releases").glob("*/") if path not in known]
    assert left, "killed too late: it had finished"
    print_site()
    assert not any(path.exists() for path in left)


def _half_printed(root: Path, known: set[Path]) -> bool:
    new = [path for path in (root / "releases").glob("*/") if path not in known]
    return any((path / "cuentas").exists() for path in new)


@lasting
def test_parallel_publications_end_with_both_editions_printed(press_root: Path) -> None:
    """Two people press at once, one of them with a newer edition."""
    publish(small_ledger())

    def newer() -> None:
        with transaction.atomic():
            publish(small_ledger("Otro título"), now=NOW + timedelta(days=1))
        print_site()
        connections.close_all()

    thread = threading.Thread(target=newer)
    thread.start()
    print_site()
    thread.join()

    assert is_up_to_date()
