"""The institution's answers, version by version, and what the staff note while they work."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from participation.models.rules import Unit
from participation.models.submissions import Submission


class AnswerQuerySet(models.QuerySet["Answer"]):
    def published(self) -> Self:
        """Those that anyone may read."""
        return self.filter(published_at__isnull=False)

    def read_by_author_of(self, submission: Submission) -> "Answer | None":
        """The newest that answers it: its own, or the one of its group (Ley 19.880, art. 39)."""
        if submission.answered_at is None:
            return None
        heads = [submission.pk, submission.group_head_id]
        found = self.published().filter(submission__in=[each for each in heads if each])
        own = found.filter(submission=submission).order_by("-number").first()
        return own or found.order_by("-number").first()


class Answer(models.Model):
    """One version of an answer. Once published it never changes: a trigger refuses it.

    Four eyes: who signs is not who wrote (Submission `answer` act), and a constraint holds it.
    """

    class Effect(models.TextChoices):
        INFORMS = "informs", "Informa"
        CORRECTS = "corrects", "Corrige"
        ACCEPTS = "accepts", "Acoge"
        ACCEPTS_PART = "accepts_part", "Acoge en parte"
        REJECTS = "rejects", "No acoge, con motivo"
        COMMITS = "commits", "Se compromete"
        REFERS = "refers", "Deriva"

    # What the service may say to its council; each of them says why (Ley 18.575, art. 74).
    TO_THE_COUNCIL = ("accepts", "accepts_part", "rejects", "corrects", "commits")

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField("versión")
    text = models.TextField("texto", blank=True)
    effect = models.CharField("efecto", max_length=12, choices=Effect, default=Effect.INFORMS)
    # Keys of the account's figures that the answer speaks of.
    figures = ArrayField(
        models.SlugField(max_length=120), verbose_name="cifras", default=list, blank=True
    )
    # Of one that commits: what is promised, for when, and who answers for it. Signing it makes the
    # commitment (`Commitment`), which from then on has a life of its own.
    promise = models.CharField("qué se compromete", max_length=300, blank=True)
    promise_due_on = models.DateField("para cuándo", null=True, blank=True)
    promise_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unidad"
    )
    # Why another version was needed; public, as the versions are.
    reason = models.TextField("por qué otra versión", blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("escrita")
    sent_at = models.DateTimeField("enviada a revisión", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField("visto bueno", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("publicada", null=True, blank=True)
    published_by_name = models.CharField("firma", max_length=150, blank=True)
    published_by_office = models.CharField("cargo", max_length=150, blank=True)
    sha256 = models.CharField("huella", max_length=64, blank=True)
    # The erratum it opened in the account's draft (programs.Erratum.slug), which names the folio.
    erratum = models.SlugField("fe de erratas", max_length=120, blank=True)

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "respuesta"
        verbose_name_plural = "respuestas"
        ordering = ["submission", "number"]
        indexes = [
            # The list of the API, both ways.
            models.Index(fields=["-published_at", "-id"], name="answer_newest",
                         condition=Q(published_at__isnull=False)),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_answer_per_version"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(published_at__isnull=True),
                name="one_answer_in_progress",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="reviewed_at_goes_with_reviewed_by",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True, sha256="")
                | (Q(published_at__isnull=False, published_by__isnull=False) & ~Q(sha256="")),
                name="a_published_answer_is_signed_and_hashed",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
                name="who_writes_an_answer_does_not_review_it",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")),
                name="who_writes_an_answer_does_not_sign_it",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(reviewed_at__isnull=False),
                name="an_answer_is_reviewed_before_it_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | Q(published_at__isnull=True) | ~Q(reason=""),
                name="another_version_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Respuesta {self.number} a {self.submission}"

    @classmethod
    def effects_for(cls, kind: str) -> list[tuple[str, str]]:
        """The effects, as choices, that an answer to a filing of that kind may have."""
        if kind != Submission.Kind.COUNCIL:
            return list(cls.Effect.choices)
        return [each for each in cls.Effect.choices if each[0] in cls.TO_THE_COUNCIL]


class Note(models.Model):
    """What the staff tell each other about a submission. Never public. Append-only."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="notes")
    text = models.TextField("nota")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("cuándo")

    class Meta:
        verbose_name = "nota interna"
        verbose_name_plural = "notas internas"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
