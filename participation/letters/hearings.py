"""What is told to whoever registered for a hearing. A mail that comes late must still be true."""

from typing import Any

from participation.emails import Letter, NothingToSay, kind
from participation.hearing_words import access_words, in_the_centre, moment_of, span_of
from participation.links import CONFIRM_WITHIN, absolute, registration_url
from participation.models import HearingRegistration, Message

State = HearingRegistration.State
_PLACED = (State.SEATED, State.WAITING)


@kind("hearing_confirm", "Confirmación de inscripción en una audiencia")
def hearing_confirm(message: Message) -> Letter:
    row = _row(message, (State.ASKED,), ("called",))
    return Letter(_values(row, days=CONFIRM_WITHIN.days))


@kind("hearing_registered", "Inscripción en una audiencia")
def hearing_registered(message: Message) -> Letter:
    return Letter(_values(_row(message, _PLACED, ("called", "open"))))


@kind("hearing_place", "Cupo en una audiencia")
def hearing_place(message: Message) -> Letter:
    return Letter(_values(_row(message, (State.SEATED,), ("called",))))


@kind("hearing_reminder", "Recordatorio de una audiencia")
def hearing_reminder(message: Message) -> Letter:
    return Letter(_values(_row(message, (State.SEATED,), ("called",))))


@kind("hearing_changed", "Cambio de una audiencia")
def hearing_changed(message: Message) -> Letter:
    row = _row(message, _PLACED, ("called",))
    last = row.hearing.calls.order_by("-number").first()
    return Letter(_values(row, reason=last.reason if last else ""))


@kind("hearing_stopped", "Postergación o suspensión de una audiencia")
def hearing_stopped(message: Message) -> Letter:
    return Letter(_values(_row(message, _PLACED, ("postponed", "cancelled"))))


@kind("hearing_thanks", "Acta de una audiencia")
def hearing_thanks(message: Message) -> Letter:
    row = _row(message, _PLACED, ("published",))
    return Letter(_values(row, acta_url=absolute(f"/audiencias/{row.hearing.number}/acta/")))


def _row(
    message: Message, states: tuple[str, ...], hearing: tuple[str, ...]
) -> HearingRegistration:
    """The registration, while it and its hearing are in one of these states.

    Raises:
        NothingToSay: it went on, so that what was to be told no longer holds.
    """
    rows = HearingRegistration.objects.select_related("hearing__account__institution",
                                                      "hearing__region")  # fmt: skip
    found = rows.filter(
        pk=message.object_id, state__in=states, hearing__state__in=hearing, erased_at__isnull=True
    ).first()
    if found is None:
        raise NothingToSay("the registration or its hearing went on")
    return found


def _values(row: HearingRegistration, **more: Any) -> dict[str, Any]:
    hearing = row.hearing
    region = hearing.region_id
    return {
        "institution": hearing.account.institution,
        "hearing": hearing,
        "when": moment_of(hearing.starts_at, region),
        "span": span_of(hearing.starts_at, hearing.ends_at, region),
        "elsewhere": in_the_centre(hearing.starts_at, region),
        "access": access_words(hearing.access),
        "is_waiting": row.state == State.WAITING,
        "comes": row.mode == HearingRegistration.Mode.IN_PERSON,
        "own_url": registration_url(row),
        "page_url": absolute(f"/audiencias/{hearing.number}/"),
        "calendar_url": absolute(f"/audiencias/{hearing.number}/audiencia.ics"),
        **more,
    }
