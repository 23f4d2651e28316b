"""The schema of the API (OpenAPI 3.1), made from its own code, once for as long as we run."""

import json
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from cuenta.api.resources import described_patterns
from programs.api.base import CORS, MAX_AGE, etag_of


def mended(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """A hook of drf-spectacular: several values go into one parameter, separated by commas."""
    _without_marks(result)
    for operations in result["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["schema"].get("type") == "array":
                    parameter |= {"style": "form", "explode": False}
                    parameter["schema"].setdefault("minItems", 1)
    return result


def _without_marks(value: Any) -> None:
    """What drf-spectacular notes for itself beside each list of words."""
    if isinstance(value, dict):
        value.pop("x-spec-enum-id", None)
        for each in value.values():
            _without_marks(each)
    elif isinstance(value, list):
        for each in value:
            _without_marks(each)


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The whole schema as plain values."""
    with override("es"):
        made = SchemaGenerator(patterns=described_patterns()).get_schema(request=None, public=True)
    plain: dict[str, Any] = json.loads(json.dumps(made, default=str))
    return plain


def schema_text() -> str:
    """The schema as it is kept in docs/openapi.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """`/api/v1/openapi.json`."""
    content = json.dumps(schema(), ensure_ascii=False)
    response = HttpResponse(content, content_type="application/vnd.oai.openapi+json;version=3.1")
    etag = etag_of(content)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    for name, value in CORS.items():
        response[name] = value
    return get_conditional_response(request, etag=etag, response=response) or response  # type: ignore[return-value]
