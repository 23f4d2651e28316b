"""`/api/v1/`: what there is, and where."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from programs.api.base import PublicView
from programs.api.items import address
from programs.api.problems import problem_response
from programs.api.schema import problems

VERSION = "1.0.0"
COLLECTIONS = (
    "institutions", "accounts", "editions", "chapters", "products", "programs", "indicators",
    "tables", "results", "sources", "checks", "errata", "regions", "submissions", "answers",
    "observations", "commitments", "hearings", "reports", "terms", "rates", "performance",
    "measures", "register",
)  # fmt: skip


class RootSerializer(serializers.Serializer):
    """Por dónde empezar."""

    version = serializers.CharField(help_text="Versión de esta API.")
    documentation = serializers.URLField(help_text="La documentación, para personas.")
    schema = serializers.URLField(help_text="La misma, para programas: OpenAPI 3.1.")
    collections = serializers.DictField(
        child=serializers.URLField(), help_text="Cada lista y su dirección."
    )


class Root(PublicView):
    """The first page."""

    def get(self, request: Request) -> Response:
        self.asked(request)
        return Response(
            {
                "version": VERSION,
                "documentation": address("documentacion"),
                "schema": address("openapi.json").removesuffix("/"),
                "collections": {name: address(name) for name in COLLECTIONS},
            }
        )


extend_schema_view(
    get=extend_schema(
        operation_id="root", summary="Qué hay en esta API", tags=["Comienzo"],
        description="Las listas y sus direcciones.",
        responses={200: RootSerializer, **problems(400)},
    )
)(Root)  # fmt: skip


@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """No address of the API; or one that lacks its last slash, which is shown."""
    if request.method in ("GET", "HEAD") and not request.path.endswith("/"):
        try:
            found = resolve(f"{request.path}/")
        except Resolver404:
            found = None
        if found is not None and found.url_name != "nowhere":
            query = request.META.get("QUERY_STRING", "")
            target = f"{request.path}/{'?' if query else ''}{query}"
            response = HttpResponsePermanentRedirect(target)
            response["Access-Control-Allow-Origin"] = "*"
            return response
    return problem_response(request.path, "no-encontrado")
