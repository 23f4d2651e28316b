"""What the register says of hearings, in words."""

from collections.abc import Mapping
from types import MappingProxyType

HEARING: Mapping[str, str] = MappingProxyType(
    {
        "call": "Se convocó a una audiencia pública",
        "change": "Cambió la convocatoria de una audiencia",
        "postpone": "Se postergó una audiencia",
        "cancel": "Se suspendió una audiencia",
        "open": "Empezó una audiencia",
        "close": "Terminó una audiencia",
        "record": "Se anotó la grabación de una audiencia",
        "write": "Se escribió lo tratado en una audiencia",
        "publish": "Se publicó el acta de una audiencia",
        "question_admit": "Se leyó una pregunta de la sala",
        "question_set_aside": "No se mostró una pregunta en la sala; se responde por escrito",
        "question_drop": "Se descartó algo que no era una pregunta",
        "question_show": "Se mostró una pregunta en la sala",
        "question_take_down": "Una pregunta salió de la pantalla",
        "question_answer": "Una pregunta se respondió en la sala",
        "question_place": "Se anotó el minuto en que se responde una pregunta",
        "hearing_register": "Alguien se inscribió en una audiencia",
        "hearing_unregister": "Alguien anuló su inscripción en una audiencia",
        "hearing_arrival": "Se contó a quienes llegaron a una audiencia",
        "hearing_arrival_undone": "Se corrigió la cuenta de quienes llegaron",
        "hearing_door_read": "El equipo leyó la lista de la puerta de una audiencia",
    }
)


def hearing_words(object_type: str, act: str) -> str:
    """What happened to a hearing; empty for anything else."""
    return HEARING.get(act, "") if object_type == "hearing" else ""
