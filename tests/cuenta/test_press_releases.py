"""Switching releases: at once, one printing at a time, and after any crash."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cuenta.local.processes import wait_until
from cuenta.press.releases import KEEP, Releases, manifest_of
from tests.cuenta.small import release_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "press"


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "releases").iterdir() if path.is_dir())


def test_before_the_first_printing_there_is_no_release(root: Path) -> None:
    assert Releases(root).current() is None
    assert Releases(root).manifest() == {}


def test_a_switch_makes_the_new_release_current(root: Path) -> None:
    release_of(root, {"index.html": "old"})

    new = release_of(root, {"index.html": "new"}, {"code": "x"})

    assert Releases(root).current() == new
    assert (root / "current/index.html").read_text() == "new"
    assert Releases(root).manifest() == {"code": "x"}


def test_the_manifest_is_not_among_what_readers_can_ask_for(root: Path) -> None:
    release = release_of(root, {"index.html": "page"})

    assert [path.name for path in release.iterdir()] == ["index.html"]


def test_only_the_newest_releases_are_kept(root: Path) -> None:
    made = [release_of(root, {"index.html": str(turn)}).name for turn in range(4)]

    assert folders(root) == made[-KEEP:]
    assert len(list((root / "releases").glob("*.json"))) == KEEP


def test_an_exception_leaves_the_old_release_and_nothing_half_printed(root: Path) -> None:
    old = release_of(root, {"index.html": "old"})

    def breaks() -> None:
        with Releases(root).printing() as folder:
            (folder / "index.html").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()

    assert Releases(root).current() == old
    assert folders(root) == [old.name]


def test_a_manifest_that_is_broken_counts_as_none(root: Path) -> None:
    release = release_of(root, {"index.html": "page"}, {"code": "x"})
    manifest_of(release).write_text("{")

    assert Releases(root).manifest() == {}


PRINTING = """
    import sys, time
    from pathlib import Path
    from cuenta.press.releases import Releases
    with Releases(Path(sys.argv[1])).printing() as folder:
        (folder / "index.html").write_text("half")
        print(folder.name, flush=True)
        time.sleep(60)
"""


@pytest.fixture
def printing(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, in the middle of a printing."""
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PRINTING), str(root)],
        stdout=subprocess.PIPE,
        text=True,
    )
    yield child
    child.kill()
    child.wait()
    assert child.stdout
    child.stdout.close()


def test_kill_9_in_the_middle_leaves_the_old_release_and_the_next_printing_sweeps(
    root: Path, printing: subprocess.Popen[str]
) -> None:
    assert printing.stdout
    half = printing.stdout.readline().strip()
    old = Releases(root).current()

    os.kill(printing.pid, signal.SIGKILL)
    printing.wait()

    assert old == Releases(root).current() is None
    assert (root / "releases" / half / "index.html").exists()
    new = release_of(root, {"index.html": "whole"})
    assert folders(root) == [new.name]


def test_a_switch_cut_short_leaves_a_name_that_the_next_printing_removes(root: Path) -> None:
    old = release_of(root, {"index.html": "old"})
    (root / ".current-abc123").symlink_to("releases/nowhere")

    assert Releases(root).current() == old
    release_of(root, {"index.html": "new"})
    assert list(root.glob(".current-*")) == []


def test_a_second_printing_waits_for_the_first(root: Path, printing: subprocess.Popen[str]) -> None:
    assert printing.stdout
    printing.stdout.readline()
    done = threading.Event()

    def second() -> None:
        release_of(root, {"index.html": "second"})
        done.set()

    thread = threading.Thread(target=second)
    thread.start()
    waited = not done.wait(0.5)
    os.kill(printing.pid, signal.SIGKILL)
    thread.join(timeout=60)

    assert waited
    assert done.is_set(), "the lock goes with the process that held it"
    assert (root / "current/index.html").read_text() == "second"


def test_whoever_reads_through_the_link_never_finds_it_missing(root: Path) -> None:
    release_of(root, {"index.html": "0"})
    stop, seen = threading.Event(), set()

    def read() -> None:
        while not stop.is_set():
            seen.add((root / "current" / "index.html").read_text())

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(1, 15):
        release_of(root, {"index.html": str(turn)})
        wait_until(lambda turn=turn: str(turn) in seen, seconds=60)  # type: ignore[misc]
    stop.set()
    for reader in readers:
        reader.join()

    assert seen >= {str(turn) for turn in range(1, 15)}
    assert seen <= {str(turn) for turn in range(15)}
