"""The outbox: every message the portal owes somebody, and the signs of life of the clock.

A message is written in the transaction of the act that causes it, so that either both exist or
neither does. It holds no address and no text: both are looked up when it is sent, so that what
was erased or corrected meanwhile is respected (docs/decisions/0009-outbox.md).
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, by what is to be done with them."""

    def waiting(self) -> "MessageQuerySet":
        """Owed: neither sent nor given up. A worker that died left its own among them."""
        return self.filter(state__in=Message.WAITING)

    def due(self, now: datetime) -> "MessageQuerySet":
        """Those to be sent now, oldest first; a claim whose worker went silent comes back."""
        return self.waiting().filter(not_before__lte=now).order_by("not_before", "pk")

    def dead(self) -> "MessageQuerySet":
        """Given up: a person has to look."""
        return self.filter(state=Message.State.DEAD)


class Message(models.Model):
    """One message to one person, sent at least once; `key` keeps it from being owed twice."""

    class State(models.TextChoices):
        QUEUED = "queued", "por enviar"
        SENDING = "sending", "enviándose"
        SENT = "sent", "enviado"
        DEAD = "dead", "no se pudo enviar"
        CANCELLED = "cancelled", "anulado"

    WAITING = (State.QUEUED, State.SENDING)

    kind = models.SlugField("clase", max_length=40)
    key = models.CharField("clave única", max_length=160, unique=True)
    object_type = models.SlugField("trata de", max_length=40, blank=True)
    object_id = models.CharField("identificador", max_length=64, blank=True)
    # NULL: it goes to staff, or it was sent and the person was erased since.
    person = models.ForeignKey(
        "participation.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="persona",
    )
    # NULL: it goes to somebody outside the institution.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="funcionaria o funcionario",
    )
    context = models.JSONField("datos", default=dict, blank=True, help_text="Números y claves.")
    state = models.CharField("estado", max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    created_at = models.DateTimeField("creado")
    # While it is being sent, this is the end of the worker's claim.
    not_before = models.DateTimeField("no antes de")
    # NULL: never tried. Also names the claim: only who made it may say how it ended.
    claimed_at = models.DateTimeField("último intento", null=True, blank=True)
    # NULL: not sent.
    sent_at = models.DateTimeField("enviado", null=True, blank=True)
    last_problem = models.CharField("último problema", max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "mensaje"
        verbose_name_plural = "mensajes"
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("resend_message", "Puede volver a enviar mensajes")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(user__isnull=True),
                name="a_message_has_one_recipient",
            ),
            # Who is erased leaves no message behind: it is cancelled in the same act.
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(user__isnull=False)
                | ~Q(state__in=["queued", "sending"]),
                name="a_waiting_message_has_a_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="a_message_is_sent_at_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "sent"])
                | Q(claimed_at__isnull=False, attempts__gt=0),
                name="what_was_sent_was_claimed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "dead", "cancelled"]),
                name="message_state_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=["queued", "sending"]),
                name="message_waiting",
            ),
            models.Index(fields=["-claimed_at"], condition=Q(state="dead"), name="message_dead"),
            models.Index(fields=["object_type", "object_id"], name="message_about"),
        ]

    def __str__(self) -> str:
        return f"Mensaje {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING


class Pulse(models.Model):
    """When the beat last had this done; what tells a silent clock from a quiet one."""

    name = models.SlugField("tarea", primary_key=True, max_length=40)
    seen_at = models.DateTimeField("última vez", default=timezone.now)

    class Meta:
        verbose_name = "señal de vida"
        verbose_name_plural = "señales de vida"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name
