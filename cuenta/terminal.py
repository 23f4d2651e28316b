"""What the operator reads on the terminal. Standard library only."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(line: str = "") -> None:
    """One line, at once, whatever the terminal can show."""
    _write(sys.stdout, f"{line}\n")


def complain(line: str) -> None:
    """One line for the error output."""
    _write(sys.stderr, f"{line}\n")


def _write(stream: object, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))  # type: ignore[attr-defined]
    stream.flush()  # type: ignore[attr-defined]


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show that something began, that it goes on, and how long it took."""
    began = time.monotonic()
    over = threading.Event()
    if sys.stdout.isatty():
        threading.Thread(target=_count, args=(title, over), daemon=True).start()
    else:
        say(f"  … {title}")
    try:
        yield
    finally:
        over.set()
    say(f"  ✓ {title} ({seconds(time.monotonic() - began)})")


def _count(title: str, over: threading.Event) -> None:
    """The seconds that pass, on one line of the terminal."""
    passed = 0
    while not over.is_set():
        _write(sys.stdout, f"  … {title}" + (f" {passed} s" if passed else "") + "\r")
        over.wait(1)
        passed += 1


def seconds(length: float) -> str:
    """A length of time as written in Chile: `1,2 s`."""
    return f"{length:.1f}".replace(".", ",") + " s"
