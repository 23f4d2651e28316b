"""What the council says of the account: from a councillor's note to a formal observation.

Once formalised it is filed as a `Submission` of kind `council`: folio, clock, desk, answer, four
eyes and register are those of everybody (docs/decisions/0014-council.md). Until then it is here.
"""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from participation.council_transitions import OBSERVATION_STATES
from participation.models.councillors import Mandate
from participation.models.rules import ClockRule
from participation.models.submissions import Submission
from programs.models import Edition, PublicAccount

LONGEST_OBSERVATION = 10_000  # characters
SHORTEST_OBSERVATION = 30


class CouncilReview(models.Model):
    """The council reads the draft of an account before it is published, within a term.

    Its end is data of the account too (`PublicAccount.council_state`). A late opinion does not
    block: it is recorded «sin pronunciamiento» (Ley 19.880, art. 38).
    """

    class Outcome(models.TextChoices):
        OPINION = "opinion", "Con observaciones"
        NO_OBSERVATIONS = "clear", "Sin observaciones"
        SILENCE = "silence", "Sin pronunciamiento"

    account = models.OneToOneField(
        PublicAccount, models.PROTECT, related_name="council_review", verbose_name="cuenta"
    )
    opened_at = models.DateTimeField("abierta")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="+")
    starts_after = models.DateField("corre desde el día siguiente a")
    length = models.PositiveSmallIntegerField("duración")
    due_on = models.DateField("vence")
    due_at = models.DateTimeField("fuera de plazo desde")
    reminded_at = models.DateTimeField("recordado", null=True, blank=True)
    closed_at = models.DateTimeField("terminada", null=True, blank=True)
    outcome = models.CharField("resultado", max_length=8, choices=Outcome, blank=True)
    is_demo = models.BooleanField("demostración", default=False)

    class Meta:
        verbose_name = "revisión del Consejo"
        verbose_name_plural = "revisiones del Consejo"
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="a_closed_review_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Revisión del Consejo de {self.account}"


class DraftCopy(models.Model):
    """The draft as it stood when somebody read it: the data package, once for each content."""

    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="draft_copies")
    number = models.PositiveSmallIntegerField("lectura")
    sha256 = models.CharField("huella", max_length=64)
    package = models.BinaryField("paquete")  # a zip: programs.package_archive
    made_at = models.DateTimeField("hecha")

    class Meta:
        verbose_name = "copia del borrador"
        verbose_name_plural = "copias del borrador"
        ordering = ["account", "number"]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="one_draft_copy_per_number"),
            models.UniqueConstraint(
                fields=["account", "sha256"], name="one_draft_copy_per_content"
            ),
        ]

    def __str__(self) -> str:
        return f"Borrador {self.number} de {self.account}"


class DraftReading(models.Model):
    """A councillor read that copy: the differences of the next reading are counted from it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    copy = models.ForeignKey(DraftCopy, models.PROTECT, related_name="readings")
    at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "lectura del borrador"
        verbose_name_plural = "lecturas del borrador"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "copy"], name="one_reading_per_copy"),
        ]

    def __str__(self) -> str:
        return f"Lectura de {self.copy}"


class CouncilNote(models.Model):
    """What one councillor jots down beside a paragraph, a figure or a row. Theirs alone, or
    shared with the room (`is_shared`); never seen outside it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="+")
    path = models.CharField("página", max_length=300, blank=True)
    anchor = models.CharField(max_length=250, blank=True)
    about_kind = models.CharField("sobre", max_length=60, blank=True)
    about_title = models.CharField("sobre qué", max_length=300, blank=True)
    about_value = models.CharField("cifra", max_length=120, blank=True)
    text = models.TextField("nota")
    is_shared = models.BooleanField("compartida con la sala", default=False)
    at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "nota de la sala"
        verbose_name_plural = "notas de la sala"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Nota {self.pk}"


class ObservationQuerySet(models.QuerySet["Observation"]):
    def public(self) -> Self:
        """Filed, and not about a draft that nobody outside has seen yet."""
        return self.filter(filing__published_at__isnull=False)

    def unfiled(self) -> Self:
        """Formal, with the acta signed, and without its folio: no term runs for them yet."""
        return self.filter(state="formalised").order_by("formalised_at", "pk")

    def in_room(self) -> Self:
        """What the room works on: not filed yet."""
        return self.filter(filing__isnull=True)

    def proposed(self) -> Self:
        """What the secretary may see: from the proposal on, and not while it is written again."""
        return self.filter(code__isnull=False).exclude(state="draft")


