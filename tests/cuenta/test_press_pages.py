"""What the press prints: the whole site, its editions, and nothing of the draft."""

import gzip
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from programs.ledger import Ledger
from programs.package import read_package
from tests.cuenta.links import DYNAMIC, Document, broken, inside, read_pages
from tests.cuenta.printed import DRAFT_WORDS, FIRST, SEED, TwoEditions

pytestmark = pytest.mark.django_db  # `printed` publishes before it prints

CURRENT = "/cuentas/2022/"
# Where a page of an old edition may lead besides its own addresses.
ABOVE_EDITIONS = {
    "/", CURRENT, "/accesibilidad/", "/privacidad/", "/ediciones.atom", "/data.json",
    "/catalogo.jsonld",
}  # fmt: skip


@pytest.fixture(scope="module")
def seed() -> Ledger:
    return read_package(SEED)


@pytest.fixture(scope="module")
def pages(printed: TwoEditions) -> dict[str, Document]:
    return read_pages(printed.site)


def test_every_thing_of_the_account_has_its_page(printed: TwoEditions, seed: Ledger) -> None:
    wanted = ["index.html", "cuentas/2022/index.html"]
    for folder, things in (
        ("capitulos", seed.chapter),
        ("productos", seed.product),
        ("programas", seed.program),
        ("tablas", seed.table),
        ("cifras", seed.figure),
    ):
        wanted += [f"cuentas/2022/{folder}/{slug}/index.html" for slug in things]

    missing = [path for path in wanted if not (printed.site / path).is_file()]

    assert missing == []


def test_every_link_leads_to_a_file_and_every_fragment_exists(
    printed: TwoEditions, pages: dict[str, Document]
) -> None:
    assert broken(printed.site, Path(settings.STATIC_ROOT), pages) == []
    assert len(pages) > 1_000


def test_no_page_repeats_an_id(pages: dict[str, Document]) -> None:
    for address, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), address


@pytest.mark.parametrize("number", [1, 2])
def test_an_archived_page_leads_only_to_its_own_edition(
    pages: dict[str, Document], number: int
) -> None:
    own = f"/cuentas/2022/ediciones/{number}/"

    strays = {
        f"{address} → {path}"
        for address, page in pages.items()
        if address.startswith(own)
        for path, _ in inside(page, address)
        if not path.startswith((own, "/static/", *DYNAMIC))
        and path not in ABOVE_EDITIONS
        # Its list of editions names those that came before it.
        and not (address == f"{own}ediciones/" and path.startswith(_earlier(number)))
    }

    assert strays == set()


def _earlier(number: int) -> tuple[str, ...]:
    return tuple(f"/cuentas/2022/ediciones/{each}/" for each in range(1, number))


def test_edition_1_is_linked_and_not_a_byte_of_it_changes(printed: TwoEditions) -> None:
    assert printed.after == printed.before
    assert printed.inodes_kept
    assert printed.second.linked == len(printed.before)
    assert printed.second.pages < printed.first.pages * 1.1, "two sets of pages, not three"


def test_a_draft_leaves_no_trace_in_any_file(printed: TwoEditions) -> None:
    words = DRAFT_WORDS.encode()

    traces = [path for path in printed.site.rglob("*") if path.is_file() and words in _text(path)]

    assert traces == []


def _text(path: Path) -> bytes:
    """What a reader gets from a file; of an archive, what its members say."""
    content = path.read_bytes()
    if path.suffix in (".zip", ".xlsx"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return b"".join(map(archive.read, archive.namelist()))
    unpack = {".gz": gzip.decompress, ".br": brotli.decompress}.get(path.suffix)
    return unpack(content) if unpack else content


def test_the_search_for_traces_finds_what_is_there(printed: TwoEditions, seed: Ledger) -> None:
    name = seed.institution.name.encode()

    files = (path for path in printed.site.rglob("*") if path.is_file())
    endings = {path.suffix for path in files if name in _text(path)}

    assert endings >= {".html", ".gz", ".br", ".json", ".zip"}


def test_compressed_variants_say_the_same_as_their_file(printed: TwoEditions) -> None:
    variants = [path for path in printed.site.rglob("*") if path.suffix in (".gz", ".br")]

    for path in variants:
        assert _text(path) == path.with_suffix("").read_bytes(), path
    assert len(variants) > 1_000


def test_a_release_holds_no_hidden_file(printed: TwoEditions) -> None:
    assert list(printed.site.rglob(".*")) == []


def test_no_page_carries_a_form_token_or_the_machine_it_was_printed_on(
    printed: TwoEditions,
) -> None:
    secrets = (b"csrfmiddlewaretoken", str(settings.BASE_DIR).encode(), b"testserver")

    for path in printed.site.rglob("*.html"):
        assert not any(secret in path.read_bytes() for secret in secrets), path


@pytest.mark.parametrize("number", [1, 2])
def test_a_citizen_verifies_an_edition_with_sha256sum(printed: TwoEditions, number: int) -> None:
    folder = printed.site / f"cuentas/2022/ediciones/{number}/archivos"

    told = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr
    assert told.stdout.count(": OK") == (folder / "SHA256SUMS").read_text().count("\n") > 10


def test_a_changed_byte_is_noticed_by_sha256sum(printed: TwoEditions, tmp_path: Path) -> None:
    subprocess.run(["cp", "-r", printed.site / FIRST / "archivos", tmp_path / "copy"], check=True)
    target = tmp_path / "copy" / "figures.csv"
    target.unlink()
    target.write_bytes((printed.site / FIRST / "archivos/figures.csv").read_bytes() + b" ")

    told = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"],
        cwd=tmp_path / "copy",
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode != 0
    assert "figures.csv: FAILED" in told.stdout
