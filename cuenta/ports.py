"""The port of the demonstration: which one, and whether it can be had."""

import os
import socket
from collections.abc import Mapping

from cuenta.local.environment import DEFAULT_PORT
from cuenta.local.place import LocalError

HOST = "127.0.0.1"


def chosen(given: Mapping[str, str] = os.environ) -> int:
    """`PORT`, or 8000."""
    text = given.get("PORT") or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise LocalError(f"PORT={text} no es un puerto: indique un número entre 1 y 65535.")
    return int(text)


def check_free(port: int) -> None:
    """Stop with a sentence where somebody else listens already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise LocalError(
                f"El puerto {port} está reservado para el administrador del equipo. "
                "Elija otro, por ejemplo: PORT=8001 python3 manage.py demo"
            ) from None
        except OSError:
            raise LocalError(
                f"El puerto {port} está ocupado por otro programa (quizás otra copia de este "
                "portal). Deténgalo o elija otro puerto, por ejemplo: "
                f"PORT={port + 1 if port < 65_535 else 8001} python3 manage.py demo"
            ) from None
