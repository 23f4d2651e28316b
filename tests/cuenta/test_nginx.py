"""docs/deploy/nginx.conf in a real nginx: pages are files, and the application may be down."""

import gzip
import os
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import brotli
import pytest
from django.conf import settings

from cuenta.headers import public_headers
from cuenta.local.processes import wait_until
from tests.cuenta.nginx import BROTLI, Answer, Nginx, find_nginx, running
from tests.cuenta.printed import TwoEditions
from tests.cuenta.served import ask, pressed_site
from tests.cuenta.small import release_of

pytestmark = [
    pytest.mark.django_db,  # `printed` publishes before it prints
    pytest.mark.skipif(
        find_nginx() is None and not os.environ.get("REQUIRE_BROWSER") and not os.environ.get("CI"),
        reason="nginx is not installed",
    ),
]
PAGE = "/cuentas/2022/"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cuenta-nginx-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def nginx(printed: TwoEditions, folder: Path) -> Iterator[Nginx]:
    assert find_nginx(), "apt-get install nginx libnginx-mod-http-brotli-static"
    with running(folder, printed.root, Path(settings.STATIC_ROOT)) as started:
        yield started


@pytest.fixture(scope="module")
def alone() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cuenta-nginx-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def nginx_alone(printed: TwoEditions, alone: Path) -> Iterator[Nginx]:
    """With nothing behind it."""
    with running(alone, printed.root, Path(settings.STATIC_ROOT), application=False) as started:
        yield started


@pytest.fixture
def folder_of_its_own() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cuenta-nginx-") as made:
        yield Path(made)


def policy(text: str) -> set[str]:
    """A security policy without the order of its parts."""
    return {part.strip() for part in text.split(";")}


def test_a_page_is_its_file_and_the_application_is_not_asked(
    nginx: Nginx, printed: TwoEditions
) -> None:
    nginx.asked.clear()

    answer = nginx.get(PAGE)

    assert answer.status == 200
    assert answer.body == (printed.site / "cuentas/2022/index.html").read_bytes()
    assert nginx.asked == []


def test_security_headers_are_those_of_django(nginx: Nginx, settings: object) -> None:
    wanted = public_headers() | {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"
    }

    sent = nginx.get(PAGE).headers

    for name, value in wanted.items():
        assert policy(sent[name.lower()]) == policy(value), name


@pytest.mark.parametrize(
    "path",
    [
        "/",
        PAGE,
        "/cuentas/2022/cifras.json",
        "/cuentas/2022/cifras.csv",
        "/cuentas/2022/cifras.xlsx",
        "/cuentas/2022/ediciones/1/archivos/SHA256SUMS",
        "/cuentas/2022/ediciones/1/archivos/chapters/genero.md",
        "/cuentas/2022/ediciones/1/datos/paquete.zip",
        "/ediciones.atom",
        "/sitemap.xml",
        "/robots.txt",
        "/static/img/icon.svg",
        "/static/fonts/roboto-latin-wght-normal.woff2",
    ],
)
def test_both_servers_say_the_same_of_a_file(nginx: Nginx, printed: TwoEditions, path: str) -> None:
    """Type, how long it may be kept, and who may read it."""
    ours = ask(pressed_site(printed), path)

    sent = nginx.get(path)

    assert ours.status == sent.status == 200
    for name in ("content-type", "cache-control", "access-control-allow-origin"):
        assert _alike(sent.headers[name]) == _alike(ours.headers[name]), name
    assert sent.body == ours.body


def _alike(value: str) -> str:
    """WhiteNoise quotes the charset and nginx writes it in the server's own way."""
    return value.replace('"', "").lower()


