"""A real nginx with docs/deploy/nginx.conf, on free ports of this machine."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.conf import settings

from cuenta.local import processes
from tests.cuenta.demo import free_port

CONFIGURATION = Path(settings.BASE_DIR) / "docs" / "deploy" / "nginx.conf"
BROTLI = Path("/usr/share/nginx/modules-available/mod-http-brotli-static.conf")


def find_nginx() -> str | None:
    """Where nginx is; Debian keeps it out of a plain user's PATH."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Nginx:
    """`port` speaks TLS, `plain` does not; `asked` is what reached the application."""

    port: int
    plain: int
    asked: list[str] = field(default_factory=list)

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """One request over TLS; `if_none_match=…` becomes `If-None-Match`."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=_trusting())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        response = connection.getresponse()
        answer = Answer(response.status, _joined(response.getheaders()), response.read())
        connection.close()
        return answer


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Headers by lower-case name; one sent twice shows both, so that no test overlooks it."""
    found: dict[str, str] = {}
    for name, value in pairs:
        known = found.get(name.lower())
        found[name.lower()] = value if known is None else f"{known} | {value}"
    return found


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def configuration(folder: Path, press: Path, static: Path, ports: tuple[int, int, int]) -> str:
    """The file of docs/deploy with this machine's paths and ports; nothing else differs."""
    tls, plain, application = ports
    user = "user root;" if os.geteuid() == 0 else ""
    modules = f"include {BROTLI};" if BROTLI.exists() else ""
    temporary = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    changed = {
        "user www-data;": f"{user}\ndaemon off;",
        "pid /run/nginx.pid;": f"pid {folder}/nginx.pid;",
        "include /etc/nginx/modules-enabled/*.conf;": modules,
        "access_log /var/log/nginx/access.log covered;": (
            f"access_log {folder}/access.log covered;\n{temporary}"
        ),
        "error_log /var/log/nginx/error.log;": f"error_log {folder}/error.log;",
        "error_log /var/log/nginx/error.log crit;": f"error_log {folder}/error.log crit;",
        "listen 80 default_server;": f"listen 127.0.0.1:{plain} default_server;",
        "listen [::]:80 default_server;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{tls} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{application};",
        "/etc/ssl/certs/cuenta.pem": f"{folder}/cert.pem",
        "/etc/ssl/private/cuenta.key": f"{folder}/key.pem",
        "/srv/cuenta/press/current": str(press / "current"),
        "/srv/cuenta/static/": f"{static}/",
    }
    text = CONFIGURATION.read_text()
    if not BROTLI.exists():
        changed["brotli_static on;"] = ""
    for old, new in changed.items():
        assert old in text, f"{CONFIGURATION.name} no longer says: {old}"
        text = text.replace(old, new)
    return text


@contextmanager
def running(
    folder: Path, press: Path, static: Path, *, application: bool = True
) -> Iterator[Nginx]:
    """nginx over a press and assets; behind it a stand-in for the application, or nothing."""
    nginx = Nginx(free_port(), free_port())
    behind = _application(nginx.asked) if application else None
    port = behind.server_port if behind else free_port()
    _certificate(folder)
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, press, static, (nginx.port, nginx.plain, port)))
    program = find_nginx()
    assert program
    child = subprocess.Popen(
        [program, "-c", str(file), "-e", str(folder / "error.log")],
        stderr=subprocess.PIPE,
    )
    try:
        up = processes.wait_until(lambda: _listens(nginx.port) or bool(child.poll()), seconds=60)
        assert up, (folder / "error.log").read_text()
        assert child.poll() is None, (folder / "error.log").read_text()
        yield nginx
    finally:
        child.terminate()
        child.communicate(timeout=60)
        if behind:
            behind.shutdown()
            behind.server_close()


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _certificate(folder: Path) -> None:
    """A certificate that nobody trusts, good for a test."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
    subprocess.run(
        ["openssl", "req", "-x509", *curve, "-days", "2", "-subj", "/CN=localhost", *files],
        check=True,
        capture_output=True,
    )


def _application(asked: list[str]) -> ThreadingHTTPServer:
    """Answers everything with words and headers of its own, and remembers what was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = b"from the application"
            self.send_response(404 if "no-such" in self.path else 200)
            self.send_header("X-Frame-Options", "SAMEORIGIN")
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_POST = do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
