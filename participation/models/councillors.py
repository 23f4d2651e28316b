"""The council (COSOC): whom it represents, who sits in it and until when, and its own rules.

Ley 18.575, art. 74: consultative, plural, of members of non-profit associations. Only the public
office is public: belonging to a guild or a union is sensitive (Ley 19.628), so that nothing here
says more of a person than the seat they hold.
"""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords


class Stratum(models.Model):
    """A kind of organisation that has seats: the norm of the institution says which."""

    slug = models.SlugField("identificador", unique=True)
    name = models.CharField("nombre", max_length=120)
    seats = models.PositiveSmallIntegerField("asientos", default=1)
    position = models.PositiveSmallIntegerField("orden", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "estamento"
        verbose_name_plural = "estamentos"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A non-profit association with a seat in the council (Ley 18.575, art. 74)."""

    slug = models.SlugField("identificador", unique=True)
    name = models.CharField("nombre", max_length=200)
    stratum = models.ForeignKey(
        Stratum, models.PROTECT, related_name="organisations", verbose_name="estamento"
    )
    is_non_profit = models.BooleanField(
        "sin fines de lucro",
        default=True,
        help_text="La ley pide asociaciones sin fines de lucro (Ley 18.575, artículo 74).",
    )
    is_active = models.BooleanField("vigente", default=True)
    is_demo = models.BooleanField("demostración", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "organización del Consejo"
        verbose_name_plural = "organizaciones del Consejo"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_non_profit=True) | Q(is_active=False),
                name="a_seat_is_of_a_non_profit_association",
                violation_error_message=(
                    "Solo las asociaciones sin fines de lucro tienen asiento "
                    "(Ley 18.575, artículo 74)."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Councillor(models.Model):
    """A person who sits, or sat, in the council, by the name they use in public.

    `user` is how they enter the room; there is none until they accept the invitation.
    """

    class Gender(models.TextChoices):
        WOMAN = "woman", "Mujer"
        MAN = "man", "Hombre"
        OTHER = "other", "Otra"
        UNSAID = "", "No lo dijo"

    uid = models.UUIDField("identificador", unique=True, editable=False)
    name = models.CharField("nombre público", max_length=150)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="councillor",
        verbose_name="cuenta para entrar a la sala",
    )
    # Only counted, for the parity of the council; never shown beside a name.
    gender = models.CharField("género", max_length=5, choices=Gender, blank=True, default="")
    is_demo = models.BooleanField("demostración", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "consejera o consejero"
        verbose_name_plural = "consejeras y consejeros"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on: date) -> Self:
        """Those who hold their seat that day."""
        return self.filter(starts_on__lte=on, ends_on__gte=on).filter(
            Q(left_on__isnull=True) | Q(left_on__gt=on)
        )

    def of(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[valid-type]
        return self.filter(councillor__user=user)

    def titular(self) -> Self:
        """Those that count for the quorum: an alternate sits only when the titular is away."""
        return self.exclude(role=Mandate.Role.ALTERNATE)

    def public(self) -> Self:
        """Whoever holds or held an office: the office is public, and its dates."""
        return self.select_related("councillor", "organisation__stratum", "alternate_of")


class Mandate(models.Model):
    """One term of one person in one seat. A renewal is another row; history is never rewritten."""

    class Role(models.TextChoices):
        PRESIDENCY = "presidency", "Presidencia"
        VICE = "vice", "Vicepresidencia"
        MEMBER = "member", "Consejera o consejero"
        ALTERNATE = "alternate", "Suplente"

    councillor = models.ForeignKey(
        Councillor, models.PROTECT, related_name="mandates", verbose_name="persona"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="mandates", verbose_name="organización"
    )
    role = models.CharField("cargo", max_length=10, choices=Role, default=Role.MEMBER)
    alternate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alternates",
        verbose_name="suplente de",
    )
    renewal = models.PositiveSmallIntegerField("renovación", default=0, help_text="0: la primera.")
    starts_on = models.DateField("desde")
    ends_on = models.DateField("hasta")
    # NULL: still there, or served the whole term.
    left_on = models.DateField("dejó el cargo", null=True, blank=True)
    left_because = models.CharField("por qué lo dejó", max_length=200, blank=True)
    alerted_at = models.DateTimeField("aviso de vencimiento", null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[MandateQuerySet] = MandateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "período en el Consejo"
        verbose_name_plural = "períodos en el Consejo"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="a_term_ends_after_it_starts",
                violation_error_message="El período termina después de empezar.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | (Q(left_on__gte=F("starts_on")) & Q(left_on__lte=F("ends_on"))),
                name="a_seat_is_left_within_its_term",
                violation_error_message="Debe estar entre el inicio y el fin del período.",
            ),
            models.CheckConstraint(
                condition=Q(role="alternate", alternate_of__isnull=False)
                | (~Q(role="alternate") & Q(alternate_of__isnull=True)),
                name="an_alternate_is_of_somebody",
                violation_error_message="Diga de quién es suplente; solo los suplentes lo son.",
            ),
            models.UniqueConstraint(
                fields=["councillor", "starts_on"], name="one_term_per_councillor_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.councillor}, {self.get_role_display()}"

    @property
    def last_day(self) -> date:
        """The last day in the seat, as far as is known."""
        return min(self.left_on, self.ends_on) if self.left_on else self.ends_on


class CouncilRule(models.Model):
    """How the council decides: each with its citation and since when, as the clocks are.

    `number` of `out_of` is a fraction (quorum, majority); of notice and terms, `number` is a count
    and `out_of` is 1. `is_more_than`: the fraction has to be passed, not only reached.
    """

    class Kind(models.TextChoices):
        QUORUM = "quorum", "Quórum para sesionar"
        MAJORITY = "majority", "Mayoría para acordar"
        NOTICE = "notice", "Aviso de una sesión ordinaria, en días hábiles"
        NOTICE_EXTRA = "notice_extra", "Aviso de una sesión extraordinaria, en días hábiles"
        CASTING = "casting", "Voto dirimente de la presidencia (1: sí, 0: no)"
        TERM = "term", "Duración de un período, en meses"
        RENEWALS = "renewals", "Renovaciones, cuántas"
        EXPIRY = "expiry", "Aviso de vencimiento de un período, en días corridos"
        PARITY = "parity", "Paridad: parte mínima de mujeres, y de hombres"

    class Base(models.TextChoices):
        IN_OFFICE = "in_office", "quienes están en ejercicio"
        PRESENT = "present", "quienes están presentes"
        CAST = "cast", "los votos a favor y en contra"
        NONE = "", "–"

    kind = models.CharField("regla", max_length=12, choices=Kind)
    number = models.PositiveSmallIntegerField("cuánto")
    out_of = models.PositiveSmallIntegerField("de cada", default=1)
    is_more_than = models.BooleanField("más de", default=False)
    base = models.CharField("se cuenta sobre", max_length=10, choices=Base, blank=True, default="")
    citation = models.CharField("de dónde viene", max_length=250)
    is_analogy = models.BooleanField("por analogía o decisión propia", default=False)
    valid_from = models.DateField("vigente desde")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "regla del Consejo"
        verbose_name_plural = "reglas del Consejo"
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                name="one_council_rule_per_kind_and_day",
                violation_error_message="Ya hay una regla de ese tipo desde ese día.",
            ),
            models.CheckConstraint(
                condition=Q(out_of__gte=1),
                name="a_fraction_has_a_denominator",
                violation_error_message="De cada cuántos: 1 o más.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.number}/{self.out_of}"


class CouncilInvitation(models.Model):
    """A link by mail with which a councillor makes the account that opens the room. Used once."""

    uid = models.UUIDField(unique=True, editable=False)
    councillor = models.ForeignKey(Councillor, models.PROTECT, related_name="invitations")
    email_sealed = models.TextField("correo")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField("invitada")
    expires_at = models.DateTimeField("vence")
    accepted_at = models.DateTimeField("aceptada", null=True, blank=True)
    cancelled_at = models.DateTimeField("anulada", null=True, blank=True)

    class Meta:
        verbose_name = "invitación a la sala"
        verbose_name_plural = "invitaciones a la sala"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["councillor"],
                condition=Q(accepted_at__isnull=True, cancelled_at__isnull=True),
                name="one_open_invitation_per_councillor",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitación a {self.councillor}"
