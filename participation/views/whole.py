"""A file that is made while it is asked for, sent only once it is whole.

Written to a temporary file first (to disk beyond a megabyte), for three reasons. What fails in the
middle becomes an answer that says so: an application server ends a broken stream as if it were
complete. Its length goes ahead, so that whoever receives less knows it. And who reads slowly holds
no connection of the database, nor the snapshot that a query keeps.
"""

import base64
import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO
from weakref import finalize

from django.http import StreamingHttpResponse

IN_MEMORY = 1024 * 1024  # bytes
PIECE = 64 * 1024


def no_file(*, content_type: str, name: str) -> StreamingHttpResponse:
    """The answer to HEAD: what the file is; not its length nor its hash, which making it tells."""
    response = StreamingHttpResponse((), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-cache"
    return response


def whole_file(pieces: Iterable[bytes], *, content_type: str, name: str) -> StreamingHttpResponse:
    """The pieces as a file to keep, with its length and hash (RFC 9530). Raises what they raise."""
    digest = hashlib.sha256()
    with ExitStack() as opened:
        file = opened.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
        size = file.tell()
        file.seek(0)
        kept = opened.pop_all()  # whoever reads it closes it
    response = StreamingHttpResponse(_Reading(file, kept), content_type=content_type)
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Repr-Digest"] = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    response["Cache-Control"] = "no-cache"
    return response


class _Reading:
    """The pieces of a file, closed with the answer that sends them, even if nobody reads one."""

    def __init__(self, file: IO[bytes], kept: ExitStack) -> None:
        self.file = file
        # An answer to HEAD is dropped unread. Not __del__: it holds the file until it is closed,
        # also where garbage is collected in a cycle and in any order.
        self.close = finalize(self, kept.close)

    def __iter__(self) -> "_Reading":
        return self

    def __next__(self) -> bytes:
        if piece := self.file.read(PIECE):
            return piece
        self.close()
        raise StopIteration
