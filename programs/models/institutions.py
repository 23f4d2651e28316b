"""The institution that gives the account, and the regions it works in."""

from django.db import models
from simple_history.models import HistoricalRecords

from programs.ledger import Sex as LedgerSex
from programs.regions import REGIONS

SLUG_HELP = "Va en las direcciones públicas: no lo cambie después de publicar."


class Sex(models.TextChoices):
    """As the source breaks it down; the absence of the word is an empty string."""

    WOMEN = LedgerSex.WOMEN.value, "Mujeres"
    MEN = LedgerSex.MEN.value, "Hombres"
    NOT_REPORTED = LedgerSex.NOT_REPORTED.value, "No informa"


class Region(models.Model):
    """One of the sixteen regions, seeded from `programs/regions.py`; CUT code as text."""

    code = models.CharField("código CUT", max_length=2, primary_key=True)
    slug = models.SlugField(unique=True)
    name = models.CharField("nombre", max_length=80)
    short_name = models.CharField("nombre corto", max_length=40)
    tile = models.CharField("sigla", max_length=2)
    position = models.PositiveSmallIntegerField("orden de norte a sur", unique=True)

    class Meta:
        verbose_name = "región"
        verbose_name_plural = "regiones"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.short_name


def write_regions() -> None:
    """See that the sixteen regions are there; what stands is left as it is."""
    Region.objects.bulk_create(
        (
            Region(
                code=each.code, slug=each.slug, name=each.name, short_name=each.short_name,
                tile=each.tile, position=position,
            )
            for position, each in enumerate(REGIONS, start=1)
        ),
        ignore_conflicts=True,
    )  # fmt: skip


class Institution(models.Model):
    """A public service that gives an account of its year (Ley 18.575, art. 72)."""

    slug = models.SlugField("identificador", unique=True, help_text=SLUG_HELP)
    name = models.CharField("nombre", max_length=200)
    short_name = models.CharField("nombre corto", max_length=60)
    ministry = models.CharField("ministerio", max_length=200)
    allows_self_publication = models.BooleanField(
        "quien prepara puede publicar",
        default=False,
        help_text="Si no se marca, una edición la publica otra persona (cuatro ojos).",
    )
    consults_council = models.BooleanField(
        "consulta al Consejo antes de publicar",
        default=False,
        help_text=(
            "Si se marca, la primera edición espera que el Consejo de la Sociedad Civil lea el "
            "borrador, o que pase su plazo."
        ),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "institución"
        verbose_name_plural = "instituciones"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name


class LegalCitation(models.Model):
    """An article of law that obliges or enables the institution."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="citations")
    law = models.CharField("norma", max_length=120)
    article = models.CharField("artículo", max_length=60, blank=True)
    subject = models.CharField("qué dispone", max_length=300)
    position = models.PositiveSmallIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "cita legal"
        verbose_name_plural = "citas legales"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.law}, {self.article}" if self.article else self.law


class ContactPoint(models.Model):
    """Where people reach the institution."""

    class Kind(models.TextChoices):
        WEB = "web", "Sitio web"
        PHONE = "phone", "Teléfono"
        EMAIL = "email", "Correo"
        ADDRESS = "address", "Dirección"

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="contacts")
    kind = models.CharField("tipo", max_length=10, choices=Kind)
    label = models.CharField("nombre", max_length=120)
    value = models.CharField("dato", max_length=300)
    position = models.PositiveSmallIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "punto de contacto"
        verbose_name_plural = "puntos de contacto"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"
