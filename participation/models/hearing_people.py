"""Who means to come to a hearing, sealed; and who came, only counted."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.models.hearings import Hearing
from participation.models.people import Authorship, Person
from programs.models import Region


class HearingRegistration(models.Model):
    """Somebody who means to come. Never public; erased by `retention` some time afterwards.

    `needs_sealed` may say something of somebody's health: it is sensitive, and only the desk of
    that hearing reads it.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Falta confirmar el correo"
        SEATED = "seated", "Con cupo"
        WAITING = "waiting", "En lista de espera"
        CANCELLED = "cancelled", "Anulada"

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "En la sala"
        REMOTE = "remote", "A distancia"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")
    mode = models.CharField("cómo asiste", max_length=9, choices=Mode, default=Mode.IN_PERSON)
    state = models.CharField("estado", max_length=9, choices=State)
    name_sealed = models.TextField("nombre", blank=True)
    needs_sealed = models.TextField("qué necesita para participar", blank=True)
    sex = models.CharField("sexo", max_length=5, choices=Authorship.Sex, blank=True, default="")
    asked_at = models.DateTimeField("pedida")
    # Its place in the line: when the e-mail was confirmed.
    placed_at = models.DateTimeField("confirmada", null=True, blank=True)
    ended_at = models.DateTimeField("anulada", null=True, blank=True)
    erased_at = models.DateTimeField("borrada", null=True, blank=True)

    class Meta:
        verbose_name = "inscripción"
        verbose_name_plural = "inscripciones"
        ordering = ["placed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "person"],
                condition=~Q(state="cancelled"),
                name="one_registration_per_person_and_hearing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["seated", "waiting"]) | Q(placed_at__isnull=False),
                name="who_has_a_seat_confirmed_it",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name_sealed="", needs_sealed="", sex=""),
                name="an_erased_registration_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["hearing", "state", "placed_at", "id"], name="registration_line"),
        ]

    def __str__(self) -> str:
        return f"Inscripción {self.pk}"


class HearingArrival(models.Model):
    """Somebody came: counted at the door, without a name. What they say of themselves is optional.

    `registration` only keeps one registration from being counted twice.
    """

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="arrivals")
    registration = models.OneToOneField(
        HearingRegistration, models.PROTECT, null=True, blank=True, related_name="arrival"
    )
    mode = models.CharField("cómo", max_length=9, choices=HearingRegistration.Mode)
    sex = models.CharField("sexo", max_length=5, choices=Authorship.Sex, blank=True, default="")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("cuándo")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "llegada"
        verbose_name_plural = "llegadas"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Llegada {self.pk}"
