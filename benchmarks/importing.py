"""What a figure costs to import: 1,000, 10,000 and 100,000 of them, and how much memory."""

import resource
from pathlib import Path

from running import Clock, forgotten, load_now, portal, record

SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    load = load_now()
    with portal() as folder:
        # Smallest first: the peak of memory of a process only grows.
        rows = [_measure(size, folder) for size in SIZES]
    for row in rows:
        row["against the first"] = round(row["ms a figure"] / rows[0]["ms a figure"], 2)  # type: ignore[operator]
    record("importing", rows, load)


def _measure(size: int, folder: Path) -> dict[str, object]:
    from accounts import grown, seed
    from django.utils import timezone
    from running import user

    from programs.actions.imports import import_account
    from programs.incoming import propose_file
    from programs.package import write_package

    package = folder / str(size)
    write_package(grown(seed(), size), package)
    with forgotten():
        by, clock = user("edita"), Clock()
        proposal = propose_file(package, None)
        read, _ = clock.read()
        assert proposal.ledger is not None, proposal.problems[:3]
        import_account(proposal.ledger, by=by, now=timezone.now(), origin="medición")
        _settle()
        wall, cpu = clock.read()
        again = Clock()
        import_account(proposal.ledger, by=by, now=timezone.now(), origin="medición")
        repeated, _ = again.read()
    return {
        "figures": size,
        "read s": round(read, 2),
        "write s": round(wall - read, 2),
        "cpu s": round(cpu, 2),
        "ms a figure": round(1000 * wall / size, 3),
        "the same again s": round(repeated, 2),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _settle() -> None:
    """The checks of references that a commit makes are part of the cost."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


if __name__ == "__main__":
    main()
