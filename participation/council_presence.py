"""Who is in a session at an instant, whether that is a quorum, and who chairs. Reads the tables.

A seat is counted once, whoever sits in it: an alternate counts only while their titular is away.
Seats that are vacant that day are not in office, so that they do not weigh.
"""

from dataclasses import dataclass
from datetime import date

from participation.council import Rules, rules_on
from participation.models import Attendance, CouncilSession, Mandate
from programs.figures import plural

Role = Mandate.Role
# Who leads a session, in this order; after them, whoever those present chose.
LEADS = (Role.PRESIDENCY, Role.VICE)
_ORDER = {Role.PRESIDENCY: 0, Role.VICE: 1, Role.MEMBER: 2, Role.ALTERNATE: 3}


def seat_key(mandate: Mandate) -> int:
    """The seat that a mandate fills: that of its organisation, which has one, whoever sits in it.

    Not the mandate: who is elected to an office during a session goes on in another row, and
    would vote twice.
    """
    return mandate.organisation_id


def in_order(mandate: Mandate) -> tuple[int, str, int]:
    """The order in which those of the council are named: presidency first, then by name."""
    return _ORDER[Role(mandate.role)], mandate.councillor.name, mandate.pk


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is there now. `there` are the open intervals, in the order of `in_order`."""

    in_office: int
    needed: int
    there: tuple[Attendance, ...]

    @property
    def mandates(self) -> tuple[Mandate, ...]:
        return tuple(each.mandate for each in self.there)

    @property
    def present(self) -> int:
        """Seats with somebody in them."""
        return len({seat_key(each.mandate) for each in self.there})

    @property
    def has_quorum(self) -> bool:
        return self.in_office > 0 and self.present >= self.needed

    @property
    def sentence(self) -> str:
        """`5 de 7 presentes; el quórum es 4`."""
        there = "presente" if self.present == 1 else "presentes"
        return f"{self.present} de {self.in_office} {there}; el quórum es {self.needed}"

    @property
    def shortage(self) -> str:
        """Why nothing can be decided now: `Hay 3 personas presentes y el quórum es 4 …`."""
        people = plural(self.present, "persona presente", "personas presentes")
        return f"Hay {people} y el quórum es {self.needed}, de {self.in_office} en ejercicio."

    def of(self, mandate: Mandate) -> Attendance | None:
        """Since when that person is there; None where they are not."""
        return next((each for each in self.there if each.mandate_id == mandate.pk), None)

    def of_user(self, user_id: int) -> Mandate | None:
        """The seat in which that user sits now."""
        found = (each for each in self.mandates if each.councillor.user_id == user_id)
        return next(found, None)

    def leads(self) -> Mandate | None:
        """The presidency if it is there, else the vice-presidency; None if neither is."""
        for role in LEADS:
            if found := next((each for each in self.mandates if each.role == role), None):
                return found
        return None

    def chair(self, chosen: Mandate | None) -> Mandate | None:
        """Who chairs now: who leads, else `chosen` while they are there."""
        return self.leads() or (chosen if chosen is not None and self.of(chosen) else None)


def presence_in(session: CouncilSession, day: date, rules: Rules | None = None) -> Presence:
    """Who is in `session` at this moment, counted with the seats and the rules of `day`."""
    rules = rules or rules_on(day)
    office = Mandate.objects.titular().in_force(day).count()
    rows = Attendance.objects.filter(
        session=session, left_at__isnull=True, mandate__in=Mandate.objects.in_force(day)
    ).select_related("mandate__councillor__user", "mandate__organisation")
    there = tuple(sorted(rows, key=lambda each: in_order(each.mandate)))
    return Presence(office, rules.quorum.of(office), there)
