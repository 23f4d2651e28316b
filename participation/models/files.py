"""What somebody is still writing, and the files that come with a submission."""

import uuid

from django.db import models
from django.db.models import Q

from participation.models.submissions import Submission


class AskDraft(models.Model):
    """What somebody has typed so far, reached by an address only they know; purged in days.

    `content_sealed` is JSON; it is emptied once the draft has been sent.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_sealed = models.TextField(blank=True)
    submission = models.OneToOneField(
        Submission, models.CASCADE, null=True, blank=True, related_name="draft"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.uid)


def attachment_path(attachment: "Attachment", _name: str) -> str:
    """Where a file is kept: by its own random name, never by the one it came with."""
    return f"attachments/{attachment.uid.hex[:2]}/{attachment.uid.hex}"


class Attachment(models.Model):
    """A file that came with a submission, or the original of one that came on paper."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(
        AskDraft, models.SET_NULL, null=True, blank=True, related_name="attachments"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    file = models.FileField(upload_to=attachment_path, max_length=200)
    name = models.CharField("nombre", max_length=150)
    content_type = models.CharField("tipo", max_length=100)
    size = models.PositiveIntegerField("bytes")
    sha256 = models.CharField("huella", max_length=64)
    was_rewritten = models.BooleanField("se le quitaron los metadatos", default=False)
    is_original = models.BooleanField("original en papel", default=False)
    is_public = models.BooleanField("a la vista del público", default=False)
    added_at = models.DateTimeField("agregado")

    class Meta:
        verbose_name = "archivo adjunto"
        verbose_name_plural = "archivos adjuntos"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_original=False) | Q(is_public=False),
                name="a_paper_original_is_never_public",
            ),
        ]

    def __str__(self) -> str:
        return self.name
