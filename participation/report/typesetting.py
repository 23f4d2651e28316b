"""Typst in a process of its own, which gives its memory back when it ends.

Typst remembers what it set, some 90 MB for 250 questions, and a worker that made the annexes of ten
thousand would keep most of a gigabyte for ever (benchmarks/reporting.py). Run as a program, this
reads what to set from its input and writes the PDF. No Django here, so that it starts at once.
"""

import json
import subprocess
import sys
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 200  # seconds: less than a task may take


class NotSetError(RuntimeError):
    """Typst refused; the message is its own."""


def typeset(template: Path, data: str, *, timestamp: int) -> bytes:
    """The PDF/UA-1 that `template` makes of `data`, JSON that it reads as `report`.

    Raises:
        NotSetError: the template or the data are not what PDF/UA-1 allows.
    """
    asked = json.dumps({"template": str(template), "data": data, "timestamp": timestamp})
    ran = subprocess.run(
        [sys.executable, "-m", "participation.report.typesetting"], cwd=ROOT, check=False,
        input=asked.encode(), capture_output=True, timeout=LONGEST,
    )  # fmt: skip
    if ran.returncode:
        raise NotSetError(ran.stderr.decode(errors="replace")[-500:])
    return ran.stdout


def _main() -> None:
    asked = json.load(sys.stdin)
    template = Path(asked["template"])
    made = typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        sys_inputs={"report": asked["data"]},
        pdf_standards="ua-1",
        ignore_system_fonts=True,  # the same letters on every machine
        timestamp=asked["timestamp"],
    )
    sys.stdout.buffer.write(bytes(made))


if __name__ == "__main__":
    _main()
