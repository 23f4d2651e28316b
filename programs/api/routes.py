"""The addresses of the API that belong to the account."""

from typing import Any

from django.urls import URLPattern, path

from programs.api import account_serializers as shapes
from programs.api import account_views as accounts
from programs.api.schema import listed, single
from programs.api.views import RESOURCES, ItemDetail, ItemList, Resource

TAG = "La cuenta"
_IN_EDITION = (("edition", "La edición, como `2022-1`."), ("key", "Su clave."))
VIGENT = (
    "Sin `year` ni `edition`, lo que dice la edición vigente de cada cuenta, la más nueva primero."
)


def _of_resource(resource: Resource) -> list[URLPattern]:
    kind = resource.item.__name__.removesuffix("Item")
    many: Any = type(
        f"{kind}List", (ItemList,), {"resource": resource, "query_class": resource.query}
    )
    one: Any = type(f"{kind}Detail", (ItemDetail,), {"resource": resource})
    name = resource.name
    listed(
        many, name, resource.serializer, tag=TAG, about=VIGENT, summary=f"Lista de {resource.many}"
    )
    single(
        one,
        f"{name}_one",
        resource.serializer,
        tag=TAG,
        path=_IN_EDITION,
        summary=f"{resource.one[0].upper()}{resource.one[1:]}",
        about="Lo que dice esa edición: su contenido no cambia nunca.",
    )
    return [
        path(f"{name}/", many.as_view(), name=f"{name}-list"),
        path(f"{name}/<str:edition>/<str:key>/", one.as_view(), name=f"{name}-detail"),
    ]


def _pair(
    name: str, many: Any, one: Any, serializer: Any, summaries: tuple[str, str], key: str
) -> list[URLPattern]:
    listed(many, name, serializer, tag=TAG, summary=summaries[0])
    single(one, f"{name}_one", serializer, tag=TAG, summary=summaries[1], path=[("key", key)])
    return [
        path(f"{name}/", many.as_view(), name=f"{name}-list"),
        path(f"{name}/<str:key>/", one.as_view(), name=f"{name}-detail"),
    ]


program_patterns: list[URLPattern] = [
    *_pair(
        "institutions",
        accounts.InstitutionList,
        accounts.InstitutionDetail,
        shapes.InstitutionSerializer,
        ("Lista de instituciones", "Una institución"),
        "Su clave, como `sercotec`.",
    ),
    *_pair(
        "accounts",
        accounts.AccountList,
        accounts.AccountDetail,
        shapes.AccountSerializer,
        ("Lista de cuentas públicas", "Una cuenta pública"),
        "El año de la cuenta, como `2022`.",
    ),
    *_pair(
        "editions",
        accounts.EditionList,
        accounts.EditionDetail,
        shapes.EditionSerializer,
        ("Lista de ediciones", "Una edición"),
        "El año y el número, como `2022-1`.",
    ),
    *(pattern for resource in RESOURCES for pattern in _of_resource(resource)),
    *_pair(
        "regions",
        accounts.RegionList,
        accounts.RegionDetail,
        shapes.RegionSerializer,
        ("Lista de regiones", "Una región"),
        "Su código CUT, como `08`.",
    ),
]
