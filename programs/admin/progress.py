"""Long work shown as it goes, without scripts: the page is sent in pieces while the work runs.

The work runs in a thread of its own, so that whoever closes the window does not stop it halfway.
"""

import logging
import time
from collections.abc import Callable, Iterator
from queue import Queue
from threading import Thread
from typing import Any

from django.db import connections
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

logger = logging.getLogger(__name__)
Report = Callable[[str], None]
Work = Callable[[Report], SafeString]
MARK = "<!-- aquí va el avance -->"
SECONDS_BETWEEN = 0.4
UNEXPECTED = mark_safe(
    '<div class="callout callout-stop" role="alert"><h2>No se pudo terminar</h2><p>Lo que estaba '
    "guardado sigue como estaba. Vuelva a intentarlo y, si se repite, avise a quien administra el "
    "portal.</p></div>"
)


def streamed(
    request: HttpRequest, context: dict[str, Any], work: Work, template: str = "admin/progress.html"
) -> StreamingHttpResponse:
    """The page of `template` with the lines of `work` and, at the end, what it returns (HTML).

    `work` gets a function that says one line; it is called in another thread, with its own
    connection to the database.
    """
    # The mark is ours and empty; everything else in the page is escaped by its template.
    html = render_to_string(template, {**context, "progress": mark_safe(MARK)}, request)  # noqa: S308
    head, _, tail = html.partition(MARK)
    response = StreamingHttpResponse(_pieces(head, tail, work))
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # nginx hands each piece on as it comes
    return response


def _pieces(head: str, tail: str, work: Work) -> Iterator[str]:
    queue: Queue[tuple[bool, str]] = Queue()
    Thread(target=_run, args=(work, queue), daemon=False).start()
    yield head + '<ol class="steps progress" role="log" aria-label="Avance">'
    while True:
        is_last, html = queue.get()
        if is_last:
            yield f"</ol>{html}{tail}"
            return
        yield html


def _run(work: Work, queue: "Queue[tuple[bool, str]]") -> None:
    said = 0.0

    def report(line: str) -> None:
        nonlocal said
        if time.monotonic() - said > SECONDS_BETWEEN:
            said = time.monotonic()
            queue.put((False, format_html("<li><p>{}</p></li>\n", line)))

    try:
        queue.put((True, work(report)))
    except Exception:
        logger.exception("A work shown as it goes did not end")
        queue.put((True, UNEXPECTED))
    finally:
        connections.close_all()
