"""How long personal data is kept, and who asked for their own."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

LONGEST = 3_650  # days


class Retention(models.Model):
    """For how many days something personal is kept, from when, and by what law or norm.

    Staff edit them; `participation.retention.write_retentions` adds the defaults that are missing.
    The public reads them as they are, at `/mis-datos/`.
    """

    class Purpose(models.TextChoices):
        DRAFT = "draft", "Lo que se escribe y no se envía"
        UNCONFIRMED = "unconfirmed", "Lo que se envía y no se confirma"
        IDENTITY = "identity", "Quién presentó lo que ya terminó"
        ORIGINAL = "original", "Lo reservado y los archivos que no son públicos"
        MESSAGE = "message", "A quién se le envió cada mensaje"
        FOLLOWING = "following", "Los avisos por correo que se terminaron"
        SIGN_IN = "sign_in", "Los ingresos del equipo"
        HEARING = "hearing", "Las inscripciones en audiencias"

    purpose = models.CharField("dato", max_length=12, choices=Purpose, unique=True)
    days = models.PositiveSmallIntegerField(
        "días",
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text="730 son dos años.",
    )
    counted_from = models.CharField("desde", max_length=120)
    then = models.CharField("qué se hace después", max_length=250)
    basis = models.CharField("fundamento", max_length=250)
    is_active = models.BooleanField(
        "rige", default=True, help_text="Si no rige, estos datos se conservan sin plazo."
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "plazo de conservación"
        verbose_name_plural = "plazos de conservación"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__range=(1, LONGEST)),
                name="a_retention_lasts_from_a_day_to_ten_years",
                violation_error_message=f"Escriba entre 1 y {LONGEST} días.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class DataRequest(models.Model):
    """An e-mail was typed to see its data. A worker answers it; the page never looks who it is.

    So that page, status and time are the same whether the portal knows the address or not.
    `email_index` is a blind index; the row goes away once it is answered.
    """

    email_index = models.CharField(max_length=64)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
