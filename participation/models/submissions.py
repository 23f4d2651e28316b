"""What any person sends, and the terms that run for it."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from participation.models.rules import RefusalReason, Unit
from participation.transitions import OPEN, STATES
from programs.models import Edition, PublicAccount, Region

LONGEST_TEXT = 3_000
SHORTEST_TEXT = 10
SEARCH_CONFIG = "cuenta"  # Spanish without accents, made in migration 0001


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def filed(self) -> Self:
        """Those with a folio: what has not been confirmed was not filed yet."""
        return self.filter(folio__isnull=False)

    def public(self) -> Self:
        """Those that anyone may read: admitted by a person, and not withdrawn by their author."""
        return self.filter(published_at__isnull=False).exclude(state="withdrawn")

    def of_people(self) -> Self:
        """Those that any person sent: the council's are shown and counted apart."""
        return self.exclude(kind=Submission.Kind.COUNCIL)

    def of_council(self) -> Self:
        """Those that the council filed."""
        return self.filter(kind=Submission.Kind.COUNCIL)

    def owed(self) -> Self:
        """Those that still wait for an answer."""
        return self.filter(state__in=OPEN, answered_at__isnull=True)

    def late(self, today: date) -> Self:
        """Those owed whose term has passed."""
        return self.owed().filter(due_on__lt=today)

    def due(self, day: date) -> Self:
        """Those owed whose term ends that day."""
        return self.owed().filter(due_on=day)

    def unassigned(self) -> Self:
        return self.owed().filter(unit__isnull=True).exclude(state="grouped")

    def of(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[valid-type]
        """Those that `user` has to work on."""
        return self.owed().filter(assigned_to=user)


class Submission(models.Model):
    """A consulta, planteamiento u observación ciudadana about an edition of an account.

    `received_at` is the real instant, `filed_on` the legal day (Ley 19.880, art. 25). `due_on`
    repeats the current answer `Deadline`, so that lists are one index. Who wrote it is not here:
    see `Authorship`. `text` is what may be published: what was reserved is in `SealedOriginal`.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", "Consulta"
        STATEMENT = "statement", "Planteamiento"
        REMARK = "remark", "Observación ciudadana"
        COUNCIL = "council", "Observación del Consejo"

    class Channel(models.TextChoices):
        PORTAL = "portal", "Portal"
        PAPER = "paper", "Papel"
        TELEPHONE = "telephone", "Teléfono"
        COUNTER = "counter", "Oficina"
        HEARING = "hearing", "Audiencia"
        COUNCIL = "council", "Consejo de la Sociedad Civil"

    # What any person may send; the word «observación del Consejo» is the council's alone.
    PEOPLE_KINDS = tuple(each for each in Kind.choices if each[0] != "council")
    # Where staff take in what did not come through the portal.
    DESK_CHANNELS = tuple(each for each in Channel.choices if each[0] not in ("portal", "council"))

    # The draft's own identifier: sending the same draft twice makes one submission.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField("número", null=True, blank=True)
    folio = models.CharField("folio", max_length=24, null=True, blank=True, unique=True)
    kind = models.CharField("tipo", max_length=10, choices=Kind)
    channel = models.CharField("canal", max_length=10, choices=Channel, default=Channel.PORTAL)
    state = models.CharField(
        "estado", max_length=14, choices=[(state.code, state.label) for state in STATES]
    )
    # Counts every act: two people cannot overwrite each other unseen.
    version = models.PositiveIntegerField("versión", default=0)

    title = models.CharField("título público", max_length=160)
    text = models.TextField("texto")
    text_sha256 = models.CharField("huella del texto recibido", max_length=64)
    shown_name = models.CharField("nombre mostrado", max_length=100, blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="región de quien escribe",
    )

    # What it is about, quoted as that edition published it.
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    about_path = models.CharField("página de la edición", max_length=300, blank=True)
    about_anchor = models.CharField(max_length=250, blank=True)
    about_kind = models.CharField("sobre", max_length=60, blank=True)
    about_title = models.CharField("sobre qué", max_length=300, blank=True)
    about_value = models.CharField("cifra", max_length=120, blank=True)
    about_place = models.CharField("dónde", max_length=400, blank=True)
    figure = models.CharField("clave de la cifra", max_length=120, blank=True)
    chapter = models.CharField("capítulo", max_length=80, blank=True)
    program = models.CharField("programa", max_length=80, blank=True)
    about_region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="región de la que habla",
    )

    sent_at = models.DateTimeField("enviada")
    received_at = models.DateTimeField("recibida", null=True, blank=True)
    filed_on = models.DateField("ingreso legal", null=True, blank=True)
    due_on = models.DateField("vence", null=True, blank=True)
    is_extemporaneous = models.BooleanField("extemporánea", default=False)

    published_at = models.DateTimeField("publicada", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    refusal = models.ForeignKey(
        RefusalReason, models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    public_note = models.TextField("nota pública", blank=True)
    referred_to = models.CharField("órgano al que se derivó", max_length=200, blank=True)
    review_asked_at = models.DateTimeField("pidió revisión", null=True, blank=True)
    reviewed_at = models.DateTimeField("revisado", null=True, blank=True)
    mend_request = models.TextField("lo que falta", blank=True)

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name="unidad",
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="a cargo de",
    )
    group_head = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members"
    )
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_up",
        verbose_name="vuelve sobre",
    )
    answered_at = models.DateTimeField("respondida", null=True, blank=True)
    effect = models.CharField("efecto", max_length=12, blank=True)
    notified_at = models.DateTimeField("avisada", null=True, blank=True)
    support_count = models.PositiveIntegerField("apoyos", default=0)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    held_until = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField("demostración", default=False)

    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=SEARCH_CONFIG)
        + SearchVector("text", weight="B", config=SEARCH_CONFIG)
        + SearchVector("about_title", weight="C", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[SubmissionQuerySet] = SubmissionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "consulta"
        verbose_name_plural = "consultas"
        ordering = ["-pk"]
        permissions = [
            ("intake_submission", "Puede ingresar consultas de papel, teléfono u oficina"),
            ("moderate_submission", "Puede admitir, no admitir y reservar partes"),
            ("assign_submission", "Puede asignar y cerrar"),
            ("group_submission", "Puede agrupar"),
            ("extend_submission", "Puede ampliar el plazo"),
            ("refer_submission", "Puede derivar o convertir en solicitud de información"),
            ("review_refusal", "Puede revisar por qué no se admitió"),
            ("note_submission", "Puede dejar notas internas"),
            ("write_answer", "Puede redactar respuestas"),
            ("review_answer", "Puede revisar respuestas"),
            ("publish_answer", "Puede firmar y publicar respuestas"),
            ("read_identity", "Puede leer quién escribió y los originales sellados"),
            ("erase_identity", "Puede borrar datos personales"),
            ("manage_rules", "Puede cambiar plazos, feriados, motivos y límites"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="one_submission_per_number"),
            models.CheckConstraint(
                condition=Q(
                    folio__isnull=True,
                    number__isnull=True,
                    received_at__isnull=True,
                    filed_on__isnull=True,
                    due_on__isnull=True,
                )
                | Q(
                    folio__isnull=False,
                    number__isnull=False,
                    received_at__isnull=False,
                    filed_on__isnull=False,
                    due_on__isnull=False,
                ),
                name="a_folio_comes_with_its_day_and_its_term",
            ),
            models.CheckConstraint(
                condition=Q(folio__isnull=False) | Q(state__in=["unconfirmed", "withdrawn"]),
                name="only_what_is_not_confirmed_has_no_folio",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_at_goes_with_published_by",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, effect="")
                | (Q(answered_at__isnull=False) & ~Q(effect="")),
                name="an_answered_submission_has_an_effect",
            ),
            models.CheckConstraint(
                condition=Q(state="grouped", group_head__isnull=False) | ~Q(state="grouped"),
                name="a_grouped_submission_has_a_head",
            ),
            models.CheckConstraint(
                condition=~Q(group_head=F("pk")) & ~Q(follows=F("pk")),
                name="a_submission_is_not_its_own_head",
            ),
            models.CheckConstraint(
                condition=Q(state="not_admitted", refusal__isnull=False) | ~Q(state="not_admitted"),
                name="a_refusal_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="referred") & ~Q(referred_to="") | ~Q(state="referred"),
                name="a_referral_says_to_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "drafting", "in_review"])
                | Q(unit__isnull=False),
                name="what_is_worked_on_has_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state="unconfirmed") | Q(published_at__isnull=True),
                name="nothing_unconfirmed_is_public",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="submission_search"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="submission_title_trigrams"),
            models.Index(fields=["-published_at", "-id"], name="submission_newest",
                         condition=Q(published_at__isnull=False)),
            models.Index(fields=["-support_count", "-id"], name="submission_supported",
                         condition=Q(published_at__isnull=False)),
            models.Index(fields=["due_on", "id"], name="submission_owed",
                         condition=Q(state__in=OPEN, answered_at__isnull=True)),
            models.Index(fields=["assigned_to", "due_on", "id"], name="submission_mine",
                         condition=Q(state__in=OPEN, answered_at__isnull=True)),
            models.Index(fields=["due_on", "id"], include=["state"], name="submission_unassigned",
                         condition=Q(state__in=OPEN, answered_at__isnull=True, unit__isnull=True)),
            models.Index(fields=["unit", "due_on", "id"], name="submission_of_unit",
                         condition=Q(state__in=OPEN, answered_at__isnull=True)),
            models.Index(fields=["state", "-id"], name="submission_by_state"),
            models.Index(fields=["id"], name="submission_to_review_again",
                         condition=Q(state="not_admitted", review_asked_at__isnull=False,
                                     reviewed_at__isnull=True)),
            models.Index(fields=["account", "about_path"], name="submission_by_place",
                         condition=Q(published_at__isnull=False)),
            # The public list, narrowed, and its counts: read from the index alone.
            models.Index(fields=["state", "kind", "id"], name="submission_public_state",
                         condition=Q(published_at__isnull=False)),
            models.Index(fields=["due_on", "id"], include=["state", "kind"],
                         name="submission_public_owed",
                         condition=Q(published_at__isnull=False, state__in=OPEN,
                                     answered_at__isnull=True)),
            models.Index(fields=["-support_count", "-id"], include=["state", "kind"],
                         name="submission_public_answered",
                         condition=Q(published_at__isnull=False, answered_at__isnull=False)),
            models.Index(fields=["program", "-support_count", "-id"],
                         include=["state", "answered_at", "due_on"],
                         name="submission_public_program",
                         condition=Q(published_at__isnull=False)),
            models.Index(fields=["about_region", "program", "-support_count", "-id"],
                         include=["state", "answered_at", "due_on"],
                         name="submission_public_region",
                         condition=Q(published_at__isnull=False)),
            # The page of terms counts all that was filed.
            models.Index(fields=["account", "unit"],
                         include=["state", "answered_at", "due_on", "kind"],
                         name="submission_tally", condition=Q(folio__isnull=False)),
            models.Index(fields=["due_on", "id"], name="submission_of_council",
                         condition=Q(kind="council")),
            # The desk, narrowed to a program.
            models.Index(fields=["program", "-id"], name="submission_desk_program",
                         condition=Q(folio__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.folio or "Por confirmar"

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it; the same rule as `SubmissionQuerySet.public`."""
        return self.published_at is not None and self.state != "withdrawn"

    @property
    def about_address(self) -> str:
        """The permanent address of what it is about; empty for the account as a whole."""
        if self.edition is None:
            return ""
        anchor = f"#{self.about_anchor}" if self.about_anchor else ""
        year = self.account.account_year
        return f"/cuentas/{year}/ediciones/{self.edition.number}/{self.about_path}{anchor}"


class FolioCounter(models.Model):
    """The last folio given in an account: folios have no holes, so a hole would be seen."""

    account = models.OneToOneField(PublicAccount, models.PROTECT, primary_key=True)
    last = models.PositiveIntegerField("último", default=0)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.last}"
