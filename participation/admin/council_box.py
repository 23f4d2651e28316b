"""What the first page of the admin says of the council to whoever keeps its registry."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from participation.council_roll import Roll, roll_on
from participation.deadlines import CHILE
from participation.permissions import may
from programs.figures import plural


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to see to: what, and where."""

    words: str
    url: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class CouncilBox:
    """How the council is, and what its registry has to see to."""

    in_office: str
    alerts: tuple[Alert, ...]
    url: str
    template: str = "admin/participation/council/box.html"


def box(request: HttpRequest) -> CouncilBox | None:
    """The box of whoever keeps the registry; None for everyone else."""
    user: Any = request.user
    if not may(user, "manage_council"):
        return None
    roll = roll_on(timezone.now().astimezone(CHILE).date())
    return CouncilBox(
        in_office=f"{roll.in_office} de {plural(roll.seats, 'asiento', 'asientos')}",
        alerts=alerts_of(roll),
        url=_registry(),
    )


def alerts_of(roll: Roll) -> tuple[Alert, ...]:
    """Terms about to end, vacancies, nobody who presides, and parity below its rule."""
    if not roll.exists:
        return (Alert("Todavía no hay nadie en el registro del Consejo.", _registry()),)
    found = [
        Alert(
            f"El período de {each.councillor} ({each.organisation}) termina el "
            f"{each.ends_on:%d-%m-%Y}.",
            reverse("admin:participation_mandate_change", args=[each.pk]),
            is_urgent=(each.ends_on - roll.day).days <= 15,
        )
        for each in roll.expiring
    ]
    if roll.presidency is None and roll.in_office:
        found.append(Alert("Nadie preside el Consejo: registre la elección.", _registry(), True))
    if roll.vacant:
        many = plural(roll.vacant, "asiento vacante", "asientos vacantes")
        found.append(Alert(f"Hay {many}.", f"{_registry()}#asientos"))
    if roll.parity is not None and not roll.parity.is_met:
        counted = roll.parity
        found.append(
            Alert(
                f"No se cumple la paridad: {counted.women} de {counted.said} son mujeres.",
                f"{_registry()}#paridad",
            )
        )
    return tuple(found)


def _registry() -> str:
    return reverse("admin:participation_mandate_changelist")
