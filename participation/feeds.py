"""The Atom feed of the questions, narrowed as the list is (RFC 4287)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from participation.atom import ATOM, child
from participation.deadlines import CHILE
from participation.filters import QuestionFilter
from participation.links import absolute, public_url
from participation.models import Answer, Submission
from participation.pages.questions import FEED, LIST, address_of, effect_of, status_of
from participation.views.plain import plain_refusal
from participation.views.questions import asked_in, for_everyone, troubles_in
from programs.models import Institution

ENTRIES = 50


@for_everyone
def feed(request: HttpRequest) -> HttpResponse:
    """The questions that moved last; what cannot be asked for answers 400."""
    asked = asked_in(request.GET)
    asked = {name: value for name, value in asked.items() if name not in ("orden", "despues")}
    if troubles := troubles_in(asked):
        return plain_refusal(troubles)
    today = timezone.now().astimezone(CHILE).date()
    rows = QuestionFilter(asked, Submission.objects.public().of_people(), today=today).qs
    newest = list(rows.order_by("-published_at", "-pk").defer("search")[:ENTRIES])
    content = _document(asked, newest, today)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _document(asked: dict[str, str], rows: list[Submission], today: object) -> bytes:
    institution = Institution.objects.order_by("pk").first()
    own = absolute(address_of(asked, FEED))
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "es-CL"})
    child(root, "id", own)
    child(root, "title", f"{institution or 'Cuenta pública'}: preguntas y respuestas")
    answers = _answers(rows)
    updated = [_updated(row, answers) for row in rows]
    child(root, "updated", max(updated, default=datetime.fromtimestamp(0, UTC)).isoformat())
    child(child(root, "author"), "name", str(institution or "Cuenta pública"))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    page = absolute(address_of(asked, LIST))
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    for row, instant in zip(rows, updated, strict=True):
        _entry(root, row, instant, answers.get(row.group_head_id or row.pk), today)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root)


def _answers(rows: Iterable[Submission]) -> dict[int, Answer]:
    """The last published answer of each, or of the head of its group."""
    keys = {row.group_head_id or row.pk for row in rows if row.answered_at is not None}
    found = Answer.objects.published().filter(submission__in=keys).order_by("number")
    return {each.submission_id: each for each in found}


def _updated(row: Submission, answers: dict[int, Answer]) -> datetime:
    answer = answers.get(row.group_head_id or row.pk)
    instants = [row.published_at, row.answered_at, answer.published_at if answer else None]
    return max(each for each in instants if each is not None)


def _entry(
    root: Element, row: Submission, updated: datetime, answer: Answer | None, today: object
) -> None:
    node = child(root, "entry")
    child(node, "id", public_url(row))
    child(node, "title", row.title)
    child(node, "updated", updated.isoformat())
    child(node, "published", row.published_at.isoformat() if row.published_at else "")
    child(child(node, "author"), "name", row.shown_name or "Sin nombre")
    SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": public_url(row)})
    status = status_of(row, today).word  # type: ignore[arg-type]
    child(node, "summary", f"{status}{': ' if effect_of(row) else ''}{effect_of(row)}")
    said = row.text if answer is None or row.answered_at is None else (
        f"{row.text}\n\nRespuesta:\n{answer.text}"
    )  # fmt: skip
    child(node, "content", said)
