"""The environment variables of the demonstration: the same that an operator sets."""

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from cuenta.local.place import Place
from cuenta.local.servers import Servers

DEFAULT_PORT = 8000
SEALING_KEYS = ("IDENTITY_KEYS", "INDEX_KEY", "TRACKING_KEYS")


def environment(servers: Servers, *, port: int = DEFAULT_PORT) -> dict[str, str]:
    """What the settings need to run on these servers, over plain HTTP on this machine."""
    place = servers.place
    return {
        "SECRET_KEY": secret_key(place),
        **{name: sealing_key(place, name) for name in SEALING_KEYS},
        **{variable(server.title): server.url for server in servers.all},
        "DEBUG": "0",
        "USE_HTTPS": "0",
        "SECOND_FACTOR": "optional",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"folder:///{quote(str(mail_folder(place)))}",
        "DEFAULT_FROM_EMAIL": "Cuenta Pública <cuenta.publica@servicio.example>",
    }


def variable(title: str) -> str:
    """The variable that tells where a server is."""
    return {"PostgreSQL": "DATABASE_URL", "Valkey": "REDIS_URL"}[title]


def needed(place: Place, given: Mapping[str, str] = os.environ) -> Servers:
    """The embedded servers, less what the environment names: a server of somebody else."""
    servers = Servers(place)
    servers.all = [
        each for each in servers.all if given.get(variable(each.title)) in (None, "", each.url)
    ]
    return servers


def mail_folder(place: Place) -> Path:
    """Where messages are written instead of sent: `var/mail`, or the tests' own folder."""
    name = "mail" if place.kind == "demo" else f"mail-{place.kind}"
    return place.checkout / "var" / name


def secret_key(place: Place) -> str:
    """One secret for each checkout, made once and readable by its owner only."""
    return read_or_create(place.home / "secret-key", lambda: secrets.token_urlsafe(64))


def sealing_key(place: Place, name: str) -> str:
    """One key of 32 random bytes for each of `SEALING_KEYS`, kept like the secret key."""
    path = place.home / name.lower().replace("_", "-")
    return read_or_create(path, lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


def read_or_create(path: Path, make: Callable[[], str]) -> str:
    """The text of a private file; written whole or not at all, and once whoever else starts."""
    if not path.exists():
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(make())
        # Of two that make it at once the first wins: what it sealed with its key stays readable.
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)
        unfinished.unlink(missing_ok=True)
    return path.read_text()
