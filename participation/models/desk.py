"""What each of the staff keeps for their own work: paragraphs to write with, and lists to see."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from participation.models.rules import Unit

LONGEST_PARAGRAPH = 4_000


class CannedParagraph(models.Model):
    """A paragraph that is written often, with variables in braces (`participation/canned.py`).

    Of a unit, all who work in it use it; without one, only `owner`.
    """

    title = models.CharField("título", max_length=80)
    text = models.TextField("texto", max_length=LONGEST_PARAGRAPH)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="paragraphs",
        verbose_name="unidad", help_text="Vacío: solo usted lo usa.",
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="paragraphs", verbose_name="autoría"
    )
    is_active = models.BooleanField("se ofrece", default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "párrafo frecuente"
        verbose_name_plural = "párrafos frecuentes"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "title"], condition=Q(unit__isnull=True),
                name="one_paragraph_per_person_and_title",
                violation_error_message="Usted ya tiene un párrafo con ese título.",
            ),
            models.UniqueConstraint(
                fields=["unit", "title"], condition=Q(unit__isnull=False),
                name="one_paragraph_per_unit_and_title",
                violation_error_message="La unidad ya tiene un párrafo con ese título.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class DeskView(models.Model):
    """A list of the desk that somebody wants to see again: its tab and what it is narrowed to.

    `query` is the part of the address after the question mark, as the desk itself wrote it. Of a
    unit, all who work in it see it; only `owner` deletes it.
    """

    name = models.CharField("nombre", max_length=60)
    query = models.CharField("dirección", max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_views")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="desk_views")

    class Meta:
        verbose_name = "vista guardada"
        verbose_name_plural = "vistas guardadas"
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="one_view_per_person_and_name",
                violation_error_message="Usted ya tiene una vista con ese nombre.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
