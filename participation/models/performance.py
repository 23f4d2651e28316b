"""How filings were answered, counted now and then; and what people said of their answers."""

from django.db import models
from django.db.models import Q

from participation.models.answers import Answer
from participation.models.submissions import Submission
from programs.models import PublicAccount


class PerformanceCount(models.Model):
    """The facts of one account as they were last counted: the page never counts a million rows.

    Derived: it may be deleted, and the clock counts again. `seen_entry` is the newest entry of the
    register then; without newer ones nothing moved but the day.
    """

    account = models.OneToOneField(
        PublicAccount, models.CASCADE, primary_key=True, related_name="performance"
    )
    counted_at = models.DateTimeField("contado")
    day = models.DateField("día")
    seen_entry = models.BigIntegerField(default=0)
    facts = models.JSONField("cuentas")

    class Meta:
        verbose_name = "cuenta del desempeño"
        verbose_name_plural = "cuentas del desempeño"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.account_id}: {self.day}"


class Satisfaction(models.Model):
    """Whether one answer served who asked; one for each filing and version of its answer.

    No more identity than the filing's. The value is told in counts alone, to the staff too; the
    comment is sealed, read by who may read identities, leaving a trace, and goes away with them.
    """

    class Value(models.TextChoices):
        YES = "yes", "Sí, me sirvió"
        PARTLY = "partly", "Me sirvió en parte"
        NO = "no", "No me sirvió"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="satisfactions")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="satisfactions")
    value = models.CharField("le sirvió", max_length=6, choices=Value)
    comment_sealed = models.TextField("comentario", blank=True)
    given_at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "opinión sobre una respuesta"
        verbose_name_plural = "opiniones sobre respuestas"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "answer"],
                name="one_satisfaction_per_filing_and_version",
                violation_error_message="Ya dijo si esta respuesta le sirvió.",
            ),
            models.CheckConstraint(
                condition=Q(value__in=["yes", "partly", "no"]),
                name="a_satisfaction_is_one_of_three",
                violation_error_message="Elija una de las respuestas.",
            ),
        ]
        indexes = [models.Index(fields=["given_at"], name="satisfaction_given")]

    def __str__(self) -> str:
        return f"Opinión sobre {self.answer_id}"


class SatisfactionClose(models.Model):
    """The counts of one account as they were told from a day on. Append-only.

    Frozen: whoever asks for the page every minute sees them move once a week, by five people at
    least, so that nobody's answer can be told from when it moved.
    """

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="satisfaction_closes")
    closed_at = models.DateTimeField("contado")
    facts = models.JSONField("cuentas")

    class Meta:
        verbose_name = "cierre de opiniones"
        verbose_name_plural = "cierres de opiniones"
        default_permissions = ()
        ordering = ["-closed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "closed_at"], name="one_close_per_account_and_instant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.closed_at:%d-%m-%Y}"
