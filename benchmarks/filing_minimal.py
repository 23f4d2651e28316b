"""The measure of filing: Django with one form, its CSRF check and one durable INSERT, no more.

`MINIMAL_LIKE=portal` puts the middleware of the portal in front of the same view.
"""

import os
from typing import Any

from django.conf import settings

from cuenta import settings as portal

LIKE_THE_PORTAL = os.environ.get("MINIMAL_LIKE") == "portal"
BARE = ["django.middleware.csrf.CsrfViewMiddleware"]
names: dict[str, Any] = {name: getattr(portal, name) for name in dir(portal) if name.isupper()}
names["MIDDLEWARE"] = portal.MIDDLEWARE if LIKE_THE_PORTAL else BARE
settings.configure(**names | {"ROOT_URLCONF": __name__})

import django  # noqa: E402 (only with settings)

django.setup()

from django import forms  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import redirect  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

TABLE = "benchmark_note"


class Note(models.Model):
    """One row, as small as a text with its instant can be."""

    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        app_label = "benchmark"
        db_table = TABLE
        managed = False

    def __str__(self) -> str:
        return self.text[:40]


class NoteForm(forms.Form):
    """The same lengths as the text of a filing."""

    text = forms.CharField(min_length=10, max_length=3_000)


def write(request: HttpRequest) -> HttpResponse:
    """Validate, insert, redirect."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse("no", status=400)
    Note.objects.create(text=form.cleaned_data["text"], written_at=timezone.now())
    return redirect("/")


urlpatterns: list[Any] = [path("nota/", write)]
application = get_wsgi_application()
