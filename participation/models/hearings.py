"""Public hearings: where the account is given and people ask (Ley 18.575, art. 72).

Who comes is in `hearing_people.py`, what they ask in `hearing_questions.py`.
"""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from participation.hearing_transitions import HEARING_STATES, HELD, PUBLIC
from programs.models import PublicAccount, Region


class HearingQuerySet(models.QuerySet["Hearing"]):
    def public(self) -> Self:
        """Those that were called, whatever became of them: what is prepared is the team's."""
        return self.filter(state__in=PUBLIC, called_at__isnull=False)

    def upcoming(self, now: datetime) -> Self:
        """Those that are to come or are being held now."""
        return self.filter(Q(state="open") | Q(state="called", ends_at__gte=now))

    def held(self) -> Self:
        """Those that took place or are being held."""
        return self.filter(state__in=HELD)


class Hearing(models.Model):
    """One public hearing. What was announced of it is in its `HearingCall`s, one a version."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "Presencial"
        REMOTE = "remote", "A distancia"
        MIXED = "mixed", "Presencial y a distancia"

    number = models.PositiveSmallIntegerField("número", unique=True)
    account = models.ForeignKey(
        PublicAccount, models.PROTECT, related_name="hearings", verbose_name="cuenta"
    )
    # NULL: for the whole country; only a remote one has no region.
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="región"
    )
    title = models.CharField("título", max_length=160)
    mode = models.CharField("modalidad", max_length=9, choices=Mode, default=Mode.IN_PERSON)
    state = models.CharField(
        "estado", max_length=10, choices=[(each.code, each.label) for each in HEARING_STATES]
    )
    version = models.PositiveIntegerField("versión", default=0)
    starts_at = models.DateTimeField("empieza")
    ends_at = models.DateTimeField("termina")
    place = models.CharField("lugar", max_length=160, blank=True)
    address = models.CharField("dirección", max_length=250, blank=True)
    directions = models.CharField("cómo llegar", max_length=500, blank=True)
    # Shown while it is held, and to whoever is registered.
    link = models.URLField("enlace para conectarse", blank=True)
    access = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, verbose_name="accesibilidad"
    )
    access_note = models.CharField("más sobre accesibilidad", max_length=300, blank=True)
    # NULL: as many as come. Only seats in the hall are counted.
    capacity = models.PositiveSmallIntegerField("cupos en la sala", null=True, blank=True)
    agenda = models.TextField("programa", blank=True)
    # Public: called with less notice than the rule asks for, postponed or cancelled.
    short_notice = models.CharField("por qué con menos aviso", max_length=250, blank=True)
    reason = models.CharField("motivo", max_length=250, blank=True)
    called_at = models.DateTimeField("convocada", null=True, blank=True)
    opened_at = models.DateTimeField("abierta", null=True, blank=True)
    closed_at = models.DateTimeField("terminada", null=True, blank=True)
    recording = models.URLField("grabación", blank=True)
    # Second 0 of the recording: what was answered afterwards knows its second by itself.
    recorded_from = models.DateTimeField("empezó la grabación", null=True, blank=True)
    notes = models.TextField("lo tratado", blank=True)
    is_demo = models.BooleanField("demostración", default=False)

    objects: ClassVar[HearingQuerySet] = HearingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "audiencia"
        verbose_name_plural = "audiencias"
        ordering = ["-starts_at", "-pk"]
        permissions = [
            ("manage_hearing", "Puede convocar audiencias y publicar su acta"),
            ("hold_hearing", "Puede llevar la mesa de una audiencia"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="a_hearing_ends_after_it_starts",
                violation_error_message="La audiencia termina después de empezar.",
            ),
            models.CheckConstraint(
                condition=Q(mode="remote") | (~Q(place="") & Q(region__isnull=False)),
                name="who_meets_in_a_hall_knows_where",
                violation_error_message="Diga la región y el lugar donde se hace.",
            ),
            models.CheckConstraint(
                condition=Q(mode="in_person") | ~Q(link="") | Q(state__in=["planned", "cancelled"]),
                name="a_remote_hearing_has_its_link",
                violation_error_message="Escriba el enlace con que se conectan.",
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=False) | Q(state__in=["planned", "cancelled"]),
                name="a_hearing_is_called_before_it_is_held",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["cancelled", "postponed"]) | ~Q(reason=""),
                name="a_hearing_that_is_not_held_says_why",
                violation_error_message="Diga por qué: el motivo es público.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HELD) | Q(opened_at__isnull=False),
                name="a_hearing_that_is_held_was_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "published"]) | Q(closed_at__isnull=False),
                name="a_hearing_that_ended_was_closed",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="a_hall_has_a_seat",
                violation_error_message="Escriba 1 cupo o más, o déjelo vacío si no hay límite.",
            ),
        ]
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="hearing_by_day"),
        ]

    def __str__(self) -> str:
        return f"Audiencia {self.number}"

    @property
    def has_hall(self) -> bool:
        """Whether people may come to a place."""
        return self.mode != self.Mode.REMOTE

    @property
    def is_remote(self) -> bool:
        """Whether people may connect from elsewhere."""
        return self.mode != self.Mode.IN_PERSON


class HearingCall(models.Model):
    """What was announced of a hearing at one instant. Append-only; `sha256` covers `content`."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="calls")
    number = models.PositiveSmallIntegerField("versión")
    content = models.JSONField("contenido")
    sha256 = models.CharField("huella", max_length=64)
    reason = models.CharField("por qué cambió", max_length=250, blank=True)
    made_at = models.DateTimeField("cuándo")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "convocatoria"
        verbose_name_plural = "convocatorias"
        ordering = ["hearing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "number"], name="one_call_per_version"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="a_changed_call_says_why",
                violation_error_message="Diga por qué cambia: se publica.",
            ),
        ]

    def __str__(self) -> str:
        return f"Convocatoria {self.number} de la {self.hearing}"


class HearingActa(models.Model):
    """The record of a hearing: frozen content, its PDF and their hashes. A trigger keeps it.

    It names no person and repeats no question: each is cited by its folio and the hash of its text.
    """

    hearing = models.OneToOneField(Hearing, models.PROTECT, related_name="acta")
    content = models.JSONField("contenido")
    sha256 = models.CharField("huella del contenido", max_length=64)
    pdf = models.BinaryField("PDF")
    pdf_sha256 = models.CharField("huella del PDF", max_length=64)
    published_at = models.DateTimeField("publicada")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "acta de audiencia"
        verbose_name_plural = "actas de audiencias"

    def __str__(self) -> str:
        return f"Acta de la {self.hearing}"
