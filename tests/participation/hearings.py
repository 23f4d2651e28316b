"""Hearings for the tests, brought to each state by the real acts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from participation.actions import hearing_desk, hearing_questions, hearing_registrations, hearings
from participation.actions.hearing_announcing import Announcement
from participation.keys import blind_index
from participation.models import Hearing, HearingQuestion, HearingRegistration, Person
from programs.models import PublicAccount, Region
from tests.participation.factories import COORDINATOR, NOW, account_of_tests, staff

COYHAIQUE = ZoneInfo("America/Coyhaique")
STARTS = datetime(2026, 6, 25, 15, 0, tzinfo=COYHAIQUE)  # 15 days after NOW
ENDS = STARTS + timedelta(hours=2)
DURING = STARTS + timedelta(minutes=10)
TITLE = "Audiencia pública en Coyhaique"
SPOKEN = "¿Cuántas ferias libres de Aysén recibieron fondos este año?"
WRITTEN = "¿Por qué bajó el monto del programa de barrios comerciales?"


def announcement(account: PublicAccount | None = None, **changes: Any) -> Announcement:
    """A mixed hearing in Coyhaique with everything that a call needs."""
    values: dict[str, Any] = {
        "account": account or account_of_tests(),
        "title": TITLE,
        "mode": "mixed",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "region": Region.objects.get(code="11"),
        "place": "Centro Cultural",
        "address": "Lillo 23, Coyhaique",
        "directions": "A dos cuadras de la plaza.",
        "link": "https://reunion.example.cl/sala-secreta",
        "access": ("lsch", "wheelchair"),
        "capacity": 2,
        "agenda": "Exposición y preguntas.",
        **changes,
    }
    return Announcement(**values)


def hearing_at(state: str, account: PublicAccount | None = None, **changes: Any) -> Hearing:
    """A hearing in that state."""
    by = staff(COORDINATOR)
    one = hearings.prepare_hearing(announcement(account, **changes), by=by, now=NOW)
    return _WALKS[state](one)


def _called(one: Hearing) -> Hearing:
    return hearings.call_hearing(one, by=staff(COORDINATOR), now=NOW)


def _open(one: Hearing) -> Hearing:
    return hearing_desk.open_hearing(_called(one), by=staff(COORDINATOR), now=one.starts_at)


def _closed(one: Hearing) -> Hearing:
    one = _open(one)
    asked_aloud(one)
    return hearing_desk.close_hearing(one, by=staff(COORDINATOR), now=one.ends_at)


def _published(one: Hearing) -> Hearing:
    one = hearing_desk.write_notes(
        _closed(one), text="Se expuso la cuenta.", by=staff(COORDINATOR), now=one.ends_at
    )
    hearing_desk.publish_hearing_acta(one, by=staff(COORDINATOR), now=one.ends_at)
    return Hearing.objects.get(pk=one.pk)


def _cancelled(one: Hearing) -> Hearing:
    return hearings.cancel_hearing(
        _called(one), reason="Por el temporal.", by=staff(COORDINATOR), now=NOW
    )


def _postponed(one: Hearing) -> Hearing:
    return hearings.postpone_hearing(
        _called(one), reason="Por el temporal.", by=staff(COORDINATOR), now=NOW
    )


_WALKS: dict[str, Callable[[Hearing], Hearing]] = {
    "planned": lambda one: one,
    "called": _called,
    "open": _open,
    "closed": _closed,
    "published": _published,
    "cancelled": _cancelled,
    "postponed": _postponed,
}


def asked_aloud(hearing: Hearing, text: str = SPOKEN, **more: Any) -> HearingQuestion:
    """A question from the floor, with its folio."""
    return hearing_questions.enter_question(
        hearing, text=text, by=staff(COORDINATOR), now=DURING, **more
    )


def sent_by_phone(hearing: Hearing, text: str = WRITTEN, **more: Any) -> HearingQuestion:
    """A question from a telephone, which nobody has read."""
    return hearing_questions.send_question(hearing, text=text, uid=uuid4(), now=DURING, **more)


def registered(hearing: Hearing, email: str, *, confirm: bool = True, **more: Any) -> Any:
    """A registration by e-mail; confirmed, unless it says otherwise."""
    values = {"name": "Rosa Millán", "mode": "in_person", **more}
    hearing_registrations.ask_to_register(hearing, email=email, now=NOW, **values)
    person = Person.objects.get(email_index=blind_index(email, "email"))
    row = HearingRegistration.objects.exclude(state="cancelled").get(hearing=hearing, person=person)
    if not confirm:
        return row
    return hearing_registrations.confirm_registration(row.uid, now=NOW)
