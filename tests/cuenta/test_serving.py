"""Published pages from the application server: files, quickly, whatever is asked for."""

import gzip
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cuenta.headers import public_headers
from cuenta.press.serving import PressedSite
from tests.cuenta.printed import TwoEditions
from tests.cuenta.served import Answer, ask, pressed_site, stand_in
from tests.cuenta.small import release_of

pytestmark = pytest.mark.django_db  # `printed` publishes before it prints
PAGE = "/cuentas/2022/"
HOSTILE = [
    "/cuentas/2022/cifras/..%2f..%2f..%2fetc%2fpasswd",
    "/cuentas/2022/cifras/../../../../../../etc/passwd",
    "/cuentas/2022/cifras/%00/",
    "/%00",
    "/cuentas/2022/cifras/" + "a" * 5000 + "/",
    "/" + "a" * 300,
    "/cuentas/2022/%ff%fe/",
    "/cuentas/2022/cifras.json%0d%0aSet-Cookie:x=1",
    "/cuentas/99999999999999999999/",
    "/cuentas/2022/ediciones/99999999999999999999/",
    "//cuentas/2022/",
    "/cuentas//2022/",
    "/static/%00",
    "/static/../../settings.py",
    "/.press.json",
    "/.git/config",
    "/%2e%2e/printing.lock",
]


@pytest.fixture(scope="module")
def site(printed: TwoEditions) -> PressedSite:
    return pressed_site(printed)


