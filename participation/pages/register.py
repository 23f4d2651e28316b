"""The public register as anyone reads it: newest first, by role and never by name."""

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from participation.chronicle import PAST
from participation.commitment_transitions import ACTION as OF_COMMITMENT
from participation.council_chronicle import council_words
from participation.council_transitions import CHAIR, MEMBER, OBSERVATION_ACT, SESSION_ACT
from participation.hearing_chronicle import hearing_words
from participation.models import RegisterEntry, RegisterSeal
from participation.register import canonical, head
from participation.report_transitions import report_words
from participation.transitions import ACTION

PER_PAGE = 50
ACTS = MappingProxyType(
    {
        **PAST,
        "add_holiday": "Se agregó un feriado",
        "change_holiday": "Se corrigió un feriado",
        "retire_holiday": "Se retiró un feriado",
        "restore_holiday": "Volvió a regir un feriado",
        "write_rule": "Se escribió una regla",
        "plan_calendar": "Se fijaron las fechas de una cuenta",
        "change_calendar": "Se cambiaron fechas de una cuenta",
        "announce_calendar": "Se anunciaron las fechas de una cuenta",
        "extend_calendar": "Se amplió la recepción de una cuenta",
        "suspend_calendar": "Se suspendió el proceso de una cuenta",
        "resume_calendar": "Se reanudó el proceso de una cuenta",
        "miss_date": "Pasó una fecha sin que se hiciera lo que vencía",
        "meet_late": "Se hizo, fuera de plazo, lo que había vencido",
        "archive_account": "Se archivó una cuenta",
        "open_correction": "Se abrió una fe de erratas de una cuenta archivada",
        "drop_correction": "Terminó, sin cambiar nada, una fe de erratas de una cuenta archivada",
        "write_context": "Se escribió un dato para comparar",
        "recompute": "Se contó de nuevo un plazo, por un cambio de feriados",
        "erase_identity": "Se borraron los datos de una persona, a su pedido",
        "hide_name": "Una persona dejó de mostrar su nombre",
        "follow": "Alguien confirmó que quiere avisos por correo",
        "unfollow": "Alguien terminó unos avisos por correo",
        "end_subscriptions": "Alguien terminó sus avisos por correo",
        "retained": "Se borró lo que ya cumplió su plazo de conservación",
        "close_counts": "Se contó quiénes participan, hasta el fin de una semana",
        "resend_message": "Se volvió a enviar un mensaje",
        "appoint": "Empezó un período en el Consejo",
        "renew": "Se renovó un período en el Consejo",
        "leave_seat": "Quedó vacante un asiento del Consejo",
        "change_role": "Cambió un cargo del Consejo",
        "publish_observation": "Se publicó junto con la cuenta",
        "incorporate": "Una edición de la cuenta la recogió",
        "say_kept": "Se dijo si el compromiso se cumplió",
        "promise": "La institución se comprometió",
        "write_council": "Se escribió una regla o un asiento del Consejo",
        "open_council_review": "Se envió el borrador al Consejo para su revisión",
        "close_council_review": "Terminó la revisión del Consejo",
        "invite_councillor": "Se invitó a la sala del Consejo a quien lo integra",
        "cancel_council_invitation": "Se anuló una invitación a la sala del Consejo",
        "accept_council_invitation": "Quien integra el Consejo aceptó su invitación a la sala",
    }
)
ACTORS = MappingProxyType(
    {"person": "Una persona", "staff": "El equipo", "clock": "El reloj del portal"}
)
SHORT = 12  # characters of a hash, where the whole one is one click away


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. Without `number` it waits for its seal; `canonical` is what the hash covers."""

    number: int | None
    at: datetime
    what: str
    who: str
    about: str
    is_folio: bool
    sha256: str
    short: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Example:
    """The head, so that anyone can compute it: the line, and the command that gives the hash."""

    number: int
    sha256: str
    line: str
    command: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register; `before` is the key of the next one, 0 at the end."""

    lines: tuple[Line, ...]
    before: int
    is_first: bool
    folio: str
    head: Example | None


def register_page(*, folio: str = "", before: int = 0) -> RegisterPage:
    """Entries older than the key `before` (0: from the newest), of one folio if it is given.

    Three queries, whatever the length of the register.
    """
    rows = RegisterEntry.objects.select_related("seal").order_by("-pk")
    if folio:
        rows = rows.filter(object_type="submission", object_id=folio)
    if before:
        rows = rows.filter(pk__lt=before)
    entries = list(rows[: PER_PAGE + 1])
    shown = entries[:PER_PAGE]
    return RegisterPage(
        lines=tuple(_lines(shown)),
        before=shown[-1].pk if len(entries) > PER_PAGE else 0,
        is_first=not before,
        folio=folio,
        head=_example(head()),
    )


def _lines(entries: Sequence[RegisterEntry]) -> Iterable[Line]:
    for entry in entries:
        seal: RegisterSeal | None = getattr(entry, "seal", None)
        yield Line(
            number=seal.number if seal else None,
            at=entry.at,
            what=what_happened(entry.act, entry.object_type),
            who=_who(entry),
            about=entry.object_id,
            is_folio=entry.object_type == "submission" and entry.object_id.startswith("CPP-"),
            sha256=seal.sha256 if seal else "",
            short=seal.sha256[:SHORT] if seal else "",
            canonical=canonical(seal.number, seal.previous, entry) if seal else "",
        )


def _who(entry: RegisterEntry) -> str:
    """The role of whoever did it. A councillor signs in as staff do, and is none of the staff."""
    life = {"observation": OBSERVATION_ACT, "session": SESSION_ACT}.get(entry.object_type, {})
    act = life.get(entry.act)
    is_councils = act is not None and set(act.who) <= {MEMBER, CHAIR}
    is_councils = is_councils or entry.act in ("vote", "change_vote")
    if entry.act == "accept_council_invitation" or (entry.actor == "staff" and is_councils):
        return "El Consejo"
    return ACTORS[entry.actor]


def what_happened(act: str, object_type: str = "submission") -> str:
    """An act in words: those of the council have names that other acts have too."""
    if object_type == "commitment" and act in OF_COMMITMENT:
        return f"Compromiso: {OF_COMMITMENT[act].said.lower()}"
    known = ACTION.get(act)
    own = (
        council_words(object_type, act)
        or report_words(object_type, act)
        or hearing_words(object_type, act)
    )
    words = own or ACTS.get(act)
    return words or (known.label if known else act)


def _example(seal: RegisterSeal | None) -> Example | None:
    if seal is None:
        return None
    line = canonical(seal.number, seal.previous, seal.entry)
    return Example(seal.number, seal.sha256, line, f"printf %s {shlex.quote(line)} | sha256sum")
