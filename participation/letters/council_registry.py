"""What is told of the council's registry to whoever keeps it."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from participation.council_seats import held
from participation.deadlines import CHILE
from participation.emails import Letter, NothingToSay, kind
from participation.models import Mandate, Message


@kind("mandate_ending", "Aviso de fin de un período del Consejo")
def mandate_ending(message: Message) -> Letter:
    """Of a term that was left, or renewed meanwhile, nothing is said."""
    rows = Mandate.objects.select_related("councillor", "organisation")
    mandate = rows.filter(pk=message.object_id).first()
    today = timezone.now().astimezone(CHILE).date()
    if mandate is None or held(mandate).last < today or mandate.left_on is not None:
        raise NothingToSay("the seat was left")
    if mandate.councillor.mandates.filter(starts_on__gt=mandate.starts_on).exists():
        raise NothingToSay("the term was renewed")
    page = reverse("admin:participation_mandate_change", args=[mandate.pk])
    return Letter(
        {
            "mandate": mandate,
            "days": (mandate.ends_on - today).days,
            "admin_url": settings.SITE_URL + page,
        }
    )
