"""A hearing as schema.org's Event, for search engines: safe in a page whatever it says."""

import json
from typing import Any

from django.utils.safestring import SafeString

from participation.hearing_words import zone_of
from participation.links import absolute
from participation.models import Hearing
from participation.pages.hearings import address_of
from programs.models import Institution
from programs.regions import BY_CODE

# With these written as \\uXXXX no text can end the script element or open a comment in it.
_UNSAFE = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&'\u2028\u2029"})
_MODES = {"in_person": "Offline", "remote": "Online", "mixed": "Mixed"}
_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}


def event_data(hearing: Hearing) -> SafeString:
    """The script element; it is never executed, so the strict CSP lets it stand."""
    text = json.dumps(_event(hearing), ensure_ascii=False).translate(_UNSAFE)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def _event(hearing: Hearing) -> dict[str, Any]:
    zone = zone_of(hearing.region_id)
    address = absolute(address_of(hearing))
    institution = Institution.objects.order_by("pk").first()
    places: list[dict[str, Any]] = []
    if hearing.has_hall:
        postal = {
            "@type": "PostalAddress", "streetAddress": hearing.address, "addressCountry": "CL",
            "addressRegion": BY_CODE[hearing.region_id].name if hearing.region_id else "",
        }  # fmt: skip
        places.append({"@type": "Place", "name": hearing.place, "address": postal})
    if hearing.is_remote:
        places.append({"@type": "VirtualLocation", "url": address})
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": hearing.title,
        "url": address,
        "startDate": hearing.starts_at.astimezone(zone).isoformat(),
        "endDate": hearing.ends_at.astimezone(zone).isoformat(),
        "eventAttendanceMode": f"https://schema.org/{_MODES[hearing.mode]}EventAttendanceMode",
        "eventStatus": f"https://schema.org/{_STATUS.get(hearing.state, 'EventScheduled')}",
        "location": places,
        "isAccessibleForFree": True,
        "inLanguage": "es-CL",
        "organizer": {
            "@type": "GovernmentOrganization", "name": institution.name if institution else "",
        },
    }  # fmt: skip
