"""1,000 filings by the actions alone: how long each takes, no folio lost, the register whole."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from running import Clock, load_now, portal, record

FILINGS = 1_000
THREADS = (1, 8)


def main() -> None:
    load = load_now()
    with portal():
        rows = [_measure(threads) for threads in THREADS]
    record("filing_actions", rows, load)


def _measure(threads: int) -> dict[str, object]:
    from participation.models import RegisterEntry, Submission
    from participation.register import seal_everything, verify
    from tests.factories import AccountFactory

    account = AccountFactory()
    before = RegisterEntry.objects.count()
    file = _filer(account)
    clock = Clock()
    with ThreadPoolExecutor(threads) as pool:
        shares = [range(start, FILINGS, threads) for start in range(threads)]
        taken = [each for share in pool.map(lambda share: _all_of(file, share), shares)
                 for each in share]  # fmt: skip
    wall, _ = clock.read()
    sealing = Clock()
    sealed = seal_everything()
    seal_time, _ = sealing.read()
    verifying = Clock()
    faults = list(verify())
    verify_time, _ = verifying.read()
    numbers = list(
        Submission.objects.filter(account=account)
        .order_by("number")
        .values_list("number", flat=True)
    )
    assert numbers == list(range(1, FILINGS + 1)), "folios have no holes"
    assert sealed == RegisterEntry.objects.count() - before
    assert faults == []
    return {
        "threads": threads,
        "filings": FILINGS,
        "filings a second": round(FILINGS / wall, 1),
        "median ms": round(1000 * statistics.median(taken), 1),
        "slowest ms": round(1000 * max(taken), 1),
        "folios": len(set(numbers)),
        "sealed": sealed,
        "seal s": round(seal_time, 2),
        "verify s": round(verify_time, 2),
    }


def _all_of(file: Callable[[int], float], numbers: range) -> list[float]:
    """One thread's filings, on a connection of its own."""
    from django.db import connection

    try:
        return [file(number) for number in numbers]
    finally:
        connection.close()


def _filer(account: object) -> Callable[[int], float]:
    """Send and receive, each in its own durable transaction, as two requests would."""
    from django.utils import timezone

    from participation.actions.filing import receive_without_email, send_submission

    def file(number: int) -> float:
        started = time.perf_counter()
        now = timezone.now()
        sent = send_submission(
            account=account,  # type: ignore[arg-type]
            kind="question",
            text=f"Consulta número {number}: ¿cuánto se gastó en cada región?",
            now=now,
        )
        receive_without_email(sent, now=now)
        return time.perf_counter() - started

    return file


if __name__ == "__main__":
    main()
