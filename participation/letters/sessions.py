"""What is told to the council about its sessions: the call, a change, a suspension, the acta.

Times are plain words, so that they can be read aloud and copied to any calendar. The link of a
remote session goes here and to the room, nowhere else.
"""

from typing import Any

from participation.acta_words import KINDS, moment_in_words
from participation.emails import Letter, NothingToSay, kind
from participation.links import absolute, admin_url
from participation.models import CouncilSession, Message

ROOM = "/consejo/sala/sesiones/"


@kind("council_call", "Citación a una sesión del Consejo")
def council_call(message: Message) -> Letter:
    return _told(message, "called")


@kind("council_change", "Cambio de una citación del Consejo")
def council_change(message: Message) -> Letter:
    return _told(message, "called")


@kind("council_cancelled", "Suspensión de una sesión del Consejo")
def council_cancelled(message: Message) -> Letter:
    return _told(message, "cancelled")


@kind("acta_to_sign", "Acta del Consejo por firmar")
def acta_to_sign(message: Message) -> Letter:
    """To each of the two who sign; who signed meanwhile is not told any more."""
    session = _session(message, "closed", "no_quorum")
    acta = session.acta
    if message.user_id in (acta.signed_by_chair_id, acta.signed_by_secretary_id):
        raise NothingToSay("they signed it")
    return Letter(_values(session, message, acta=acta))


@kind("acta_published", "Acta del Consejo publicada")
def acta_published(message: Message) -> Letter:
    session = _session(message, "signed")
    is_public = CouncilSession.objects.public().filter(pk=session.pk).exists()
    address = absolute(f"/consejo/actas/{session.number}/") if is_public else ""
    return Letter(_values(session, message, acta=session.acta, public_url=address))


def _told(message: Message, *states: str) -> Letter:
    session = _session(message, *states)
    return Letter(_values(session, message, agenda=tuple(session.agenda.order_by("position"))))


def _session(message: Message, *states: str) -> CouncilSession:
    """The session that a message is about, while it is in one of `states`.

    Raises:
        NothingToSay: it went on, so that what was to be told no longer holds.
    """
    rows = CouncilSession.objects.select_related("account__institution", "acta")
    session = rows.filter(pk=message.object_id, state__in=states).first()
    if session is None:
        raise NothingToSay("the session went on")
    return session


def _values(session: CouncilSession, message: Message, **more: Any) -> dict[str, Any]:
    is_councillor = message.user is not None and message.user.is_councillor
    return {
        "session": session,
        "name": f"sesión {KINDS[session.kind]} {session.number}",
        "when": moment_in_words(session.starts_at),
        "address": absolute(f"{ROOM}{session.number}/") if is_councillor else admin_url(session),
        "where_to": "Entrar a la sala" if is_councillor else "Abrir en la administración",
        **more,
    }
