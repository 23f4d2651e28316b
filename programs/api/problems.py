"""How the API says that something cannot be: problem+json (RFC 9457), in Spanish.

Each kind of problem has a type, an address that explains it in the documentation, so that a program
can tell one from another without reading sentences.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
DOCUMENTATION = "/api/v1/documentacion/"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its title, and what to do about it (the documentation)."""

    status: int
    title: str
    remedy: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "parametro-invalido": Kind(
            400, "Revise los parámetros de la dirección",
            "`errors` dice cuáles, y qué hacer con cada uno. Un parámetro que no existe, que "
            "está vacío o que se repite también se rechaza: nada se deja pasar en silencio.",
        ),
        "cuerpo-invalido": Kind(
            400, "Revise lo que envió",
            "`errors` dice en qué campo (`pointer`, RFC 6901) y qué hacer con cada uno.",
        ),
        "solicitud-ilegible": Kind(
            400, "No se pudo leer la solicitud", "Envíe JSON en UTF-8, como en los ejemplos."
        ),
        "origen-ajeno": Kind(
            403, "Solo se envía desde un programa o desde el portal",
            "Las páginas de otros sitios pueden leer esta API, pero no enviar por quien las mira.",
        ),
        "no-encontrado": Kind(
            404, "No hay nada publicado en esa dirección",
            "Búsquelo en la lista que corresponde. Lo que no es público no se distingue de lo que "
            "no existe.",
        ),
        "metodo-no-permitido": Kind(
            405, "Esa dirección no admite ese método", "`Allow` dice cuáles admite."
        ),
        "en-conflicto": Kind(
            409, "Ya se hizo, y de otra manera",
            "El `uid` ya se usó para otro envío. Use uno nuevo para cada envío distinto.",
        ),
        "demasiado-grande": Kind(413, "Lo enviado es demasiado grande", "Envíe menos de 64 KB."),
        "formato-no-aceptado": Kind(
            415, "Ese formato no se acepta", "Envíe `Content-Type: application/json`."
        ),
        "demasiadas-solicitudes": Kind(
            429, "Espere un poco antes de seguir",
            "`Retry-After` dice en cuántos segundos. Guarde el `ETag` y pregunte con "
            "`If-None-Match`: lo que no cambió no se cuenta.",
        ),
        "no-se-pudo": Kind(
            500, "No pudimos responder", "Usted no hizo nada mal; pruebe más tarde."
        ),
        "vuelva-luego": Kind(
            503, "Vuelva en unos minutos", "`Retry-After` dice en cuántos segundos."
        ),
    }
)  # fmt: skip


class Problem(exceptions.APIException):
    """One of KINDS, to be raised anywhere below a view of the API.

    `errors` are pairs (where, what to do): a parameter's name, or the pointer of a field of what
    was sent (`/text`). `headers` go with the answer.
    """

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        errors: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = kind
        self.status_code = KINDS[kind].status
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        super().__init__(detail or f"{KINDS[kind].title}.")


def body_of(
    kind: str, path: str, detail: str = "", errors: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The members of a problem; a place that begins with `/` is a pointer, else a parameter."""
    found = KINDS[kind]
    body: dict[str, Any] = {
        "type": f"{settings.SITE_URL}{DOCUMENTATION}#{kind}",
        "title": found.title,
        "status": found.status,
        "detail": detail or f"{found.title}.",
        "instance": path,
    }
    listed = [
        {"pointer" if where.startswith("/") else "parameter": where, "detail": said}
        for where, said in errors
    ]
    return {**body, "errors": listed} if listed else body


def problem_response(path: str, kind: str, detail: str = "") -> JsonResponse:
    """A problem outside of a view of the API: an address that is none, a failure."""
    return JsonResponse(
        body_of(kind, path, detail), status=KINDS[kind].status, content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"},
    )  # fmt: skip


def answer_to(exception: Exception, context: dict[str, Any]) -> Response | None:
    """What DRF asks of us for each exception; None leaves it to Django (a failure of ours)."""
    problem = _problem_of(exception)
    if problem is None:
        return None
    path = context["request"].path
    response = Response(
        body_of(problem.kind, path, str(problem.detail), problem.errors),
        status=problem.status_code, content_type=CONTENT_TYPE, headers=problem.headers,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


def _problem_of(exception: Exception) -> Problem | None:
    match exception:
        case Problem():
            return exception
        case Http404() | exceptions.NotFound():
            return Problem("no-encontrado")
        case exceptions.MethodNotAllowed():
            return Problem("metodo-no-permitido")
        case exceptions.UnsupportedMediaType():
            return Problem("formato-no-aceptado")
        case exceptions.ParseError():
            return Problem("solicitud-ilegible")
        case RequestDataTooBig():
            return Problem("demasiado-grande")
        case SuspiciousOperation():
            return Problem("solicitud-ilegible")
    return None