class Observation(models.Model):
    """A formal observation of the council, before and after it is filed.

    Visible to its room alone until proposed. `code` («OBS-2026-003») is given at the proposal;
    the folio comes with the filing. Formalised, its words and places never change (a trigger).
    """

    uid = models.UUIDField(unique=True, editable=False)
    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="observations")
    # NULL: it is about the draft under review.
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    year = models.PositiveSmallIntegerField("año", null=True, blank=True)
    number = models.PositiveSmallIntegerField("número", null=True, blank=True)
    code = models.CharField("código", max_length=16, null=True, blank=True, unique=True)
    state = models.CharField(
        "estado", max_length=10, choices=[(each.code, each.label) for each in OBSERVATION_STATES]
    )
    version = models.PositiveIntegerField("versión", default=0)
    title = models.CharField("título", max_length=160)
    text = models.TextField("texto")
    insists_on = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="insistence"
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("comenzada")
    proposed_by = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    proposed_at = models.DateTimeField("propuesta", null=True, blank=True)
    decided_at = models.DateTimeField("votada", null=True, blank=True)
    formalised_at = models.DateTimeField("formalizada", null=True, blank=True)
    sha256 = models.CharField("huella", max_length=64, blank=True)
    filing = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="observation"
    )
    # What followed from the reply: the edition in which it shows. What it commits to is a
    # `Commitment` of its filing, as anybody's.
    incorporated_in = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="incorporated"
    )
    is_demo = models.BooleanField("demostración", default=False)

    objects: ClassVar[ObservationQuerySet] = ObservationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "observación del Consejo"
        verbose_name_plural = "observaciones del Consejo"
        ordering = ["-pk"]
        permissions = [
            ("manage_council", "Puede llevar el registro del Consejo y sus reglas"),
            ("keep_council", "Puede citar sesiones, tomar votaciones y escribir actas"),
            ("open_council_review", "Puede abrir la revisión del borrador por el Consejo"),
            ("sign_council_reply", "Puede firmar la respuesta al Consejo"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_observation_per_number"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "withdrawn"],
                    code__isnull=True,
                    number__isnull=True,
                    proposed_at__isnull=True,
                    proposed_by__isnull=True,
                )
                | Q(
                    code__isnull=False,
                    number__isnull=False,
                    proposed_at__isnull=False,
                    proposed_by__isnull=False,
                ),
                name="a_proposal_has_its_code_and_its_author",
            ),
            models.CheckConstraint(
                condition=Q(formalised_at__isnull=True, sha256="")
                | (Q(formalised_at__isnull=False) & ~Q(sha256="")),
                name="a_formal_observation_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["formalised", "filed"], formalised_at__isnull=False)
                | (~Q(state__in=["formalised", "filed"]) & Q(formalised_at__isnull=True)),
                name="only_what_was_formalised_is_formal",
            ),
            models.CheckConstraint(
                condition=Q(state="filed", filing__isnull=False)
                | (~Q(state="filed") & Q(filing__isnull=True)),
                name="what_is_filed_has_its_folio",
            ),
            models.CheckConstraint(
                condition=~Q(insists_on=F("pk")), name="an_observation_does_not_insist_on_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "state", "-id"], name="observation_by_state"),
        ]

    def __str__(self) -> str:
        return self.code or self.title


class ObservationPlace(models.Model):
    """One exact place that an observation speaks of, quoted as it was read."""

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField("orden")
    path = models.CharField("página", max_length=300, blank=True)
    anchor = models.CharField(max_length=250, blank=True)
    about_kind = models.CharField("sobre", max_length=60)
    about_title = models.CharField("sobre qué", max_length=300)
    about_value = models.CharField("cifra", max_length=120, blank=True)
    about_place = models.CharField("dónde", max_length=400, blank=True)
    figure = models.CharField("clave de la cifra", max_length=120, blank=True)
    chapter = models.CharField("capítulo", max_length=80, blank=True)
    program = models.CharField("programa", max_length=80, blank=True)
    region = models.CharField("región (CUT)", max_length=2, blank=True)

    class Meta:
        verbose_name = "lugar observado"
        verbose_name_plural = "lugares observados"
        ordering = ["observation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "position"], name="one_place_per_position"
            ),
        ]

    def __str__(self) -> str:
        return self.about_title


class ObservationVersion(models.Model):
    """The words as somebody left them. Append-only: those who write together lose nothing."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("versión")
    title = models.CharField("título", max_length=160)
    text = models.TextField("texto")
    # The places that version spoke of, as (path, anchor) pairs.
    places = ArrayField(models.CharField(max_length=560), default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "versión de una observación"
        verbose_name_plural = "versiones de una observación"
        ordering = ["observation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "number"], name="one_version_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"Versión {self.number} de {self.observation}"


class Dissent(models.Model):
    """A minority opinion that goes with the observation wherever it goes. Append-only."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="dissents")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="dissents")
    text = models.TextField("voto de minoría")
    at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "voto de minoría"
        verbose_name_plural = "votos de minoría"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "mandate"], name="one_dissent_per_seat_and_observation"
            ),
        ]

    def __str__(self) -> str:
        return f"Voto de minoría en {self.observation}"
