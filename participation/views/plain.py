"""What an address of a file cannot ask for, in plain words: no page is shown to a program."""

from collections.abc import Mapping

from django.http import HttpResponse


def plain_refusal(troubles: Mapping[str, str]) -> HttpResponse:
    """400, and what to mend in each parameter by its name, one a line."""
    said = "\n".join(f"{name}: {trouble}" for name, trouble in troubles.items())
    return HttpResponse(f"{said}\n", status=400, content_type="text/plain; charset=utf-8")
