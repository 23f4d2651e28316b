"""Setting an account up: what is missing for its next step, why, and where it is done.

Called by the staff home and by the page «Puesta a punto». What the account itself lacks comes from
the list that publishing asks (`programs/standings.py`): it is not asked twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Permission
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from participation.actions.process import checks_of
from participation.council import council_users
from participation.council_roll import roll_on
from participation.due_words import day_in_words
from participation.health import health
from participation.models import Hearing, Holiday, Observation, RefusalReason, Unit
from participation.pages.process import late_words
from participation.process_parts import DATES
from participation.process_words import DAY, PHASE
from participation.processes import Reading, plan_of, read_process
from programs.admin.desk import page_of
from programs.figures import plural
from programs.models import PublicAccount, Region, User
from programs.standings import missing, standing_of

MOST_NAMED = 3
_BEFORE = ("prepare", "council")  # phases in which the account itself is still made


@dataclass(frozen=True, slots=True)
class Need:
    """One line. `state`: `ok`, `missing` (the next step waits for it) or `advice`."""

    code: str
    label: str
    state: str
    sentence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    needs: tuple[Need, ...]

    @property
    def is_ready(self) -> bool:
        return all(each.state == "ok" for each in self.needs)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready an account is. `phase` runs today; `next` is what comes, in words."""

    phase: str
    meaning: str
    next: str
    groups: tuple[Group, ...]

    @property
    def missing(self) -> tuple[Need, ...]:
        """What the next step waits for."""
        return self._in("missing")

    @property
    def advice(self) -> tuple[Need, ...]:
        return self._in("advice")

    def _in(self, state: str) -> tuple[Need, ...]:
        return tuple(need for group in self.groups for need in group.needs if need.state == state)


def readiness_of(account: PublicAccount, now: datetime) -> Readiness:
    """What that account has and lacks at `now`."""
    reading = read_process(account, now)
    phase = reading.process.phase.code
    coming = reading.process.next
    groups = (
        Group("Calendario", tuple(_calendar(reading))),
        Group("Audiencias", tuple(_hearings(reading))),
        Group("La cuenta", tuple(_account(account, phase))),
        Group("Consejo de la Sociedad Civil", tuple(_council(reading))),
        Group("Equipo", tuple(_team())),
        Group("Reglas", tuple(_rules(reading))),
        Group("El portal", tuple(_portal(now))),
    )
    said = ""
    if coming is not None and coming.on is not None:
        said = f"{DAY[coming.code].name}: {day_in_words(coming.on, with_year=True)}"
    return Readiness(
        phase=PHASE[phase].name,
        meaning=PHASE[phase].meaning,
        next=said,
        groups=tuple(group for group in groups if group.needs),
    )


def _calendar(reading: Reading) -> Iterator[Need]:
    url = reverse("admin:participation_window_calendar", args=[reading.account.pk])
    if reading.window is None:
        said = "La cuenta no tiene fechas: nadie sabe hasta cuándo puede preguntar."
        yield Need("calendar", "Fechas", "missing", said, url)
        return
    plan = plan_of(reading.window)
    missing_dates = sum(
        getattr(plan, name) is None
        for name in DATES
        if name != "council_on" or reading.account.institution.consults_council
    )
    if missing_dates:
        said = f"{plural(missing_dates, 'fecha', 'fechas')} sin decidir."
        yield Need("dates", "Fechas", "advice", said, url)
    else:
        yield Need("dates", "Fechas", "ok", "Todas las fechas están puestas.", url)
    told = [
        each
        for each in checks_of(plan, reading)
        if each.level != "ok" and getattr(plan, each.field) is not None
    ]
    if told:
        said = " ".join(each.sentence for each in told[:MOST_NAMED])
        state = "missing" if any(each.stops for each in told) else "advice"
        yield Need("lawful", "Revisión de las fechas", state, said, url)
    else:
        yield Need("lawful", "Revisión de las fechas", "ok", "Cada fecha cumple su regla.", url)
    if reading.process.is_suspended:
        yield Need("suspended", "Suspensión", "missing", "El proceso está suspendido.", url)
    for late in reading.process.late:
        said = f"{DAY[late.code].name}: {late_words(reading, late)}."
        yield Need(f"late-{late.code}", "Atraso", "missing", said, url)


def _account(account: PublicAccount, phase: str) -> Iterator[Need]:
    """What publication asks, while the account is being made."""
    if phase not in _BEFORE:
        return
    found = missing(standing_of(account))
    for item in found:
        url = page_of(item.page, account)
        yield Need(item.code, item.label, item.state, item.sentence, url)
    if not found:
        yield Need("account", "Contenido", "ok", "Nada le falta a la cuenta.")


def _unfiled(reading: Reading) -> Iterator[Need]:
    """What the council formalised and nobody filed: it holds up the first edition."""
    waiting = Observation.objects.unfiled().filter(account=reading.account)
    if codes := [code or "" for code in waiting.values_list("code", flat=True)]:
        url = reverse("admin:participation_councilsession_changelist")
        said = f"Falta ingresarlas con folio: {', '.join(codes[:MOST_NAMED])}."
        yield Need("unfiled", "Observaciones formalizadas", "missing", said, url)


