"""The life of an answer report: what may follow what, and who may do it. One table. Pure.

Four eyes: who prepares a version neither approves nor publishes it (`actions/reports.py` asks the
register who did). A published version never changes; it can only be withdrawn, which erases what it
said and keeps its number, its hashes and the reason (docs/decisions/0026).
"""

from dataclasses import dataclass
from types import MappingProxyType

from participation.transitions import Refused

STAYS = ""


@dataclass(frozen=True, slots=True)
class ReportState:
    """A state, what it means in a sentence, and how its square is drawn at the desk."""

    code: str
    label: str
    sentence: str
    square: str


@dataclass(frozen=True, slots=True)
class ReportAct:
    """An act. `permission` is the codename that it needs; without one the clock does it."""

    code: str
    sources: tuple[str, ...]
    target: str
    label: str
    permission: str = ""


STATES = (
    ReportState(
        "making", "Preparándose", "El portal lee lo publicado y escribe los archivos.", "half"
    ),
    ReportState(
        "failed", "Detenido", "Algo impidió terminarlo. Se puede volver a intentar.", "late"
    ),
    ReportState(
        "draft", "Borrador", "Está escrito. Falta leerlo, presentarlo y enviarlo a revisión.",
        "empty",
    ),
    ReportState(
        "in_review", "En revisión", "Otra persona lo lee antes de aprobarlo.", "half"
    ),
    ReportState("approved", "Aprobado", "Solo falta publicarlo.", "half"),
    ReportState(
        "published", "Publicado", "Cualquier persona lo lee y nunca más cambia.", "full"
    ),
    ReportState(
        "withdrawn", "Retirado", "Ya no se lee; quedan su número, sus huellas y el motivo.",
        "ended",
    ),
)  # fmt: skip
ACTS = (
    ReportAct("prepare", (), "making", "Preparar el informe", "prepare_report"),
    ReportAct("finish", ("making",), "draft", "Terminar de escribirlo"),
    ReportAct("fail", ("making",), "failed", "Detenerse"),
    ReportAct("retry", ("failed",), "making", "Intentarlo de nuevo", "prepare_report"),
    ReportAct("remake", ("draft", "failed"), "making", "Hacerlo de nuevo hoy", "prepare_report"),
    ReportAct("present", ("draft",), "making", "Guardar la presentación", "prepare_report"),
    ReportAct("send", ("draft",), "in_review", "Enviar a revisión", "prepare_report"),
    ReportAct(
        "return", ("in_review", "approved"), "draft", "Devolver a borrador", "approve_report"
    ),
    ReportAct("approve", ("in_review",), "approved", "Aprobar", "approve_report"),
    ReportAct("publish", ("approved",), "published", "Publicar", "publish_report"),
    ReportAct("withdraw", ("published",), "withdrawn", "Retirar", "publish_report"),
)
STATE = MappingProxyType({each.code: each for each in STATES})
ACT = MappingProxyType({each.code: each for each in ACTS})
# What the public register says of each act.
PAST = MappingProxyType(
    {
        "prepare": "Se pidió un informe de respuestas",
        "finish": "El portal terminó de escribir un informe de respuestas",
        "fail": "Un informe de respuestas se detuvo antes de terminar",
        "retry": "Se siguió escribiendo un informe de respuestas",
        "remake": "Un informe de respuestas se hace de nuevo",
        "present": "Se escribió la presentación de un informe de respuestas",
        "send": "Un informe de respuestas se envió a revisión",
        "return": "Un informe de respuestas volvió a borrador",
        "approve": "Se aprobó un informe de respuestas",
        "publish": "Se publicó un informe de respuestas",
        "withdraw": "Se retiró un informe de respuestas",
    }
)
UNFINISHED = ("making", "failed", "draft", "in_review", "approved")


def report_words(object_type: str, act: str) -> str:
    """What happened to a report; empty for anything else."""
    return PAST.get(act, "") if object_type == "report" else ""


def state_after(act: str, state: str) -> str:
    """The state that follows `act`; raises Refused where it does not belong to `state`."""
    found = ACT[act]
    if state not in found.sources:
        raise Refused(
            f"El informe está «{STATE[state].label.lower()}»: ahora no se puede "
            f"{found.label[0].lower()}{found.label[1:]}."
        )
    return found.target


def allows(act: str, state: str) -> bool:
    """Whether `act` belongs to `state`."""
    return state in ACT[act].sources
