"""The Atom feed of the hearings (RFC 4287): each as it stands, the one that moved last first."""

from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.db.models import Max
from django.db.models.functions import Greatest

from participation.atom import ATOM, child
from participation.hearing_transitions import HEARING_STATE
from participation.hearing_words import span_of
from participation.links import absolute
from participation.models import Hearing
from participation.pages.hearings import FEED, LIST, NAME, address_of, title_of, where_of
from programs.models import Institution

ENTRIES = 50


def hearings_feed() -> bytes:
    """What was announced, held or recorded last. One query, and one for the institution."""
    rows: Any = Hearing.objects.public().annotate(
        told_at=Greatest(Max("calls__made_at"), Max("acta__published_at"), "opened_at", "closed_at")
    )
    found = list(rows.order_by("-told_at", "-pk")[:ENTRIES])
    institution = str(Institution.objects.order_by("pk").first() or "Cuenta pública")
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "es-CL"})
    own = absolute(FEED)
    child(root, "id", own)
    child(root, "title", f"{institution}: {NAME.lower()}")
    updated = found[0].told_at if found else datetime.fromtimestamp(0, UTC)
    child(root, "updated", updated.isoformat())
    child(child(root, "author"), "name", institution)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    page = {"rel": "alternate", "type": "text/html", "href": absolute(LIST)}
    SubElement(root, "link", page)
    for row in found:
        _entry(root, row)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root)


def _entry(root: Element, row: Any) -> None:
    page = absolute(address_of(row))
    node = child(root, "entry")
    child(node, "id", page)
    child(node, "title", title_of(row))
    child(node, "updated", row.told_at.isoformat())
    child(node, "published", row.called_at.isoformat())
    SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": page})
    if row.state == "published":
        acta = absolute(address_of(row, "acta/"))
        SubElement(node, "link", {"rel": "related", "href": acta, "title": "Acta"})
    said = [
        HEARING_STATE[row.state].label, span_of(row.starts_at, row.ends_at, row.region_id),
        where_of(row), row.reason if row.state in ("cancelled", "postponed") else "",
    ]  # fmt: skip
    child(node, "summary", ". ".join(part.rstrip(".") for part in said if part) + ".")
    if row.agenda:
        child(node, "content", row.agenda)
