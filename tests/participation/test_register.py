"""The public register: nobody changes it, and who does is found and the place is named."""

import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from participation import register
from participation.chronicle import entries_of
from participation.models import RegisterEntry, RegisterSeal
from participation.register import (
    GENESIS,
    canonical,
    record,
    seal_everything,
    seal_of,
    seal_pending,
    unfiled_name,
    verify,
)
from tests.factories import UserFactory
from tests.participation.factories import file_submission

NOW = datetime(2026, 11, 9, 13, 0, 0, 123_456, tzinfo=UTC)
TABLES = ("participation_registerentry", "participation_registerseal")

pytestmark = pytest.mark.django_db


def write(count: int) -> list[RegisterEntry]:
    return [
        record("note", about=("thing", str(n)), now=NOW + timedelta(minutes=n), n=n)
        for n in range(1, count + 1)
    ]


@pytest.fixture
def chain() -> list[RegisterSeal]:
    """Six sealed entries."""
    write(6)
    seal_everything()
    return list(RegisterSeal.objects.order_by("number"))


def run(sql: str, *values: object) -> None:
    """Do it as somebody who owns the tables and takes the guards away first."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
            [TABLES[1]],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {TABLES[1]} DROP CONSTRAINT "{name}"')
        cursor.execute(sql, values)


def faults(head: str = "") -> list[tuple[int, str]]:
    return [(fault.number, fault.sentence) for fault in verify(expected_head=head)]


def test_a_register_that_nobody_touched_holds(chain: list[RegisterSeal]) -> None:
    assert faults() == []
    assert faults(head=chain[2].sha256) == []
    assert [seal.number for seal in chain] == [1, 2, 3, 4, 5, 6]
    assert chain[0].previous == GENESIS


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("what", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove(
    chain: list[RegisterSeal], table: str, what: str
) -> None:
    column = "act" if table.endswith("entry") else "sha256"

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(what.format(table, column, "'x'"))


def test_a_changed_detail_is_found(chain: list[RegisterSeal]) -> None:
    run(
        "UPDATE participation_registerentry SET detail = '{\"n\": 99}' WHERE id = %s",
        chain[2].entry_id,
    )

    assert faults() == [(3, "lo que dice no es lo que se selló")]


@pytest.mark.parametrize(
    "change",
    ["at = at + interval '1 microsecond'", "act = 'other'", "object_id = '9'", "actor = 'clock'"],
)
def test_any_changed_field_is_found(chain: list[RegisterSeal], change: str) -> None:
    sql = f"UPDATE participation_registerentry SET {change} WHERE id = %s"  # noqa: S608 (ours)
    run(sql, chain[4].entry_id)

    assert faults() == [(5, "lo que dice no es lo que se selló")]


def test_a_removed_entry_is_found(chain: list[RegisterSeal]) -> None:
    run("DELETE FROM participation_registerentry WHERE id = %s", chain[3].entry_id)

    assert faults() == [(4, "alguien borró lo que decía el asiento")]


def test_a_removed_seal_is_found(chain: list[RegisterSeal]) -> None:
    run("DELETE FROM participation_registerseal WHERE number = 3")

    assert faults()[0] == (3, "falta el sello 3")


def test_a_removed_seal_is_found_after_its_entry_was_sealed_again(
    chain: list[RegisterSeal],
) -> None:
    run("DELETE FROM participation_registerseal WHERE number IN (2, 3)")

    assert seal_everything() == 2
    assert faults()[0] == (2, "faltan los sellos 2 a 3")


def test_swapped_entries_are_found(chain: list[RegisterSeal]) -> None:
    one, two = chain[1].entry_id, chain[4].entry_id
    run("UPDATE participation_registerseal SET entry_id = -1 WHERE number = 2")
    run("UPDATE participation_registerseal SET entry_id = %s WHERE number = 5", one)
    run("UPDATE participation_registerseal SET entry_id = %s WHERE number = 2", two)

    assert [number for number, _ in faults()] == [2, 5]


def test_a_forged_seal_at_the_end_is_found(chain: list[RegisterSeal]) -> None:
    forged = write(1)[0]
    RegisterSeal.objects.create(
        number=7, entry=forged, previous=chain[4].sha256, sha256=seal_of(7, chain[4].sha256, forged)
    )

    assert faults() == [(7, "no continúa al asiento anterior")]


def test_a_forged_hash_at_the_end_is_found(chain: list[RegisterSeal]) -> None:
    forged = write(1)[0]
    RegisterSeal.objects.create(
        number=7, entry=forged, previous=chain[5].sha256, sha256=hashlib.sha256(b"x").hexdigest()
    )

    assert faults() == [(7, "lo que dice no es lo que se selló")]


def test_a_chain_made_again_is_found_by_a_head_noted_before(chain: list[RegisterSeal]) -> None:
    noted = chain[-1].sha256
    run("DELETE FROM participation_registerseal")
    run("DELETE FROM participation_registerentry WHERE id = %s", chain[2].entry_id)

    assert seal_everything() == 5
    assert faults() == []
    assert faults(head=noted) == [(5, "la huella que se anotó antes ya no está en la cadena")]


def test_a_cut_end_is_found_by_a_head_noted_before(chain: list[RegisterSeal]) -> None:
    run("DELETE FROM participation_registerseal WHERE number = 6")
    run("DELETE FROM participation_registerentry WHERE id = %s", chain[5].entry_id)

    assert faults() == []
    assert len(faults(head=chain[5].sha256)) == 1


def test_the_command_says_that_it_holds_and_the_head(chain: list[RegisterSeal]) -> None:
    write(1)
    out = StringIO()

    call_command("verify_register", stdout=out)

    assert "6 asientos sellados. Por sellar: 1." in out.getvalue()
    assert chain[-1].sha256 in out.getvalue()


def test_the_command_of_an_empty_register_holds() -> None:
    out = StringIO()

    call_command("verify_register", stdout=out)

    assert "todavía no tiene asientos sellados" in out.getvalue()


def test_the_command_names_the_first_fault_and_exits_with_one(chain: list[RegisterSeal]) -> None:
    run("UPDATE participation_registerentry SET act = 'x' WHERE id >= %s", chain[3].entry_id)
    err = StringIO()

    with pytest.raises(CommandError, match="primer problema está en el asiento 4") as caught:
        call_command("verify_register", stderr=err)

    assert caught.value.returncode == 1
    assert err.getvalue().startswith("Asiento 4: lo que dice no es lo que se selló.")


def test_the_command_takes_a_head_as_it_was_copied(chain: list[RegisterSeal]) -> None:
    call_command("verify_register", head=f" {chain[0].sha256.upper()} ", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("verify_register", head="0" * 64, stderr=StringIO())


def test_the_walk_reads_a_stride_at_a_time(
    chain: list[RegisterSeal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "STRIDE", 2)

    assert len(list(register._walk())) == 6
    assert faults() == []


def test_an_entry_names_only_the_role_and_a_number() -> None:
    user = UserFactory(full_name="Nombre Reservado", email="reservado@ejemplo.cl")

    entry = record("note", about=("thing", "1"), now=NOW, by=user)
    line = canonical(1, GENESIS, entry)

    assert json.loads(line)["user"] == user.pk
    assert "Reservado" not in line
    assert "@" not in line


def test_what_has_no_folio_yet_is_named_without_the_address_of_its_draft() -> None:
    sent = file_submission(must_confirm=True)

    entry = record("withdraw", about=sent, now=NOW)

    assert entry.object_id == unfiled_name(sent)
    assert str(sent.uid) not in canonical(1, GENESIS, entry)
    assert sent.uid.hex not in canonical(1, GENESIS, entry)
    assert list(entries_of(sent)) == [entry]


def test_anyone_can_compute_a_seal_from_its_line() -> None:
    entry = record("receive", about=("submission", "CPP-2026-000001-K"), now=NOW, due_on="2027")

    line = canonical(1, GENESIS, entry)

    assert line == (
        '{"act":"receive","actor":"person","at":"2026-11-09T13:00:00.123456Z",'
        '"detail":{"due_on":"2027"},"number":1,"object_id":"CPP-2026-000001-K",'
        f'"object_type":"submission","previous":"{GENESIS}","user":null}}'
    )
    assert hashlib.sha256(line.encode()).hexdigest() == seal_of(1, GENESIS, entry)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abcñ_ ", max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(detail=st.dictionaries(st.text("abcxyz", min_size=1, max_size=6), json_values, max_size=4))
def test_what_was_written_is_sealed_as_it_is_read_back(detail: dict[str, object]) -> None:
    with transaction.atomic():
        entry = RegisterEntry.objects.create(
            at=NOW, actor="person", act="note", object_type="t", object_id="1", detail=detail
        )
        read = RegisterEntry.objects.get(pk=entry.pk)
        transaction.set_rollback(True)

    assert canonical(1, GENESIS, read) == canonical(1, GENESIS, entry)


def test_an_object_that_has_no_name_is_refused() -> None:
    with pytest.raises(TypeError, match="does not know how to name"):
        record("note", about=object(), now=NOW)


def test_sealing_goes_a_batch_at_a_time() -> None:
    write(5)

    assert [seal_pending(2), seal_pending(2), seal_pending(2), seal_pending(2)] == [2, 2, 1, 0]
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain() -> None:
    write(120)
    made: list[int] = []
    barrier = threading.Barrier(4)

    def seal() -> None:
        barrier.wait(120)
        for _ in range(20):
            made.append(seal_pending(7))
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.append(seal_everything())

    assert sum(made) == 120 == RegisterSeal.objects.count()
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_committed_late_is_sealed_afterwards() -> None:
    wrote, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record("slow", about=("thing", "1"), now=NOW)
            wrote.set()
            may_end.wait(120)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    wrote.wait(120)
    write(2)
    first = seal_everything()
    may_end.set()
    thread.join()
    second = seal_everything()

    assert (first, second) == (2, 1)
    assert RegisterSeal.objects.select_related("entry").get(number=3).entry.act == "slow"
    assert faults() == []
