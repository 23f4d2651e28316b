"""How often one may do something here: the limits, which staff edit, and what was used of them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

DAY = 86_400  # seconds
LONGEST = 31 * DAY  # what was counted is kept for two windows, and no longer than two months


class Limit(models.Model):
    """At most `count` times in `per_seconds`, for whoever the scope says.

    Staff edit them; `participation.limits.write_limits` adds the defaults that are missing. A
    default that is not wanted is switched off: deleted, it comes back with the next migration.
    """

    class Scope(models.TextChoices):
        ADDRESS = "address", "Una dirección de internet"  # IPv4 alone, IPv6 by /64
        NETWORK = "network", "Una red (en IPv6, el bloque /48)"
        PERSON = "person", "Una persona, por su correo"
        DRAFT = "draft", "Un mismo borrador"
        EVERYONE = "everyone", "Todas las personas juntas"

    class When(models.TextChoices):
        ALWAYS = "always", "Siempre"
        WITHOUT_PROOF = "without_proof", "Cuando el navegador no hizo la prueba de trabajo"
        UNCONFIRMED = "unconfirmed", "Cuando no hay un correo confirmado"

    slug = models.SlugField("identificador", max_length=60, unique=True)
    action = models.SlugField(
        "acto", max_length=40, help_text="Lo que se limita, con el nombre que usa el portal."
    )
    name = models.CharField("nombre", max_length=120)
    scope = models.CharField("para quién", max_length=10, choices=Scope)
    count = models.PositiveIntegerField("veces", validators=[MinValueValidator(1)])
    per_seconds = models.PositiveIntegerField(
        "en cuántos segundos",
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text="3600 es una hora; 86400, un día.",
    )
    applies_when = models.CharField("cuándo rige", max_length=14, choices=When, default=When.ALWAYS)
    way_out = models.TextField(
        "qué otra forma hay",
        help_text="La lee quien llegó al límite: de qué otra manera puede hacerlo ahora.",
    )
    is_active = models.BooleanField("rige", default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "límite de uso"
        verbose_name_plural = "límites de uso"
        ordering = ["action", "per_seconds", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1),
                name="a_limit_lets_at_least_one_pass",
                violation_error_message="Escriba 1 o más veces. Para que no rija, desmárquelo.",
            ),
            models.CheckConstraint(
                condition=Q(per_seconds__range=(1, LONGEST)),
                name="a_limit_spans_at_most_a_month",
                violation_error_message="Escriba entre 1 segundo y 31 días (2678400 segundos).",
            ),
            models.CheckConstraint(
                condition=~Q(way_out=""),
                name="a_limit_says_the_other_way",
                violation_error_message="Escriba de qué otra forma se puede hacer.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LimitUse(models.Model):
    """How often one key passed a limit in one window; and proofs of work that were spent.

    It refers to no other row and nobody is lost with it, so that an operator may make the table
    UNLOGGED. `key_hash` is an HMAC of the address, the person's index or the draft: no address is
    kept. Rows disappear after `expires_at` (`participation.limits.purge_uses`).
    """

    bucket = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    # What might pass in the window when it was last asked: it travels with the row so that one
    # statement can compare and count.
    most = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "uso contado"
        verbose_name_plural = "usos contados"
        constraints = [
            models.UniqueConstraint(
                fields=["bucket", "key_hash", "window_start"],
                name="one_count_per_key_and_window",
            ),
            models.CheckConstraint(
                condition=Q(key_hash__regex=r"^[0-9a-f]{64}$"),
                name="a_limit_key_is_a_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bucket} {self.window_start:%Y-%m-%d %H:%M}: {self.count}"
