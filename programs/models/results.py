"""Results: the figures an account states, each at one place of one source."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from programs.models.accounts import Chapter, PublicAccount, Source
from programs.models.institutions import Region, Sex
from programs.models.programs import Indicator, Program, StrategicProduct
from programs.models.tables import TableColumn, TableRow


class ResultQuerySet(models.QuerySet["Result"]):
    def of_account(self, account: PublicAccount) -> "ResultQuerySet":
        return self.filter(account=account)


class Result(models.Model):
    """One figure (cifra). See `programs.ledger.Figure`, its plain twin, for units and precision."""

    class Unit(models.TextChoices):
        PESO = "$", "$ (pesos)"
        THOUSAND_PESOS = "M$", "M$ (miles de pesos)"
        MILLION_PESOS = "MM$", "MM$ (millones de pesos)"
        COUNT = "n", "Cantidad"
        PERCENT = "%", "Porcentaje"

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="results")
    key = models.SlugField(
        "clave", max_length=120, help_text="Va en la dirección permanente de la cifra."
    )
    title = models.CharField("título", max_length=250, blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="indicador")
    value = models.DecimalField(
        "valor en unidad base", max_digits=30, decimal_places=6, null=True, blank=True,
        help_text="Pesos enteros, cantidades o puntos porcentuales. Vacío si no hay cifra.",
    )  # fmt: skip
    unit = models.CharField("unidad publicada", max_length=4, choices=Unit)
    precision = models.DecimalField(
        "precisión", max_digits=30, decimal_places=6, default=1,
        help_text="Paso con que se publicó, en unidad base: MM$ sin decimales es 1000000.",
    )  # fmt: skip
    literal = models.CharField("lo que dice el documento", max_length=250, blank=True)
    note = models.CharField("nota", max_length=250, blank=True)
    product = models.ForeignKey(
        StrategicProduct, models.PROTECT, null=True, blank=True,
        verbose_name="producto estratégico",
    )  # fmt: skip
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="results",
        verbose_name="programa",
    )  # fmt: skip
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="results",
        verbose_name="región",
    )  # fmt: skip
    sex = models.CharField("sexo", max_length=12, choices=Sex, blank=True)
    scope = models.SlugField("otro grupo", max_length=80, blank=True)
    chapter = models.ForeignKey(
        Chapter, models.SET_NULL, null=True, blank=True, related_name="results",
        verbose_name="capítulo",
    )  # fmt: skip
    row = models.ForeignKey(
        TableRow, models.CASCADE, null=True, blank=True, related_name="results",
        verbose_name="fila",
    )  # fmt: skip
    column = models.ForeignKey(
        TableColumn, models.CASCADE, null=True, blank=True, related_name="results",
        verbose_name="columna",
    )  # fmt: skip
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="results", verbose_name="fuente"
    )
    page = models.PositiveSmallIntegerField("página", null=True, blank=True)
    sheet = models.CharField("hoja", max_length=80, blank=True)
    cell = models.CharField("celda", max_length=12, blank=True)
    highlight = models.PositiveSmallIntegerField(
        "orden en la portada", null=True, blank=True,
        help_text="La primera es la cifra principal. Vacío: no va en la portada.",
    )  # fmt: skip
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = "cifra"
        verbose_name_plural = "cifras"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["account", "position", "id"], name="result_order")]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="one_figure_per_key"),
            # Deferred, so that one import may swap two figures' places.
            models.UniqueConstraint(
                fields=["row", "column"],
                name="one_figure_per_cell",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["account", "highlight"],
                name="one_figure_per_front_page_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(row__isnull=True, column__isnull=True)
                | Q(row__isnull=False, column__isnull=False),
                name="a_cell_has_row_and_column",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(note=""),
                name="a_figure_without_value_says_why",
            ),
            models.CheckConstraint(condition=Q(precision__gt=0), name="precision_is_positive"),
        ]

    def __str__(self) -> str:
        return self.title or self.key
