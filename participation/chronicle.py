"""What happened to a filing, told to the staff: the register's entries with their notes between."""

from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from participation.models import Note, RegisterEntry, Submission, Unit
from participation.register import unfiled_name
from participation.transitions import ACTION
from programs.figures import plural

MOST = 200  # entries on one page; the register keeps them all
PAST = MappingProxyType(
    {
        "receive": "Recibió su folio",
        "admit": "Se admitió y se publicó",
        "ask_mend": "Se pidió completarla",
        "mend": "Quien la presentó la completó",
        "lapse": "No se completó a tiempo: se tuvo por retirada",
        "refuse": "No se admitió",
        "ask_review": "Quien la presentó pidió revisar el motivo",
        "overturn": "Se acogió la revisión y se publicó",
        "uphold": "Se mantuvo el motivo",
        "refer": "Se derivó a otro órgano",
        "convert": "Se convirtió en solicitud de información",
        "assign": "Se asignó a una unidad",
        "unassign": "Quedó sin unidad",
        "reassign": "Cambió de unidad o de persona",
        "group": "Se agrupó con otra",
        "ungroup": "Se separó de su grupo",
        "release": "Quedó sola: se retiró la principal de su grupo",
        "extend": "Se amplió el plazo",
        "redact": "Se reservaron partes",
        "draft": "Se guardó el borrador",
        "send_to_review": "Se envió a revisión jurídica",
        "return": "Volvió a redacción",
        "review": "Recibió el visto bueno jurídico",
        "answer": "Se firmó y publicó la respuesta",
        "notify": "Se avisó a quien preguntó",
        "close": "Se cerró",
        "redraft": "Se prepara otra versión de la respuesta",
        "discard": "Se descartó la versión en preparación",
        "withdraw": "Quien la presentó la retiró",
        "follow_up": "Quien la presentó volvió a preguntar",
        "rate": "Quien la presentó dijo si la respuesta le sirvió",
        "support": "Otra persona pregunta lo mismo",
        "note": "Nota interna",
        "identity_read": "Se leyó quién escribió",
        "original_read": "Se leyó un original sellado",
        "publish_attachment": "Se publicó un archivo",
        "unpublish_attachment": "Se quitó un archivo de la vista pública",
        "correct_data": "Quien la presentó corrigió sus datos",
        "due_changed": "Cambió la fecha de vencimiento",
        "publish_observation": "Se publicó junto con la cuenta",
        "commitment": "Hubo novedades de su compromiso",
        "recompute": "Cambió la fecha de vencimiento",
    }
)
_ACTORS = {"person": "quien la presentó", "clock": "el reloj del portal", "staff": "el equipo"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: what, by whom, when; `said` are the words of a note."""

    at: datetime
    what: str
    who: str
    more: str = ""
    said: str = ""
    is_staff: bool = False


def chronicle_of(submission: Submission) -> tuple[Happening, ...]:
    """The newest first, at most `MOST`; in two queries, one for the names of units and one for
    those who ask the same, who are told together: a thousand of them are one thing that happened.
    """
    entries = entries_of(submission).exclude(act="support")[:MOST]
    notes = Note.objects.filter(submission=submission).select_related("by").order_by("-pk")[:MOST]
    entries = list(entries)
    slugs = {str(entry.detail.get("unit")) for entry in entries if entry.detail.get("unit")}
    units = dict(Unit.objects.filter(slug__in=slugs).values_list("slug", "name"))
    told = [_told(entry, units) for entry in entries if entry.act != "note"]
    told += [
        Happening(note.at, PAST["note"], str(note.by), said=note.text, is_staff=True)
        for note in notes
    ]
    told += _supported(submission)
    return tuple(sorted(told, key=lambda each: each.at, reverse=True))


def _supported(submission: Submission) -> list[Happening]:
    """How many ask the same, at the instant of the last of them."""
    if not submission.support_count:
        return []
    last = entries_of(submission).filter(act="support").first()
    if last is None:
        return []
    count = submission.support_count
    many = plural(count, "persona pregunta", "personas preguntan")
    return [Happening(last.at, f"{many} lo mismo", "una persona" if count == 1 else "la última")]


def changes_since(submission: Submission, version: int) -> tuple[Happening, ...]:
    """What was done after somebody read that version: each act that counts one left an entry."""
    done = min(submission.version - version, MOST)
    if done < 1:
        return ()
    counted = entries_of(submission).exclude(
        act__in=("note", "support", "rate", "identity_read", "original_read", "commitment")
    )
    return tuple(_told(entry, {}) for entry in counted[:done])


def entries_of(submission: Submission) -> Any:
    """Its entries, newest first."""
    found = RegisterEntry.objects.filter(
        object_type="submission", object_id__in=[submission.folio or "", unfiled_name(submission)]
    )
    return found.select_related("user").order_by("-pk")


def _told(entry: RegisterEntry, units: dict[str, str]) -> Happening:
    known = ACTION.get(entry.act)
    what = PAST.get(entry.act) or (known.label if known else entry.act)
    who = str(entry.user) if entry.user else _ACTORS[entry.actor]
    return Happening(
        at=entry.at,
        what=what,
        who=who,
        more=_more(entry, units),
        is_staff=entry.actor == RegisterEntry.Actor.STAFF,
    )


def _more(entry: RegisterEntry, units: dict[str, str]) -> str:
    """What the entry's numbers and codes say, in words."""
    detail = entry.detail
    if unit := detail.get("unit"):
        return units.get(str(unit), str(unit))
    if entry.act in ("group", "ungroup", "release") and detail.get("head"):
        return f"Principal: {detail['head']}"
    new = _day(detail.get("new_due_on"))
    return f"Vence el {new}" if new else ""


def _day(text: Any) -> str:
    try:
        return f"{date.fromisoformat(str(text)):%d-%m-%Y}"
    except ValueError:
        return ""
