"""What the clocks and the desk are ruled by: data with its citation, edited by staff."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from programs.models import Edition, PublicAccount, Region


class Holiday(models.Model):
    """A day that does not count (Ley 19.880, art. 25). Without region, in all of Chile."""

    class Origin(models.TextChoices):
        LIBRARY = "library", "Cargado con el portal"
        STAFF = "staff", "Agregado por el equipo"

    day = models.DateField("día")
    name = models.CharField("nombre", max_length=120)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="región",
        help_text="Vacío: en todo Chile.",
    )
    law = models.CharField("ley o decreto", max_length=200, blank=True)
    origin = models.CharField("origen", max_length=8, choices=Origin, default=Origin.STAFF)
    # A holiday that was added by mistake stops counting; the row and its history stay.
    is_active = models.BooleanField("vigente", default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "feriado"
        verbose_name_plural = "feriados"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "region"],
                nulls_distinct=False,
                name="one_holiday_per_day_and_scope",
                violation_error_message="Ese día ya está en la lista, con el mismo alcance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.day:%d-%m-%Y}"


class ClockRuleQuerySet(models.QuerySet["ClockRule"]):
    def in_force(self, clock: str, on: date) -> "ClockRule":
        """The rule of that clock on that day.

        Raises:
            ClockRule.DoesNotExist: none was in force yet.
        """
        return self.filter(clock=clock, valid_from__lte=on).latest("valid_from")


class ClockRule(models.Model):
    """How long a term is since when, and where that comes from (docs: the clocks)."""

    class Clock(models.TextChoices):
        ROUTE = "route", "Llevarla a su unidad"
        REPORT = "report", "Informe de la unidad"
        ANSWER = "answer", "Responder"
        MEND = "mend", "Subsanar"
        NOTIFY = "notify", "Avisar a quien preguntó"
        RECEPTION = "reception", "Recibir consultas"
        ACCESS = "access", "Solicitud de acceso a la información"
        COUNCIL = "council", "Revisión del Consejo"
        REPLY = "reply", "Responder al Consejo"
        PUBLISH = "publish", "La cuenta en la web antes del evento, al menos"
        FLOOR = "floor", "Recibir consultas, al menos"
        SUMMARY = "summary", "Informe de respuestas"
        HEARING = "hearing", "Convocar a una audiencia"

    class Unit(models.TextChoices):
        BUSINESS_DAYS = "business_days", "días hábiles"
        HOURS = "hours", "horas"

    clock = models.CharField("plazo", max_length=12, choices=Clock)
    length = models.PositiveSmallIntegerField("duración")
    unit = models.CharField("se cuenta en", max_length=14, choices=Unit, default=Unit.BUSINESS_DAYS)
    citation = models.CharField("de dónde viene", max_length=250)
    is_analogy = models.BooleanField(
        "por analogía o decisión propia",
        default=False,
        help_text="La ley no lo fija para la cuenta pública: se dice así en la página de plazos.",
    )
    valid_from = models.DateField("vigente desde")
    history = HistoricalRecords()

    objects: ClassVar[ClockRuleQuerySet] = ClockRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "regla de plazo"
        verbose_name_plural = "reglas de plazo"
        ordering = ["clock", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "valid_from"],
                name="one_rule_per_clock_and_day",
                violation_error_message="Ya hay una regla de ese plazo desde ese día.",
            ),
            models.CheckConstraint(condition=Q(length__gte=1), name="a_term_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}: {self.length} {self.get_unit_display()}"


class WindowQuerySet(models.QuerySet["Window"]):
    def public(self) -> Self:
        """Of accounts that anyone can read, or whose dates were announced before."""
        return self.filter(
            Q(announced_at__isnull=False)
            | Exists(Edition.objects.filter(account=OuterRef("account")))
        )


class Window(models.Model):
    """The calendar of an account: its reception and, around it, each date that was planned.

    Every other date may be unknown yet. What is due and what was late is worked out from here
    (`participation/process.py`); why a date changed is in `CalendarChange`.
    """

    class Origin(models.TextChoices):
        EVENT = "event", "Desde el día del evento"
        CLOSE = "close", "Desde el cierre de la recepción"
        FILING = "filing", "Desde el ingreso de cada una"

    account = models.OneToOneField(
        PublicAccount, models.PROTECT, related_name="window", verbose_name="cuenta"
    )
    council_on = models.DateField("el borrador va al Consejo", null=True, blank=True)
    publish_on = models.DateField("la cuenta se publica", null=True, blank=True)
    event_on = models.DateField("día del evento")
    opens_on = models.DateField("recibe desde")
    closes_on = models.DateField("recibe hasta")
    answers_from = models.CharField(
        "el plazo para responder corre", max_length=8, choices=Origin, default=Origin.EVENT
    )
    answers_on = models.DateField("las respuestas se publican", null=True, blank=True)
    report_on = models.DateField("el informe de respuestas se publica", null=True, blank=True)
    follow_up_until = models.DateField("el seguimiento termina", null=True, blank=True)
    # While it is suspended nothing falls due and the reception does not close.
    suspended_on = models.DateField("suspendido desde", null=True, blank=True, editable=False)
    # NULL: the dates are public from the first edition on, and not before.
    announced_at = models.DateTimeField("anunciado", null=True, blank=True, editable=False)
    history = HistoricalRecords()

    objects: ClassVar[WindowQuerySet] = WindowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "calendario de una cuenta"
        verbose_name_plural = "calendarios de las cuentas"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="a_window_closes_after_it_opens",
                violation_error_message="La recepción termina después de empezar.",
            ),
            models.CheckConstraint(
                condition=Q(publish_on__lte=F("event_on")),
                name="an_account_is_published_before_its_event",
                violation_error_message="La cuenta se publica antes del evento.",
            ),
            models.CheckConstraint(
                condition=Q(council_on__lte=F("publish_on")),
                name="a_council_reads_before_publication",
                violation_error_message="El Consejo revisa antes de que la cuenta se publique.",
            ),
            models.CheckConstraint(
                condition=Q(answers_on__gte=F("closes_on")),
                name="answers_are_published_after_the_reception",
                violation_error_message="Las respuestas se publican cuando la recepción terminó.",
            ),
            models.CheckConstraint(
                condition=Q(report_on__gte=F("answers_on")),
                name="a_report_comes_after_the_answers",
                violation_error_message="El informe se publica después de las respuestas.",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_until__gte=F("closes_on")),
                name="a_follow_up_ends_after_the_reception",
                violation_error_message="El seguimiento termina después de la recepción.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.opens_on:%d-%m-%Y} a {self.closes_on:%d-%m-%Y}"


class RefusalReason(models.Model):
    """Why a submission may be not admitted; nobody can refuse for a reason that is not here."""

    slug = models.SlugField("identificador", unique=True)
    label = models.CharField("motivo", max_length=120)
    legal_basis = models.CharField("fundamento legal", max_length=250)
    public_sentence = models.TextField("lo que lee el público")
    how_to_mend = models.TextField("cómo se puede arreglar")
    is_active = models.BooleanField("vigente", default=True)
    position = models.PositiveSmallIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "motivo para no admitir"
        verbose_name_plural = "motivos para no admitir"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Unit(models.Model):
    """A part of the institution that answers."""

    slug = models.SlugField("identificador", unique=True)
    name = models.CharField("nombre", max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="región")
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="heads",
        verbose_name="jefatura",
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="units", blank=True, verbose_name="integrantes"
    )
    is_active = models.BooleanField("vigente", default=True)

    class Meta:
        verbose_name = "unidad"
        verbose_name_plural = "unidades"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
