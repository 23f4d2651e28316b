"""What the doors of the lists by code have in common: what an address asks for, and what of it
cannot be. Each list brings its filter and its names."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django_filters import FilterSet

from participation.deadlines import CHILE
from participation.filters import ListForm
from participation.views.plain import plain_refusal
from participation.views.whole import whole_file

Filter = Callable[[dict[str, str]], FilterSet]


def today_here() -> date:
    """The day in Chile."""
    return timezone.now().astimezone(CHILE).date()


def asked_in(
    request: HttpRequest, names: Sequence[str], *, without: Sequence[str] = ()
) -> dict[str, str]:
    """What the address asks for, by the names that the list knows."""
    return {
        name: request.GET[name] for name in names if name not in without and request.GET.get(name)
    }


def troubles_in(asked: dict[str, str], narrow: Filter) -> dict[str, str]:
    """What in the address cannot be, and what to do about it; empty where all is well."""
    forms: Any = (narrow(asked).form, ListForm({"despues": asked.get("despues", "")}))
    return {name: str(said[0]) for form in forms for name, said in form.errors.items()}


def code_in(typed: str, code: re.Pattern[str]) -> str:
    """What was typed as a code is written, in capitals; empty where it is none."""
    upper = typed.strip().upper()
    return upper if code.match(upper) else ""


def whole_list(
    asked: dict[str, str], narrow: Filter, lines: Callable[[Any], Iterable[bytes]], *,
    content_type: str, name: str,
) -> HttpResponseBase:  # fmt: skip
    """All that was asked for as one file, whole or not at all; what cannot be asked answers 400."""
    if troubles := troubles_in(asked, narrow):
        return plain_refusal(troubles)
    response = whole_file(lines(narrow(asked).qs), content_type=content_type, name=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
