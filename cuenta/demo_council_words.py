"""Whom the demonstration's council is made of and what it says. All of it is invented but the
figures of Sercotec's published account, which anyone may add up again."""

from dataclasses import dataclass

EDITION = "/cuentas/2022/ediciones/1/"
DRAFT = "/consejo/sala/borrador/cuentas/2023/"
STRATA = (
    ("gremios", "Gremios de micro y pequeñas empresas", 3),
    ("cooperativas", "Cooperativas", 2),
    ("territorio", "Organizaciones territoriales y de mujeres", 2),
)
ORGANISATIONS = (
    ("ferias", "Federación de Ferias del Valle (demostración)", "gremios"),
    ("almacenes", "Asociación de Almacenes de Barrio (demostración)", "gremios"),
    ("talleres", "Gremio de Talleres Artesanales (demostración)", "gremios"),
    ("panaderias", "Cooperativa de Panaderías Unidas (demostración)", "cooperativas"),
    ("cooperativas-norte", "Red de Cooperativas del Norte (demostración)", "cooperativas"),
    ("mesa-mujeres", "Mesa de Mujeres Emprendedoras (demostración)", "territorio"),
    ("union-comunal", "Unión Comunal de Comerciantes (demostración)", "territorio"),
)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody of the council; without `email` they never enter the room."""

    name: str
    gender: str
    organisation: str
    email: str = ""


ELENA = Sitter("Elena Canelo (demostración)", "woman", "ferias", "elena@consejo.invalid")
TOMAS = Sitter("Tomás Lenga (demostración)", "man", "panaderias", "tomas@consejo.invalid")
CARMEN = Sitter("Carmen Ulmo (demostración)", "woman", "mesa-mujeres", "carmen@consejo.invalid")
LUIS = Sitter("Luis Raulí (demostración)", "man", "almacenes", "luis@consejo.invalid")
ANA = Sitter("Ana Coihue (demostración)", "woman", "cooperativas-norte", "ana@consejo.invalid")
PEDRO = Sitter("Pedro Maitén (demostración)", "man", "union-comunal", "pedro@consejo.invalid")
JULIA = Sitter("Julia Boldo (demostración)", "woman", "mesa-mujeres", "julia@consejo.invalid")
RAUL = Sitter("Raúl Quillay (demostración)", "man", "talleres")
TITULARS = (ELENA, TOMAS, CARMEN, LUIS, ANA, PEDRO)

# The observation that was answered: about the published edition.
TOTALS_PLACE = f"{EDITION}cifras/asociativos-total-organizaciones/"
TOTALS_TITLE = "Que cada total se publique junto a la suma de sus filas"
TOTALS_FIRST = (
    "La cuenta declara 416 organizaciones en los programas asociativos y las cinco filas de esa "
    "tabla suman 547. Pedimos explicar la diferencia."
)
TOTALS_TEXT = (
    "La cuenta declara 416 organizaciones en los programas asociativos y las cinco filas de esa "
    "tabla suman 547.\n\nEl Consejo pide:\n\n"
    "1. Explicar en público de dónde sale el total.\n"
    "2. Mostrar, junto a cada total, la suma de sus filas.\n"
    "3. Decir si una misma organización puede estar contada en más de un programa.\n\n"
    "(Observación de demostración.)"
)
TOTALS_NOTE = "Sumé la columna dos veces y da 547. ¿Alguien más? (Demostración.)"
TOTALS_DISSENT = "Voté en contra: una diferencia así se corrige, no se explica. (Demostración.)"
TOTALS_REPLY = (
    "1. Se acoge. Las cinco filas suman 547; 416 es justo lo que suman cuatro de ellas, sin "
    "Reactívate Organizaciones Regionales, que tiene 131.\n\n"
    "2. Se acoge. Cada tabla de este portal dice al pie si su total cuadra, y todas las "
    "diferencias están en la página Cuadratura.\n\n"
    "3. No se acoge por ahora. El documento publicado no trae ese dato y aquí no se inventa.\n\n"
    "(Respuesta de demostración.)"
)
# The one that is being voted, and the one that is being written: about the draft.
BLANKS_PLACE = f"{DRAFT}capitulos/programas-asociativos/"
BLANKS_TITLE = "Que el borrador llegue al Consejo con sus cifras"
BLANKS_TEXT = (
    "El borrador que recibimos tiene los capítulos y las tablas, pero ninguna cifra.\n\n"
    "El Consejo pide recibirlo con las cifras de cada programa y con las cuadraturas que no "
    "cierran a la vista, a lo menos cinco días hábiles antes de que venza el plazo para opinar.\n\n"
    "(Observación de demostración.)"
)
GENDER_PLACE = f"{DRAFT}capitulos/genero/"
GENDER_TITLE = "Que cada programa diga cuántas mujeres participaron"
GENDER_FIRST = "Falta que cada programa diga cuántas mujeres participaron. (Demostración.)"
GENDER_SECOND = (
    "El capítulo de género y la página de cada programa debieran decir lo mismo: cuántas mujeres "
    "participaron, sobre cuántas personas. (Borrador de demostración.)"
)
GENDER_NOTE = "Comparar con la tabla por sexo de la cuenta anterior. (Demostración.)"
