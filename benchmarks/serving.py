"""A published page against a plain file of the same bytes: through nginx, and through granian.

wrk asks both in turns, over loopback, each for a few seconds; the medians of the turns stand.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from running import ROOT, forgotten, load_now, median, portal, publish, record

PAGE = "/cuentas/2022/"
TURNS, SECONDS, CONNECTIONS = 7, 2, 16
ENCODING = "Accept-Encoding: gzip"


@dataclass(frozen=True)
class Server:
    """What wrk asks, and the process whose workers answer."""

    address: str
    pid: int

    def at(self, path: str) -> "Server":
        return Server(self.address + path, self.pid)

    def processor(self) -> float:
        """Seconds of processor that the workers have used."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        ticks = 0
        for worker in workers:
            numbers = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            ticks += int(numbers[11]) + int(numbers[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    load = load_now()
    with portal() as folder, ExitStack() as stack:
        from accounts import seed

        from cuenta.press.printing import print_site

        with forgotten():
            publish(seed())
            print_site()
            queries = _queries(folder)
        packed = (folder / "press/current" / PAGE.strip("/") / "index.html.gz").read_bytes()
        plain = folder / "plain"
        plain.mkdir()
        (plain / "page.html").write_bytes(packed)
        rows = []
        if shutil.which("nginx", path="/usr/sbin:/usr/bin") and shutil.which("wrk"):
            ours = stack.enter_context(_nginx(folder, _as_deployed(folder)))
            bare = stack.enter_context(_nginx(folder, _bare(folder, plain)))
            rows.append(_compare("nginx", ours.at(PAGE), bare.at("/page.html"), len(packed)))
        ours = stack.enter_context(_granian("cuenta.wsgi:application", plain))
        bare = stack.enter_context(_granian("plain_file:application", plain))
        rows.append(_compare("granian", ours.at(PAGE), bare.at("/page.html"), len(packed)))
        for row in rows:
            row["queries"] = queries
    record("serving", rows, load)


def _compare(server: str, page: Server, plain: Server, size: int) -> dict[str, object]:
    measured: dict[str, list[tuple[float, float]]] = {"page": [], "plain": []}
    for which in (page, plain):
        _ask(which, 1)
    for turn in range(TURNS):
        pair = [("page", page), ("plain", plain)]
        for name, which in pair if turn % 2 else reversed(pair):  # nobody is always the first
            measured[name].append(_ask(which, SECONDS))
    rates = {name: median([rate for rate, _ in found]) for name, found in measured.items()}
    costs = {name: median([cost for _, cost in found]) for name, found in measured.items()}
    return {
        "server": server,
        "bytes": size,
        "page/s": round(rates["page"]),
        "plain file/s": round(rates["plain"]),
        "ratio": round(rates["page"] / rates["plain"], 2),
        "page cpu us": round(costs["page"], 1),
        "plain file cpu us": round(costs["plain"], 1),
        "ratio by cpu": round(costs["plain"] / costs["page"], 2),
    }


def _ask(server: Server, seconds: int) -> tuple[float, float]:
    """Requests a second, and microseconds of processor that each cost the server.

    The second does not depend on who else uses the machine.
    """
    before = server.processor()
    told = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", ENCODING, server.address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Non-2xx" not in told, told
    asked, rate = re.search(r"(\d+) requests in", told), re.search(r"/sec:\s+([\d.]+)", told)
    assert asked, told
    assert rate, told
    return float(rate[1]), 1e6 * (server.processor() - before) / int(asked[1])


def _queries(folder: Path) -> int:
    """Queries that a page costs with all of Django behind the files."""
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cuenta.press.serving import PressedSite

    django = get_wsgi_application()
    site = PressedSite(django, press_root=folder / "press", static_root=folder / "static")
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": PAGE}
    with CaptureQueriesContext(connection) as seen:
        answer = site(environ, lambda status, headers: None)
        assert len(b"".join(answer)) > 1_000
        answer.close()  # type: ignore[attr-defined]
    return len(seen)


def _as_deployed(folder: Path) -> str:
    """docs/deploy/nginx.conf over plain HTTP, since its rival has no TLS either."""
    from tests.cuenta.nginx import configuration

    text = configuration(folder, folder / "press", folder / "static", (0, 1, 2))
    text = re.sub(r"listen 127.0.0.1:0 ssl http2;", "listen 127.0.0.1:PORT;", text)
    text = re.sub(r"listen 127.0.0.1:1 default_server;", f"listen unix:{folder}/unused;", text)
    return re.sub(r"ssl_\w+ [^;]+;", "", text)


def _bare(folder: Path, plain: Path) -> str:
    """nginx with nothing but a folder of files."""
    user = "user root;" if os.geteuid() == 0 else ""
    return f"""
        {user} daemon off; pid {folder}/bare.pid; worker_processes auto;
        events {{ worker_connections 1024; }}
        http {{
            sendfile on; tcp_nopush on; access_log off;
            types {{ text/html html; }}
            server {{ listen 127.0.0.1:PORT; root {plain}; }}
        }}
    """


@contextmanager
def _nginx(folder: Path, text: str) -> Iterator[Server]:
    port = _free_port()
    file = folder / f"nginx-{port}.conf"
    file.write_text(text.replace("PORT", str(port)).replace("nginx.pid", f"nginx-{port}.pid"))
    error = str(folder / f"nginx-{port}.log")
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program
    with _running([program, "-c", str(file), "-e", error], port, {}) as server:
        yield server


@contextmanager
def _granian(application: str, plain: Path) -> Iterator[Server]:
    """The application server as the demonstration starts it."""
    from cuenta.demonstration import web_server

    port = _free_port()
    command = [*web_server(port)[:-1], application]
    paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}", "PLAIN_ROOT": str(plain)}
    with _running(command, port, paths) as server:
        yield server


@contextmanager
def _running(command: list[str], port: int, more: dict[str, str]) -> Iterator[Server]:
    from cuenta.local import processes

    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **more})
    try:
        assert processes.wait_until(lambda: _listens(port), seconds=30), command
        time.sleep(0.3)
        yield Server(f"http://127.0.0.1:{port}", child.pid)
    finally:
        child.terminate()
        child.wait(timeout=20)


def _listens(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    from tests.cuenta.demo import free_port

    return free_port()


if __name__ == "__main__":
    sys.exit(main())
