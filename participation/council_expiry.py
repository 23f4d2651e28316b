"""Terms of the council that are about to end: whoever keeps its registry is told once."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from participation.council_roll import roll_on
from participation.deadlines import CHILE
from participation.models import Mandate
from participation.outbox import queue
from programs.models import User

KEEPERS = "Secretaría del Consejo"


@transaction.atomic
def tell_expiring(now: datetime) -> int:
    """Owe a message of each term that ends within the days of the rule; how many terms.

    Once for each term (`alerted_at`). Where nobody keeps the registry, who administers the portal
    has to know.
    """
    expiring = roll_on(now.astimezone(CHILE).date()).expiring
    keys = [each.pk for each in expiring if each.alerted_at is None]
    rows = Mandate.objects.select_for_update().filter(pk__in=keys, alerted_at__isnull=True)
    told = list(rows.order_by("pk"))
    for mandate in told:
        for user in _keepers():
            day = mandate.ends_on.isoformat()
            key = f"mandate_ending:{mandate.pk}:{day}:{user.pk}"
            queue("mandate_ending", about=mandate, user=user, key=key, now=now)
    Mandate.objects.filter(pk__in=[each.pk for each in told]).update(alerted_at=now)
    return len(told)


def _keepers() -> QuerySet[User]:
    active = User.objects.filter(is_active=True).order_by("pk")
    keepers = active.filter(groups__name=KEEPERS)
    return keepers if keepers.exists() else active.filter(is_superuser=True)