def _council(reading: Reading) -> Iterator[Need]:
    if not reading.account.institution.consults_council:
        return
    yield from _unfiled(reading)
    registry = reverse("admin:participation_mandate_changelist")
    roll = roll_on(reading.today)
    is_before = reading.process.phase.code in _BEFORE
    owed = "missing" if is_before else "advice"
    if not roll.exists:
        said = "Nadie está en el registro del Consejo: no puede revisar la cuenta."
        yield Need("roll", "Integrantes", owed, said, registry)
        return
    seated = plural(roll.in_office, "persona en ejercicio", "personas en ejercicio")
    yield Need("roll", "Integrantes", "ok", f"{seated.capitalize()}.", registry)
    inside = len(council_users(reading.today))
    if inside:
        said = f"{plural(inside, 'persona puede', 'personas pueden')} entrar a la sala."
        yield Need("room", "Sala", "ok", said.capitalize(), registry)
    else:
        said = "Nadie puede entrar a la sala: invite a quienes integran el Consejo."
        yield Need("room", "Sala", owed, said, registry)


def _hearings(reading: Reading) -> Iterator[Need]:
    """The account is given in the regions too (Ley 18.575, art. 72): a hearing in each."""
    if reading.process.phase.code not in (*_BEFORE, "published", "reception"):
        return
    url = reverse("admin:participation_hearing_changelist")
    called = Hearing.objects.public().filter(account=reading.account, region__isnull=False)
    held = called.exclude(state="cancelled").values("region").distinct().count()
    regions = Region.objects.count()
    if held < regions:
        one, many = "región sin audiencia convocada", "regiones sin audiencia convocada"
        said = f"{plural(regions - held, one, many)} (Ley 18.575, artículo 72)."
        yield Need("hearings", "Convocatorias", "advice", said, url)
    else:
        yield Need("hearings", "Convocatorias", "ok", "Hay una en cada región.", url)


def _team() -> Iterator[Need]:
    units = reverse("admin:participation_unit_changelist")
    active = Unit.objects.filter(is_active=True)
    counted = active.aggregate(all=Count("pk"), headless=Count("pk", filter=Q(head__isnull=True)))
    if not counted["all"]:
        said = "No hay unidades: nadie puede recibir una consulta para responderla."
        yield Need("units", "Unidades", "missing", said, units)
    elif counted["headless"]:
        names = active.filter(head__isnull=True).values_list("name", flat=True)[:MOST_NAMED]
        said = f"Sin jefatura: {', '.join(names)}."
        yield Need("units", "Unidades", "missing", said, units)
    else:
        said = f"{plural(counted['all'], 'unidad', 'unidades')}, con su jefatura."
        yield Need("units", "Unidades", "ok", said.capitalize(), units)
    for code, label, what in (
        ("moderate_submission", "Moderación", "lee y admite lo que llega"),
        ("write_answer", "Redacción", "escribe las respuestas"),
        ("review_answer", "Revisión", "revisa las respuestas"),
        ("publish_answer", "Firma", "firma las respuestas"),
    ):
        number = _who_may(code).count()
        url = reverse("admin:programs_user_changelist")
        if number:
            said = plural(number, "persona", "personas")
            yield Need(code, label, "ok", f"{said.capitalize()}.", url)
        else:
            yield Need(code, label, "missing", f"Nadie {what}: falta dar ese grupo.", url)


def _who_may(codename: str) -> QuerySet[User]:
    """Who of the staff has that permission by a group."""
    permission = Permission.objects.filter(
        content_type__app_label="participation", codename=codename
    )
    working = User.objects.filter(is_active=True, is_staff=True)
    return working.filter(groups__permissions__in=permission).distinct()


def _rules(reading: Reading) -> Iterator[Need]:
    url = reverse("admin:participation_refusalreason_changelist")
    reasons = RefusalReason.objects.filter(is_active=True).count()
    if reasons:
        said = plural(reasons, "motivo vigente", "motivos vigentes")
        yield Need("reasons", "Motivos para no admitir", "ok", f"{said.capitalize()}.", url)
    else:
        said = "Sin motivos vigentes no se puede dejar de admitir nada, ni lo que es publicidad."
        yield Need("reasons", "Motivos para no admitir", "advice", said, url)
    url = reverse("admin:participation_holiday_changelist")
    years = _years(reading)
    known = set(
        Holiday.objects.filter(is_active=True, day__year__in=years)
        .values_list("day__year", flat=True)
        .distinct()
    )
    lost = sorted(years - known)
    if lost:
        said = f"No hay feriados de {' y '.join(map(str, lost))}: los plazos saldrían cortos."
        yield Need("holidays", "Feriados", "missing", said, url)
    else:
        said = f"Están los de {' y '.join(map(str, sorted(years)))}."
        yield Need("holidays", "Feriados", "ok", said, url)


def _years(reading: Reading) -> set[int]:
    """The years that the calendar touches, and this one."""
    years = {reading.today.year}
    if reading.window is not None:
        plan = plan_of(reading.window)
        years |= {on.year for name in DATES if (on := getattr(plan, name)) is not None}
    return years


def _portal(now: datetime) -> Iterator[Need]:
    found = health(now)
    url = reverse("admin:participation_message_changelist")
    if found.is_silent:
        said = "El trabajo de fondo no da señales: no salen correos ni se miran los plazos."
        yield Need("beat", "Trabajo de fondo", "missing", said, url)
    else:
        yield Need("beat", "Trabajo de fondo", "ok", "Funciona.", url)
    if found.dead:
        said = f"{plural(found.dead, 'mensaje no se pudo', 'mensajes no se pudieron')} enviar."
        yield Need("mail", "Correo", "missing", said, url)
    elif found.is_slow:
        said = "Hay mensajes que esperan más de lo normal."
        yield Need("mail", "Correo", "advice", said, url)
    else:
        yield Need("mail", "Correo", "ok", "Los mensajes salen.", url)
