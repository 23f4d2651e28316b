"""How the process is said: its phases, its days, and each change of them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from participation.due_words import day_in_words


@dataclass(frozen=True, slots=True)
class Said:
    """A phase or a day: its name, what it means to who reads, and where it comes from."""

    name: str
    meaning: str
    basis: str = ""


PHASE = MappingProxyType(
    {
        "prepare": Said("Preparación", "La institución reúne y revisa las cifras de su cuenta."),
        "council": Said(
            "Revisión del Consejo",
            "El Consejo de la Sociedad Civil lee el borrador y dice qué observa.",
        ),
        "published": Said(
            "Cuenta publicada", "La cuenta está en la web, para leerla antes del evento."
        ),
        "reception": Said(
            "Recepción de consultas",
            "Cualquier persona puede preguntar, plantear u observar.",
        ),
        "answering": Said("Respuestas", "La institución responde lo que recibió."),
        "report": Said("Informe", "La institución reúne todas las respuestas en un informe."),
        "follow_up": Said(
            "Seguimiento", "Se publica qué pasó con aquello a lo que la institución se comprometió."
        ),
        "archived": Said(
            "Archivada",
            "El proceso terminó. Todo queda a la vista, y lo que llegue todavía se responde.",
        ),
    }
)
DAY = MappingProxyType(
    {
        "council": Said(
            "El borrador va al Consejo",
            "El Consejo de la Sociedad Civil lee el borrador antes que nadie. Si no se pronuncia a "
            "tiempo, la cuenta se publica igual y lo dice.",
            "Ley 18.575, artículo 74; Ley 19.880, artículo 38",
        ),
        "publish": Said(
            "La cuenta se publica",
            "Queda en la web, con todas sus cifras y sus fuentes, días antes del evento.",
            "Ley 18.575, artículo 72",
        ),
        "event": Said(
            "Evento de la cuenta pública",
            "La autoridad da la cuenta y la conversa con quienes asisten.",
            "Ley 18.575, artículo 72",
        ),
        "opens": Said(
            "Empieza la recepción",
            "Desde este día puede enviar consultas, planteamientos y observaciones.",
            "Ley 18.575, artículo 72",
        ),
        "closes": Said(
            "Último día para preguntar",
            "Hasta el final del día, hora de Chile. Lo que llega después se responde igual.",
        ),
        "answers": Said(
            "Las respuestas se publican",
            "Toda consulta recibida a tiempo debe estar respondida.",
            "Ley 18.575, artículo 72",
        ),
        "report": Said(
            "Informe de respuestas",
            "Un documento reúne las preguntas, las respuestas y en qué plazo llegaron.",
        ),
        "follow_up": Said(
            "Termina el seguimiento",
            "Hasta aquí se informa qué pasó con los compromisos; sigue la cuenta del año próximo.",
            "Ley 18.575, artículo 72",
        ),
        "archive": Said(
            "La cuenta se archiva",
            "Cuando nada queda pendiente. Todo sigue a la vista.",
        ),
    }
)
# The dates of a calendar by the name of their field.
FIELD = MappingProxyType(
    {
        "council_on": "el borrador va al Consejo",
        "publish_on": "la cuenta se publica",
        "event_on": "evento",
        "opens_on": "empieza la recepción",
        "closes_on": "termina la recepción",
        "answers_on": "las respuestas se publican",
        "report_on": "el informe se publica",
        "follow_up_until": "termina el seguimiento",
    }
)


@dataclass(frozen=True, slots=True)
class DateMoved:
    """One date of a change: what it was, if it was known, and what it is."""

    name: str
    was: str
    becomes: str


def dates_moved(
    before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> Iterator[DateMoved]:
    """What a change of the calendar moved, in the order of the calendar."""
    for field, name in FIELD.items():
        if field in after:
            yield DateMoved(name, _day(before.get(field)), _day(after[field]) or "sin fecha")


def _day(iso: str | None) -> str:
    return day_in_words(date.fromisoformat(iso), with_year=True) if iso else ""
