"""What was published, and what happened. Rows here never change: a trigger refuses it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from programs.models.accounts import PublicAccount


class Edition(models.Model):
    """What was published at one instant: immutable, numbered, hashed.

    `sha256` is the hash of the edition's `SHA256SUMS` file, which lists the hash of every file.
    """

    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("número")
    published_at = models.DateTimeField("publicada")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Names as they were that day; the accounts may change, the edition does not.
    published_by_name = models.CharField("publicó", max_length=150)
    prepared_by_name = models.CharField("preparó", max_length=150)
    allowed_self_publication = models.BooleanField("la publicó quien la preparó", default=False)
    reason = models.TextField("motivo", blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    # A trigger refuses one file more than this.
    file_count = models.PositiveIntegerField("archivos", default=0)

    class Meta:
        verbose_name = "edición"
        verbose_name_plural = "ediciones"
        ordering = ["account", "number"]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="one_edition_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
            models.CheckConstraint(
                condition=~Q(published_by=F("prepared_by")) | Q(allowed_self_publication=True),
                name="four_eyes_unless_the_institution_allows_two",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="edition_hash_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}, edición {self.number}"


class EditionFile(models.Model):
    """One file of an edition's data package, exactly as published."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    path = models.CharField("ruta", max_length=200)
    content = models.BinaryField("contenido")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "archivo de la edición"
        verbose_name_plural = "archivos de la edición"
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "path"], name="one_file_per_path"),
        ]

    def __str__(self) -> str:
        return self.path


class AccountEvent(models.Model):
    """One thing that happened to an account. Append-only; personal data never in `detail`."""

    class Kind(models.TextChoices):
        IMPORTED = "imported", "Importación"
        EDITED = "edited", "Edición del borrador"
        EXPLAINED = "explained", "Explicación de una diferencia"
        PREPARED = "prepared", "Cifras dadas por revisadas"
        REOPENED = "reopened", "Vuelta a borrador"
        PUBLISHED = "published", "Publicación de una edición"
        COUNCIL = "council", "Revisión del Consejo"
        PROMISED = "promised", "Compromisos de la cuenta anterior"
        ARCHIVED = "archived", "Archivo de la cuenta"
        CORRECTING = "correcting", "Corrección de una cuenta archivada"
        LEFT_AS_IT_WAS = "left", "Fin de una corrección sin cambios"

    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="events")
    kind = models.CharField("qué pasó", max_length=12, choices=Kind)
    at = models.DateTimeField("cuándo")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    summary = models.CharField("resumen", max_length=300)
    detail = models.JSONField("detalle", default=dict, blank=True)

    class Meta:
        verbose_name = "hecho"
        verbose_name_plural = "bitácora"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.summary
