"""The security headers of a published page: the same that Django's middleware sends.

Pressed pages never pass through Django, so the server in front adds these. A test compares them
with docs/deploy/nginx.conf.
"""

from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)


def public_headers() -> dict[str, str]:
    """Header name → value, as our own middleware writes them on an empty answer."""

    def answer(_request: object) -> HttpResponse:
        return HttpResponse()

    for name in reversed(MIDDLEWARE):
        answer = import_string(name)(answer)
    response = answer(RequestFactory().get("/", secure=True, SERVER_NAME="localhost"))
    return {name: value for name, value in response.items() if name != "Content-Type"}
