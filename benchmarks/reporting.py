"""What it costs to make an answer report: seconds by kind of file, and the most memory held.

Memory is the most that this process held while it did each, over what it held before; PDFs are set
in a process of their own, the largest of which is told at the end. Other numbers of filings may be
named (`reporting.py 1000`). Two of three are answered, the programs of the
account share them, and every act has its sealed entry in the register.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from exporting import _memory
from running import load_now, portal, publish, record, user

SIZES = (1_000, 10_000)
FILED = """
WITH filed AS (
    INSERT INTO participation_submission (
        uid, account_id, number, folio, kind, channel, state, version, title, text, text_sha256,
        shown_name, about_path, about_anchor, about_kind, about_title, about_value, about_place,
        figure, chapter, program, sent_at, received_at, filed_on, due_on, is_extemporaneous,
        published_at, published_by_id, public_note, referred_to, mend_request, answered_at, effect,
        support_count, is_demo)
    SELECT gen_random_uuid(), %(account)s, n, 'CPP-2022-' || lpad(n::text, 6, '0') || '-0',
        'question', 'portal', CASE WHEN n %% 3 = 0 THEN 'admitted' ELSE 'answered' END, 3,
        'Pregunta ' || n || ' sobre la feria', '¿Cuánto costó la feria ' || n ||
        ' y quién la pagó? ' || repeat('Otra frase de la pregunta. ', 12), repeat('0', 64), '',
        '', '', '', '', '', '', '', '',
        (%(programs)s::text[])[1 + n %% cardinality(%(programs)s::text[])],
        now(), now(), current_date - 40, current_date - n %% 20, false, now(), %(by)s, '', '', '',
        CASE WHEN n %% 3 > 0 THEN now() END, CASE WHEN n %% 3 = 0 THEN '' ELSE 'informs' END,
        n %% 7, false
    FROM generate_series(%(first)s, %(last)s) AS n
    RETURNING id, number, folio, state, due_on
), terms AS (
    INSERT INTO participation_deadline (submission_id, clock, rule_id, starts_after, length,
        extension, due_on, due_at, met_at)
    SELECT id, 'answer', %(rule)s, current_date - 60, 45, number %% 2, due_on, due_on + 1,
        CASE WHEN state = 'answered' THEN now() END FROM filed
), answers AS (
    INSERT INTO participation_answer (submission_id, number, text, effect, figures, reason,
        written_by_id, written_at, reviewed_by_id, reviewed_at, published_by_id, published_at,
        published_by_name, published_by_office, sha256, erratum, promise)
    SELECT id, 1, repeat('La feria costó lo que dice la cuenta. ', 25), 'informs', '{}', '',
        %(other)s, now(), %(by)s, now(), %(by)s, now(), 'Quien firma', 'Directora',
        repeat('0', 64), '', '' FROM filed WHERE state = 'answered'
)
INSERT INTO participation_registerentry (at, actor, user_id, act, object_type, object_id, detail)
SELECT now(), 'clock', NULL, act, 'submission', folio, '{"channel": "portal"}'
FROM filed, unnest(ARRAY['receive', 'admit', 'assign', 'answer']) AS act
WHERE act <> 'answer' OR state = 'answered'
"""


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdecimal()] or SIZES
    load = load_now()
    with portal() as folder:
        from django.conf import settings

        settings.MEDIA_ROOT = folder / "media"
        _publish()
        rows, before = [], 0
        for size in sizes:
            _file(before + 1, size)
            before = size
            rows += _made(size)
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    now = {"what": "most of a process that sets a PDF", "peak MB over before": round(child)}
    rows.append(now | {"seconds": ""})
    rows.append({"what": "this process at the end, whole", "peak MB over before": round(_memory())})
    record("reporting", rows, load)


def _publish() -> None:
    from programs.package import read_package

    publish(read_package(Path(__file__).resolve().parents[1] / "programs/data/sercotec-2022"))


def _file(first: int, last: int) -> None:
    from django.db import connection

    from participation.models import ClockRule
    from participation.register import seal_everything
    from programs.models import Program, PublicAccount

    values = {
        "account": PublicAccount.objects.get().pk,
        "by": user("publica").pk, "other": user("edita").pk,
        "rule": ClockRule.objects.filter(clock="answer").earliest("pk").pk,
        "programs": sorted(Program.objects.values_list("slug", flat=True)),
        "first": first, "last": last,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(FILED, values)
        cursor.execute("VACUUM ANALYZE participation_submission, participation_answer")
    seal_everything()


def _made(size: int) -> list[dict[str, object]]:
    """A version made from nothing, and what each part of it took."""
    from django.utils import timezone

    from participation.models import AnswerReport
    from participation.report.files import make_file, planned_files
    from participation.report.gathering import gather
    from programs.models import PublicAccount

    now = timezone.now()
    AnswerReport.objects.all().delete()
    report = AnswerReport.objects.create(
        account=PublicAccount.objects.get(), number=1, state="making", asked_by=user("edita"),
        asked_at=now,
    )  # fmt: skip
    found: dict[str, list[float]] = {}
    _measured("rows", lambda: gather(report, now=now), found)
    for place, planned in enumerate(planned_files(report), 1):
        kind = planned.path.rsplit(".", 1)[-1]
        _measured(kind, lambda: make_file(report, planned, place), found)  # noqa: B023
    whole = sum(seconds for seconds, _, _ in found.values())
    return [
        *(
            {"filings": size, "what": kind, "files": int(count), "seconds": round(seconds, 1),
             "peak MB over before": round(memory)}
            for kind, (seconds, memory, count) in found.items()
        ),
        {"filings": size, "what": "all", "files": report.files.count(),
         "seconds": round(whole, 1), "peak MB over before": ""},
    ]  # fmt: skip


def _measured(kind: str, do: Callable[[], object], found: dict[str, list[float]]) -> None:
    before = _memory()
    Path("/proc/self/clear_refs").write_text("5")  # the most begins anew
    began = time.perf_counter()
    do()
    seconds, memory = time.perf_counter() - began, _memory("VmHWM") - before
    known = found.setdefault(kind, [0.0, 0.0, 0.0])
    found[kind] = [known[0] + seconds, max(known[1], memory), known[2] + 1]


if __name__ == "__main__":
    main()
