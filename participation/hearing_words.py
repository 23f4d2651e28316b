"""A hearing in words: its hour where it is held, what helps people to take part, its recording.

Pure: reads no table and no clock.
"""

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from participation.deadlines import CHILE
from participation.due_words import day_in_words

# Regions whose clocks are not those of the centre: they do not go back in winter.
ZONES = MappingProxyType(
    {"11": ZoneInfo("America/Coyhaique"), "12": ZoneInfo("America/Punta_Arenas")}
)
ZONE_NAMES = MappingProxyType({"11": "hora de Aysén", "12": "hora de Magallanes"})
MODES = MappingProxyType(
    {"in_person": "Presencial", "remote": "A distancia", "mixed": "Presencial y a distancia"}
)
# What is there for whom: the code that is kept, and how it is told.
ACCESS = MappingProxyType(
    {
        "lsch": "Interpretación en lengua de señas chilena (LSCh)",
        "captions": "Subtítulos en vivo",
        "wheelchair": "Acceso y baño para sillas de ruedas",
        "loop": "Bucle magnético para audífonos",
        "easy": "Materiales en lectura fácil",
        "language": "Traducción a una lengua de pueblos originarios",
        "children": "Espacio con cuidado para niñas y niños",
        "transport": "Movilización de acercamiento",
    }
)
HOUR, MINUTE = 3_600, 60


def zone_of(region: str | None) -> ZoneInfo:
    """The time zone of a region (CUT code); the centre's for all the others and for none."""
    return ZONES.get(region or "", CHILE)


def moment_of(at: datetime, region: str | None) -> str:
    """`jueves 18 de junio de 2026, a las 10:00 (hora de Magallanes)`: the hour of that region.

    The region is only named where its clocks differ from the centre's at that instant.
    """
    here = at.astimezone(zone_of(region))
    return (
        f"{day_in_words(here.date(), with_year=True)}, a las {here:%H:%M}{other_zone(at, region)}"
    )


def hours_of(starts_at: datetime, ends_at: datetime, region: str | None) -> str:
    """`de 10:00 a 12:30`, in the hour of that region."""
    zone = zone_of(region)
    return f"de {starts_at.astimezone(zone):%H:%M} a {ends_at.astimezone(zone):%H:%M}"


def span_of(starts_at: datetime, ends_at: datetime, region: str | None) -> str:
    """`jueves 18 de junio de 2026, de 10:00 a 12:30 (hora de Aysén)`: day and hours, said once."""
    here = starts_at.astimezone(zone_of(region)).date()
    hours = hours_of(starts_at, ends_at, region)
    return f"{day_in_words(here, with_year=True)}, {hours}{other_zone(starts_at, region)}"


def other_zone(at: datetime, region: str | None) -> str:
    """` (hora de Aysén)` where the clocks there differ from the centre's at `at`; else nothing."""
    zone = zone_of(region)
    if at.astimezone(zone).utcoffset() == at.astimezone(CHILE).utcoffset():
        return ""
    return f" ({ZONE_NAMES[region or '']})"


def in_the_centre(at: datetime, region: str | None) -> str:
    """`las 09:00 en el resto de Chile continental`, where it is another hour; else nothing."""
    if not other_zone(at, region):
        return ""
    return f"las {at.astimezone(CHILE):%H:%M} en el resto de Chile continental"


def access_words(codes: Iterable[str]) -> tuple[str, ...]:
    """What is provided, in the order in which it is told."""
    given = set(codes)
    return tuple(words for code, words in ACCESS.items() if code in given)


def second_words(second: int) -> str:
    """`1:02:05` or `12:30`: a place of the recording."""
    hours, rest = divmod(second, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def read_second(text: str) -> int:
    """The second that `1:02:05`, `12:30` or `750` says.

    Raises:
        ValueError: it says none.
    """
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(each.isascii() and each.isdecimal() for each in parts):
        raise ValueError("Escriba el minuto como 12:30, o 1:02:05 si pasó de una hora.")
    if len(text) > 12 or any(int(each) >= MINUTE for each in parts[1:]):
        raise ValueError("Los minutos y los segundos llegan a 59: escríbalo como 12:30.")
    total = 0
    for each in parts:
        total = total * MINUTE + int(each)
    return total


def moment_url(recording: str, second: int) -> str:
    """The recording from that second on: `?t=` for YouTube, a media fragment (`#t=`) elsewhere.

    Empty where there is no recording.
    """
    if not recording:
        return ""
    parts = urlsplit(recording)
    if (parts.hostname or "").removeprefix("www.") in ("youtube.com", "youtu.be", "m.youtube.com"):
        query = [(key, value) for key, value in parse_qsl(parts.query) if key != "t"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", str(second))])))
    return urlunsplit(parts._replace(fragment=f"t={second}"))
