"""The calendar of an account: what was changed in it and why, and what happened late, for ever.

The dates themselves are the fields of `Window` (participation/models/rules.py): there is no second
place for them. What stands here is only added to; a trigger refuses everything else.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from programs.models import PublicAccount


class CalendarChange(models.Model):
    """One act on the calendar, with its public reason. `before` and `after` map a date's field to
    its day (ISO) or to nothing, and hold only what changed."""

    class Kind(models.TextChoices):
        PLAN = "plan", "Se fijaron las fechas"
        CHANGE = "change", "Se cambiaron las fechas"
        ANNOUNCE = "announce", "Se anunciaron las fechas"
        EXTEND = "extend", "Se amplió la recepción"
        SUSPEND = "suspend", "Se suspendió el proceso"
        RESUME = "resume", "Se reanudó el proceso"

    account = models.ForeignKey(
        PublicAccount, models.PROTECT, related_name="calendar_changes", verbose_name="cuenta"
    )
    kind = models.CharField("qué se hizo", max_length=8, choices=Kind)
    reason = models.CharField("motivo", max_length=300, blank=True)
    before = models.JSONField("antes", default=dict, blank=True)
    after = models.JSONField("después", default=dict, blank=True)
    # Business days: those added by an extension, or those that a suspension lasted.
    days = models.PositiveSmallIntegerField("días hábiles", null=True, blank=True)
    at = models.DateTimeField("cuándo")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "cambio del calendario"
        verbose_name_plural = "cambios del calendario"
        ordering = ["-at", "-pk"]
        permissions = [
            ("plan_calendar", "Puede fijar y cambiar el calendario de una cuenta"),
            ("archive_account", "Puede archivar una cuenta"),
            ("correct_archived", "Puede abrir una fe de erratas de una cuenta archivada"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["plan", "announce"]) | ~Q(reason=""),
                name="who_changes_a_calendar_says_why",
                violation_error_message="Escriba por qué: el motivo es público.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["extend", "resume"], days__isnull=False)
                | (~Q(kind__in=["extend", "resume"]) & Q(days__isnull=True)),
                name="extensions_and_suspensions_are_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account}"


class MissedDate(models.Model):
    """Something was due and did not happen that day. It stays, whatever the calendar says later.

    A first row is written when the day passes; a second, with `happened_on`, when it happens.
    """

    class Duty(models.TextChoices):
        COUNCIL = "council", "Enviar el borrador al Consejo"
        PUBLISH = "publish", "Publicar la cuenta"
        ANSWERS = "answers", "Publicar las respuestas"
        REPORT = "report", "Publicar el informe de respuestas"

    account = models.ForeignKey(
        PublicAccount, models.PROTECT, related_name="missed_dates", verbose_name="cuenta"
    )
    duty = models.CharField("qué", max_length=8, choices=Duty)
    due_on = models.DateField("vencía")
    happened_on = models.DateField("se hizo", null=True, blank=True)
    days_late = models.PositiveSmallIntegerField("días hábiles de atraso", null=True, blank=True)
    noted_at = models.DateTimeField("anotado")

    class Meta:
        verbose_name = "atraso"
        verbose_name_plural = "atrasos"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "duty", "due_on", "happened_on"],
                nulls_distinct=False,
                name="one_row_per_missed_date_and_one_when_it_is_met",
            ),
            models.CheckConstraint(
                condition=Q(happened_on__isnull=True, days_late__isnull=True)
                | Q(
                    happened_on__isnull=False,
                    days_late__isnull=False,
                    happened_on__gt=models.F("due_on"),
                ),
                name="what_happened_late_says_by_how_much",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}: {self.due_on:%d-%m-%Y}"
