"""For how long a new portal keeps what is personal; staff change it, with its basis."""

from typing import NamedTuple

from participation.models.privacy import Retention

Purpose = Retention.Purpose
_LEAST = "Ley 19.628, principio de proporcionalidad: no más tiempo que el necesario"
_OWN_NORM = "Decisión de la institución (Ley 19.628, principio de proporcionalidad)"


class Default(NamedTuple):
    """The names are those of `Retention`."""

    purpose: str
    days: int
    counted_from: str
    then: str
    basis: str


DEFAULTS = (
    Default(Purpose.DRAFT, 7, "la última vez que se escribió en él",
            "Se borra entero, con sus archivos.", _LEAST),
    Default(Purpose.UNCONFIRMED, 15, "el envío",
            "Se borra entero, con sus archivos, el nombre y el correo.", _LEAST),
    Default(Purpose.IDENTITY, 730, "el último acto del trámite terminado",
            "Se borran el correo, el nombre, la organización, el contacto y el sexo. Lo publicado "
            "queda.", _OWN_NORM),
    Default(Purpose.ORIGINAL, 730, "el último acto del trámite terminado",
            "Se borran los originales sellados, los archivos que no son públicos, los papeles "
            "digitalizados y el texto de lo retirado o no admitido.", _OWN_NORM),
    Default(Purpose.MESSAGE, 180, "el envío del mensaje",
            "Se borra a quién se le envió. Queda que se envió, y cuándo.", _LEAST),
    Default(Purpose.FOLLOWING, 30, "el día en que se terminaron",
            "Se borran, y también el correo si no hay nada más de esa persona.", _LEAST),
    Default(Purpose.SIGN_IN, 180, "el ingreso",
            "Se borran la dirección IP y la hora de los ingresos del equipo.",
            "Seguridad del tratamiento (Ley 19.628)"),
    Default(Purpose.HEARING, 30, "el término de la audiencia",
            "Se borran el nombre, lo que dijo necesitar y el sexo, y también el correo si no hay "
            "nada más de esa persona. Queda cuántas personas asistieron.", _LEAST),
)  # fmt: skip
