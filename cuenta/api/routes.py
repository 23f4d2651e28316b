"""Every address of the API."""

from typing import Any

from django.urls import include, path
from django.views.generic import RedirectView

from cuenta.api.documentation import documentation
from cuenta.api.resources import resource_patterns
from cuenta.api.root import nowhere
from cuenta.api.schema import openapi

v1_patterns: list[Any] = [
    *resource_patterns,
    path("openapi.json", openapi, name="openapi"),
    path("documentacion/", documentation, name="documentation"),
]
api_patterns: list[Any] = [
    path("", RedirectView.as_view(url="/api/v1/"), name="versions"),
    path("v1/", include(v1_patterns)),
    path("<path:rest>", nowhere, name="nowhere"),
]
patterns: list[Any] = [path("api/", include((api_patterns, "api")))]
