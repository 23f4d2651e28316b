"""Reserving parts of what was filed: a visible mark in public, the original sealed (Ley 19.628)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from participation.actions.corridor import hold, move, note_act
from participation.keys import seal
from participation.models import Attachment, SealedOriginal, Submission
from participation.permissions import check_may_act
from participation.personal_data import Kind
from participation.redactions import Span, describe, redact, spans_of
from participation.transitions import Refused
from programs.models import User

Field = SealedOriginal.Field
_COLUMNS = {Field.TEXT: "text", Field.TITLE: "title", Field.SHOWN_NAME: "shown_name"}
# What repeats the words of a text has to lose them with it.
_REPEATS = {Field.TEXT: (Field.TITLE,), Field.TITLE: (Field.TEXT,)}
Phrases = Iterable[tuple[str, Kind]]


@transaction.atomic
def redact_submission(
    submission: Submission,
    *,
    field: str,
    spans: Iterable[Span] = (),
    phrases: Phrases = (),
    attachment: Attachment | None = None,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Put a mark in the place of parts of a field: `text`, `title`, `shown_name` or `file_name`.

    `spans` are places in that field; `phrases`, exact words with the reason of each. What is hidden
    in the text is hidden in the title too, and the other way round: the title repeats the text.
    The original is sealed (`SealedOriginal`), and so it stays however often parts are reserved.

    Raises:
        Refused: `by` may not, nothing was chosen, a phrase or a place is not in the field, or the
            file is not one of this submission.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "redact")
    if field == Field.FILE_NAME:
        return _redact_name(held, attachment, spans, phrases, by, now)
    if field not in _COLUMNS:
        raise Refused("Elija qué parte quiere reservar: el texto, el título o el nombre.")
    chosen = Field(field)
    before = str(getattr(held, _COLUMNS[chosen]))
    hidden = _spans(before, spans, phrases)
    changes = {_COLUMNS[chosen]: _covered(held, chosen, before, hidden)}
    for other in _REPEATS.get(chosen, ()):
        repeated = str(getattr(held, _COLUMNS[other]))
        if found := _repeated(before, hidden, repeated):
            changes[_COLUMNS[other]] = _covered(held, other, repeated, found)
    for column, covered in changes.items():
        original = next(each for each, name in _COLUMNS.items() if name == column)
        _keep(held, original, str(getattr(held, column)), covered, by, now)
    detail = {"field": field, "marks": describe(changes[_COLUMNS[chosen]])}
    return move(held, "redact", by=by, now=now, detail=detail, **changes)


def _spans(text: str, spans: Iterable[Span], phrases: Phrases) -> tuple[Span, ...]:
    try:
        chosen = (*spans, *spans_of(text, phrases))
        redact(text, chosen)
    except ValueError as wrong:
        raise Refused(_sentence(wrong)) from wrong
    if not chosen:
        raise Refused("Marque o escriba las palabras que quiere reservar.")
    return chosen


def _sentence(wrong: ValueError) -> str:
    said = str(wrong)
    is_spanish = said.startswith(("El texto", "Escriba"))
    return said if is_spanish else "El texto cambió desde que usted lo marcó. Márquelo de nuevo."


def _repeated(text: str, hidden: tuple[Span, ...], other: str) -> tuple[Span, ...]:
    """The same words, where `other` has them; also where the other was cut in their middle."""
    found: list[Span] = []
    for span in hidden:
        words = text[span.start : span.end].strip()
        try:
            found += spans_of(other, [(words, span.reason)])
        except ValueError:
            found += _cut_at_the_end(other, words, span.reason)
    return tuple(found)


def _cut_at_the_end(other: str, words: str, reason: Kind) -> list[Span]:
    """A title that was cut ends with `…`, perhaps within the words that are hidden."""
    body = other.removesuffix("…").rstrip()
    if body == other or not words:
        return []
    for length in range(min(len(words), len(body)), 2, -1):
        if body.casefold().endswith(words[:length].casefold()):
            return [Span(len(body) - length, len(body), reason)]
    return []


def _covered(held: Submission, field: Field, text: str, hidden: tuple[Span, ...]) -> str:
    longest = held._meta.get_field(_COLUMNS[field]).max_length
    return _fitting(redact(text, hidden), longest)


def _fitting(covered: str, longest: int | None) -> str:
    """Marks may be longer than what they cover: what no longer fits is cut, with a sign of it."""
    if longest is None or len(covered) <= longest:
        return covered
    return covered[: longest - 1].rstrip() + "…"


def _keep(
    held: Submission,
    field: Field,
    original: str,
    covered: str,
    by: User,
    now: datetime,
    attachment: Attachment | None = None,
) -> None:
    SealedOriginal.objects.create(
        submission=held, field=field, attachment=attachment, content_sealed=seal(original),
        reasons=describe(covered), redacted_by=by, redacted_at=now,
    )  # fmt: skip


def _redact_name(
    held: Submission,
    attachment: Attachment | None,
    spans: Iterable[Span],
    phrases: Phrases,
    by: User,
    now: datetime,
) -> Submission:
    found = _of(held, attachment)
    hidden = _spans(found.name, spans, phrases)
    original = found.name
    found.name = _fitting(redact(original, hidden), Attachment._meta.get_field("name").max_length)
    found.save(update_fields=["name"])
    _keep(held, Field.FILE_NAME, original, found.name, by, now, found)
    detail = {"field": Field.FILE_NAME.value, "marks": describe(found.name)}
    return move(held, "redact", by=by, now=now, detail=detail)


def _of(held: Submission, attachment: Attachment | None) -> Attachment:
    found = None
    if attachment is not None:
        rows = Attachment.objects.select_for_update()
        found = rows.filter(pk=attachment.pk, submission=held).first()
    if found is None:
        raise Refused("Elija un archivo de esta consulta.")
    return found


@transaction.atomic
def publish_attachment(
    submission: Submission,
    *,
    attachment: Attachment,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Let anyone download a file of a public submission.

    Raises:
        Refused: `by` may not, the submission is not public, or it is the original of a paper.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "admit")
    found = _of(held, attachment)
    if not held.is_public:
        raise Refused("Publique primero la consulta; después, sus archivos.")
    if found.is_original:
        raise Refused(
            "El original en papel no se publica: muestra la firma y los datos de alguien."
        )
    return _show(held, found, by=by, now=now, is_public=True)


@transaction.atomic
def unpublish_attachment(
    submission: Submission,
    *,
    attachment: Attachment,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Submission:
    """Take a file out of public sight; it stays with the submission.

    Raises:
        Refused: `by` may not, or the file is not one of this submission.
    """
    held = hold(submission, expected_version)
    check_may_act(by, "admit")
    return _show(held, _of(held, attachment), by=by, now=now, is_public=False)


def _show(
    held: Submission, found: Attachment, *, by: User, now: datetime, is_public: bool
) -> Submission:
    found.is_public = is_public
    found.save(update_fields=["is_public"])
    act = "publish_attachment" if is_public else "unpublish_attachment"
    return note_act(held, act, by=by, now=now, attachment=str(found.uid))
