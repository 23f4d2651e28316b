"""What `/buscar/` finds: one row for each thing that anyone may read, whatever floor it lives on.

All of it is a copy and can be made again (`manage.py index_search --all`). The rows are written by
`cuenta.search.index` alone.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from participation.models import Answer, Submission

STEMS = "cuenta"  # Spanish stems without accents: participation migration 0001
WHOLE = "cuenta_words"  # whole words without accents, which a prefix can begin


class Rung(models.IntegerChoices):
    """Where results come from, in the order in which they are looked at."""

    PLACES = 0, "Lugares de la cuenta"
    FIGURES = 1, "Cifras"
    PEOPLE = 2, "Lo que dicen las personas"


class SearchDocument(models.Model):
    """One thing that can be found.

    `group` is what is replaced together: an account, a filing. `address` is where it is read,
    `permanent` the place in its edition. `words` and `numbers` are searched and never shown:
    other names, and an amount in every unit it can be typed in. `names` are what it is called,
    without accents: whoever types one of them wants this. `lift` puts a kind before another that
    matches alike. `submission` and `answer` are what decides, at each reading, whether anyone may
    still see it (`cuenta.search.sources`).
    """

    source = models.CharField(max_length=20)
    group = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    rung = models.PositiveSmallIntegerField(choices=Rung)
    lift = models.FloatField(default=0)
    address = models.CharField(max_length=300)
    permanent = models.CharField(max_length=300, blank=True)
    title = models.TextField()
    title_plain = models.TextField()
    names = ArrayField(models.TextField())
    value = models.TextField(blank=True)
    note = models.TextField(blank=True)
    body = models.TextField(blank=True)
    words = models.TextField(blank=True)
    numbers = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField()
    chapter = models.CharField(max_length=80, blank=True)
    program = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=2, blank=True)
    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, blank=True, related_name="+"
    )
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, blank=True, related_name="+")

    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=STEMS)
        + SearchVector("title", weight="A", config=WHOLE)
        + SearchVector("numbers", weight="A", config=WHOLE)
        + SearchVector("value", weight="B", config=WHOLE)
        + SearchVector("body", weight="B", config=STEMS)
        + SearchVector("body", weight="B", config=WHOLE)
        + SearchVector("note", weight="C", config=STEMS)
        + SearchVector("note", weight="C", config=WHOLE)
        + SearchVector("words", weight="D", config=STEMS)
        + SearchVector("words", weight="D", config=WHOLE),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "documento del buscador"
        verbose_name_plural = "documentos del buscador"
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "key"], name="one_document_per_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "group"], name="document_by_group"),
            # One for each rung: a word that everybody says does not hide the places of the account.
            *(
                GinIndex(fields=["search"], name=f"document_{name}", condition=Q(rung=rung))
                for name, rung in (("places", 0), ("figures", 1), ("people", 2))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A word that the documents use, without accents, and as it is written most of the time.

    What nobody may read any more leaves with its document: `times` counts the documents.
    """

    word = models.CharField(max_length=30, unique=True)
    shown = models.CharField(max_length=30)
    times = models.IntegerField(default=0)

    class Meta:
        verbose_name = "palabra del buscador"
        verbose_name_plural = "palabras del buscador"
        default_permissions = ()
        indexes: ClassVar = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_trigrams"),
        ]

    def __str__(self) -> str:
        return self.shown


class SearchMark(models.Model):
    """Up to where a source was read, in that source's own words."""

    source = models.CharField(max_length=20, primary_key=True)
    mark = models.TextField(blank=True)

    class Meta:
        verbose_name = "marca del buscador"
        verbose_name_plural = "marcas del buscador"
        default_permissions = ()

    def __str__(self) -> str:
        return self.source
