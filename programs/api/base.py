"""What every view of the API does: read without cookies, from anywhere, and say no in one way.

No view here knows who asks: there is no session, no token and no cookie, so that nothing can be
done in anybody's name, which is what the check of CSRF would guard.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from programs.api.problems import answer_to
from programs.api.queries import Query, read_query

MAX_AGE = 60  # seconds that an answer may be used again without asking
# Changes with the shape of the answers, so that nobody keeps one of the shape before.
SHAPE = "1"
READING = ("GET", "HEAD", "OPTIONS")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


class OnlyJSON(BaseContentNegotiation):
    """There is one representation: what was accepted is not a reason to refuse it."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        kind = request.content_type.partition(";")[0].strip().lower()
        return next((each for each in parsers if each.media_type == kind), None)

    def select_renderer(
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class PublicView(APIView):
    """A page of the API. `query_class` is what its address may ask for."""

    authentication_classes: ClassVar = ()
    permission_classes: ClassVar = (AllowAny,)
    renderer_classes: ClassVar = (JSONRenderer,)
    content_negotiation_class = OnlyJSON
    http_method_names: ClassVar = ["get", "head", "options"]
    query_class: type[Query] = Query

    def get_exception_handler(self) -> Any:
        return answer_to

    def check_throttles(self, request: Request) -> None:
        """Not before the answer is known to be needed: see `counted`."""

    def counted(self, request: Request) -> None:
        """Count one more reading. What did not change (304) is not counted.

        Raises:
            Problem: this connection has read as often as it may for now.
        """
        super().check_throttles(request)

    def asked(self, request: Request) -> dict[str, Any]:
        """What the address asks for, read and typed.

        Raises:
            Problem: it has something that cannot be.
        """
        return read_query(self.query_class, request.query_params, self.field_names())

    def field_names(self) -> tuple[str, ...]:
        """What `?fields=` may name; nothing by default."""
        return ()

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What may be done here, and by whom from a page of another site."""
        return Response(status=204)

    def finalize_response(
        self, request: HttpRequest, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        found = super().finalize_response(request, response, *args, **kwargs)
        if request.method in READING:
            headers = CORS | (PREFLIGHT if request.method == "OPTIONS" else {})
            for name, value in headers.items():
                found.setdefault(name, value)
        if found.status_code in (200, 304):
            found.setdefault("Cache-Control", f"public, max-age={MAX_AGE}")
        return found


class FrozenView(PublicView):
    """What editions say. They never change, so that the ETag is answered before anything is read.

    A view says which editions it speaks of (`subject`), and what of them (`answer`).
    """

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.asked(request)
        subject = self.subject(asked, **kwargs)
        etag, changed = self.marks(subject, request)
        stamp = int(changed.timestamp()) if changed else None
        response = get_conditional_response(request, etag=etag, last_modified=stamp)
        if response is None:
            self.counted(request)
            response = Response(self.answer(subject, asked, **kwargs))
        response["ETag"] = etag
        if stamp is not None:
            response["Last-Modified"] = http_date(stamp)
        return response

    def subject(self, asked: Mapping[str, Any], **kwargs: Any) -> Any:
        """What is spoken of: a list of editions, in one query."""
        raise NotImplementedError

    def marks(self, subject: Any, request: Request) -> tuple[str, datetime | None]:
        """The ETag of the answer, and when the newest of its editions was published."""
        hashes = "".join(edition.sha256 for edition in subject)
        told = f"{SHAPE} {request.get_full_path()} {hashes}"
        changed = max((edition.published_at for edition in subject), default=None)
        return _etag(told.encode()), changed

    def answer(self, subject: Any, asked: dict[str, Any], **kwargs: Any) -> Any:
        raise NotImplementedError


class LiveView(PublicView):
    """What changes while people take part: the ETag is that of the content."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.asked(request)
        self.counted(request)
        content = self.answer(asked, **kwargs)
        etag = etag_of(content)
        response = get_conditional_response(request, etag=etag) or Response(content)
        response["ETag"] = etag
        return response

    def answer(self, asked: dict[str, Any], **kwargs: Any) -> Any:
        raise NotImplementedError


def etag_of(content: Any) -> str:
    """The ETag of what will be rendered."""
    return _etag(json.dumps(content, default=str, sort_keys=True).encode())


def _etag(told: bytes) -> str:
    return quote_etag(hashlib.sha256(told).hexdigest()[:32])
