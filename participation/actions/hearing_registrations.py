"""Registering for a hearing: by e-mail and its link, or at the desk; seats and waiting list.

Who is registered is nobody's business: the public act answers the same whether the address is
known or not, and the register tells that somebody did, never who.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from participation import forgetting
from participation.actions.filing import person_of
from participation.actions.hearing_corridor import hearing_name, hold_hearing
from participation.actions.hearing_telling import tell
from participation.actions.words import one_line
from participation.keys import seal
from participation.models import Hearing, HearingArrival, HearingRegistration, Person
from participation.models.people import Authorship
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import User

State, Mode = HearingRegistration.State, HearingRegistration.Mode
LONGEST_NAME, LONGEST_NEEDS = 100, 300
NOT_NOW = "Esta audiencia no recibe inscripciones ahora."
GONE = "Esta inscripción ya se anuló."


def check_can_register(hearing: Hearing, now: datetime) -> None:
    """Raises Refused, with why, where nobody can register any more or yet."""
    if hearing.state != "called":
        raise Refused(NOT_NOW)
    if now >= hearing.starts_at:
        raise Refused("La inscripción terminó cuando empezó la audiencia. Puede llegar igual.")


@transaction.atomic
def ask_to_register(
    hearing: Hearing, *, email: str, name: str, mode: str, needs: str = "", sex: str = "",
    now: datetime,
) -> None:  # fmt: skip
    """Owe a link to that address; the seat is taken when it is opened.

    Who asks again gets the link again. What a confirmed registration says is changed only by
    whoever has its link.

    Raises:
        Refused: it takes no registrations, or cannot be attended like that.
    """
    check_can_register(hearing, now)
    values = _checked(hearing, name=name, mode=mode, needs=needs, sex=sex)
    person = person_of(email, now)
    row = (
        HearingRegistration.objects.select_for_update()
        .filter(hearing=hearing, person=person).exclude(state=State.CANCELLED).first()
    )  # fmt: skip
    if row is None:
        row = HearingRegistration.objects.create(
            hearing=hearing, person=person, state=State.ASKED, asked_at=now, **values
        )
    elif row.state == State.ASKED:
        for field, value in values.items():
            setattr(row, field, value)
        row.asked_at = now
        row.save()
    kind = "hearing_confirm" if row.state == State.ASKED else "hearing_registered"
    tell(kind, row, now=now, about_version=uuid4().hex[:12])


@transaction.atomic
def confirm_registration(uid: UUID, *, now: datetime) -> HearingRegistration:
    """Whoever has the mailbox opened the link: a seat, or a place in the waiting list.

    Doing it again changes nothing.

    Raises:
        Refused: it was cancelled, or the hearing takes no registrations any more.
    """
    row, held = _hold(uid)
    if row.state != State.ASKED:
        return row
    check_can_register(held, now)
    Person.objects.filter(pk=row.person_id, confirmed_at=None).update(confirmed_at=now)
    _place(row, held, now)
    record("hearing_register", about=hearing_name(held), now=now)
    tell("hearing_registered", row, now=now, about_version="first")
    return row


@transaction.atomic
def cancel_registration(uid: UUID, *, now: datetime) -> HearingRegistration:
    """Who registered will not come: what was told goes at once, and the seat to the next in line.

    Doing it again changes nothing.

    Raises:
        Refused: they came already.
    """
    row, held = _hold(uid, even_cancelled=True)
    if row.state == State.CANCELLED:
        return row
    if HearingArrival.objects.filter(registration=row).exists():
        raise Refused("Ya se registró su llegada a la audiencia.")
    row.state, row.ended_at = State.CANCELLED, now
    row.name_sealed = row.needs_sealed = row.sex = ""
    row.save()
    record("hearing_unregister", about=hearing_name(held), now=now)
    fill_seats(held, now=now)
    return row


@transaction.atomic
def register_at_desk(
    hearing: Hearing, *, name: str, mode: str = Mode.IN_PERSON, needs: str = "", sex: str = "",
    by: User, now: datetime,
) -> HearingRegistration:  # fmt: skip
    """Register who asked by telephone or at an office, without an e-mail.

    Raises:
        Refused: `by` may not, or it takes no registrations.
    """
    check_may(by, "hold_hearing")
    held = hold_hearing(hearing)
    check_can_register(held, now)
    values = _checked(held, name=name, mode=mode, needs=needs, sex=sex)
    row = HearingRegistration(hearing=held, person=person_of("", now), asked_at=now, **values)
    _place(row, held, now)
    record("hearing_register", about=hearing_name(held), now=now, by=by)
    return row


def fill_seats(held: Hearing, *, now: datetime) -> int:
    """Give the seats that are free to those who wait, in the order of their line; how many.

    The caller holds the hearing.
    """
    if held.state != "called":
        return 0
    given = 0
    waiting = held.registrations.filter(state=State.WAITING).order_by("placed_at", "pk")
    for row in waiting.select_related("person"):
        if not _has_room(held, row.mode):
            continue
        row.state = State.SEATED
        row.save(update_fields=["state"])
        tell("hearing_place", row, now=now)
        given += 1
    return given


def release_registrations(person: Person, *, now: datetime) -> int:
    """Give back the seats of somebody who is being erased, and forget all that they told; how many.

    Before anything else of that person is locked: hearings are locked first.
    """
    rows = HearingRegistration.objects.filter(person=person, erased_at__isnull=True)
    for row in rows.exclude(state=State.CANCELLED).order_by("hearing", "pk"):
        if not HearingArrival.objects.filter(registration=row).exists():
            cancel_registration(row.uid, now=now)
    return forgetting.forget_registrations(rows, now)


def _hold(uid: UUID, *, even_cancelled: bool = False) -> tuple[HearingRegistration, Hearing]:
    """A registration with its hearing, both locked; the hearing first."""
    rows = HearingRegistration.objects.select_related("hearing", "person")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Refused(GONE)
    held = hold_hearing(found.hearing)
    row = rows.select_for_update(of=("self",)).get(pk=found.pk)
    if row.state == State.CANCELLED and not even_cancelled:
        raise Refused(GONE)
    return row, held


def _place(row: HearingRegistration, held: Hearing, now: datetime) -> None:
    row.state = State.SEATED if _has_room(held, row.mode) else State.WAITING
    row.placed_at = now
    row.save()


def _has_room(held: Hearing, mode: str) -> bool:
    if mode == Mode.REMOTE or held.capacity is None:
        return True
    seated = held.registrations.filter(state=State.SEATED, mode=Mode.IN_PERSON)
    return seated.count() < held.capacity


def modes_of(hearing: Hearing) -> tuple[str, ...]:
    """How it may be attended."""
    both = ((Mode.IN_PERSON, hearing.has_hall), (Mode.REMOTE, hearing.is_remote))
    return tuple(str(mode) for mode, is_there in both if is_there)


def _checked(hearing: Hearing, *, name: str, mode: str, needs: str, sex: str) -> dict[str, str]:
    if mode not in modes_of(hearing):
        raise Refused("Elija cómo asiste entre las formas de esta audiencia.")
    if sex not in Authorship.Sex.values:
        raise Refused("Elija una de las respuestas, o déjela sin decir.")
    name = one_line(name, asked="Escriba su nombre.", longest=LONGEST_NAME)
    needs = one_line(needs, asked="", longest=LONGEST_NEEDS, needed=False)
    return {
        "mode": mode, "sex": sex, "name_sealed": seal(name),
        "needs_sealed": seal(needs) if needs else "",
    }  # fmt: skip
