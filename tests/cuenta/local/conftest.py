"""Servers of their own for each test, in a folder that any account may pass through."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cuenta.local import Place, Servers


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder with a space in its name; pytest's own is closed to other accounts."""
    folder = Path(tempfile.mkdtemp(prefix="cuenta prueba "))
    folder.chmod(0o755)
    yield folder
    for record in folder.rglob("run.json"):
        shutil.rmtree(json.loads(record.read_text())["run"], ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def servers(checkout: Path) -> Iterator[Servers]:
    """PostgreSQL and Valkey as the demonstration runs them; stopped and swept afterwards."""
    running = Servers(Place(checkout))
    yield running
    discard(running)


def discard(running: Servers) -> None:
    """Stop the servers whoever uses them, and remove what lies outside the checkout."""
    running.stop()
    for server in running.all:
        server.stop()
    for folder in (running.place.run, running.place.data):
        shutil.rmtree(folder, ignore_errors=True)
