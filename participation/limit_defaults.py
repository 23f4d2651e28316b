"""The limits that a new portal starts with. Staff change them in the admin; these add what lacks.

The numbers suppose that a school or a municipality goes out through one address: limits by address
are wide, hold only for whoever gives no confirmed e-mail, and each names another way.
"""

from dataclasses import dataclass

from participation.models.limits import DAY, Limit

MINUTE, HOUR = 60, 3_600  # seconds
Scope, When = Limit.Scope, Limit.When

_CONFIRM = (
    "Si escribe su correo y lo confirma con el enlace que le enviamos, su envío entra de todos "
    "modos, aunque otras personas usen la misma conexión."
)
_WITHOUT_MAIL = "Puede enviar sin correo y seguir su folio con la clave."
_PAPER = (
    "También puede entregarlo en papel en una oficina, por teléfono o en la audiencia pública: "
    "vale lo mismo."
)
_FROM_MAIL = (
    "El enlace que recibió por correo o el código QR de su comprobante abren el seguimiento "
    "directamente. También puede preguntar por su folio por teléfono o en una oficina."
)
_LATER_OR_PAPER = f"Nada de lo escrito se pierde: puede enviarlo más tarde. {_PAPER}"
_NO_SCRIPT = (
    "Si su navegador tiene JavaScript apagado y puede encenderlo, este límite es mucho más amplio."
)
_WITHOUT_SEAT = (
    "También puede inscribirse por teléfono o en una oficina, o llegar sin inscripción: se entra "
    "mientras haya lugar."
)
_ALOUD = (
    "También puede preguntar de viva voz: pida la palabra, o dígale su pregunta a la mesa. Después "
    "de la audiencia puede enviarla por el portal."
)


@dataclass(frozen=True, slots=True)
class Default:
    """One limit as a new portal has it; the names are those of `Limit`."""

    slug: str
    action: str
    name: str
    scope: str
    count: int
    per_seconds: int
    applies_when: str
    way_out: str


