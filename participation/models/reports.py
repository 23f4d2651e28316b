"""The answer report of an account: its versions, what each says row by row, and its files.

The rows are the content, taken once from what was published; every page, PDF, sheet and CSV is made
from them and from nothing else. Triggers keep rows, files and version as they were published.
"""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.report_transitions import STATES, UNFINISHED
from programs.models import PublicAccount

LONGEST_FOREWORD = 6_000
LONGEST_REASON = 1_000


class AnswerReportQuerySet(models.QuerySet["AnswerReport"]):
    def public(self) -> Self:
        """Those that anyone may read."""
        return self.filter(state="published")

    def told(self) -> Self:
        """Those that anyone may know of: the published ones, and those withdrawn afterwards."""
        return self.filter(published_at__isnull=False)

    def unfinished(self) -> Self:
        """Those that are being prepared."""
        return self.filter(state__in=UNFINISHED)


class AnswerReport(models.Model):
    """One version. `entry_number` and `entry_sha256`: the seal of the register up to which it was
    made, at `made_at`. `sha256` is of its SHA256SUMS, and so of every file."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="answer_reports")
    number = models.PositiveSmallIntegerField("versión")
    state = models.CharField(
        "estado", max_length=10, choices=[(each.code, each.label) for each in STATES]
    )
    reason = models.TextField("por qué otra versión", blank=True)
    foreword = models.TextField("presentación", blank=True)
    # Why it is published although somebody still waits for an answer; public.
    pending_reason = models.TextField("por qué se publica con preguntas sin respuesta", blank=True)
    is_demo = models.BooleanField("demostración", default=False)
    # Made before the reception closed: it says so itself, and is not the report that the law asks.
    is_partial = models.BooleanField("parcial", default=False)

    made_at = models.DateTimeField("hecho al", null=True, blank=True)
    edition_number = models.PositiveIntegerField("edición", null=True, blank=True)
    entry_number = models.BigIntegerField("asiento", null=True, blank=True)
    entry_sha256 = models.CharField("huella del asiento", max_length=64, blank=True)
    waiting = models.PositiveIntegerField("sin respuesta", null=True, blank=True)
    sha256 = models.CharField("huella", max_length=64, blank=True)

    done = models.PositiveIntegerField("pasos hechos", default=0)
    total = models.PositiveIntegerField("pasos", default=0)
    step = models.CharField("paso", max_length=120, blank=True)
    failure = models.CharField("qué lo detuvo", max_length=300, blank=True)

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("pedido")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField("enviado a revisión", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("aprobado", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("publicado", null=True, blank=True)
    published_by_name = models.CharField("firma", max_length=150, blank=True)
    published_by_office = models.CharField("cargo", max_length=150, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("retirado", null=True, blank=True)
    withdrawn_reason = models.TextField("por qué se retiró", blank=True)

    objects: ClassVar[AnswerReportQuerySet] = AnswerReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "informe de respuestas"
        verbose_name_plural = "informes de respuestas"
        ordering = ["-account__account_year", "-number"]
        permissions = [
            ("prepare_report", "Puede preparar el informe de respuestas"),
            ("approve_report", "Puede aprobar el informe de respuestas"),
            ("publish_report", "Puede publicar y retirar el informe de respuestas"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="one_report_per_number"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state__in=UNFINISHED),
                name="one_report_in_progress",
                violation_error_message="Ya hay una versión en preparación.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_review", "approved", "published", "withdrawn"])
                | Q(made_at__isnull=False, entry_number__isnull=False) & ~Q(sha256=""),
                name="a_finished_report_is_made_and_hashed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published", "withdrawn"])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="a_report_is_approved_before_it_is_published",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "withdrawn"], published_at__isnull=False,
                            published_by__isnull=False)
                | ~Q(state__in=["published", "withdrawn"])
                & Q(published_at__isnull=True, published_by__isnull=True),
                name="a_published_report_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("asked_by")) & ~Q(approved_by=F("sent_by")),
                name="who_prepares_a_report_does_not_approve_it",
                violation_error_message="Quien prepara el informe no lo aprueba.",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | ~Q(published_by=F("asked_by")) & ~Q(published_by=F("sent_by")),
                name="who_prepares_a_report_does_not_publish_it",
                violation_error_message="Quien prepara el informe no lo publica.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="another_version_of_a_report_says_why",
                violation_error_message="Diga por qué hace falta otra versión.",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False,
                            withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason=""),
                name="a_withdrawn_report_says_why",
                violation_error_message="Diga por qué se retira.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Informe de respuestas {self.account.account_year}, versión {self.number}"

    @property
    def address(self) -> str:
        """Where its pages are, from the root of the portal."""
        return f"/participacion/informe/{self.account.account_year}/{self.number}/"


class ReportRow(models.Model):
    """One row of one section: `cells` by the names of the section's fields.

    `position` counts from 1 within its section, in the order in which every format tells it.
    """

    report = models.ForeignKey(AnswerReport, models.CASCADE, related_name="rows")
    section = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    theme = models.CharField(max_length=100, blank=True)
    folio = models.CharField(max_length=24, blank=True)
    cells = models.JSONField()

    class Meta:
        ordering = ["report", "section", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "section", "position"], name="one_report_row_per_place"
            ),
        ]
        indexes = [
            models.Index(fields=["report", "folio"], name="report_row_of_folio",
                         condition=~Q(folio="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.section} {self.position}"


def report_path(file: "ReportFile", _name: str) -> str:
    """Where a file is kept: below its version's random name."""
    return f"reports/{file.report.uid.hex}/{file.path}"


class ReportFile(models.Model):
    """One file of a version. Of a withdrawn one only the name, the size and the hash are left."""

    report = models.ForeignKey(AnswerReport, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    path = models.CharField("archivo", max_length=120)
    title = models.CharField("qué es", max_length=200)
    content_type = models.CharField("tipo", max_length=100)
    size = models.PositiveBigIntegerField("bytes")
    sha256 = models.CharField("huella", max_length=64)
    file = models.FileField(upload_to=report_path, max_length=250, blank=True)

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "path"], name="one_report_file_per_path"),
        ]

    def __str__(self) -> str:
        return self.path
