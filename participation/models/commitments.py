"""What the institution promised to do, to people and to its council alike, and what became of it.

A commitment arises from a published answer of effect `commits`, or from a hearing, where the staff
write it down. It is never removed; what changes leaves a `CommitmentChange`.
"""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.commitment_transitions import CLOSED, OPEN, STATES, is_overdue
from participation.models.answers import Answer
from participation.models.hearings import Hearing
from participation.models.rules import Unit
from participation.models.submissions import Submission
from programs.models import Edition, PublicAccount

LONGEST_PROMISE = 300  # characters: one sentence


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def public(self) -> Self:
        """Those that anyone may read: of a hearing, or of a filing that anyone may read."""
        return self.filter(
            Q(submission__isnull=True) | Q(submission__in=Submission.objects.public().order_by())
        )

    def open(self) -> Self:
        """Those of which something is still owed."""
        return self.filter(state__in=OPEN)

    def overdue(self, today: date) -> Self:
        """Those owed whose day has passed."""
        return self.open().filter(due_on__lt=today)

    def due_by(self, today: date, until: date) -> Self:
        """Those owed that fall due from today up to a day."""
        return self.open().filter(due_on__range=(today, until))

    def of_account(self, account: PublicAccount) -> Self:
        return self.filter(account=account)


class Commitment(models.Model):
    """One promise. `due_on` is the day it is promised for now, `first_due_on` the day that was
    said first; both are empty only where it was made before the portal asked for one."""

    class Origin(models.TextChoices):
        ANSWER = "answer", "Una respuesta"
        HEARING = "hearing", "Una audiencia"

    year = models.PositiveSmallIntegerField("año")
    number = models.PositiveIntegerField("número")
    code = models.CharField("código", max_length=16, unique=True)
    account = models.ForeignKey(
        PublicAccount, models.PROTECT, related_name="commitments", verbose_name="cuenta"
    )
    origin = models.CharField("de dónde viene", max_length=8, choices=Origin)
    submission = models.OneToOneField(
        Submission, models.PROTECT, null=True, blank=True, related_name="commitment"
    )
    answer = models.OneToOneField(
        Answer, models.PROTECT, null=True, blank=True, related_name="commitment"
    )
    hearing = models.ForeignKey(
        Hearing, models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name="audiencia",
    )  # fmt: skip
    # Of a hearing that is not in the portal: which one, as people know it, and where it is seen.
    other_hearing = models.CharField("otra audiencia", max_length=200, blank=True)
    other_hearing_url = models.URLField("dirección de la otra audiencia", blank=True)
    text = models.CharField("qué se promete", max_length=LONGEST_PROMISE)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="commitments", verbose_name="unidad responsable"
    )
    # Never public: the unit answers for it.
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="persona a cargo",
    )  # fmt: skip
    # Keys of the account, as those of a filing.
    figure = models.CharField("cifra", max_length=120, blank=True)
    program = models.CharField("programa", max_length=80, blank=True)
    state = models.CharField(
        "estado", max_length=12, choices=[(each.code, each.label) for each in STATES],
        default="promised",
    )  # fmt: skip
    promised_at = models.DateTimeField("prometido")
    first_due_on = models.DateField("primera fecha", null=True, blank=True)
    due_on = models.DateField("para cuándo", null=True, blank=True)
    closed_at = models.DateTimeField("terminado", null=True, blank=True)
    # What was said in public when it ended; empty while it is open.
    outcome = models.TextField("qué pasó", blank=True)
    version = models.PositiveIntegerField("versión", default=0)
    is_demo = models.BooleanField("demostración", default=False)

    objects: ClassVar[CommitmentQuerySet] = CommitmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "compromiso"
        verbose_name_plural = "compromisos"
        ordering = ["-year", "-number"]
        permissions = [
            ("work_commitment", "Puede anotar los avances de un compromiso"),
            ("judge_commitment", "Puede asignar, reprogramar y cerrar compromisos"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_commitment_per_number"),
            models.CheckConstraint(
                condition=Q(
                    origin="answer",
                    submission__isnull=False,
                    answer__isnull=False,
                    hearing__isnull=True,
                    other_hearing="",
                    other_hearing_url="",
                )
                | Q(origin="hearing", submission__isnull=True, answer__isnull=True)
                & (
                    Q(hearing__isnull=False, other_hearing="", other_hearing_url="")
                    | Q(hearing__isnull=True) & ~Q(other_hearing="")
                ),
                name="a_commitment_says_where_it_was_made",
                violation_error_message="Diga en qué audiencia se prometió.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="a_commitment_says_what_is_promised",
                violation_error_message="Escriba qué se promete.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True, outcome="")
                | Q(state__in=CLOSED, closed_at__isnull=False) & ~Q(outcome=""),
                name="a_commitment_that_ended_says_when_and_how",
                violation_error_message="Diga qué pasó con el compromiso.",
            ),
            models.CheckConstraint(
                condition=Q(first_due_on__isnull=True) | Q(due_on__isnull=False),
                name="a_commitment_with_a_first_day_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="commitment_owed",
                         condition=Q(state__in=OPEN)),
            models.Index(fields=["account", "state"], name="commitment_by_account"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code}: {self.text[:60]}"

    def is_overdue(self, today: date) -> bool:
        """Whether its day passed and it is still owed."""
        return is_overdue(self.state, self.due_on, today)

    @property
    def hearing_name(self) -> str:
        """The hearing where it was promised, as people know it; empty where it was an answer."""
        return self.hearing.title if self.hearing is not None else self.other_hearing

    @property
    def was_moved(self) -> bool:
        """Whether it was promised for another day first."""
        return self.first_due_on != self.due_on


class Milestone(models.Model):
    """A step of a commitment, with its own day. Once it is done it never changes."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField("orden")
    text = models.CharField("hito", max_length=200)
    first_due_on = models.DateField("primera fecha")
    due_on = models.DateField("para cuándo")
    done_on = models.DateField("hecho", null=True, blank=True)
    evidence = models.TextField("qué se hizo", blank=True)
    evidence_url = models.URLField("dónde se ve", blank=True, max_length=500)
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="edición"
    )

    class Meta:
        verbose_name = "hito"
        verbose_name_plural = "hitos"
        ordering = ["commitment", "due_on", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "position"], name="one_milestone_per_position"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, evidence="")
                | Q(done_on__isnull=False) & ~Q(evidence=""),
                name="a_milestone_that_was_done_says_how",
                violation_error_message="Diga qué se hizo.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CommitmentChange(models.Model):
    """Something that was done to a commitment, with what was said of it. Append-only."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField("versión")
    act = models.CharField("acto", max_length=20)
    state = models.CharField("estado", max_length=12)
    at = models.DateTimeField("cuándo")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said = models.TextField("qué se dijo", blank=True)
    url = models.URLField("dónde se ve", blank=True, max_length=500)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="+"
    )
    old_due_on = models.DateField("era para", null=True, blank=True)
    new_due_on = models.DateField("es para", null=True, blank=True)

    class Meta:
        verbose_name = "cambio de un compromiso"
        verbose_name_plural = "cambios de un compromiso"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "version"], name="one_change_per_version"
            ),
            models.CheckConstraint(
                condition=Q(old_due_on__isnull=True) | ~Q(old_due_on=F("new_due_on")),
                name="a_day_moves_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} de {self.commitment}"
