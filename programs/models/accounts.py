"""The public account: one institution, one year, its chapters and the documents it draws on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from programs.models.institutions import SLUG_HELP, Institution
from programs.models.programs import Indicator, Program, StrategicProduct


class PublicAccount(models.Model):
    """The draft of an account (cuenta pública). What was published lives in `Edition`."""

    class State(models.TextChoices):
        DRAFT = "draft", "En borrador"
        CHECKED = "checked", "Cifras revisadas"
        PUBLISHED = "published", "Publicada"
        ARCHIVED = "archived", "Archivada"

    class CouncilState(models.TextChoices):
        """Where the council's review stands; the review itself is kept by the floor above."""

        NONE = "", "Sin consulta"
        REVIEWING = "reviewing", "El Consejo revisa el borrador"
        ANSWERING = "answering", "Falta responder al Consejo"
        ANSWERED = "answered", "Con la opinión del Consejo"
        SILENT = "silent", "Sin pronunciamiento del Consejo"

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="accounts")
    account_year = models.PositiveSmallIntegerField("año de la cuenta")
    management_year = models.PositiveSmallIntegerField("año de gestión")
    title = models.CharField("título", max_length=200)
    summary = models.TextField("resumen", blank=True)
    state = models.CharField("estado", max_length=12, choices=State, default=State.DRAFT)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_at = models.DateTimeField("preparada", null=True, blank=True)
    # Since when its process is over, for ever. Its draft opens again only to correct an error, and
    # the state is `archived` again once that edition is published.
    archived_at = models.DateTimeField("archivada", null=True, blank=True)
    # Counts every change of the draft: two people cannot overwrite each other unseen.
    version = models.PositiveIntegerField("versión del borrador", default=0)
    council_state = models.CharField(
        "revisión del Consejo", max_length=10, choices=CouncilState, blank=True, default=""
    )
    # What the edition keeps of that review (`council.json`): days, outcome, folios and hashes.
    council_record = models.JSONField("constancia del Consejo", default=dict, blank=True)
    # What it opens with: what happened to the commitments of the account before, as data that the
    # floor above writes (`commitments.json`).
    promised_record = models.JSONField("compromisos anteriores", default=dict, blank=True)
    products = models.ManyToManyField(StrategicProduct, related_name="accounts", blank=True)
    programs = models.ManyToManyField(Program, related_name="accounts", blank=True)
    indicators = models.ManyToManyField(Indicator, related_name="accounts", blank=True)
    history = HistoricalRecords(excluded_fields=["council_record", "promised_record"])

    class Meta:
        verbose_name = "cuenta pública"
        verbose_name_plural = "cuentas públicas"
        ordering = ["-account_year", "institution"]
        permissions = [
            ("import_account", "Puede importar cifras"),
            ("prepare_account", "Puede dar las cifras por revisadas"),
            ("publish_account", "Puede publicar ediciones"),
            ("explain_difference", "Puede explicar diferencias"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "account_year"],
                name="one_account_per_institution_and_year",
            ),
            # Addresses carry the year and no institution: a portal is one institution's.
            models.UniqueConstraint(
                fields=["account_year"],
                name="one_account_per_year_in_a_portal",
                violation_error_message="Este portal ya tiene la cuenta de ese año.",
            ),
            models.CheckConstraint(
                condition=Q(account_year__range=(1990, 2100), management_year__gte=1990),
                name="years_are_years",
                violation_error_message="Escriba un año entre 1990 y 2100.",
            ),
            models.CheckConstraint(
                condition=Q(management_year__lte=F("account_year")),
                name="management_year_is_not_after_account_year",
            ),
            models.CheckConstraint(
                condition=Q(prepared_at__isnull=True, prepared_by__isnull=True)
                | Q(prepared_at__isnull=False, prepared_by__isnull=False),
                name="prepared_at_goes_with_prepared_by",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", prepared_at__isnull=True)
                | Q(state__in=["checked", "published"], prepared_at__isnull=False)
                | Q(state="archived"),
                name="only_a_draft_is_unprepared",
            ),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True) & ~Q(state="archived")
                | Q(archived_at__isnull=False) & ~Q(state="published"),
                name="what_was_archived_stays_archived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution.short_name}, cuenta pública {self.account_year}"

    @property
    def is_archived(self) -> bool:
        """Whether its process is over, whether or not an error of it is being corrected."""
        return self.archived_at is not None


class Source(models.Model):
    """A document or spreadsheet that figures come from."""

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="sources")
    slug = models.SlugField("identificador")
    title = models.CharField("título", max_length=200)
    publisher = models.CharField("quién lo publica", max_length=200)
    page_noun = models.CharField(
        "sus páginas se llaman", max_length=20, default="página", help_text="lámina, página…"
    )
    url = models.URLField("dirección", blank=True)
    sha256 = models.CharField("SHA-256 del archivo", max_length=64, blank=True)
    note = models.TextField("nota", blank=True)
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "fuente"
        verbose_name_plural = "fuentes"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "slug"], name="one_source_per_slug"),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="source_hash_is_sha256",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Chapter(models.Model):
    """A part of the account, in Markdown. Two levels: a chapter with a parent has no children."""

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="chapters")
    slug = models.SlugField("identificador", max_length=80, help_text=SLUG_HELP)
    title = models.CharField("título", max_length=200)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    body = models.TextField(
        "texto",
        blank=True,
        help_text="Markdown. {cifra:clave} pone una cifra; {tabla:identificador}, una tabla.",
    )
    page = models.PositiveSmallIntegerField("página de la fuente", null=True, blank=True)
    position = models.PositiveIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "capítulo"
        verbose_name_plural = "capítulos"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "slug"], name="one_chapter_per_slug"),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")), name="chapter_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.title
