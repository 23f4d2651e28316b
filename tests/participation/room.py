"""The council's room in the tests: a draft under review, and who is let in with both proofs."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from participation.actions.council_reviews import open_council_review
from participation.models import CouncilReview
from programs.actions.imports import import_account
from programs.ledger import CheckKind, Column, Ledger, Row, Rule, Table
from programs.models import PublicAccount, User
from tests.cuenta.small import small_ledger
from tests.factories import UserFactory
from tests.participation.council import council_of_tests
from tests.participation.factories import NOW, SECRETARY, staff

YEAR = 2022
DRAFT = f"/consejo/sala/borrador/cuentas/{YEAR}/"
PARAGRAPH = "Se atendió a más personas que el año anterior, y aquí se dice a cuántas."


def room_ledger(title: str = "Cuenta de la sala", **changes: Any) -> Ledger:
    """Two paragraphs, a table of one row, and two figures that should be the same and are not."""
    small = small_ledger(title)
    first, second, *rest = small.figures
    nowhere = {"table": "", "row": "", "column": "", "highlight": None}
    first = replace(first, **nowhere)
    twin = replace(first, key="otra-vez", value=(first.value or 0) + 7)
    body = f"Texto de prueba.\n\n{PARAGRAPH} Son {{cifra:{first.key}}}."
    chapters = (replace(small.chapters[0], body=body), *small.chapters[1:])
    table = Table("una", chapters[0].slug, "Una tabla", (Column("n", "Cuántas"),),
                  (Row("arica", "Arica"),))  # fmt: skip
    rule = Rule("misma", CheckKind.SAME, "Personas atendidas, en dos páginas", first.key,
                ("otra-vez",))  # fmt: skip
    made = replace(
        small, chapters=chapters, tables=(table,), figures=(first, twin, second, *rest),
        rules=(rule,),
    )  # fmt: skip
    return replace(made, **changes)


def draft_account(ledger: Ledger | None = None, now: datetime = NOW) -> PublicAccount:
    """An account in draft, never published."""
    editor = UserFactory(role="Edición de datos")
    return import_account(ledger or room_ledger(), by=editor, now=now, origin="prueba")


def review_of_tests(now: datetime = NOW, ledger: Ledger | None = None) -> CouncilReview:
    """A review opened at `now` of a new draft, before the council of the tests."""
    council_of_tests()
    account = draft_account(ledger, now)
    return open_council_review(account, by=staff(SECRETARY), now=now)


def room_client(user: User, at: datetime | None = None) -> Client:
    """Somebody signed in with password and code, as `room:login` and `room:code` leave them."""
    device = TOTPDevice.objects.filter(user=user).first()
    if device is None:
        device = TOTPDevice.objects.create(user=user, name="prueba", key="00" * 20, confirmed=True)
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    if at is not None:
        session["room_seen"] = at.timestamp()
    session.save()
    return client


IDLE = timedelta(minutes=settings.ROOM_IDLE_MINUTES)
