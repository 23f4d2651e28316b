"""What the register says of the council's sessions and observations, in words.

Their acts have names that mean something else for a submission, so that each kind has its own.
"""

from collections.abc import Mapping
from types import MappingProxyType

SESSION = MappingProxyType(
    {
        "call_session": "Se citó al Consejo a una sesión",
        "change": "Cambió la citación del Consejo",
        "cancel": "Se suspendió la sesión del Consejo",
        "arrive": "Alguien del Consejo llegó a la sesión",
        "leave": "Alguien del Consejo salió de la sesión",
        "choose_chair": "Quienes estaban eligieron quién preside",
        "open": "Se abrió la sesión, con quórum",
        "fail": "Quedó constancia de que no hubo quórum",
        "open_vote": "Se abrió una votación del Consejo",
        "vote": "Se emitió un voto",
        "change_vote": "Se cambió un voto, con la votación abierta",
        "close_vote": "Se cerró una votación del Consejo",
        "write_minutes": "Se escribió lo tratado",
        "close": "Terminó la sesión y se escribió su acta",
        "sign_chair": "Quien presidió firmó el acta",
        "sign_secretary": "La secretaría ejecutiva firmó el acta",
        "publish": "El acta tiene sus dos firmas",
    }
)
OBSERVATION = MappingProxyType(
    {
        "write": "Se guardó su redacción",
        "propose": "Se propuso una observación del Consejo",
        "take_back": "Se retiró la observación propuesta",
        "return": "La observación volvió a redactarse",
        "schedule": "La observación entró a la tabla de una sesión",
        "unschedule": "La observación quedó para otra sesión",
        "open_ballot": "Se puso en votación la observación",
        "approve": "El Consejo aprobó la observación",
        "reject": "El Consejo rechazó la observación",
        "dissent": "Se agregó un voto de minoría",
        "formalise": "La observación quedó formalizada con el acta",
        "file": "La observación recibió su folio",
    }
)
_BY_KIND: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"session": SESSION, "observation": OBSERVATION}
)


def council_words(object_type: str, act: str) -> str:
    """What happened to a session or to an observation; empty for anything else."""
    return _BY_KIND.get(object_type, {}).get(act, "")
