"""The terms and the reasons for not admitting that a new portal starts with; staff change them.

Only laws that the project has read are cited; the rest says that it is the institution's own norm.
"""

from typing import NamedTuple

from participation.models.rules import ClockRule

Clock, Unit = ClockRule.Clock, ClockRule.Unit
_OWN_NORM = "Norma de participación de la institución (Ley 18.575, artículo 70)"


class Rule(NamedTuple):
    """`is_analogy`: no law fixes it for this; by analogy, by practice or by our own choice."""

    clock: str
    length: int
    unit: str
    citation: str
    is_analogy: bool


class Reason(NamedTuple):
    slug: str
    label: str
    legal_basis: str
    public_sentence: str
    how_to_mend: str


RULES = (
    Rule(Clock.ROUTE, 24, Unit.HOURS, "Ley 19.880, artículo 24", False),
    Rule(Clock.REPORT, 10, Unit.BUSINESS_DAYS, "Ley 19.880, artículo 24", False),
    Rule(Clock.ANSWER, 45, Unit.BUSINESS_DAYS,
         "Práctica de los servicios públicos: 45 y 46 días hábiles desde el evento", True),
    Rule(Clock.MEND, 5, Unit.BUSINESS_DAYS, "Ley 19.880, artículo 31", False),
    Rule(Clock.NOTIFY, 5, Unit.BUSINESS_DAYS, "Ley 19.880, artículo 45", False),
    Rule(Clock.RECEPTION, 20, Unit.BUSINESS_DAYS,
         "Decisión de la institución; nunca menos de los 10 días hábiles de la Ley 19.880, "
         "artículo 39", True),
    Rule(Clock.ACCESS, 20, Unit.BUSINESS_DAYS, "Ley 20.285, artículo 14", False),
    Rule(Clock.COUNCIL, 10, Unit.BUSINESS_DAYS, "Ley 19.880, artículo 24, por analogía", True),
    Rule(Clock.REPLY, 20, Unit.BUSINESS_DAYS, _OWN_NORM, True),
    Rule(Clock.PUBLISH, 5, Unit.BUSINESS_DAYS,
         "Práctica de los servicios públicos: 5 y 9 días hábiles antes del evento", True),
    Rule(Clock.FLOOR, 10, Unit.BUSINESS_DAYS, "Ley 19.880, artículo 39", False),
    Rule(Clock.SUMMARY, 10, Unit.BUSINESS_DAYS, _OWN_NORM, True),
    Rule(Clock.HEARING, 5, Unit.BUSINESS_DAYS,
         "Práctica de los servicios públicos: entre 5 y 9 días hábiles antes del evento", True),
)  # fmt: skip
REASONS = (
    Reason(
        "otro-asunto",
        "No trata de la cuenta ni de lo que hace la institución",
        _OWN_NORM,
        "Lo que plantea no trata de la cuenta pública ni de las funciones de la institución, y no "
        "hay otro órgano del Estado al que se pueda derivar.",
        "Escríbala de nuevo y diga qué cifra, programa o decisión de la institución le interesa.",
    ),
    Reason(
        "insultos",
        "Tiene insultos o amenazas",
        _OWN_NORM,
        "El texto tiene insultos o amenazas. No se publica, pero la crítica siempre se recibe.",
        "Escriba lo mismo sin insultos ni amenazas: puede criticar cuanto quiera.",
    ),
    Reason(
        "repetida",
        "Repite, palabra por palabra, lo que la misma persona ya envió",
        _OWN_NORM,
        "Es igual, palabra por palabra, a otra que la misma persona presentó antes. Se responde la "
        "primera.",
        "No hace falta enviarla otra vez: siga la primera con su folio. Si quiere agregar algo, "
        "envíe solo lo nuevo.",
    ),
    Reason(
        "no-se-entiende",
        "No se entiende y no se completó a tiempo",
        "Ley 19.880, artículo 31",
        "No se pudo entender lo que se pide. Se avisó qué faltaba y no se completó en el plazo.",
        "Escríbala de nuevo con frases cortas: qué quiere saber y sobre qué cifra o programa.",
    ),
    Reason(
        "datos-de-otra-persona",
        "Revela datos de otra persona y no se puede publicar ni siquiera con partes reservadas",
        "Ley 19.628",
        "El texto revela datos personales de otra persona y, sin ellos, no queda nada que se "
        "entienda.",
        "Escríbala de nuevo sin nombres, RUN, teléfonos, direcciones ni otros datos de terceros.",
    ),
    Reason(
        "publicidad",
        "Es publicidad",
        _OWN_NORM,
        "El texto ofrece o promociona productos, servicios o candidaturas.",
        "Si quiere preguntar u opinar sobre la cuenta, escríbalo sin la parte que es publicidad.",
    ),
)
