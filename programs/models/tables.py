"""Tables, laid out as the document lays them out. Their cells are results."""

from django.db import models
from simple_history.models import HistoricalRecords

from programs.models.accounts import Chapter, PublicAccount, Source
from programs.models.institutions import Region, Sex
from programs.models.programs import Indicator, Program, StrategicProduct


class Table(models.Model):
    """A table of the account."""

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="tables")
    chapter = models.ForeignKey(
        Chapter, models.SET_NULL, null=True, blank=True, related_name="tables",
        verbose_name="capítulo",
    )  # fmt: skip
    slug = models.SlugField("identificador", max_length=80)
    title = models.CharField("título", max_length=200)
    row_heading = models.CharField("título de las filas", max_length=80, default="Programa")
    note = models.TextField("nota", blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="tables", verbose_name="fuente"
    )
    page = models.PositiveSmallIntegerField("página de la fuente", null=True, blank=True)
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "tabla"
        verbose_name_plural = "tablas"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "slug"], name="one_table_per_slug"),
        ]

    def __str__(self) -> str:
        return self.title


class TableColumn(models.Model):
    """A column. A total column adds up the others of its indicator, row by row."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="columns")
    key = models.SlugField("identificador", max_length=80)
    label = models.CharField("título", max_length=200)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, verbose_name="indicador"
    )
    sex = models.CharField("sexo", max_length=12, choices=Sex, blank=True)
    is_total = models.BooleanField("es un total", default=False)
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "columna"
        verbose_name_plural = "columnas"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="one_column_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.label}"


class TableRow(models.Model):
    """A row. A total row adds up the others, column by column."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="rows")
    key = models.SlugField("identificador", max_length=80)
    label = models.CharField("título", max_length=300)
    is_total = models.BooleanField("es un total", default=False)
    product = models.ForeignKey(
        StrategicProduct, models.PROTECT, null=True, blank=True,
        verbose_name="producto estratégico",
    )  # fmt: skip
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, verbose_name="programa"
    )
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="región")
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "fila"
        verbose_name_plural = "filas"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="one_row_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.label}"
