"""What it costs to count how well filings are answered, at 100,000 and 1,000,000 filings.

`counted` is the beat's work, every five minutes at most while something happens; `read` is the page
from what was counted. Seconds and milliseconds by the wall, with the machine's load beside them.
Sizes may be named (`performing.py 1000`).
"""

import sys
import time

from questions import world_of
from questions_rows import write_rows
from running import load_now, median, portal, record

SIZES = (100_000, 1_000_000)
TIMES = 3


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdecimal()] or list(SIZES)
    load, rows, written = load_now(), list[dict[str, object]](), 0
    with portal():
        world = world_of()
        for size in sizes:
            write_rows(written + 1, size, world)
            written = size
            rows.append({"filings": size, **_costs(world), "load": round(load_now(), 1)})
            print(rows[-1], flush=True)
    record("performing", rows, load)


def _costs(world: dict[str, object]) -> dict[str, object]:
    from django.test import Client
    from django.utils import timezone

    from participation.performance import count_all
    from participation.performance_counting import count_performance
    from programs.models import PublicAccount

    account = PublicAccount.objects.get(pk=world["account"])
    count_all(timezone.now())
    client = Client(headers={"host": "127.0.0.1"})
    return {
        "counted s": round(
            median(_seconds(lambda: count_performance(account, timezone.localdate()))), 2
        ),
        "page ms": round(
            1_000 * median(_seconds(lambda: client.get("/participacion/desempeno/"))), 1
        ),
        "API ms": round(
            1_000 * median(_seconds(lambda: client.get("/api/v1/performance/?limit=200"))), 1
        ),
    }


def _seconds(do: object) -> list[float]:
    found = []
    for _ in range(TIMES):
        began = time.perf_counter()
        do()  # type: ignore[operator]
        found.append(time.perf_counter() - began)
    return found


if __name__ == "__main__":
    main()