DEFAULTS = (
    # start: to begin a draft. Each is a row that is kept for a week.
    Default("start-address", "start", "Borradores desde una conexión", Scope.ADDRESS, 600, HOUR,
            When.ALWAYS, f"Los que ya comenzó siguen en su dirección. {_PAPER}"),
    Default("start-network", "start", "Borradores desde una red", Scope.NETWORK, 3_000, HOUR,
            When.ALWAYS, f"Los que ya comenzó siguen en su dirección. {_PAPER}"),
    # submit: to send a consulta, planteamiento or observación for good.
    Default("submit-address", "submit", "Envíos desde una conexión", Scope.ADDRESS, 120, HOUR,
            When.UNCONFIRMED, f"{_CONFIRM} {_PAPER}"),
    Default("submit-address-no-proof", "submit", "Envíos desde una conexión, sin JavaScript",
            Scope.ADDRESS, 30, HOUR, When.WITHOUT_PROOF, f"{_CONFIRM} {_NO_SCRIPT} {_PAPER}"),
    Default("submit-network", "submit", "Envíos desde una red", Scope.NETWORK, 600, HOUR,
            When.UNCONFIRMED, f"{_CONFIRM} {_PAPER}"),
    Default("submit-person", "submit", "Envíos de una persona", Scope.PERSON, 30, DAY,
            When.ALWAYS, _LATER_OR_PAPER),
    Default("submit-draft", "submit", "Intentos con un mismo borrador", Scope.DRAFT, 60, HOUR,
            When.ALWAYS, _LATER_OR_PAPER),
    # confirm_address: to have a link sent to an e-mail that nobody has confirmed yet.
    Default("confirm-person", "confirm_address", "Enlaces a un mismo correo", Scope.PERSON, 5, HOUR,
            When.ALWAYS, "Revise también la carpeta de correo no deseado: los enlaces que ya le "
            f"enviamos siguen sirviendo. {_PAPER}"),
    Default("confirm-address-no-proof", "confirm_address", "Enlaces desde una conexión, sin "
            "JavaScript", Scope.ADDRESS, 30, HOUR, When.WITHOUT_PROOF, f"{_NO_SCRIPT} {_PAPER}"),
    # With a proof too: the portal must not become a way to write to thousands of strangers.
    Default("confirm-address", "confirm_address", "Enlaces desde una conexión", Scope.ADDRESS, 600,
            HOUR, When.UNCONFIRMED, f"{_WITHOUT_MAIL} {_PAPER}"),
    Default("confirm-everyone-no-proof", "confirm_address", "Enlaces en todo el portal, sin "
            "JavaScript", Scope.EVERYONE, 2_000, HOUR, When.WITHOUT_PROOF,
            f"{_NO_SCRIPT} {_WITHOUT_MAIL} {_PAPER}"),
    # attach: to add a file to a draft.
    Default("attach-draft", "attach", "Archivos en un mismo borrador", Scope.DRAFT, 40, HOUR,
            When.ALWAYS, f"Puede enviar ahora lo escrito, sin más archivos. {_PAPER}"),
    Default("attach-address", "attach", "Archivos desde una conexión", Scope.ADDRESS, 400, HOUR,
            When.UNCONFIRMED, f"Puede enviar ahora lo escrito, sin más archivos. {_PAPER}"),
    # support: «yo también pregunto esto». It asks for no e-mail and brings no proof.
    Default("support-address", "support", "Apoyos desde una conexión", Scope.ADDRESS, 200, HOUR,
            When.ALWAYS, "Los apoyos que ya se sumaron quedan. Puede sumar el suyo más tarde o "
            "desde otra conexión, o hacer su propia consulta: también se responde."),
    # similar: questions like the one that is being written.
    Default("similar-address", "similar", "Búsquedas de parecidas", Scope.ADDRESS, 600, 10 * MINUTE,
            When.ALWAYS, "Puede seguir y enviar la suya sin ver las parecidas."),
    # track: to open a filing by folio and key.
    Default("track-address", "track", "Seguimientos desde una conexión", Scope.ADDRESS, 120,
            10 * MINUTE, When.UNCONFIRMED, _FROM_MAIL),
    Default("track-network", "track", "Seguimientos desde una red", Scope.NETWORK, 600,
            10 * MINUTE, When.UNCONFIRMED, _FROM_MAIL),
    # follow_up: the one more question after an answer, a withdrawal, mending a defect.
    Default("follow-up-draft", "follow_up", "Escritos sobre un mismo folio", Scope.DRAFT, 20, HOUR,
            When.ALWAYS, _LATER_OR_PAPER),
    # follow: to be told by mail.
    Default("follow-person", "follow", "Suscripciones de un correo", Scope.PERSON, 20, DAY,
            When.ALWAYS, "Mientras tanto, las novedades están en la página y en su canal Atom."),
    # With a proof too: these mails go to whatever address was typed.
    Default("follow-address", "follow", "Suscripciones desde una conexión", Scope.ADDRESS, 300,
            HOUR, When.ALWAYS,
            "Mientras tanto, las novedades están en la página y en su canal Atom."),
    Default("follow-address-no-proof", "follow", "Suscripciones desde una conexión, sin "
            "JavaScript", Scope.ADDRESS, 30, HOUR, When.WITHOUT_PROOF,
            f"{_NO_SCRIPT} Mientras tanto, las novedades están en la página y en su canal Atom."),
    # read: to read the API. What did not change (If-None-Match) is not counted.
    Default("read-address", "read", "Lecturas de la API desde una conexión", Scope.ADDRESS, 3_000,
            10 * MINUTE, When.ALWAYS, "Todos los datos de una edición vienen juntos en su paquete "
            "(`package`, en /api/v1/editions/). Lo que no ha cambiado no se cuenta: guarde el ETag "
            "y pregunte con If-None-Match."),
    # export: files that are made while they are asked for. What an edition prints is not counted.
    Default("export-address", "export", "Archivos hechos al pedirlos, desde una conexión",
            Scope.ADDRESS, 120, 10 * MINUTE, When.ALWAYS, "Los archivos de cada edición no tienen "
            "límite: están en la página de datos de la cuenta. La API da lo mismo por partes."),
    # search: a page of results. A school behind one address searches together.
    Default("search-address", "search", "Búsquedas desde una conexión", Scope.ADDRESS, 600,
            10 * MINUTE, When.ALWAYS, "Mientras tanto puede recorrer los capítulos, los programas "
            "y las regiones de la cuenta, que no tienen límite."),
    # hearing_register: to have a link sent that confirms a seat in a hearing.
    Default("hearing-register-person", "hearing_register", "Inscripciones con un correo",
            Scope.PERSON, 10, HOUR, When.ALWAYS, _WITHOUT_SEAT),
    Default("hearing-register-address", "hearing_register", "Inscripciones desde una conexión",
            Scope.ADDRESS, 120, HOUR, When.ALWAYS, _WITHOUT_SEAT),
    Default("hearing-register-address-no-proof", "hearing_register", "Inscripciones desde una "
            "conexión, sin JavaScript", Scope.ADDRESS, 30, HOUR, When.WITHOUT_PROOF,
            f"{_NO_SCRIPT} {_WITHOUT_SEAT}"),
    # hearing_ask: to send a question from a telephone. The whole hall may share one connection, so
    # that the telephone is what is limited; it is known by a mark that it may throw away.
    Default("hearing-ask-device", "hearing_ask", "Preguntas de un teléfono", Scope.DRAFT, 5,
            10 * MINUTE, When.ALWAYS, _ALOUD),
    Default("hearing-ask-address", "hearing_ask", "Preguntas desde una conexión", Scope.ADDRESS,
            200, 10 * MINUTE, When.ALWAYS, _ALOUD),
    Default("hearing-ask-network", "hearing_ask", "Preguntas desde una red", Scope.NETWORK, 600,
            10 * MINUTE, When.ALWAYS, _ALOUD),
    # my_data: a link to one's own data.
    Default("my-data-person", "my_data", "Enlaces a los datos propios", Scope.PERSON, 5, DAY,
            When.ALWAYS, "También puede ejercer sus derechos por escrito en cualquier oficina."),
    Default("my-data-address-no-proof", "my_data", "Enlaces a los datos propios, sin JavaScript",
            Scope.ADDRESS, 30, HOUR, When.WITHOUT_PROOF,
            f"{_NO_SCRIPT} También puede ejercer sus derechos por escrito en cualquier oficina."),
)  # fmt: skip
ACTIONS = frozenset(default.action for default in DEFAULTS)
