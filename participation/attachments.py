"""What people attach: which files are taken, and what is kept of them.

PDF, JPEG, PNG, ODT, DOCX and XLSX, known by what they hold and not by what they say. Images are
painted again, so that neither place nor camera nor name stays in them. **Of documents nothing is
stripped**: a PDF keeps its author, program, dates, earlier revisions and hidden layers; an ODT,
DOCX or XLSX its author, company, comments and tracked changes. The form says so beside the box, and
whoever moderates looks before a document is shown to anybody.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from django.conf import settings

from participation.attachment_documents import (
    OLE_START,
    ZIP_START,
    check_pdf,
    kind_of_archive,
    old_office,
)
from participation.attachment_images import painted_again
from participation.attachment_kinds import (
    Kind,
    NotAccepted,
    agreed_name,
    clean_name,
    what_to_do_with,
)

__all__ = ["Accepted", "Kind", "NotAccepted", "check_together", "clean_name", "inspect"]

START = 4096  # bytes that are enough to name a file
MEGABYTE = 1024 * 1024
EMPTY = "El archivo está vacío. Ábralo en su programa, guárdelo de nuevo y vuelva a adjuntarlo."


class Readable(Protocol):
    """A file that is open for reading in binary: an upload of Django is one."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file as it is stored. `size` in bytes; `sha256` is of what is stored, which differs from
    what was sent where `was_rewritten`."""

    name: str
    content_type: str
    size: int
    sha256: str
    content: bytes = field(repr=False)
    was_rewritten: bool


def inspect(file: BinaryIO | Readable, name: str) -> Accepted:
    """The file, ready to be stored under a safe name.

    At most ATTACHMENT_MAX_BYTES and one byte are read of it.

    Raises:
        NotAccepted: it is not taken; the sentence says why and how to mend it.
    """
    most = int(settings.ATTACHMENT_MAX_BYTES)
    content = file.read(most + 1)
    if len(content) > most:
        raise NotAccepted(
            f"El archivo pesa más de {_megabytes(most)}. Divídalo, redúzcalo o guárdelo con menor "
            "calidad y vuelva a adjuntarlo."
        )
    if not content:
        raise NotAccepted(EMPTY)
    kind = _kind_of(content)
    name = agreed_name(name, kind)
    is_image = kind in (Kind.JPEG, Kind.PNG)
    if is_image:
        content = painted_again(content, kind, most)
    digest = hashlib.sha256(content).hexdigest()
    return Accepted(name, kind.content_type, len(content), digest, content, is_image)


def check_together(sizes: Sequence[int]) -> None:
    """Raises NotAccepted when files of these sizes, in bytes, are too many for one filing."""
    most, count = int(settings.ATTACHMENTS_MAX_BYTES), int(settings.ATTACHMENTS_MAX_COUNT)
    if len(sizes) > count:
        files = "1 archivo" if count == 1 else f"{count} archivos"
        raise NotAccepted(
            f"Se puede adjuntar hasta {files}. Quite alguno, o reúna varios en un solo PDF."
        )
    if sum(sizes) > most:
        raise NotAccepted(
            f"Los archivos pesan juntos más de {_megabytes(most)}. Quite alguno o adjunte uno más "
            "liviano."
        )


def _kind_of(content: bytes) -> Kind:
    """By content. Documents are opened; images are only named, since they are painted again."""
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        return Kind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(ZIP_START):
        return kind_of_archive(content)
    if content.startswith(OLE_START):
        raise NotAccepted(old_office(content))
    raise NotAccepted(what_to_do_with(content[:START]))


def _megabytes(count: int) -> str:
    return f"{count / MEGABYTE:.1f} MB".replace(".0 MB", " MB").replace(".", ",")
