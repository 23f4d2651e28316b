"""What is asked in a hearing.

A question's words are here until it has its folio; from then on they are those of its `Submission`,
so that what the desk reserves is reserved here too.
"""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from participation.hearing_transitions import QUESTION_STATES
from participation.models.hearings import Hearing
from participation.models.submissions import Submission


class HearingQuestionQuerySet(models.QuerySet["HearingQuestion"]):
    def on_screen(self) -> Self:
        """Those that staff put on the screen and their author did not take back."""
        shown = self.filter(state__in=["shown", "answered"], submission__isnull=False)
        return shown.exclude(submission__state="withdrawn")


class HearingQuestion(models.Model):
    """A question asked in a hearing, from the floor or from a telephone.

    `text` and the sealed fields are emptied once `submission` has them, or once it is dropped.
    """

    class Source(models.TextChoices):
        FLOOR = "floor", "De viva voz"
        PHONE = "phone", "Desde un teléfono"

    class Why(models.TextChoices):
        PERSONAL = "personal", "Revela datos personales"
        INSULT = "insult", "Tiene insultos o amenazas"
        REPEATED = "repeated", "Repite otra pregunta de la sala"
        OTHER = "other", "Trata de otro asunto"
        TIME = "time", "No alcanzó el tiempo"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="questions")
    source = models.CharField("por dónde", max_length=5, choices=Source)
    state = models.CharField(
        "estado", max_length=8, choices=[(each.code, each.label) for each in QUESTION_STATES]
    )
    position = models.PositiveIntegerField("orden")
    text = models.TextField("pregunta", blank=True)
    name_sealed = models.TextField("nombre", blank=True)
    email_sealed = models.TextField("correo", blank=True)
    shows_name = models.BooleanField("muestra el nombre", default=False)
    why = models.CharField("por qué no se mostró", max_length=8, choices=Why, blank=True)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="hearing_question",
        verbose_name="consulta",
    )  # fmt: skip
    asked_at = models.DateTimeField("enviada")
    shown_at = models.DateTimeField("mostrada", null=True, blank=True)
    answered_at = models.DateTimeField("respondida", null=True, blank=True)
    second = models.PositiveIntegerField("segundo de la grabación", null=True, blank=True)

    objects: ClassVar[HearingQuestionQuerySet] = HearingQuestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "pregunta en audiencia"
        verbose_name_plural = "preguntas en audiencias"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing"], condition=Q(state="shown"), name="one_question_on_the_screen"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "dropped"]) | Q(submission__isnull=False),
                name="what_was_read_has_a_folio",
            ),
            models.CheckConstraint(
                condition=(Q(submission__isnull=True) & ~Q(state="dropped") & ~Q(text=""))
                | Q(text="", name_sealed="", email_sealed=""),
                name="the_words_of_a_question_are_kept_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="aside") | ~Q(why=""),
                name="what_is_not_shown_says_why",
                violation_error_message="Elija por qué no se muestra.",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="what_was_answered_has_its_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["hearing", "state", "position", "id"], name="hearing_line"),
        ]

    def __str__(self) -> str:
        return f"Pregunta {self.pk} de la {self.hearing}"

    @property
    def words(self) -> str:
        """What was asked, as it may be shown now."""
        return self.submission.text if self.submission is not None else self.text
