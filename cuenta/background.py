"""The worker and the beat of the demonstration, and the messages they write to the folder."""

import sys
from pathlib import Path

from cuenta.local import Place
from cuenta.supervisor import Program

QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")


def programs(place: Place, port: int) -> list[Program]:
    """What runs beside the web server. The portal goes on without them, only slower by mail.

    Two demonstrations of one checkout have one beat each, so that the file with its schedule is
    named after the port; that everything is asked twice does no harm.
    """
    celery = [sys.executable, "-m", "celery", "-A", "cuenta"]
    # One process and no pool: mail waits for the network, and the machine is a newcomer's.
    worker = [*celery, "worker", "--pool=solo", *QUIET, f"--hostname=demo{port}@%h"]
    beat = [*celery, "beat", f"--schedule={place.home / f'beat-{port}'}", "--max-interval=5"]
    return [
        Program(title, [*argv, "--loglevel=warning"], log, place.checkout, is_needed=False)
        for title, argv, log in (
            ("El trabajador", worker, place.home / "worker.log"),
            ("El reloj", beat, place.home / "beat.log"),
        )
    ]


class Letters:
    """One line for each message that comes into the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._looked_at = 0
        self._seen = set(self._names())

    def new(self) -> list[str]:
        """The lines of what came since the last time; cheap enough to be asked every second."""
        changed_at = self._changed_at()
        if changed_at == self._looked_at:
            return []
        names = self._names()
        came = [name for name in names if name not in self._seen]
        self._seen, self._looked_at = set(names), changed_at
        return [self._line(name) for name in came]

    def _line(self, name: str) -> str:
        from participation.mailbox import read

        letter = read(name)
        place = f"{self.folder.parent.name}/{self.folder.name}"
        return f"  ✉ {letter.subject if letter else name} → {place}/{name}"

    def _names(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*.eml"))

    def _changed_at(self) -> int:
        try:
            return self.folder.stat().st_mtime_ns
        except OSError:
            return 0
