"""What the schema says of each address, said once for all of them."""

from collections.abc import Sequence
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.views import APIView

from programs.api.problems import CONTENT_TYPE

View = TypeVar("View", bound=type[APIView])


class ProblemDetail(serializers.Serializer):
    """Qué hay que mirar, y qué hacer."""

    parameter = serializers.CharField(required=False, help_text="Parámetro de la dirección.")
    pointer = serializers.CharField(required=False, help_text="Campo de lo enviado (RFC 6901).")
    detail = serializers.CharField(help_text="Qué hacer.")


class Problem(serializers.Serializer):
    """Por qué no se pudo, y qué hacer (RFC 9457)."""

    type = serializers.URLField(help_text="Qué clase de problema es: una dirección que lo explica.")
    title = serializers.CharField(help_text="La clase de problema, en palabras.")
    status = serializers.IntegerField(help_text="El estado HTTP.")
    detail = serializers.CharField(help_text="Qué pasó esta vez.")
    instance = serializers.CharField(help_text="La dirección que se pidió.")
    errors = ProblemDetail(many=True, required=False, help_text="Qué corregir, uno por uno.")


class AmountInSchema(OpenApiSerializerFieldExtension):
    target_class = "programs.api.fields.Amount"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        return {"type": "number"}


def problems(*statuses: int) -> dict[Any, Any]:
    """The answers that say no."""
    return {(status, CONTENT_TYPE): OpenApiResponse(Problem, "Problema.") for status in statuses}


def page_of(
    serializer: type[serializers.Serializer], *, is_counted: bool
) -> serializers.Serializer:
    """The shape of a page of a list."""
    name = serializer.__name__.removesuffix("Serializer")
    link = serializers.URLField
    shape: dict[str, Any] = {
        "next": link(allow_null=True, help_text="La página siguiente; `null` al final."),
        "previous": link(allow_null=True, help_text="La anterior; `null` al comienzo."),
        "results": serializer(many=True),
    }
    if is_counted:
        total = serializers.IntegerField(help_text="Cuántas filas hay en total.")
        shape = {"count": total, **shape}
    return inline_serializer(f"{name}Page", fields=shape)


def listed(
    view: View, name: str, serializer: type[serializers.Serializer], *, summary: str, tag: str,
    about: str = "", is_counted: bool = True,
) -> View:  # fmt: skip
    """Describe the list of a resource."""
    described = extend_schema(
        operation_id=f"list_{name}", summary=summary, description=about or f"{summary}.",
        tags=[tag], parameters=[view.query_class],  # type: ignore[attr-defined]
        responses={200: page_of(serializer, is_counted=is_counted), **problems(400, 429)},
    )  # fmt: skip
    return extend_schema_view(get=described)(view)


def single(
    view: View, name: str, serializer: type[serializers.Serializer], *, summary: str, tag: str,
    about: str = "", path: Sequence[tuple[str, str]] = (),
) -> View:  # fmt: skip
    """Describe one thing of a resource; `path` are the parts of its address."""
    places = [
        OpenApiParameter(part, str, OpenApiParameter.PATH, description=said) for part, said in path
    ]
    described = extend_schema(
        operation_id=f"get_{name}", summary=summary, description=about or f"{summary}.",
        tags=[tag], parameters=[*places, view.query_class],  # type: ignore[attr-defined]
        responses={200: serializer, **problems(400, 404, 429)},
    )  # fmt: skip
    return extend_schema_view(get=described)(view)
