"""The sessions of the council: who was called, who was there, how each voted, and the acta."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from participation.council_transitions import SESSION_STATES
from participation.models.councillors import Mandate
from participation.models.observations import Observation
from programs.models import Edition, PublicAccount


class CouncilSessionQuerySet(models.QuerySet["CouncilSession"]):
    def public(self) -> Self:
        """Those with a signed acta, unless it speaks of an account that nobody outside has seen."""
        seen = Q(account__isnull=True) | Exists(Edition.objects.filter(account=OuterRef("account")))
        return self.filter(seen, acta__published_at__isnull=False)

    def called(self, now: datetime) -> Self:
        """Those that are still to come: day and place are public, the link never is."""
        return self.filter(state="called", starts_at__gte=now)

    def suspended(self) -> Self:
        """Those that were called and not held; why is public too."""
        return self.filter(state="cancelled")


class CouncilSession(models.Model):
    """One meeting of the council, called with notice and an agenda."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Ordinaria"
        EXTRAORDINARY = "extraordinary", "Extraordinaria"

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "Presencial"
        REMOTE = "remote", "A distancia"
        MIXED = "mixed", "Mixta"

    number = models.PositiveSmallIntegerField("número", unique=True)
    kind = models.CharField("tipo", max_length=13, choices=Kind, default=Kind.ORDINARY)
    mode = models.CharField("modalidad", max_length=9, choices=Mode, default=Mode.MIXED)
    state = models.CharField(
        "estado", max_length=10, choices=[(each.code, each.label) for each in SESSION_STATES]
    )
    version = models.PositiveIntegerField("versión", default=0)
    starts_at = models.DateTimeField("empieza")
    place = models.CharField("lugar", max_length=250, blank=True)
    link = models.URLField("enlace", blank=True, help_text="Solo lo ven quienes integran la sala.")
    reason = models.CharField("por qué es extraordinaria", max_length=250, blank=True)
    account = models.ForeignKey(
        PublicAccount, models.PROTECT, null=True, blank=True, related_name="council_sessions",
        verbose_name="cuenta de la que trata",
    )  # fmt: skip
    called_at = models.DateTimeField("citada")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("abierta", null=True, blank=True)
    closed_at = models.DateTimeField("terminada", null=True, blank=True)
    # What the quorum was when it opened, as counted then: rules and seats change afterwards.
    in_office = models.PositiveSmallIntegerField("en ejercicio", null=True, blank=True)
    needed = models.PositiveSmallIntegerField("quórum", null=True, blank=True)
    chaired_by = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="presidió"
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="secretaría ejecutiva",
    )  # fmt: skip
    cancelled_because = models.CharField("por qué se suspendió", max_length=250, blank=True)
    is_demo = models.BooleanField("demostración", default=False)

    objects: ClassVar[CouncilSessionQuerySet] = CouncilSessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "sesión del Consejo"
        verbose_name_plural = "sesiones del Consejo"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closed"])
                | Q(opened_at__isnull=False, in_office__isnull=False, needed__isnull=False),
                name="an_open_session_has_its_quorum",
            ),
            # Of one without quorum too, so that its acta says how many were needed.
            models.CheckConstraint(
                condition=~Q(state__in=["no_quorum", "signed"])
                | Q(in_office__isnull=False, needed__isnull=False, chaired_by__isnull=False),
                name="an_acta_says_the_quorum_and_who_chaired",
            ),
            models.CheckConstraint(
                condition=~Q(state="open", closed_at__isnull=False),
                name="an_open_session_is_not_closed",
            ),
            models.CheckConstraint(
                condition=Q(kind="ordinary") | ~Q(reason=""),
                name="an_extraordinary_session_says_why",
                violation_error_message="Diga por qué es extraordinaria.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_because=""),
                name="a_cancelled_session_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Sesión {self.number}"


class AgendaItem(models.Model):
    """A point of the agenda; with an observation, the point at which it is voted.

    `is_pronouncement`: the council votes that it has no observations on the draft.
    """

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField("orden")
    title = models.CharField("punto", max_length=200)
    observation = models.ForeignKey(
        Observation, models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    is_pronouncement = models.BooleanField("pronunciamiento sin observaciones", default=False)
    notes = models.TextField("lo tratado", blank=True)

    class Meta:
        verbose_name = "punto de la tabla"
        verbose_name_plural = "tabla"
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="one_item_per_place"),
            models.UniqueConstraint(
                fields=["session", "observation"], name="an_observation_is_once_on_an_agenda"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Somebody was there, from when until when. Who leaves and comes back has two rows."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "Presencial"
        REMOTE = "remote", "A distancia"

    session = models.ForeignKey(CouncilSession, models.PROTECT, related_name="attendances")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="attendances")
    mode = models.CharField("cómo", max_length=9, choices=Mode, default=Mode.IN_PERSON)
    arrived_at = models.DateTimeField("llegó")
    left_at = models.DateTimeField("se fue", null=True, blank=True)

    class Meta:
        verbose_name = "asistencia"
        verbose_name_plural = "asistencia"
        ordering = ["arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "mandate"],
                condition=Q(left_at__isnull=True),
                name="nobody_is_there_twice",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("arrived_at")),
                name="nobody_leaves_before_arriving",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} en {self.session}"