SECRET = "Q4M7X0TB9C2E"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/seguimiento/CPP-2022-000001-0/{SECRET}/", "/seguimiento/CPP-2022-000001-0/-/"),
        (
            f"/seguimiento/CPP-2022-000001-0/{SECRET}/comprobante/?hecho=retirada",
            "/seguimiento/CPP-2022-000001-0/-/comprobante/",
        ),
        (f"/participar/{SECRET}/datos/", "/participar/-/datos/"),
        (f"/participar/confirmar/{SECRET}/", "/participar/confirmar/-/"),
        (f"/mis-datos/{SECRET}:x:y/borrar/", "/mis-datos/-/borrar/"),
        (f"/audiencias/inscripcion/{SECRET}/", "/audiencias/inscripcion/-/"),
        (f"/audiencias/3/preguntar/{SECRET}/", "/audiencias/3/preguntar/-/"),
        (f"/participacion/seguir/baja/{SECRET}/", "/participacion/seguir/baja/-/"),
        (f"/participacion/seguir/confirmar/{SECRET}/", "/participacion/seguir/confirmar/-/"),
        (f"/participacion/seguir/avisos/{SECRET}", "/participacion/seguir/avisos/-"),
        (f"/admin/participation/submission/?q={SECRET}", "/admin/participation/submission/"),
        ("/participar/?sobre=/cuentas/", "/participar/"),
        (PAGE, PAGE),
    ],
)
@pytest.mark.parametrize("application", [True, False])
def test_the_log_keeps_no_key_whether_the_application_answers_or_not(
    nginx: Nginx, nginx_alone: Nginx, folder: Path, alone: Path, *,
    path: str, logged: str, application: bool,
) -> None:  # fmt: skip
    server, where = (nginx, folder) if application else (nginx_alone, alone)

    mark = uuid4().hex
    referer = f"https://127.0.0.1/seguimiento/CPP-2022-000001-0/{SECRET}/"

    server.get(path, referer=referer, user_agent=mark)

    log = where / "access.log"
    wait_until(lambda: mark in log.read_text(), seconds=60)  # written after the answer
    line = next(each for each in log.read_text().splitlines() if mark in each)
    assert line.split('"')[1] == f"GET {logged} HTTP/1.1"
    assert SECRET not in log.read_text()
    assert SECRET not in (where / "error.log").read_text()


def test_an_asset_with_a_hash_is_kept_for_ever(nginx: Nginx) -> None:
    name = next(Path(settings.STATIC_ROOT, "css").glob("portal.????????????.css")).name

    sent = nginx.get(f"/static/css/{name}").headers

    assert sent["cache-control"] == "max-age=315360000, public, immutable"
    assert nginx.get("/static/css/portal.css").headers["cache-control"] == "max-age=60, public"


UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize("encoding", UNPACK)
def test_compressed_variants_are_sent_to_who_takes_them(
    nginx: Nginx, printed: TwoEditions, encoding: str
) -> None:
    if encoding == "br" and not BROTLI.exists():
        pytest.skip("nginx has no brotli module here")

    answer = nginx.get(PAGE, accept_encoding=encoding)

    assert answer.headers["content-encoding"] == encoding
    assert "Accept-Encoding" in answer.headers["vary"]
    whole = (printed.site / "cuentas/2022/index.html").read_bytes()
    assert UNPACK[encoding](answer.body) == whole
    assert len(answer.body) < len(whole) / 3


def test_brotli_goes_before_gzip(nginx: Nginx) -> None:
    if not BROTLI.exists():
        pytest.skip("nginx has no brotli module here")

    assert nginx.get(PAGE, accept_encoding="gzip, br").headers["content-encoding"] == "br"


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_what_did_not_change_is_not_sent_again(nginx: Nginx, encoding: str) -> None:
    first = nginx.get(PAGE, accept_encoding=encoding)

    again = nginx.get(PAGE, accept_encoding=encoding, if_none_match=first.headers["etag"])

    assert again.status == 304
    assert again.body == b""
    assert nginx.get(PAGE, accept_encoding=encoding, if_none_match='"other"').status == 200


def test_head_sends_no_body(nginx: Nginx) -> None:
    answer = nginx.get(PAGE, method="HEAD")

    assert answer.status == 200
    assert int(answer.headers["content-length"]) > 1000
    assert answer.body == b""


def test_an_address_without_its_slash_leads_to_the_page(nginx: Nginx) -> None:
    nginx.asked.clear()

    answer = nginx.get("/cuentas/2022?a=1")

    assert answer.status == 301
    assert answer.headers["location"] == "/cuentas/2022/?a=1"
    assert nginx.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/login/",
        "/participar/?sobre=/x",
        "/participacion/",
        "/buscar/",
        "/datos/",
        "/api/v1/results/?limit=1",
        "/participacion/preguntas.atom",
        "/seguimiento/",
        "/mis-datos/",
        "/audiencias/",
        "/borrador/cuentas/2022/",
    ],
)
def test_what_lives_is_asked_of_the_application(nginx: Nginx, path: str) -> None:
    nginx.asked.clear()

    answer = nginx.get(path)

    assert answer.body == b"from the application"
    assert nginx.asked == [path]


def test_the_application_writes_its_own_headers(nginx: Nginx) -> None:
    sent = nginx.get("/admin/login/").headers

    assert sent["x-frame-options"] == "SAMEORIGIN"
    assert not {"content-security-policy", "access-control-allow-origin", "cache-control"} & set(
        sent
    )


def test_what_is_no_file_gets_the_404_of_the_application(nginx: Nginx) -> None:
    nginx.asked.clear()
    paths = ["/cuentas/2022/cifras/no-such-figure/?a=%20b", "/no-such.csv", "/cuentas/no-such"]

    answers = [nginx.get(path) for path in paths]

    assert {(answer.status, answer.body) for answer in answers} == {(404, b"from the application")}
    assert nginx.asked == paths, "as they were asked"


