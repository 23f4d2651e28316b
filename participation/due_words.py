"""When something falls due, said as people say it. Pure: today and holidays are passed in."""

from datetime import date, timedelta

from participation.deadlines import BusinessCalendar
from programs.figures import plural

_ONE_DAY = timedelta(days=1)
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip
_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


def day_in_words(day: date, *, with_year: bool = False) -> str:
    """`martes 2 de agosto`, or `martes 2 de agosto de 2022`."""
    year = f" de {day.year}" if with_year else ""
    return f"{_DAYS[day.weekday()]} {day.day} de {_MONTHS[day.month - 1]}{year}"


def business_days_between(after: date, until: date, calendar: BusinessCalendar) -> int:
    """Business days after `after`, up to `until` and with it."""
    count = 0
    while after < until:
        after += _ONE_DAY
        count += calendar.counts(after)
    return count


def days_left(
    due_on: date, today: date, calendar: BusinessCalendar, *, starts_after: date | None = None
) -> int:
    """Business days that are left of a term that runs after `starts_after`: never more than it has.

    What arrives on a Sunday is filed on Monday, and Monday is not counted either (Ley 19.880,
    art. 25): until then the whole term is left, and no more.
    """
    return business_days_between(max(today, starts_after or today), due_on, calendar)


def due_in_words(
    due_on: date, today: date, calendar: BusinessCalendar, *, starts_after: date | None = None
) -> str:
    """`Vence hoy`, `Quedan 3 días hábiles`, `2 días hábiles fuera de plazo`."""
    if due_on == today:
        return "Vence hoy"
    if due_on > today:
        left = days_left(due_on, today, calendar, starts_after=starts_after)
        verb = "Queda" if left == 1 else "Quedan"
        return f"{verb} {plural(left, 'día hábil', 'días hábiles')}"
    late = business_days_between(due_on, today, calendar)
    if not late:
        return "Venció; desde entonces no ha corrido un día hábil"
    return f"{plural(late, 'día hábil', 'días hábiles')} fuera de plazo"
