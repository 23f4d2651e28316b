"""What the lists and pages cost at 1,000, 100,000 and 1,000,000 filings, against 1,000.

The cost of a page is the processor that Django and its connection to PostgreSQL spend on it: who
else uses the machine matters little to that. The time by the wall is beside it. Sizes may be named
(`questions.py 1000 100000`); `--explain` prints how PostgreSQL answers what got dearer.
"""

import base64
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from questions_rows import COMMON, RARE, write_rows
from running import load_now, median, portal, publish, record

SIZES = (1_000, 100_000, 1_000_000)
TIMES = 7
DEAR = 1.5  # times the cost at the smallest size
LIST, DESK = "/participacion/", "/admin/participation/submission/"


@dataclass(frozen=True)
class Page:
    """Something that is asked for; `address` is made anew for each size."""

    name: str
    address: Callable[[], str]


@dataclass(frozen=True)
class Cost:
    """Milliseconds: of processor, and by the wall; and how many queries."""

    processor: float
    wall: float
    queries: int


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdecimal()] or list(SIZES)
    load, found = load_now(), dict[int, dict[str, Cost]]()
    with portal():
        world = world_of()
        written = 0
        for size in sizes:
            began = time.perf_counter()
            write_rows(written + 1, size, world)
            print(f"{size:,} filings written in {time.perf_counter() - began:.0f} s", flush=True)
            written = size
            found[size] = {page.name: cost_of(page) for page in _pages()}
            print(f"measured with a load of {load_now():.1f}", flush=True)
            if "--explain" in sys.argv:
                _explain(found[sizes[0]], found[size])
    base = found[sizes[0]]
    rows = [_row(name, {size: found[size][name] for size in sizes}, base[name]) for name in base]
    record("questions", rows, load)


def _row(name: str, costs: dict[int, Cost], base: Cost) -> dict[str, object]:
    row: dict[str, object] = {"page": name, "queries": max(each.queries for each in costs.values())}
    for size, cost in costs.items():
        row[f"cpu ms at {size:,}"] = round(cost.processor, 1)
    for size, cost in costs.items():
        row[f"wall ms at {size:,}"] = round(cost.wall, 1)
    most = max(each.processor for each in costs.values()) / base.processor
    return row | {"times": round(most, 2), f"within {DEAR}": "yes" if most <= DEAR else "NO"}


def world_of() -> dict[str, Any]:
    """The account and the people that the rows belong to."""
    from accounts import explained, seed
    from django.utils import timezone
    from running import user

    from participation.models import RefusalReason, Unit, Window
    from participation.subjects import newest_edition
    from programs.models import Region

    ledger = explained(seed())
    publish(ledger)
    edition = newest_edition()
    assert edition is not None
    today = timezone.localdate()
    Window.objects.create(
        account=edition.account, event_on=today, opens_on=today, closes_on=today,
        answers_from=Window.Origin.FILING,
    )  # fmt: skip
    names = ("Estudios", "Operaciones", "Regiones", "Finanzas", "Personas")
    units = [Unit.objects.create(slug=name.lower(), name=name).pk for name in names]
    return {
        "account": edition.account_id,
        "edition": edition.pk,
        "today": today,
        "writer": user("firma").pk,
        "people": [user(name).pk for name in ("redacta", "revisa", "modera")],
        "units": units,
        "reason": RefusalReason.objects.all()[0].pk,
        "regions": list(Region.objects.values_list("code", flat=True)),
        "programs": [program.slug for program in ledger.programs],
    }


def _pages() -> list[Page]:
    """Everything that is asked for, by its name in the table."""
    about = "programa=crece&region=los-lagos"
    public = {
        "list": "", "list, newest": "orden=recientes", "list, due first": "orden=plazo",
        "tab unanswered": "estado=sin-respuesta", "tab answered": "estado=respondidas",
        "tab late": "estado=fuera-de-plazo", "tab referred": "estado=derivadas",
        "region and program": about, "region, program, effect": f"{about}&efecto=corrects",
        "a page of the account": "sobre=/cuentas/2022/programas/crece/",
        "kind and state": "tipo=planteamiento&estado=respondidas&orden=recientes",
        "common word": f"q={COMMON}", "rare word": f"q={RARE}",
        "two words": f"q={COMMON}+subsidio",
    }  # fmt: skip
    desk = {
        "mine": "tab=mine", "unassigned": "tab=unassigned", "due today": "tab=today",
        "late": "tab=late", "to review": "tab=review", "to moderate": "tab=moderate",
        "owed": "tab=owed", "all": "tab=all", "region and program": "region=10&program=crece",
        "unit": "unit=1&tab=owed", "state": "state=converted", "clock": "clock=answer&tab=all",
        "common word": f"q={COMMON}", "rare word": f"q={RARE}",
    }  # fmt: skip
    pages = [Page(f"public: {name}", _fixed(f"{LIST}?{query}")) for name, query in public.items()]
    pages += [Page(f"desk: {name}", _fixed(f"{DESK}?{query}")) for name, query in desk.items()]
    pages += [
        Page(f"public: deep, {order}", _deep(order)) for order in ("apoyadas", "recientes", "plazo")
    ]
    return [
        *pages,
        Page("desk: deep, all", _deep_desk("all")),
        Page("desk: deep, owed", _deep_desk("owed")),
        Page("desk: folio", lambda: f"{DESK}?q={_one().folio}"),
        Page("desk: one filing", lambda: f"{DESK}{_one().pk}/change/"),
        Page("desk: first page of the admin", _fixed("/admin/")),
        Page("question", lambda: f"{LIST}{_one().folio}/"),
        Page("fragment", _fixed(f"{LIST}fragmento/?sobre=/cuentas/2022/programas/crece/")),
        Page("feed", _fixed(f"{LIST}preguntas.atom")),
        Page("changes", _fixed(f"{LIST}cambios/")),
        Page("terms", _fixed(f"{LIST}plazos/")),
        Page("register", _fixed(f"{LIST}registro/")),
        Page("tracking", _tracking),
        Page("similar questions", _similar),
    ]


