"""The public register: what happened, never changed and never removed.

An entry is written in the transaction of the act, without any lock; a seal chains it afterwards to
the one before (`participation.register`). Triggers refuse UPDATE and DELETE on both.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class RegisterEntry(models.Model):
    """One act. `detail` holds numbers, dates and identifiers: never personal data."""

    class Actor(models.TextChoices):
        PERSON = "person", "Una persona"
        STAFF = "staff", "El equipo"
        CLOCK = "clock", "El reloj del portal"

    at = models.DateTimeField("cuándo")
    actor = models.CharField("quién", max_length=6, choices=Actor)
    # Who of the staff; the public reads only the role.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    act = models.CharField("acto", max_length=40)
    object_type = models.CharField(max_length=20)
    object_id = models.CharField("sobre", max_length=60)
    detail = models.JSONField("detalle", default=dict, blank=True)

    class Meta:
        verbose_name = "asiento del registro"
        verbose_name_plural = "registro público"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor="staff", user__isnull=False)
                | (~Q(actor="staff") & Q(user__isnull=True)),
                name="staff_entries_name_their_user",
            ),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="register_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.object_id}, {self.at:%d-%m-%Y %H:%M}"


class RegisterSeal(models.Model):
    """The place of an entry in the chain: `sha256` covers the entry and the seal before it."""

    number = models.BigIntegerField("número", primary_key=True)
    entry = models.OneToOneField(RegisterEntry, models.PROTECT, related_name="seal")
    previous = models.CharField("huella anterior", max_length=64)
    sha256 = models.CharField("huella", max_length=64, unique=True)

    class Meta:
        verbose_name = "sello"
        verbose_name_plural = "sellos"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="seals_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
