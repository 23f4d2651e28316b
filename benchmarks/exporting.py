"""What it costs to take a million public questions away: rows a second against a raw COPY, memory.

The raw COPY reads the same columns of the same rows and throws them away. Memory is the most that
this process held during a second export, over what the first had left. Another number may be named
(`exporting.py 100000`).
"""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from running import load_now, portal, publish, record, user

ROWS = 1_000_000
# Short words that no index is needed for: what is measured reads the table from end to end.
QUESTIONS = """
INSERT INTO participation_submission (
    uid, account_id, number, folio, kind, channel, state, version, title, text, text_sha256,
    shown_name, about_path, about_anchor, about_kind, about_title, about_value, about_place, figure,
    chapter, program, sent_at, received_at, filed_on, due_on, is_extemporaneous, published_at,
    published_by_id, public_note, referred_to, mend_request, effect, support_count, is_demo)
SELECT gen_random_uuid(), %(account)s, n, 'CPP-2022-' || n || '-0', 'question', 'portal',
    'admitted', 3, 'Pregunta ' || n || ' sobre la feria', '¿Cuánto costó la feria ' || n ||
    ' y quién la pagó? ' || repeat('Otra frase de la pregunta. ', 6), repeat('0', 64), '',
    '', '', '', '', '', '', '', '', '', now(), now(), now()::date, now()::date, false, now(),
    %(by)s, '', '', '', '', n %% 7, false
FROM generate_series(1, %(rows)s) AS n
"""
UNREAD = ("submission_search", "submission_title_trigrams")


def main() -> None:
    size = next((int(each) for each in sys.argv[1:] if each.isdecimal()), ROWS)
    load = load_now()
    with portal():
        began = time.perf_counter()
        _write(size)
        print(f"{size:,} questions written in {time.perf_counter() - began:.0f} s", flush=True)
        ways: dict[str, Callable[[], int]] = {
            "raw COPY": _raw, "CSV, made": _csv, "CSV, through its address": _address,
            "JSON, made": _json,
        }  # fmt: skip
        found = {name: _measured(way) for name, way in ways.items()}
    raw = size / found["raw COPY"][0]
    rows = [
        {
            "what": name,
            "seconds": round(seconds, 2),
            "rows a second": round(size / seconds),
            "of raw COPY": round(size / seconds / raw, 2),
            "MB": round(sent / 1e6),
            "peak MB over before": round(memory, 1),
        }
        for name, (seconds, memory, sent) in found.items()
    ]
    record("exporting", rows, load)


def _write(size: int) -> None:
    from django.db import connection

    from programs.models import PublicAccount
    from programs.package import read_package

    publish(read_package(Path(__file__).resolve().parents[1] / "programs/data/sercotec-2022"))
    account = PublicAccount.objects.get()
    with connection.cursor() as cursor:
        for name in UNREAD:
            cursor.execute(f"DROP INDEX {name}")
        values = {"account": account.pk, "by": user("publica").pk, "rows": size}
        cursor.execute(QUESTIONS, values)
        cursor.execute("VACUUM ANALYZE participation_submission")


def _measured(way: Callable[[], int]) -> tuple[float, float, int]:
    """Seconds, megabytes over those before, bytes: the second of two turns, the caches warm."""
    way()
    before = _memory()
    Path("/proc/self/clear_refs").write_text("5")  # the most begins anew
    began = time.perf_counter()
    sent = way()
    return time.perf_counter() - began, _memory("VmHWM") - before, sent


def _memory(name: str = "VmRSS") -> float:
    """Megabytes of this process: now, or the most (`VmHWM`)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def _size(pieces: Iterable[bytes]) -> int:
    return sum(len(piece) for piece in pieces)


def _export():  # type: ignore[no-untyped-def]
    from participation.exports import questions_export
    from participation.models import Submission

    return questions_export(Submission.objects.public())


def _raw() -> int:
    from django.db import connection

    sql, params = _export().values(is_safe=False).query.sql_with_params()
    with connection.cursor() as cursor:
        asked = cursor.mogrify(sql, params)
        with cursor.copy(f"COPY ({asked}) TO STDOUT WITH (FORMAT csv)") as copy:
            return _size(copy)


def _csv() -> int:
    from participation.exports import csv_lines

    return _size(csv_lines(_export()))


def _json() -> int:
    from participation.exports import json_lines

    return _size(json_lines(_export(), {}))


def _address() -> int:
    from django.test import Client

    response = Client(SERVER_NAME="localhost").get("/participacion/preguntas.csv")
    assert response.status_code == 200
    return _size(response.streaming_content)


if __name__ == "__main__":
    main()