def test_a_folder_without_a_page_is_no_page(nginx: Nginx) -> None:
    answer = nginx.get("/cuentas/2022/ediciones/1/archivos/")

    assert answer.body == b"from the application"


def test_a_page_is_only_read(nginx: Nginx) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert nginx.get(PAGE, method=method).status == 405


def test_an_asset_that_is_not_there_gets_the_printed_404(
    nginx: Nginx, printed: TwoEditions
) -> None:
    answer = nginx.get("/static/css/none.css")

    assert answer.status == 404
    assert answer.body == (printed.site / "404.html").read_bytes()
    assert "cache-control" not in answer.headers
    assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    [
        "/.press.json",
        "/.git/config",
        "/static/.collected",
        "/cuentas/2022/.env",
        "/cuentas/2022/index.html.gz",
        "/cuentas/2022/index.html.br",
        "/../printing.lock",
        "/static/../press/printing.lock",
        "/static..%2f/current",
        "/%2e%2e/printing.lock",
    ],
)
def test_nothing_hidden_and_nothing_outside_is_served(nginx: Nginx, path: str) -> None:
    nginx.asked.clear()

    answer = nginx.get(path)

    assert answer.status in (400, 404) or nginx.asked, answer
    assert b"editions" not in answer.body[:200]


@pytest.mark.parametrize(
    "path",
    [
        "/cuentas/2022/cifras/..%2f..%2f..%2fetc%2fpasswd",
        "/cuentas/2022/cifras/%00/",
        "/cuentas/2022/cifras/" + "a" * 5000 + "/",
        "/" + "a" * 300 + "/",
        "/cuentas/2022/%ff%fe/",
        "/cuentas/2022%0d%0aSet-Cookie:x=1",
    ],
)
def test_hostile_names_never_break_the_server(nginx: Nginx, path: str) -> None:
    answer = nginx.get(path)

    assert answer.status < 500
    assert "set-cookie" not in answer.headers


def test_plain_http_leads_to_https(nginx: Nginx) -> None:
    with socket.create_connection(("127.0.0.1", nginx.plain), timeout=60) as raw:
        raw.sendall(b"GET /cuentas/2022/ HTTP/1.0\r\nHost: cuenta.example\r\n\r\n")
        told = raw.recv(4096).decode()

    assert " 301 " in told
    assert "Location: https://cuenta.example/cuentas/2022/" in told
    assert "nginx/" not in told, "the version is nobody's business"


def test_it_speaks_http_2(nginx: Nginx) -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])

    with (
        socket.create_connection(("127.0.0.1", nginx.port), timeout=60) as raw,
        context.wrap_socket(raw, server_hostname="localhost") as tls,
    ):
        assert tls.selected_alpn_protocol() == "h2"


def test_with_the_application_down_pages_are_served_and_the_rest_says_so(
    printed: TwoEditions, folder_of_its_own: Path
) -> None:
    assets = Path(settings.STATIC_ROOT)

    with running(folder_of_its_own, printed.root, assets, application=False) as alone:
        page, office = alone.get(PAGE), alone.get("/admin/")

    assert page.status == 200
    assert office.status == 502
    assert office.body == (printed.site / "50x.html").read_bytes()
    assert office.headers["x-frame-options"] == "DENY"


def test_a_switch_is_seen_at_once_and_no_reader_ever_misses_a_page(
    tmp_path: Path, folder_of_its_own: Path
) -> None:
    """Readers ask without pause while releases change below them; nginx is never reloaded."""
    press = tmp_path / "press"
    release_of(press, pages(0))
    seen: list[Answer] = []
    stop = threading.Event()
    with running(folder_of_its_own, press, Path(settings.STATIC_ROOT)) as nginx:

        def read() -> None:
            while not stop.is_set():
                seen.append(nginx.get(PAGE, accept_encoding="gzip"))

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for turn in range(1, 12):
            release_of(press, pages(turn))
            assert nginx.get(PAGE).body.startswith(f"release {turn} ".encode())
        stop.set()
        for reader in readers:
            reader.join()

    assert {answer.status for answer in seen} == {200}
    assert len({answer.body[:12] for answer in seen}) > 2
    for answer in seen:
        assert len(set(answer.body.split(b"|")[:-1])) == 1, "two releases in one answer"


def pages(turn: int) -> dict[str, str]:
    """A page that says its release all over."""
    return {"index.html": "home", "cuentas/2022/index.html": f"release {turn} |" * 4_000}
