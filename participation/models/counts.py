"""What was counted of who takes part: closed once, never changed."""

from django.db import models
from django.db.models import F, Q

from participation.small_cells import K
from programs.models import PublicAccount


class CountBatch(models.Model):
    """Filings that were counted together: those of a run of folios, until the end of a Sunday.

    `told` is what is published of them, by table, row and column: a count that must not be told is
    null already, so that nothing here is about anybody, whoever reads the database. What a person
    corrects or erases afterwards changes no batch. Append-only; decision 22.
    """

    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="count_batches")
    closed_on = models.DateField("contados hasta")
    first_number = models.PositiveIntegerField("desde el número")
    last_number = models.PositiveIntegerField("hasta el número")
    filings = models.PositiveIntegerField("envíos")
    told = models.JSONField("lo que se publica")
    closed_at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "tanda contada"
        verbose_name_plural = "tandas contadas"
        ordering = ["account", "closed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "closed_on"], name="one_count_batch_per_account_and_sunday"
            ),
            models.UniqueConstraint(
                fields=["account", "first_number"], name="no_filing_is_counted_in_two_batches"
            ),
            models.CheckConstraint(
                condition=Q(last_number__gte=F("first_number"), first_number__gte=1),
                name="a_count_batch_is_a_run_of_folios",
            ),
            models.CheckConstraint(
                condition=Q(filings__gte=K), name="a_count_batch_is_never_of_a_few"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filings} envíos hasta el {self.closed_on:%d-%m-%Y}"
