"""What `/buscar/` costs at 1,000 documents and at 100,000, against a bare query of the same index.

Documents are those of Sercotec's account and the questions and answers of invented filings, as
`questions_rows.py` writes them. For each search: the processor of the whole page (Django and its
connection to PostgreSQL), its time by the wall, and beside them the time by the wall of a bare
indexed query for the same words (twenty rows in no order), which says what the index alone takes.
Sizes in filings may be named; `--explain` prints how PostgreSQL answers.
"""

import sys
import time
from typing import Any

from questions import SEEN, Cost, Page, cost_of, world_of
from questions_rows import COMMON, RARE, write_rows
from running import load_now, median, portal, record, timed

SIZES = (150, 72_000)  # filings: with what the account says, 1,000 and 100,000 documents
TIMES = 7
SEARCHES = {
    "rare word": f"q={RARE}",
    "common word": f"q={COMMON}",
    "two words": f"q={COMMON}+subsidio",
    "three words": "q=ferias+region+concurso",
    "beginning of a word": "q=regi",
    "a place by its name": "q=nuble",
    "an amount": "q=34.710",
    "one kind": f"q={COMMON}&tipo=pregunta",
    "one program": f"q={COMMON}&programa=crece",
    "nothing, suggestion": "q=reactibate+pime",
    "nothing at all": "q=xyzzyqwertz",
}


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdecimal()] or list(SIZES)
    load, found, built = load_now(), dict[int, dict[str, tuple[Cost, float]]](), []
    with portal():
        world, written = world_of(), 0
        for size in sizes:
            write_rows(written + 1, size, world)
            written = size
            documents = _index(built)
            found[documents] = {
                name: (_cost(name, _address(query)), _bare(query))
                for name, query in SEARCHES.items()
            }
            found[documents]["second page"] = (_cost("second page", _second()), 0.0)
            print(f"measured with a load of {load_now():.1f}", flush=True)
            if "--explain" in sys.argv:
                _explain()
    record("searching", [_row(name, found) for name in next(iter(found.values()))], load)
    record("indexing", built, load)


def _index(built: list[dict[str, Any]]) -> int:
    """Index everything anew, and once more with nothing to do; how many documents there are."""
    from django.db import connection

    from cuenta.models import SearchDocument
    from cuenta.search.index import catch_up
    from participation.register import seal_everything

    seal_everything()
    wall, _ = timed(lambda: catch_up(anew=True))
    again, _ = timed(catch_up)
    documents = SearchDocument.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cuenta_searchdocument")
    built.append(
        {"documents": documents, "seconds": round(wall, 1), "a second": round(documents / wall),
         "nothing to do, ms": round(again * 1000, 1)}
    )  # fmt: skip
    print(f"{documents:,} documents in {wall:.0f} s", flush=True)
    return documents


def _address(query: str) -> str:
    return f"/buscar/?{query}"


def _cost(name: str, address: str) -> Cost:
    return cost_of(Page(name, lambda: address))


def _second() -> str:
    """The address of the second page of the common word, from the database as it is now."""
    from cuenta.pages.found import address
    from cuenta.search.finding import find
    from cuenta.search.queries import read

    return address({"q": COMMON}, despues=find(read(COMMON), COMMON, {}).after)


def _bare(query: str) -> float:
    """Milliseconds of an indexed query for the same words, twenty rows as they come."""
    from django.http import QueryDict

    from cuenta.models import SearchDocument
    from cuenta.search.queries import query_of, read

    words = query_of(read(QueryDict(query)["q"]))
    rows = SearchDocument.objects.filter(search=words).only("pk", "title")
    # Each rung has an index of its own, so that the three are asked as the search asks them.
    parts = [rows.filter(rung=rung)[:20] for rung in range(3)]

    def ask() -> None:
        for part in parts:
            list(part.all())

    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def _row(name: str, found: dict[int, dict[str, tuple[Cost, float]]]) -> dict[str, object]:
    costs = {size: pages[name] for size, pages in found.items()}
    row: dict[str, object] = {"search": name, "queries": max(c.queries for c, _ in costs.values())}
    for size, (cost, _) in costs.items():
        row[f"cpu ms at {size:,}"] = round(cost.processor, 1)
    for size, (cost, bare) in costs.items():
        row[f"wall ms at {size:,}"] = round(cost.wall, 1)
        row[f"bare ms at {size:,}"] = round(bare, 1)
    first, *_, last = [cost.processor for cost, _ in costs.values()]
    return row | {"times": round(last / first, 2)}


def _explain() -> None:
    """How PostgreSQL answered the slowest statement of each search."""
    from django.db import connection

    for name, asked in SEEN.items():
        sql, seconds = max(asked, key=lambda pair: pair[1])
        print(f"\n=== {name}: {seconds * 1000:.0f} ms")
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
            print("\n".join(line for (line,) in cursor.fetchall())[:5_000], flush=True)


if __name__ == "__main__":
    main()
