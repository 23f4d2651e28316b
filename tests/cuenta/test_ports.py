"""Which port the demonstration takes."""

import socket

import pytest

from cuenta import ports
from cuenta.local import LocalError


def test_port_8000_unless_told_otherwise() -> None:
    assert ports.chosen({}) == 8000
    assert ports.chosen({"PORT": ""}) == 8000
    assert ports.chosen({"PORT": "8001"}) == 8001


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "8000 ", "٨٠٠٠", "1e3"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(LocalError, match="no es un puerto"):
        ports.chosen({"PORT": text})


def test_a_taken_port_is_refused_and_another_proposed() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(LocalError, match=f"El puerto {port} está ocupado"):
            ports.check_free(port)

    ports.check_free(port)
