"""What the invented people of the demonstration ask. They quote figures of Sercotec's account."""

from dataclasses import dataclass

EDITION = "/cuentas/2022/ediciones/1/"
BODY = "Ministerio de Obras Públicas"


@dataclass(frozen=True, slots=True)
class Answered:
    """The invented answer: it only says what the account itself lets one compute."""

    text: str
    effect: str = "informs"
    figures: tuple[str, ...] = ()
    promise: str = ""
    due: int = 0  # business days from now for which it is promised


@dataclass(frozen=True, slots=True)
class Question:
    """One filing: what it says, how long ago in business days, and how far it has come."""

    name: str
    text: str
    days_ago: int
    until: str
    about: str = ""
    title: str = ""
    kind: str = "question"
    channel: str = "portal"
    hour: int = 10
    minute: int = 20
    shown_name: str = ""
    full_name: str = ""
    email: str = ""
    region: str = ""
    sex: str = ""  # counted, never shown
    unit: str = "operaciones"
    note: str = ""
    internal_note: str = ""
    extended_by: int = 0
    grouped_with: str = ""
    supports: int = 0
    answer: Answered | None = None
    answered_in: int = 7  # business days from its arrival to the signature
    served: str = ""  # what its author says of the answer, and how long ago
    served_ago: int = 0

    @property
    def is_confirmed(self) -> bool:
        """Whether the e-mail was confirmed, as every one that came further than waiting for it."""
        return bool(self.email) and self.until != "unconfirmed"


