"""The draft of a question: started, kept, given up, sent. Whoever has its address may.

Nothing here is filed yet, so that nothing is written in the register: `send_draft` files it, and
that is. See docs/decisions/0011-ask-drafts.md.
"""

from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from participation.actions.about import about_of
from participation.actions.filing import (
    About,
    Author,
    receive_without_email,
    send_submission,
    sent_before,
)
from participation.attachments import Readable, check_together, inspect
from participation.draft_content import Content, kept, opened, sealed
from participation.forgetting import forget_files
from participation.models import AskDraft, Attachment, Submission
from participation.subjects import Place, place_at
from participation.transitions import Refused
from programs.models import Region
from programs.regions import BY_CODE

SENT = "Esto ya se envió. Desde su página de seguimiento puede ver en qué está o retirarlo."
NOT_WHOLE = "Falta completar un paso antes de enviar."
GONE = "Lo que usted cita ya no está publicado. Vuelva a la cuenta y empiece desde su página."


@transaction.atomic
def start_draft(*, about: str, now: datetime) -> AskDraft:
    """A draft about what stands at `about`, the permanent address of a place of an edition."""
    return AskDraft.objects.create(
        content_sealed=sealed(Content(about=about)), created_at=now, changed_at=now
    )


@transaction.atomic
def save_draft(draft: AskDraft, *, typed: dict[str, Any], now: datetime) -> Content:
    """Keep what was typed, whatever it is; the fields that are not in `typed` stay.

    Raises:
        Refused: it was sent already.
    """
    held = _hold(draft)
    before = opened(held.content_sealed)
    content = Content(**{name: getattr(before, name) for name in Content.__slots__} | kept(typed))
    if content != before:
        held.content_sealed = sealed(content)
        held.changed_at = now
        held.save(update_fields=["content_sealed", "changed_at"])
    return content


@transaction.atomic
def attach_file(
    draft: AskDraft, *, file: BinaryIO | Readable, name: str, now: datetime
) -> Attachment:
    """Add a file to a draft.

    Raises:
        NotAccepted: the file is not taken, or with it they are too many or too heavy.
        Refused: it was sent already.
    """
    held = _hold(draft)
    accepted = inspect(file, name)
    check_together([*held.attachments.values_list("size", flat=True), accepted.size])
    held.changed_at = now
    held.save(update_fields=["changed_at"])
    return Attachment.objects.create(
        draft=held,
        file=ContentFile(accepted.content, name="file"),
        name=accepted.name,
        content_type=accepted.content_type,
        size=accepted.size,
        sha256=accepted.sha256,
        was_rewritten=accepted.was_rewritten,
        added_at=now,
    )


@transaction.atomic
def remove_file(draft: AskDraft, *, uid: UUID, now: datetime) -> None:
    """Take a file out of a draft and erase it; one that is not there is no trouble.

    Raises:
        Refused: it was sent already.
    """
    held = _hold(draft)
    forget_files(_unsent_files(held).filter(uid=uid))
    held.changed_at = now
    held.save(update_fields=["changed_at"])


@transaction.atomic
def discard_draft(draft: AskDraft) -> None:
    """Erase a draft, what was typed and its files: nothing is left of it.

    Raises:
        Refused: it was sent already.
    """
    held = _hold(draft)
    forget_files(_unsent_files(held))
    held.delete()


@transaction.atomic
def send_draft(draft: AskDraft, *, content: Content, now: datetime) -> Submission:
    """File `content`, what the draft held when its forms were found whole. Twice is once.

    With an e-mail it waits for its confirmation, whoever's it is.

    Raises:
        Refused: a step is missing, or what it is about is no longer published.
    """
    held = AskDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if held.submission is not None:
        return held.submission
    if content.kind not in dict(Submission.PEOPLE_KINDS):
        raise Refused(NOT_WHOLE)
    place = place_of(content)
    if place is None:
        raise Refused(GONE)
    held.submission = _filed(held, content, place, about_of(place), now)
    held.content_sealed = ""
    held.changed_at = now
    held.save(update_fields=["submission", "content_sealed", "changed_at"])
    return held.submission


@transaction.atomic
def send_at_once(*, uid: UUID, content: Content, now: datetime) -> Submission:
    """File what came whole, in one go: a draft of that `uid` that is sent as soon as it is there.

    The same `uid` twice is one, also where both come at once. The draft stays, so that who gave an
    e-mail that never got its message may take the folio without it, as on the pages.

    Raises:
        Refused: something is missing, or what it is about is no longer published.
    """
    if known := sent_before(uid):
        return known
    draft, _ = AskDraft.objects.get_or_create(
        uid=uid, defaults={"created_at": now, "changed_at": now}
    )
    return send_draft(draft, content=content, now=now)


def _filed(
    held: AskDraft, content: Content, place: Place, about: About, now: datetime
) -> Submission:
    return send_submission(
        account=place.edition.account,
        kind=content.kind,
        text=content.text,
        about=about,
        author=Author(
            email=content.email, organisation=content.organisation, sex=content.sex
        ),
        shown_name=content.shown_name,
        region=Region(code=content.region) if content.region in BY_CODE else None,
        uid=held.uid,
        is_new=True,
        attachments=tuple(held.attachments.all()),
        must_confirm=True,
        now=now,
    )  # fmt: skip


@transaction.atomic
def take_folio_without_email(draft: AskDraft, *, now: datetime) -> Submission:
    """The message did not come: file what was sent without its e-mail, and forget the e-mail.

    Raises:
        Refused: it was not sent yet, or it was withdrawn meanwhile.
    """
    held = AskDraft.objects.select_related("submission").get(pk=draft.pk)
    if held.submission is None:
        raise Refused(NOT_WHOLE)
    return receive_without_email(held.submission, now=now)


def place_of(content: Content) -> Place | None:
    """What a draft is about, or None where that is no longer published."""
    try:
        return place_at(content.about)
    except ValueError:
        return None


def _hold(draft: AskDraft) -> AskDraft:
    held = AskDraft.objects.select_for_update().get(pk=draft.pk)
    if held.submission_id is not None:
        raise Refused(SENT)
    return held


def _unsent_files(draft: AskDraft) -> QuerySet[Attachment]:
    return Attachment.objects.filter(draft=draft, submission__isnull=True)
