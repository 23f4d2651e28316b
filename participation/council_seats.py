"""Whether a seat of the council may be given for a period: what the registry asks before it writes.

Reads the tables; changes nothing. A refusal says beside which field it belongs.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from participation.council_terms import Period, most_at_once
from participation.models import Councillor, Mandate, Organisation
from participation.transitions import Refused

Role = Mandate.Role
OFFICES = (Role.PRESIDENCY, Role.VICE)
FIRST_DAY = date(2011, 2, 16)  # Ley 20.500, which made these councils
FURTHEST = timedelta(days=366)


class RefusedAt(Refused):
    """A refusal about one thing that was typed: `field` is its name in the action."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def held(mandate: Mandate) -> Period:
    """The days in that seat, as far as is known."""
    last = mandate.ends_on
    if mandate.left_on:
        last = min(last, mandate.left_on - timedelta(days=1))
    return Period(mandate.starts_on, last)


def check_first_day(starts_on: date, today: date) -> None:
    """Raises RefusedAt where a term could not begin that day."""
    if starts_on < FIRST_DAY:
        raise RefusedAt(
            "starts_on", "Los Consejos existen desde el 16-02-2011 (Ley 20.500). Revise el año."
        )
    if starts_on > today + FURTHEST:
        raise RefusedAt("starts_on", "Falta más de un año para ese día. Revise el año.")


def check_last_day(period: Period, longest: date) -> None:
    """Raises RefusedAt where a term ends before it begins, or lasts longer than the rule's."""
    if period.last <= period.first:
        raise RefusedAt("ends_on", "El período termina después de empezar.")
    if period.last > longest:
        raise RefusedAt(
            "ends_on", f"Según la regla vigente ese período llega hasta el {longest:%d-%m-%Y}."
        )


def check_person(councillor: Councillor, period: Period, *, but: Iterable[int] = ()) -> None:
    """Raises RefusedAt where the person holds a seat on one of those days.

    `but` are the keys of mandates that end for this one to begin.
    """
    for other in councillor.mandates.exclude(pk__in=but).select_related("organisation"):
        if held(other).meets(period):
            raise RefusedAt(
                "councillor",
                f"{councillor} ya está en el Consejo desde el {other.starts_on:%d-%m-%Y} hasta "
                f"el {held(other).last:%d-%m-%Y}, por {other.organisation}.",
            )
        if other.starts_on == period.first:
            raise RefusedAt("starts_on", f"{councillor} ya tuvo un cargo que empezó ese día.")
        if other.left_on is None and other.ends_on + timedelta(days=1) == period.first:
            raise RefusedAt(
                "councillor",
                f"{councillor} termina su período el día anterior: renuévelo, para que cuente "
                "como renovación.",
            )


def check_seat_is_free(
    organisation: Organisation, period: Period, *, but: Iterable[int] = ()
) -> None:
    """Raises RefusedAt where another titular has its seat, or the stratum is full."""
    if not organisation.is_active or not organisation.is_non_profit:
        raise RefusedAt(
            "organisation",
            "Solo tienen asiento las organizaciones vigentes y sin fines de lucro "
            "(Ley 18.575, artículo 74).",
        )
    stratum = organisation.stratum
    titulars = Mandate.objects.titular().exclude(pk__in=but)
    titulars = titulars.filter(organisation__stratum=stratum).select_related("councillor")
    taken = [each for each in titulars if held(each).meets(period)]
    for other in taken:
        if other.organisation_id == organisation.pk:
            raise RefusedAt(
                "organisation",
                f"El asiento de {organisation} es de {other.councillor} hasta el "
                f"{held(other).last:%d-%m-%Y}.",
            )
    if most_at_once(map(held, taken), period) >= stratum.seats:
        raise RefusedAt(
            "organisation",
            f"El estamento «{stratum}» no tiene asientos libres en esos días: son "
            f"{stratum.seats}, y están tomados.",
        )


def check_office_is_free(role: str, period: Period, *, but: Iterable[int] = ()) -> None:
    """Raises RefusedAt where somebody else presides, or is vice-president, on one of those days."""
    if role not in OFFICES:
        return
    for other in Mandate.objects.filter(role=role).exclude(pk__in=but).select_related("councillor"):
        if held(other).meets(period):
            raise RefusedAt(
                "role",
                f"La {other.get_role_display().lower()} es de {other.councillor} hasta el "
                f"{held(other).last:%d-%m-%Y}. Para que cambie de persona, registre la elección "
                "desde la página de quien fue elegida o elegido.",
            )


def check_alternate(titular: Mandate | None, organisation: Organisation, period: Period) -> None:
    """Raises RefusedAt where nobody could be the alternate of `titular` on those days."""
    if titular is None:
        raise RefusedAt("alternate_of", "Elija de quién es suplente.")
    if titular.role == Role.ALTERNATE or titular.organisation_id != organisation.pk:
        raise RefusedAt(
            "alternate_of", "Se es suplente de quien es titular por la misma organización."
        )
    whole = held(titular)
    if not (whole.has(period.first) and whole.has(period.last)):
        raise RefusedAt(
            "starts_on",
            f"{titular.councillor} es titular desde el {whole.first:%d-%m-%Y} hasta el "
            f"{whole.last:%d-%m-%Y}: su suplente cabe en esos días.",
        )
    for other in titular.alternates.select_related("councillor"):
        if held(other).meets(period):
            raise RefusedAt(
                "alternate_of",
                f"{titular.councillor} ya tiene suplente: {other.councillor}, hasta el "
                f"{held(other).last:%d-%m-%Y}.",
            )