def test_published_pages_cost_no_query(
    printed: TwoEditions,
    settings: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """With Django behind the files, and through Django's own view where no server is in front."""
    settings.PRESS_ROOT = printed.root
    from django.core.wsgi import get_wsgi_application

    site = pressed_site(printed, get_wsgi_application())
    with django_assert_num_queries(0):
        front = ask(site, PAGE)
        view = Client().get(PAGE)

    with closing(view):
        assert front.status == view.status_code == 200
        assert front.body == b"".join(view.streaming_content) != b""  # type: ignore[attr-defined]
    assert "set-cookie" not in front.headers
    assert not view.cookies


def test_security_headers_are_those_of_django(
    printed: TwoEditions, site: PressedSite, settings: Any
) -> None:
    settings.PRESS_ROOT = printed.root

    with closing(Client().get(PAGE)) as answer:
        front, view = ask(site, PAGE).headers, answer.headers

    for name in public_headers():
        assert policy(front[name.lower()]) == policy(view[name]), name
    assert "content-security-policy" in front


def policy(text: str) -> set[str]:
    return {part.strip() for part in text.split(";")}


@pytest.mark.parametrize("headers", [{}, {"accept_encoding": "gzip"}, {"accept_encoding": "br"}])
def test_what_did_not_change_is_not_sent_again(site: PressedSite, headers: dict[str, str]) -> None:
    first = ask(site, PAGE, **headers)

    again = ask(site, PAGE, if_none_match=first.headers["etag"], **headers)

    assert first.status == 200
    assert (again.status, again.body) == (304, b"")
    assert ask(site, PAGE, if_none_match='"other"', **headers).status == 200


@pytest.mark.parametrize(
    ("accepted", "sent", "unpack"),
    [
        ("gzip", "gzip", gzip.decompress),
        ("br", "br", brotli.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_compressed_variants_are_sent_to_who_takes_them(
    site: PressedSite, printed: TwoEditions, accepted: str, sent: str | None, unpack: Any
) -> None:
    answer = ask(site, PAGE, accept_encoding=accepted)

    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["vary"] == "Accept-Encoding"
    assert unpack(answer.body) == (printed.site / "cuentas/2022/index.html").read_bytes()


def test_head_says_the_size_and_sends_nothing(site: PressedSite) -> None:
    answer = ask(site, PAGE, method="HEAD")

    assert answer.status == 200
    assert int(answer.headers["content-length"]) == len(ask(site, PAGE).body)
    assert answer.body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_page_is_only_read(site: PressedSite, method: str) -> None:
    assert ask(site, PAGE, method=method).status == 405


def test_what_is_no_file_goes_to_the_application(site: PressedSite) -> None:
    assert ask(site, "/admin/").body == b"from the application"
    assert ask(site, "/cuentas/2022/cifras/none/").body == b"from the application"


def test_django_answers_404_for_what_is_not_printed(
    printed: TwoEditions, client: Client, settings: Any
) -> None:
    settings.PRESS_ROOT = printed.root

    assert client.get("/cuentas/2022/cifras/none/").status_code == 404
    assert client.get("/cuentas/1999/").status_code == 404


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_names_are_never_the_servers_fault(
    printed: TwoEditions, path: str, settings: Any
) -> None:
    """Through the files and Django's view behind them: 4xx, or the page one meant."""
    settings.PRESS_ROOT = printed.root
    from django.core.wsgi import get_wsgi_application

    answer = ask(pressed_site(printed, get_wsgi_application()), path)

    assert 400 <= answer.status < 500, answer.body[:200]
    assert "set-cookie" not in answer.headers
    assert b"root:" not in answer.body


def test_an_address_without_its_slash_leads_to_the_page(site: PressedSite) -> None:
    answer = ask(site, "/cuentas/2022")

    assert answer.status == 302
    assert answer.headers["location"] == "2022/"
    assert "content-security-policy" in answer.headers


def test_hidden_files_of_the_assets_are_not_public(site: PressedSite) -> None:
    assert (Path(settings.STATIC_ROOT) / ".collected").exists()

    assert ask(site, "/static/.collected").status == 404


def test_only_assets_with_a_hash_are_kept_for_ever(site: PressedSite) -> None:
    name = next(Path(settings.STATIC_ROOT, "css").glob("portal.????????????.css")).name

    hashed, plain = ask(site, f"/static/css/{name}"), ask(site, "/static/css/portal.css")

    assert "immutable" in hashed.headers["cache-control"]
    assert plain.headers["cache-control"] == "max-age=60, public"
    assert ask(site, PAGE).headers["cache-control"] == "max-age=60, public"


def test_before_the_first_printing_everything_goes_to_the_application(tmp_path: Path) -> None:
    site = PressedSite(stand_in, press_root=tmp_path, static_root=tmp_path / "none")

    assert ask(site, PAGE).body == b"from the application"
    release_of(tmp_path, {"index.html": "now there is one"})
    assert ask(site, "/").body == b"now there is one"


def pages(turn: int) -> dict[str, str]:
    """A page that says its release all over."""
    return {"index.html": f"release {turn} |" * 3_000, "styles.css": "x"}


@pytest.fixture
def press(tmp_path: Path) -> Path:
    release_of(tmp_path, pages(0))
    return tmp_path


@pytest.fixture
def small_site(press: Path) -> PressedSite:
    return PressedSite(stand_in, press_root=press, static_root=press / "none")


def test_the_next_reader_sees_a_switch(press: Path, small_site: PressedSite) -> None:
    old = ask(small_site, "/")

    release_of(press, pages(1))

    assert old.body.startswith(b"release 0 ")
    assert ask(small_site, "/").body.startswith(b"release 1 ")


def read_while(site: PressedSite, change: Callable[[], None]) -> list[Answer]:
    """What four readers that never pause are told while `change` runs."""
    stop, seen, broken = threading.Event(), list[Answer](), list[BaseException]()

    def read() -> None:
        try:
            while not stop.is_set():
                seen.append(ask(site, "/"))
        except BaseException as error:
            broken.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    change()
    stop.set()
    for reader in readers:
        reader.join()
    assert not broken
    return seen


def test_readers_never_miss_a_page_nor_see_two_releases_in_one(
    press: Path, small_site: PressedSite
) -> None:
    def change() -> None:
        for turn in range(1, 25):
            release_of(press, pages(turn))

    seen = read_while(small_site, change)

    assert {answer.status for answer in seen} == {200}
    assert all(len(set(answer.body.split(b"|")[:-1])) == 1 for answer in seen)
    assert len({answer.body for answer in seen}) > 2


def test_readers_go_on_with_the_old_release_while_the_new_is_listed(
    press: Path, small_site: PressedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(small_site, "/")
    listing, go_on = threading.Event(), threading.Event()
    listed = PressedSite._list

    def slow(self: PressedSite, target: str) -> Any:
        listing.set()
        go_on.wait(120)
        return listed(self, target)

    monkeypatch.setattr(PressedSite, "_list", slow)
    release_of(press, pages(1))
    first = threading.Thread(target=lambda: ask(small_site, "/"))
    first.start()
    listing.wait(120)

    meanwhile = ask(small_site, "/")
    go_on.set()
    first.join()

    assert meanwhile.body.startswith(b"release 0 ")
    assert ask(small_site, "/").body.startswith(b"release 1 ")


def test_a_release_that_went_away_since_it_was_chosen_is_chosen_anew(
    press: Path, small_site: PressedSite
) -> None:
    """A reader so slow that two printings ended in between."""
    ask(small_site, "/")
    stale = small_site._listed
    for turn in (1, 2):
        release_of(press, pages(turn))
    assert stale is not None
    small_site._listed = (str(small_site._link()), stale[1])

    # What it holds names files that were swept away.
    with pytest.raises(FileNotFoundError):
        ask(stale[1], "/")
    small_site._listed = stale
    assert ask(small_site, "/").body.startswith(b"release 2 ")
