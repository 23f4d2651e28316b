"""Small Spanish: counts in words and instants in Chile's time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from programs.figures import format_number

CHILE = ZoneInfo("America/Santiago")
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
FEMININE = (
    "ninguna", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte",
)  # fmt: skip


def count_word(count: int) -> str:
    """A count of feminine things, in words up to twenty: `doce`, `21`."""
    return FEMININE[count] if 0 <= count < len(FEMININE) else format_number(count)


def counted(count: int, one: str, many: str) -> str:
    """`Una que no cuadra`, `Doce que no cuadran`, `21 que no cuadran`: the head of a section."""
    text = f"{count_word(count)} {one if count == 1 else many}"
    return text[0].upper() + text[1:]


def day(moment: datetime) -> str:
    """The date in Chile: `19 de mayo de 2022`. Raises ValueError for an instant without zone."""
    local = _in_chile(moment)
    return f"{local.day} de {MONTHS[local.month - 1]} de {local.year}"


def instant(moment: datetime) -> str:
    """The date and the time in Chile: `19 de mayo de 2022, 10:00 (hora de Chile)`."""
    return f"{day(moment)}, {_in_chile(moment):%H:%M} (hora de Chile)"


def day_of_iso(text: str) -> str:
    """The date of an ISO 8601 instant, or the text itself where it is not one."""
    try:
        return day(datetime.fromisoformat(text))
    except ValueError:
        return text


def _in_chile(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("an instant without zone names no day")
    return moment.astimezone(CHILE)
