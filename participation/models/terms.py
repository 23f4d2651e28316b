"""The terms that run for a submission, and every change of the day on which one ends."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.models.rules import ClockRule
from participation.models.submissions import Submission


class Deadline(models.Model):
    """One term that runs for one submission, and why it ends when it does.

    `due_at` is the instant from which it is late. Recomputed, never rewritten unseen: every
    change is a `DeadlineChange`.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="deadlines")
    clock = models.CharField("plazo", max_length=12, choices=ClockRule.Clock)
    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="+")
    starts_after = models.DateField("corre desde el día siguiente a")
    length = models.PositiveSmallIntegerField("duración")
    extension = models.PositiveSmallIntegerField("ampliación", default=0)
    due_on = models.DateField("vence")
    due_at = models.DateTimeField("fuera de plazo desde")
    met_at = models.DateTimeField("cumplido", null=True, blank=True)
    reminded_at = models.DateTimeField("recordado", null=True, blank=True)

    class Meta:
        verbose_name = "plazo"
        verbose_name_plural = "plazos"
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "clock"], name="one_deadline_per_clock"),
            models.CheckConstraint(
                condition=Q(extension__lte=F("length") / 2),
                name="an_extension_is_at_most_half_of_the_term",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="deadline_running",
                         condition=Q(met_at__isnull=True)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_clock_display()}: {self.due_on:%d-%m-%Y}"


class DeadlineChange(models.Model):
    """A term that came to end on another day, and why. Append-only."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="changes")
    old_due_on = models.DateField("vencía")
    new_due_on = models.DateField("vence")
    reason = models.CharField("por qué", max_length=300)
    at = models.DateTimeField("cuándo")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "cambio de plazo"
        verbose_name_plural = "cambios de plazo"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old_due_on:%d-%m-%Y} → {self.new_due_on:%d-%m-%Y}"