QUESTIONS = (
    Question(
        "emergencia",
        "El texto habla de 495.050 millones de pesos para emergencia productiva, pero las filas "
        "del cuadro suman 495 millones. ¿Cuál de las dos es la correcta?",
        days_ago=38,
        until="answered",
        sex="woman",
        about=f"{EDITION}cifras/emergencia-texto-transferencias/",
        title="¿Son 495 millones o 495.050 millones de pesos para emergencias?",
        shown_name="Rosa M.",
        full_name="Rosa M. (demostración)",
        email="rosa@demo.invalid",
        region="13",
        unit="estudios",
        supports=27,
        answer=Answered(
            "Usted tiene razón en preguntar. Los seis montos del cuadro de emergencia productiva "
            "suman $ 495.050.000, es decir, 495 millones de pesos. El texto da la misma cifra "
            "seguida de la palabra «millones», mil veces más. El cuadro es el que vale y el texto "
            "se corrige en la próxima edición.\n\n(Respuesta de demostración.)",
            effect="corrects",
            figures=("emergencia-texto-transferencias",),
        ),
    ),
    Question(
        "organizaciones",
        "El total dice 416 organizaciones, pero si sumo las cinco filas me da 547. ¿Cuál es la "
        "cifra correcta? ¿Hay organizaciones que recibieron más de un programa?",
        days_ago=12,
        until="in_review",
        sex="woman",
        about=f"{EDITION}cifras/asociativos-total-organizaciones/",
        title="El documento dice 416 organizaciones, pero las filas suman 547. ¿Cuál es la cifra?",
        shown_name="Marta R.",
        full_name="Marta R. (demostración)",
        email="marta@demo.invalid",
        region="06",
        hour=22,
        minute=47,
        supports=34,
        internal_note="Falta que la unidad confirme cómo se contó el total. (Demostración.)",
        answer=Answered(
            "Las cinco filas de la tabla suman 547: 416 es justo lo que suman cuatro de ellas, sin "
            "Reactívate Organizaciones Regionales, que tiene 131.\n\n(Respuesta de demostración.)",
            effect="corrects",
            figures=("asociativos-total-organizaciones",),
        ),
    ),
    Question(
        "organizaciones-otra",
        "¿Por qué el total de organizaciones de los programas asociativos no da? Sumé la columna "
        "dos veces y me faltan 131.",
        days_ago=9,
        until="grouped",
        sex="woman",
        about=f"{EDITION}cifras/asociativos-total-organizaciones/",
        title="¿Por qué el total de organizaciones no da?",
        region="11",
        grouped_with="organizaciones",
        supports=6,
    ),
    Question(
        "virtuales",
        "¿A quién se cuenta como beneficiaria o beneficiario en Servicios Virtuales? Son 31.357 "
        "personas y quisiera saber si una misma persona puede aparecer varias veces.",
        days_ago=50,
        until="assigned",
        sex="man",
        about=f"{EDITION}cifras/pymes-servicios-virtuales-beneficiarios/",
        title="¿A quién se cuenta como beneficiario en Servicios Virtuales?",
        shown_name="Almacén de Coyhaique (demostración)",
        full_name="Pedro L. (demostración)",
        email="pedro@demo.invalid",
        region="11",
        unit="estudios",
        supports=21,
    ),
    Question(
        "cardenal-caro",
        "¿Cuánto de los fondos regionales de O'Higgins corresponde a la provincia de Cardenal Caro "
        "y a cuántas personas llegó?",
        days_ago=44,
        until="drafting",
        sex="man",
        about=f"{EDITION}cifras/fondos-ohiggins-reactivate-cardenal-caro-transferencias/",
        title="¿Cuánto de los fondos regionales de O'Higgins corresponde a Cardenal Caro?",
        region="13",
        supports=12,
        answer=Answered("El cuadro de O'Higgins informa MM$ 850 para", figures=()),
    ),
    Question(
        "conadi",
        "¿Qué pasó con el programa que figura «en proceso de selección» en La Araucanía? ¿Cuándo "
        "habrá una cifra?",
        days_ago=6,
        until="admitted",
        sex="woman",
        about=f"{EDITION}cifras/fondos-la-araucania-crece-y-emprende-conadi-beneficiarios/",
        title="¿Qué pasó con el programa que figura «en proceso de selección»?",
        shown_name="Juana P.",
        region="09",
        supports=9,
    ),
    Question(
        "ferias",
        "Sería bueno que la próxima cuenta dijera cuántas ferias libres recibieron apoyo en cada "
        "región, con el mismo detalle que los barrios comerciales.",
        days_ago=33,
        until="closed",
        sex="woman",
        kind="statement",
        about=f"{EDITION}programas/ferias-libres/",
        title="Que la próxima cuenta diga cuántas ferias libres hubo en cada región",
        region="05",
        supports=15,
        answer=Answered(
            "Acogemos su planteamiento y nos comprometemos: la próxima cuenta lo dirá, y aquí "
            "mismo se podrá ver si se cumplió.\n\n(Respuesta de demostración.)",
            effect="commits",
            promise="Que la próxima cuenta diga cuántas ferias libres recibieron apoyo en cada "
            "región. (Demostración.)",
            due=60,
        ),
    ),
    Question(
        "abeja",
        "Observo que la cuenta no explica cómo se reparten los recursos de Capital Abeja entre las "
        "regiones. Falta el criterio.",
        days_ago=20,
        until="assigned",
        sex="woman",
        kind="remark",
        about=f"{EDITION}programas/capital-abeja-emprende/",
        title="La cuenta no explica cómo se reparten los recursos de Capital Abeja",
        region="15",
        extended_by=15,
        note="La unidad debe reunir antecedentes de las dieciséis regiones. (Demostración.)",
        supports=4,
    ),
    Question(
        "carta",
        "Quisiera saber dónde puedo ver el detalle de los recursos entregados en mi región, porque "
        "no tengo computador y me lo contaron en la feria.",
        days_ago=3,
        until="admitted",
        sex="man",
        channel="paper",
        about=f"{EDITION}regiones/aysen/",
        title="¿Dónde se ve el detalle de los recursos entregados en mi región?",
        region="11",
    ),
    Question(
        "recibida",
        "¿Los Centros de Negocios atienden también a quienes recién empiezan? Mi correo es "
        "vecina@ejemplo.invalid y mi teléfono el +56 9 8765 4321.",
        days_ago=1,
        until="received",
        sex="woman",
        about=f"{EDITION}programas/centros-de-negocios/",
        region="10",
        email="vecina@demo.invalid",
        full_name="Vecina de Castro (demostración)",
    ),
    Question(
        "por-confirmar",
        "¿Cuántas personas usaron el portal de capacitación desde regiones extremas?",
        days_ago=0,
        until="unconfirmed",
        about=f"{EDITION}programas/portal-de-capacitacion/",
        email="sin-confirmar@demo.invalid",
        hour=8,
    ),
    Question(
        "incompleta",
        "No estoy de acuerdo con lo que dice esa parte de la cuenta.",
        days_ago=4,
        until="mending",
        region="13",
        sex="woman",
        kind="remark",
        note="¿De qué parte de la cuenta habla? Díganos el capítulo o la cifra.",
        email="incompleta@demo.invalid",
    ),
    Question(
        "ajena",
        "Vendo un automóvil en buen estado, consultas por interno.",
        days_ago=15,
        until="not_admitted",
        region="13",
        sex="man",
        note="Es un aviso de venta. (Demostración.)",
    ),
    Question(
        "camino",
        "¿Cuándo van a arreglar el camino que lleva a la feria de mi comuna?",
        days_ago=17,
        until="referred",
        region="13",
        sex="man",
        note="Los caminos públicos no son de la competencia del servicio. (Demostración.)",
        email="camino@demo.invalid",
    ),
    Question(
        "arrepentida",
        "Quería saber por el programa Crece, pero ya encontré la respuesta en la página.",
        days_ago=14,
        until="withdrawn",
        region="13",
        sex="man",
        about=f"{EDITION}programas/crece/",
        email="arrepentida@demo.invalid",
    ),
)
