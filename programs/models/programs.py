"""What the institution does and how it is measured. Kept across years, so that series can grow."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from programs.ledger import Aggregation as LedgerAggregation
from programs.ledger import Measure as LedgerMeasure
from programs.models.institutions import SLUG_HELP, Institution, Region


class StrategicProduct(models.Model):
    """Producto estratégico: what the institution is funded to deliver."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="products")
    slug = models.SlugField("identificador", max_length=80, help_text=SLUG_HELP)
    name = models.CharField("nombre", max_length=200)
    description = models.TextField("descripción", blank=True)
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "producto estratégico"
        verbose_name_plural = "productos estratégicos"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "slug"], name="one_product_per_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Program(models.Model):
    """A program or instrument. `named_after` is the national program whose name it bears."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="programs")
    slug = models.SlugField("identificador", max_length=80, help_text=SLUG_HELP)
    name = models.CharField("nombre", max_length=250)
    product = models.ForeignKey(
        StrategicProduct, models.PROTECT, null=True, blank=True, related_name="programs",
        verbose_name="producto estratégico",
    )  # fmt: skip
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name="región",
        help_text="Solo si el programa es de una región.",
    )  # fmt: skip
    named_after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="namesakes",
        verbose_name="lleva el nombre de",
    )  # fmt: skip
    description = models.TextField("descripción", blank=True)
    aliases = ArrayField(
        models.CharField(max_length=250), verbose_name="otros nombres", default=list, blank=True,
        help_text="Otras formas en que aparece escrito, separadas por comas.",
    )  # fmt: skip
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "programa"
        verbose_name_plural = "programas"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "slug"], name="one_program_per_slug"),
            models.CheckConstraint(
                condition=~Q(named_after=F("pk")), name="program_is_not_named_after_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """What a figure measures, in which kind of unit, and how its figures add."""

    class Measure(models.TextChoices):
        MONEY = LedgerMeasure.MONEY.value, "Dinero"
        COUNT = LedgerMeasure.COUNT.value, "Cantidad"
        PERCENT = LedgerMeasure.PERCENT.value, "Porcentaje"

    class Aggregation(models.TextChoices):
        SUM = LedgerAggregation.SUM.value, "Se suma"
        SHARE = LedgerAggregation.SHARE.value, "Partes de un 100 %"
        NONE = LedgerAggregation.NONE.value, "No se suma"

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="indicators")
    slug = models.SlugField("identificador", max_length=80, help_text=SLUG_HELP)
    name = models.CharField("nombre", max_length=200)
    measure = models.CharField("mide", max_length=10, choices=Measure)
    aggregation = models.CharField("cómo se agrega", max_length=10, choices=Aggregation)
    noun_one = models.CharField("nombre de uno", max_length=80, blank=True)
    noun_many = models.CharField("nombre de varios", max_length=80, blank=True)
    description = models.TextField("descripción", blank=True)
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "indicador"
        verbose_name_plural = "indicadores"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "slug"], name="one_indicator_per_slug"),
            models.CheckConstraint(
                condition=~Q(aggregation="share") | Q(measure="percent"),
                name="only_percentages_are_shares",
            ),
        ]

    def __str__(self) -> str:
        return self.name
