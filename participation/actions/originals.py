"""The original of what came on paper: kept when it is handed in, before anything else is asked."""

from datetime import datetime
from typing import BinaryIO

from django.core.files.base import ContentFile

from participation.attachments import Readable, inspect
from participation.models import Attachment
from participation.permissions import check_may
from programs.models import User


def keep_original(file: BinaryIO | Readable, name: str, *, by: User, now: datetime) -> Attachment:
    """Keep the scan of a paper, so that a mistake elsewhere in the form does not lose it.

    Raises:
        Refused: `by` may not file what came on paper.
        NotAccepted: the file is not taken; the sentence says why.
    """
    check_may(by, "intake_submission")
    accepted = inspect(file, name)
    return Attachment.objects.create(
        file=ContentFile(accepted.content, name=accepted.name),
        name=accepted.name,
        content_type=accepted.content_type,
        size=accepted.size,
        sha256=accepted.sha256,
        was_rewritten=accepted.was_rewritten,
        is_original=True,
        added_at=now,
    )
