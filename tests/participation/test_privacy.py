"""Proofs: who people are stays apart from what they said, at rest, on the way and in the log."""

import ast
import json
import logging
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.urls import reverse

from participation import links, outbox, scrubbing
from participation.actions import identities
from participation.actions.authors import LOST_KEY, follow_up_submission
from participation.actions.privacy import erase_person
from participation.keys import tracking_key
from participation.models import IdentityReading, Message, RegisterEntry, Submission
from participation.transitions import Refused
from programs.models import Edition
from tests.participation.asking import Asker, at
from tests.participation.factories import (
    AUDITOR,
    COORDINATOR,
    MODERATOR,
    NOW,
    REVIEWER,
    SIGNER,
    WRITER,
    received,
    staff,
    submission_at,
)

pytestmark = pytest.mark.django_db
KNOWN = {
    "email": "herminia.catrileo@correo.invalid",
    "organisation": "Comité de Allegados Ñuke Mapu",
    "shown_name": "Herminia Catrileo",
}
NAME = "Herminia del Carmen Catrileo Painequeo"


OPENERS = {
    "participation/keys.py",  # what opens
    "participation/emails.py",  # to write to them
    "participation/draft_content.py",  # their own draft
    "participation/actions/identities.py",  # for the staff, leaving a trace
    "participation/actions/authors.py",  # sealed again at once, for their follow-up
    "participation/pages/mydata.py",  # to themselves
    "participation/views/mydata.py",  # to themselves
    "participation/kept_words.py",  # what a councillor was typing, to themselves
    "participation/views/room_entry.py",  # to the councillor who was invited
    "participation/actions/council_invitations.py",  # to write to the councillor who is invited
    "participation/admin/council_room.py",  # to who keeps the registry, while the invitation waits
}


def test_only_these_files_open_a_seal() -> None:
    """One more is a decision: it must leave a trace, or show it to nobody but its owner."""
    found = set()
    for floor in ("participation", "programs", "cuenta"):
        for path in Path(floor).rglob("*.py"):
            names = {
                node.id if isinstance(node, ast.Name) else node.attr
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Name | ast.Attribute)
            }
            if "open_sealed" in names or (path.name == "keys.py" and floor == "participation"):
                found.add(str(path))

    assert found == OPENERS


# Nothing personal lies in plain in the database


