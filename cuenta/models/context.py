"""What the account does not say and comparing needs: people, prices, and changes of method.

Facts of others with their source, as rows that the data editors keep up; see `context_defaults`.
"""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from programs.regions import REGIONS

YEARS = (MinValueValidator(1990), MaxValueValidator(2100))


class Population(models.Model):
    """How many people live in a region, by a census or an estimate of one year."""

    region = models.CharField(
        "región", max_length=2, choices=[(each.code, each.name) for each in REGIONS]
    )
    year = models.PositiveSmallIntegerField("año", validators=YEARS)
    value = models.PositiveIntegerField("habitantes", validators=[MinValueValidator(1)])
    source = models.CharField("fuente", max_length=300)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "población"
        verbose_name_plural = "población por región"
        ordering = ["-year", "region"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "year"], name="one_population_per_region_and_year"
            ),
            models.CheckConstraint(condition=Q(value__gte=1), name="somebody_lives_there"),
        ]

    def __str__(self) -> str:
        return f"{self.get_region_display()}, {self.year}"


class PriceVariation(models.Model):
    """How much prices rose from one December to the next, in per cent (IPC general)."""

    year = models.PositiveSmallIntegerField("año", unique=True, validators=YEARS)
    percent = models.DecimalField(
        "variación de diciembre a diciembre (%)", max_digits=7, decimal_places=3,
        validators=[MinValueValidator(-50), MaxValueValidator(1000)],
    )  # fmt: skip
    source = models.CharField("fuente", max_length=300)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "variación del IPC"
        verbose_name_plural = "variación del IPC por año"
        ordering = ["-year"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent__gt=-100), name="prices_never_fall_to_nothing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class MethodBreak(models.Model):
    """From which year on an indicator is counted in another way: no series crosses it."""

    indicator = models.SlugField(
        "indicador", max_length=80, help_text="Su identificador, como en «Indicadores»."
    )
    year = models.PositiveSmallIntegerField(
        "primer año con el método nuevo", validators=YEARS, help_text="Año de gestión."
    )
    text = models.CharField(
        "qué cambió", max_length=400, help_text="Lo lee el público junto a la serie."
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "cambio de método"
        verbose_name_plural = "cambios de método"
        ordering = ["indicator", "year"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "year"], name="one_break_per_indicator_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.year}"
