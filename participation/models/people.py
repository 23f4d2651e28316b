"""Who people are, apart from what they said. Everything that identifies somebody is sealed.

Fields that end in `_sealed` hold what `participation.keys.seal` made. Public pages never join
these tables; staff read them through `actions.identities`, which leaves a trace.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Person(models.Model):
    """Somebody who wrote: one for each e-mail, or one for each filing without e-mail.

    `email_index` is a blind index (`keys.blind_index`): it finds an e-mail without reading it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email_sealed = models.TextField("correo", blank=True)
    email_index = models.CharField(max_length=64, null=True, blank=True, unique=True)
    confirmed_at = models.DateTimeField("correo confirmado", null=True, blank=True)
    created_at = models.DateTimeField("creada")
    erased_at = models.DateTimeField("borrada", null=True, blank=True)

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "personas"
        constraints = [
            models.CheckConstraint(
                condition=Q(email_index__isnull=True, email_sealed="")
                | (Q(email_index__isnull=False) & ~Q(email_sealed="")),
                name="email_goes_with_its_index",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(email_sealed="", email_index__isnull=True),
                name="an_erased_person_has_no_email",
            ),
        ]

    def __str__(self) -> str:
        return f"Persona {self.pk}"


class Authorship(models.Model):
    """Who presented one submission, and what else they told us; never public."""

    class Sex(models.TextChoices):
        WOMAN = "woman", "Mujer"
        MAN = "man", "Hombre"
        OTHER = "other", "Otra respuesta"
        UNSAID = "", "Prefiero no decirlo"

    submission = models.OneToOneField(
        "participation.Submission", models.CASCADE, related_name="authorship"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorships")
    full_name_sealed = models.TextField("nombre", blank=True)
    organisation_sealed = models.TextField("organización", blank=True)
    # A postal address or a telephone, where a paper or a call left no e-mail.
    contact_sealed = models.TextField("otro contacto", blank=True)
    sex = models.CharField("sexo", max_length=5, choices=Sex, blank=True, default=Sex.UNSAID)
    erased_at = models.DateTimeField("borrada", null=True, blank=True)

    class Meta:
        verbose_name = "autoría"
        verbose_name_plural = "autorías"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(full_name_sealed="", organisation_sealed="", contact_sealed="", sex=""),
                name="an_erased_authorship_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"Autoría de {self.submission_id}"


class SealedOriginal(models.Model):
    """What was written before a part of it was reserved; every reading is logged."""

    class Field(models.TextChoices):
        TEXT = "text", "Texto"
        TITLE = "title", "Título"
        FILE_NAME = "file_name", "Nombre de un archivo"
        SHOWN_NAME = "shown_name", "Nombre mostrado"

    submission = models.ForeignKey(
        "participation.Submission", models.PROTECT, related_name="originals"
    )
    field = models.CharField("campo", max_length=12, choices=Field)
    attachment = models.ForeignKey(
        "participation.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    content_sealed = models.TextField("original")
    reasons = models.JSONField("qué se reservó", default=dict)
    redacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    redacted_at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "original sellado"
        verbose_name_plural = "originales sellados"
        ordering = ["-redacted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_field_display()} de {self.submission_id}"


class IdentityReading(models.Model):
    """Somebody of the staff read who a person is, or a sealed original. Append-only."""

    class What(models.TextChoices):
        IDENTITY = "identity", "Identidad"
        ORIGINAL = "original", "Original sellado"

    submission = models.ForeignKey(
        "participation.Submission", models.PROTECT, related_name="readings"
    )
    what = models.CharField("qué leyó", max_length=8, choices=What)
    reason = models.CharField("para qué", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "lectura de datos reservados"
        verbose_name_plural = "lecturas de datos reservados"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.at:%d-%m-%Y %H:%M}"


class Support(models.Model):
    """«Yo también pregunto esto». Once a person: the key is a blind index or a signed mark."""

    submission = models.ForeignKey(
        "participation.Submission", models.PROTECT, related_name="supports"
    )
    supporter = models.CharField(max_length=64)
    at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "apoyo"
        verbose_name_plural = "apoyos"
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "supporter"], name="one_support_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"Apoyo a {self.submission_id}"


class Subscription(models.Model):
    """Somebody follows a question, a program, a region or everything, by a digest at most daily."""

    class Target(models.TextChoices):
        SUBMISSION = "submission", "Una pregunta"
        PROGRAM = "program", "Un programa"
        REGION = "region", "Una región"
        EVERYTHING = "everything", "Todo"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="subscriptions")
    target = models.CharField("qué sigue", max_length=10, choices=Target)
    value = models.CharField("cuál", max_length=120, blank=True)  # folio, program slug, region slug
    created_at = models.DateTimeField("creada")
    confirmed_at = models.DateTimeField("confirmada", null=True, blank=True)
    ended_at = models.DateTimeField("terminada", null=True, blank=True)
    # Register entries up to this number were already told.
    told_until = models.BigIntegerField(default=0)
    last_sent_on = models.DateField("último aviso", null=True, blank=True)

    class Meta:
        verbose_name = "seguimiento por correo"
        verbose_name_plural = "seguimientos por correo"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "target", "value"],
                condition=Q(ended_at__isnull=True),
                name="one_subscription_per_person_and_target",
            ),
            models.CheckConstraint(
                condition=Q(target="everything", value="")
                | (~Q(target="everything") & ~Q(value="")),
                name="a_subscription_says_what_it_follows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_target_display()} {self.value}".strip()
