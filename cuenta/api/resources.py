"""The addresses that the schema speaks of: the first page, and those of both floors."""

from typing import Any

from django.urls import URLPattern, include, path

from cuenta.api.root import Root
from participation.api.routes import participation_patterns
from programs.api.routes import program_patterns

resource_patterns: list[URLPattern] = [
    path("", Root.as_view(), name="root"),
    *program_patterns,
    *participation_patterns,
]


def described_patterns() -> list[Any]:
    """The same, at their whole addresses."""
    return [path("api/v1/", include((resource_patterns, "api")))]
