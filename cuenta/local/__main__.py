"""`python -m cuenta.local start|stop|status|env [--test]`: the embedded servers by hand."""

import argparse
import shlex
import sys

from cuenta.local import LocalError, Place, Servers, environment
from cuenta.terminal import complain, say


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m cuenta.local", description=__doc__)
    parser.add_argument("order", choices=["start", "stop", "status", "env"])
    parser.add_argument("--test", action="store_true", help="the servers of the tests")
    asked = parser.parse_args()
    try:
        servers = Servers(Place.of_tests() if asked.test else Place())
        return {"start": start, "stop": stop, "status": status, "env": env}[asked.order](servers)
    except LocalError as error:
        complain(str(error))
        return 1


def start(servers: Servers) -> int:
    servers.start()
    servers.kept.touch()
    servers.stop()  # gives the lease back; the mark keeps them running
    return status(servers)


def stop(servers: Servers) -> int:
    servers.kept.unlink(missing_ok=True)
    if not servers.stop():
        say("Otro proceso usa los servidores; se detendrán cuando termine.")
    return 0


def status(servers: Servers) -> int:
    for server in servers.all:
        pid = server.pid()
        words = f"en marcha (proceso {pid})" if pid else "detenido"
        say(f"{server.title}: {words}, {server.url}")
    return 0 if all(server.pid() for server in servers.all) else 3


def env(servers: Servers) -> int:
    for name, value in environment(servers).items():
        say(f"export {name}={shlex.quote(value)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
