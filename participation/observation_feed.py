"""The Atom feed of the council's observations, narrowed as its list is (RFC 4287)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from participation.atom import ATOM, child
from participation.council_public import votes_of, with_filing
from participation.links import absolute
from participation.models import Answer, Ballot, Observation
from participation.models.observations import ObservationQuerySet
from participation.pages.council_observations import FEED, LIST, council_status
from participation.pages.observation_words import vote_in_words
from participation.pages.questions import address_of, effect_of
from programs.models import Institution

ENTRIES = 50
AUTHOR = "Consejo de la Sociedad Civil"


def feed_of(asked: Mapping[str, str], rows: ObservationQuerySet, today: date) -> bytes:
    """The newest of `rows`, each with its text and, once it has one, its reply."""
    shown = list(with_filing(rows).order_by("-year", "-number")[:ENTRIES])
    institution = Institution.objects.order_by("pk").first()
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "es-CL"})
    own = absolute(address_of(asked, FEED))
    child(root, "id", own)
    child(root, "title", f"{institution or 'Cuenta pública'}: observaciones del Consejo")
    answers, votes = _answers(shown), votes_of(shown)
    updated = [_updated(row, answers.get(row.filing_id)) for row in shown]
    child(root, "updated", max(updated, default=datetime.fromtimestamp(0, UTC)).isoformat())
    child(child(root, "author"), "name", AUTHOR)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    page = absolute(address_of(asked, LIST))
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    for row, instant in zip(shown, updated, strict=True):
        _entry(root, row, instant, answers.get(row.filing_id), votes.get(row.pk), today)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root)


def _answers(rows: list[Observation]) -> dict[int | None, Answer]:
    """By filing, its last published answer."""
    keys = [row.filing_id for row in rows]
    found = Answer.objects.published().filter(submission__in=keys).order_by("number")
    return {each.submission_id: each for each in found}


def _updated(row: Observation, answer: Answer | None) -> datetime:
    filing = row.filing
    assert filing is not None  # noqa: S101 (only what was filed is public)
    instants = (filing.published_at, answer.published_at if answer is not None else None)
    return max(each for each in instants if each is not None)


def _entry(
    root: Element, row: Observation, updated: datetime, answer: Answer | None,
    ballot: Ballot | None, today: date,
) -> None:  # fmt: skip
    filing = row.filing
    assert filing is not None  # noqa: S101 (only what was filed is public)
    address = absolute(f"{LIST}{row.code}/")
    node = child(root, "entry")
    child(node, "id", address)
    child(node, "title", f"{row.code}: {row.title}")
    child(node, "updated", updated.isoformat())
    child(node, "published", filing.published_at.isoformat() if filing.published_at else "")
    SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": address})
    said = [council_status(row, today).word, effect_of(filing)]
    said.append(vote_in_words(ballot) if ballot is not None else "")
    child(node, "summary", ". ".join(filter(None, said)))
    content = row.text if answer is None else f"{row.text}\n\nRespuesta:\n{answer.text}"
    child(node, "content", content)