def everything() -> dict[str, str]:
    """Every text of every table, by table and column."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type IN "
            "('text', 'character varying', 'character', 'json', 'jsonb', 'bytea', 'ARRAY', "
            "'tsvector', 'USER-DEFINED')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT string_agg("{column}"::text, chr(10)) FROM "{table}"')  # noqa: S608
            found[f"{table}.{column}"] = str(cursor.fetchone()[0] or "").casefold()
    return found


def where(word: str) -> set[str]:
    return {place for place, text in everything().items() if word.casefold() in text}


@pytest.mark.django_db(transaction=True)
def test_after_asking_nothing_that_identifies_is_in_plain(edition: Edition) -> None:
    with at(NOW) as clock:
        asker = Asker()
        asker.fill(datos={**KNOWN, "sex": "woman", "region": ""})
        assert where(KNOWN["email"]) == set()
        assert asker.send(clock).status_code == 302
        outbox.deliver_due(NOW + timedelta(hours=1))
        received(full_name=NAME, **KNOWN, contact="Pasaje Los Boldos 1234")
        outbox.deliver_due(NOW + timedelta(hours=2))

    for known in (KNOWN["email"], KNOWN["organisation"], NAME, "Los Boldos"):
        assert where(known) == set(), known
    # What she chose to show is the one thing that is in plain; the scan would see the others too.
    assert "participation_submission.shown_name" in where(KNOWN["shown_name"])
    assert not Session.objects.exists()
    assert asker.client.cookies.keys() <= {"apoyo"}


def test_after_erasing_not_even_the_shown_name_is_left() -> None:
    filing = received(full_name=NAME, **KNOWN)

    erase_person(filing.authorship.person, now=NOW)

    assert where(KNOWN["shown_name"]) == set()
    assert where(KNOWN["email"]) == set()


def test_staff_s_acts_put_nobody_into_the_register_or_the_messages() -> None:
    filing = submission_at("closed", full_name=NAME, **KNOWN)
    identities.read_identity(filing, reason=f"Llamar a {NAME}", by=staff(COORDINATOR), now=NOW)

    told = json.dumps(
        [*RegisterEntry.objects.values_list("detail", "object_id"),
         *Message.objects.values_list("key", "context", "last_problem")], default=str,
    )  # fmt: skip

    for known in (*KNOWN.values(), NAME):
        assert known not in told


# Every reading by the staff leaves a trace


def test_every_reading_is_kept_with_who_when_and_what_for() -> None:
    filing = received()

    identities.read_identity(filing, reason="Notificar por carta", by=staff(MODERATOR), now=NOW)

    (reading,) = IdentityReading.objects.all()
    assert (reading.by, reading.at, reading.reason) == (
        staff(MODERATOR), NOW, "Notificar por carta",
    )  # fmt: skip
    assert RegisterEntry.objects.filter(act="identity_read", user=staff(MODERATOR)).count() == 1


@pytest.mark.parametrize("role", [WRITER, REVIEWER, SIGNER, AUDITOR])
def test_who_may_not_read_leaves_no_reading(role: str) -> None:
    filing = received()

    with pytest.raises(Refused):
        identities.read_identity(filing, reason="Curiosidad", by=staff(role), now=NOW)

    assert not IdentityReading.objects.exists()


def test_a_reading_cannot_be_taken_back() -> None:
    identities.read_identity(received(), reason="x", by=staff(MODERATOR), now=NOW)

    for change in ("UPDATE {} SET reason = 'y'", "DELETE FROM {}"):
        sql = change.format("participation_identityreading")
        with (
            pytest.raises((IntegrityError, InternalError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


# The log


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("no se pudo: <rosa.q+x@correo.cl>", "no se pudo: <[…]>"),
        ("{'email': 'rosa@correo.cl'}", "{'email': '[…]'}"),
        ("Gone: /mis-datos/IjEi:1x:abc/borrar/", "Gone: /mis-datos/[…]/borrar/"),
        ("Not Found: /participar/confirmar/a:b:c/", "Not Found: /participar/confirmar/[…]/"),
        ("/seguimiento/CPP-2022-000123-8/7Q4M-X0TB-9C2E/", "/seguimiento/CPP-2022-000123-8/[…]/"),
        ("/participacion/seguir/baja/a:b:c/?x=1", "/participacion/seguir/baja/[…]/?x=1"),
        ("/audiencias/inscripcion/a:b:c/", "/audiencias/inscripcion/[…]/"),
        ("/audiencias/3/preguntar/6f9619ff-8b86/", "/audiencias/3/preguntar/[…]/"),
        ("/participar/6f9619ff-8b86/texto/", "/participar/[…]/texto/"),
        ("/participacion/CPP-2022-000123-8/", "/participacion/CPP-2022-000123-8/"),
        ("message 12 was not taken", "message 12 was not taken"),
    ],
)  # fmt: skip
def test_a_line_of_the_log_names_nobody_and_opens_nothing(line: str, kept: str) -> None:
    assert scrubbing.scrubbed(line) == kept


def test_a_failure_leaves_no_e_mail_in_the_log(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def fail(*, email: str, **_: Any) -> None:
        raise RuntimeError(f"no se pudo con {email}")

    monkeypatch.setattr("participation.views.mydata.ask_for_data", fail)
    spec = settings.LOGGING["formatters"]["line"]
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(scrubbing.ScrubbingFormatter(spec["format"], style=spec["style"]))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        answer = Client(raise_request_exception=False).post("/mis-datos/", {"email": "ana@b.cl"})
    finally:
        logger.removeHandler(handler)

    assert answer.status_code == 500
    assert "ana@b.cl" not in answer.content.decode()
    assert "RuntimeError: no se pudo con […]" in said.getvalue()
    assert "ana@b.cl" not in said.getvalue()


@pytest.mark.parametrize(("status", "traced"), [(403, False), (500, True)])
def test_only_a_failure_of_ours_has_its_traceback(status: int, traced: bool) -> None:
    try:
        raise ValueError("algo")
    except ValueError as problem:
        told = (type(problem), problem, problem.__traceback__)
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "No", None, told)
    record.status_code = status

    assert ("Traceback" in scrubbing.ScrubbingFormatter().format(record)) is traced
    assert record.exc_info == told, "other handlers have theirs"


def test_every_handler_of_the_log_covers_what_it_writes(settings: Any) -> None:
    formatters = settings.LOGGING["formatters"]

    for handler in settings.LOGGING["handlers"].values():
        assert formatters[handler["formatter"]]["()"].endswith(".ScrubbingFormatter")


# Keys


def test_a_key_is_changed_while_people_go_on_and_the_old_one_is_thrown_away(settings: Any) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.IDENTITY_KEYS = [old]
    before = received(full_name=NAME, **KNOWN)
    settings.IDENTITY_KEYS = [new, old]
    meanwhile = received(email="otra@correo.invalid", full_name="Otra")

    out = StringIO()
    call_command("rotate_identity_keys", stdout=out)
    call_command("rotate_identity_keys", "--check", stdout=out)
    assert "ya puede retirarla" in out.getvalue()
    settings.IDENTITY_KEYS = [new]

    seen = identities.read_identity(before, reason="x", by=staff(MODERATOR), now=NOW)
    assert (seen.email, seen.full_name) == (KNOWN["email"], NAME)
    assert identities.read_identity(
        meanwhile, reason="x", by=staff(MODERATOR), now=NOW
    ).full_name == "Otra"  # fmt: skip
    page = Client().get(urlsplit(links.my_data_url(before.authorship.person)).path)
    assert NAME in page.content.decode()
    outbox.deliver_due(NOW + timedelta(days=1))
    assert {to for each in mail.outbox for to in each.to} == {
        KNOWN["email"], "otra@correo.invalid",
    }  # fmt: skip
    assert received(now=NOW + timedelta(days=1), **KNOWN).authorship.person == (
        before.authorship.person
    )


def test_without_its_key_a_follow_up_is_refused_with_a_way_out(settings: Any) -> None:
    filing = submission_at("notified")
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(Refused, match="consulta nueva"):
        follow_up_submission(filing, text="¿Y el año anterior, cuánto fue?", now=NOW)

    key = tracking_key(str(filing.uid))
    answer = Client().post(
        reverse("participation:follow-up", args=[filing.folio, key]),
        {"text": "¿Y el año anterior, cuánto fue?"},
    )
    assert answer.status_code == 409
    assert LOST_KEY in answer.content.decode()
    assert Submission.objects.count() == 1


def test_without_its_key_the_desk_says_so(settings: Any) -> None:
    filing = received()
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode()]
    client = Client()
    client.force_login(staff(MODERATOR))

    answer = client.post(
        reverse("admin:participation_submission_identity", args=[filing.pk]),
        {"reason": "Notificar por carta", "version": filing.version},
    )

    assert answer.status_code in (400, 409)
    assert "falta la clave" in answer.content.decode()
    assert not IdentityReading.objects.exists()
