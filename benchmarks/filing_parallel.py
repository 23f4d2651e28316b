"""1,000 people who send at the same instant: 1,000 folios without a hole, and a whole register.

Thirty-two connections post to two processes of the application server, while the register is being
sealed beside them; every draft is sent twice, as an impatient hand does.
"""

import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from urllib.parse import urlsplit

from filing import FORM, _prepare
from filing_drafts import body, make_drafts
from running import load_now, median, portal, record
from serving import _granian

POSTS, CONNECTIONS, SERVERS = 1_000, 32, 2


def main() -> None:
    load = load_now()
    with portal() as folder, ExitStack() as stack:
        _prepare()
        asks = [(path, body()) for path in make_drafts(POSTS)] * 2
        servers = [
            stack.enter_context(_granian("cuenta.wsgi:application", folder)).address
            for _ in range(SERVERS)
        ]
        ended = threading.Event()
        sealing = threading.Thread(target=_seal_until, args=(ended,))
        sealing.start()
        began = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            shares = [asks[first::CONNECTIONS] for first in range(CONNECTIONS)]
            answers = [each for share in pool.map(_post, shares, servers * CONNECTIONS)
                       for each in share]  # fmt: skip
        wall = time.perf_counter() - began
        ended.set()
        sealing.join()
        row = _check(answers, wall)
    record("filing_parallel", [row], load)


def _post(share: list[tuple[str, str]], server: str) -> list[tuple[str, float]]:
    """The address that each post was sent on to, and the seconds that it took."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=120)
    answers = []
    for path, sent in share:
        began = time.perf_counter()
        connection.request("POST", path, sent, {"Content-Type": FORM})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302, (answer.status, path)
        answers.append((answer.headers["Location"], time.perf_counter() - began))
    connection.close()
    return answers


def _seal_until(ended: threading.Event) -> None:
    from django.db import connection

    from participation.register import seal_everything

    while not ended.wait(0.2):
        seal_everything()
    connection.close()


def _check(answers: list[tuple[str, float]], wall: float) -> dict[str, object]:
    from participation.models import FolioCounter, RegisterEntry, RegisterSeal, Submission
    from participation.register import seal_everything, verify

    seal_everything()
    rows = list(Submission.objects.filed().order_by("number").values_list("number", "folio"))
    sent = {re.sub(r"^.*/participar/([^/]+)/.*$", r"\1", address) for address, _ in answers}
    entries = RegisterEntry.objects.filter(act="receive", object_type="submission")
    assert [number for number, _ in rows] == list(range(1, POSTS + 1)), "folios have no holes"
    assert len({folio for _, folio in rows}) == len(sent) == POSTS
    assert FolioCounter.objects.get().last == POSTS
    assert set(entries.values_list("object_id", flat=True)) == {folio for _, folio in rows}
    assert entries.count() == POSTS
    assert RegisterSeal.objects.count() == RegisterEntry.objects.count()
    faults = list(verify())
    assert faults == []
    taken = [seconds for _, seconds in answers]
    return {
        "posts": len(answers),
        "connections": CONNECTIONS,
        "folios": len(rows),
        "holes": 0,
        "register entries": entries.count(),
        "faults of the register": len(faults),
        "posts a second": round(len(answers) / wall),
        "median ms": round(1_000 * median(taken)),
        "slowest ms": round(1_000 * max(taken)),
    }


if __name__ == "__main__":
    sys.exit(main())
