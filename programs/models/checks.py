"""Checks declared as data, and the public words about what differs or changed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from simple_history.models import HistoricalRecords

from programs.ledger import CheckKind
from programs.ledger import Voice as LedgerVoice
from programs.models.accounts import PublicAccount
from programs.models.programs import Program
from programs.models.results import Result


class Rule(models.Model):
    """A check (cuadratura) that the structure of the tables cannot tell by itself."""

    class Kind(models.TextChoices):
        SUM = CheckKind.SUM.value, "Un total contra sus partes"
        SAME = CheckKind.SAME.value, "El mismo dato en dos lugares"
        COUNT = CheckKind.COUNT.value, "Una cantidad contra las filas"
        UNIT = CheckKind.UNIT.value, "Un valor contra su unidad"
        GROWTH = CheckKind.GROWTH.value, "De un año al siguiente"

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="rules")
    slug = models.SlugField("identificador", max_length=120)
    kind = models.CharField("tipo", max_length=10, choices=Kind)
    title = models.CharField("título", max_length=250)
    whole = models.ForeignKey(
        Result, models.CASCADE, related_name="rules", verbose_name="cifra declarada"
    )
    parts = ArrayField(
        models.CharField(max_length=250), verbose_name="partes", default=list, blank=True,
        help_text="Claves de cifras, tabla:columna o tabla:*, separadas por comas.",
    )  # fmt: skip
    note = models.TextField("nota", blank=True)
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "regla de cuadratura"
        verbose_name_plural = "reglas de cuadratura"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "slug"], name="one_rule_per_slug"),
        ]

    def __str__(self) -> str:
        return self.title


class Explanation(models.Model):
    """Public words about one difference. If the difference changes, it must be explained anew."""

    class Voice(models.TextChoices):
        INSTITUTION = LedgerVoice.INSTITUTION.value, "La institución explica"
        EDITOR = LedgerVoice.EDITOR.value, "Nota de quien preparó la edición"

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="explanations")
    check_slug = models.SlugField("cuadratura", max_length=200)
    difference = models.CharField("diferencia que explica", max_length=120)
    text = models.TextField("explicación pública")
    voice = models.CharField("quién habla", max_length=12, choices=Voice)
    author = models.CharField("nombre y cargo públicos", max_length=200)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    explained_at = models.DateTimeField("explicada")
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "explicación"
        verbose_name_plural = "explicaciones"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "check_slug"], name="one_explanation_per_check"
            ),
        ]

    def __str__(self) -> str:
        return self.check_slug


class Erratum(models.Model):
    """Why a figure or chapter changes from one edition to the next (fe de erratas)."""

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="errata")
    slug = models.SlugField("identificador", max_length=120)
    reason = models.TextField("motivo")
    figure = models.SlugField("clave de la cifra", max_length=120, blank=True)
    chapter = models.SlugField("capítulo", max_length=80, blank=True)
    question = models.CharField("folio de la pregunta", max_length=30, blank=True)
    noted_at = models.DateTimeField("anotada")
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "fe de erratas"
        verbose_name_plural = "fe de erratas"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "slug"], name="one_erratum_per_slug"),
        ]

    def __str__(self) -> str:
        return self.slug


class Term(models.Model):
    """A word of the glossary."""

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="terms")
    slug = models.SlugField("identificador", max_length=80)
    term = models.CharField("palabra", max_length=200)
    definition = models.TextField("qué significa")
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, verbose_name="programa"
    )
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "palabra del glosario"
        verbose_name_plural = "glosario"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "slug"], name="one_term_per_slug"),
        ]

    def __str__(self) -> str:
        return self.term
