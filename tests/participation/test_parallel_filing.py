"""Many who file at once: each gets a folio of its own, none is skipped, and the register holds."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection

from participation.deadlines import CHILE
from participation.models import FolioCounter, RegisterEntry, RegisterSeal, Submission
from participation.register import seal_everything, seal_pending, verify
from tests.factories import AccountFactory
from tests.participation.filings import file_one

NOW = datetime(2026, 11, 9, 10, 0, tzinfo=CHILE)
FILINGS, AT_ONCE = 200, 8


@pytest.mark.django_db(transaction=True)
def test_parallel_filings_get_distinct_folios_and_an_intact_register() -> None:
    account = AccountFactory()
    done = threading.Event()

    def file(number: int) -> str:
        try:
            return str(
                file_one(NOW, account=account, text=f"Consulta número {number} de todas").folio
            )
        finally:
            connection.close()

    def keep_sealing() -> None:
        while not done.is_set():
            seal_pending(20)
            done.wait(0.01)
        connection.close()

    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for sealer in sealers:
        sealer.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        folios = list(pool.map(file, range(FILINGS)))
    done.set()
    for sealer in sealers:
        sealer.join()
    seal_everything()

    numbers = Submission.objects.order_by("number").values_list("number", flat=True)
    entries = RegisterEntry.objects.filter(act="receive")
    assert len(set(folios)) == FILINGS
    assert list(numbers) == list(range(1, FILINGS + 1))
    assert FolioCounter.objects.get().last == FILINGS
    assert set(entries.values_list("object_id", flat=True)) == set(folios)
    assert RegisterSeal.objects.count() == RegisterEntry.objects.count()
    assert list(verify()) == []


@pytest.mark.django_db(transaction=True)
def test_the_same_draft_sent_by_many_clicks_is_one_submission() -> None:
    from uuid import uuid4

    from participation.actions.filing import receive_without_email, send_submission

    account, uid = AccountFactory(), uuid4()
    barrier = threading.Barrier(6)

    def click(_: int) -> str:
        barrier.wait(120)
        try:
            sent = send_submission(
                account=account, kind="question", text="¿Una sola vez, por favor?", uid=uid, now=NOW
            )
            return str(receive_without_email(sent, now=NOW).folio)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        folios = list(pool.map(click, range(6)))

    assert len(set(folios)) == 1
    assert Submission.objects.count() == RegisterEntry.objects.filter(act="receive").count() == 1