class Ballot(models.Model):
    """One vote of the council on one point. Closed once; its numbers are kept as they were."""

    class Result(models.TextChoices):
        APPROVED = "approved", "Aprobada"
        REJECTED = "rejected", "Rechazada"
        NO_QUORUM = "no_quorum", "Sin quórum"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballots")
    opened_at = models.DateTimeField("abierta")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("cerrada", null=True, blank=True)
    result = models.CharField("resultado", max_length=10, choices=Result, blank=True)
    # As counted when it closed.
    in_office = models.PositiveSmallIntegerField(null=True, blank=True)
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    needed = models.PositiveSmallIntegerField(null=True, blank=True)
    in_favour = models.PositiveSmallIntegerField("a favor", default=0)
    against = models.PositiveSmallIntegerField("en contra", default=0)
    abstained = models.PositiveSmallIntegerField("abstenciones", default=0)
    conflicted = models.PositiveSmallIntegerField("inhabilitados", default=0)
    was_tie = models.BooleanField("hubo empate", default=False)
    used_casting_vote = models.BooleanField("dirimió la presidencia", default=False)

    class Meta:
        verbose_name = "votación"
        verbose_name_plural = "votaciones"
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(closed_at__isnull=True),
                name="one_open_ballot_per_item",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="")
                | (Q(closed_at__isnull=False) & ~Q(result="")),
                name="a_closed_ballot_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"Votación de {self.item}"


class Vote(models.Model):
    """How one member voted, by name, and why. A conflict of interest is no vote."""

    class Choice(models.TextChoices):
        FOR = "for", "A favor"
        AGAINST = "against", "En contra"
        ABSTAIN = "abstain", "Se abstiene"
        CONFLICT = "conflict", "Se inhabilita"

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="votes")
    choice = models.CharField("voto", max_length=8, choices=Choice)
    reason = models.CharField("fundamento", max_length=500, blank=True)
    at = models.DateTimeField("cuándo")
    # Read aloud in the room and written down by the secretary; NULL: cast by the member.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "voto"
        verbose_name_plural = "votos"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "mandate"], name="one_vote_per_seat"),
            models.CheckConstraint(
                condition=~Q(choice="conflict") | ~Q(reason=""),
                name="who_has_a_conflict_says_which",
                violation_error_message="Diga en qué consiste el conflicto de interés.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate}: {self.get_choice_display()}"


class Acta(models.Model):
    """The record of a session: frozen content, its PDF, its hash, and two signatures.

    Written when the session closes; once both signed it is published and a trigger keeps it.
    `content` holds what `pages` and PDF show, so that both can be made again from it alone.
    """

    session = models.OneToOneField(CouncilSession, models.PROTECT, related_name="acta")
    content = models.JSONField("contenido")
    sha256 = models.CharField("huella del contenido", max_length=64)
    pdf = models.BinaryField("PDF", null=True, blank=True)
    pdf_sha256 = models.CharField("huella del PDF", max_length=64, blank=True)
    written_at = models.DateTimeField("escrita")
    signed_by_chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="firma de la presidencia",
    )  # fmt: skip
    signed_by_chair_at = models.DateTimeField(null=True, blank=True)
    signed_by_secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="firma de la secretaría",
    )  # fmt: skip
    signed_by_secretary_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField("publicada", null=True, blank=True)

    class Meta:
        verbose_name = "acta"
        verbose_name_plural = "actas"
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(signed_by_chair__isnull=False, signed_by_chair_at__isnull=False,
                    signed_by_secretary__isnull=False, signed_by_secretary_at__isnull=False,
                    pdf__isnull=False),
                name="an_acta_is_published_with_both_signatures",
            ),
            models.CheckConstraint(
                condition=Q(signed_by_chair__isnull=True)
                | ~Q(signed_by_chair=models.F("signed_by_secretary")),
                name="two_people_sign_an_acta",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Acta de la {self.session}"