def _fixed(address: str) -> Callable[[], str]:
    return lambda: address


def _one() -> Any:
    """An answered one from the middle."""
    from participation.models import Submission

    rows = Submission.objects.public().filter(state="closed").order_by("pk")
    return rows.filter(pk__gte=Submission.objects.latest("pk").pk // 2)[0]


def _deep(order: str) -> Callable[[], str]:
    """The page of the public list after its middle row."""

    def address() -> str:
        from participation.models import Submission
        from participation.public import SORTING

        rows = Submission.objects.public().order_by(*SORTING[order])
        rows = rows.owed() if order == "plazo" else rows
        row = rows[rows.count() // 2]
        value = getattr(row, SORTING[order][0].lstrip("-"))
        shown = value.isoformat() if isinstance(value, date) else str(value)
        place = base64.urlsafe_b64encode(f"{order}|{shown}|{row.pk}".encode()).decode()
        return f"{LIST}?orden={order}&despues={place.rstrip('=')}"

    return address


def _deep_desk(tab: str) -> Callable[[], str]:
    def address() -> str:
        from participation.models import Submission

        rows = Submission.objects.owed() if tab == "owed" else Submission.objects.filed()
        rows = rows.order_by("due_on", "pk") if tab == "owed" else rows.order_by("-pk")
        row = rows[rows.count() // 2]
        return f"{DESK}?tab={tab}&after={f'{row.due_on}_' if tab == 'owed' else ''}{row.pk}"

    return address


def _tracking() -> str:
    from participation.keys import tracking_key
    from participation.models import Authorship, Person

    row = _one()
    if not Authorship.objects.filter(submission=row).exists():
        person = Person.objects.create(created_at=row.sent_at)
        Authorship.objects.create(submission=row, person=person)
    return f"/seguimiento/{row.folio}/{tracking_key(str(row.uid))}/"


def _similar() -> str:
    """A draft whose text is that of another question, with the rare word in it."""
    from django.utils import timezone

    from participation.actions.drafts import save_draft, start_draft

    now = timezone.now()
    draft = start_draft(about="/cuentas/2022/ediciones/1/programas/crece/", now=now)
    text = f"¿Cuánto {COMMON} tuvo el subsidio de pesca de bafola y gurume con tevini?"
    save_draft(draft, typed={"kind": "question", "text": text}, now=now)
    return f"/participar/{draft.uid}/parecidas/"


def cost_of(page: Page) -> Cost:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from running import user

    address = page.address()
    client = Client(headers={"host": "127.0.0.1"})
    if address.startswith("/admin/"):
        client.force_login(user("redacta"))
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(address)
        SEEN[page.name] = [(query["sql"], float(query["time"])) for query in seen]
    assert answer.status_code == 200, (page.name, address, answer)
    client.get(address)
    processor, wall = [], []
    for _ in range(TIMES):
        spent, began = _processor(), time.perf_counter()
        client.get(address)
        wall.append(time.perf_counter() - began)
        processor.append(_processor() - spent)
    return Cost(1_000 * median(processor), 1_000 * median(wall), len(SEEN[page.name]))


SEEN: dict[str, list[tuple[str, float]]] = {}  # what each page asked last, for --explain


def _processor() -> float:
    """Seconds of processor of this process and of its connection's, to the microsecond."""
    from django.db import connection

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    spent = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9
    return time.process_time() + spent


def _explain(base: dict[str, Cost], found: dict[str, Cost]) -> None:
    """How PostgreSQL answers the slowest queries of the pages that got dearer."""
    from django.db import connection

    for name, cost in found.items():
        if cost.processor <= DEAR * base[name].processor:
            continue
        print(f"\n=== {name}: {base[name].processor:.1f} -> {cost.processor:.1f} ms")
        for sql, _ in sorted(SEEN[name], key=lambda pair: -pair[1])[:2]:
            if sql.lstrip().upper().startswith(("SELECT", "WITH")):
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
                    plan = "\n".join(line for (line,) in cursor.fetchall())
                print(sql[:1_500], plan[:4_000], sep="\n", flush=True)


if __name__ == "__main__":
    main()
