"""The one door: without the second factor `request.user` is nobody, on every page.

`request.halfway` is who gave the password and still owes the code or the enrolment, or None.
Both are read only where a page asks, so that public pages touch neither session nor database.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from programs.second_factor.policy import Step, step_of


class _Person:
    """Who asks, once: the one signed in, or the one halfway."""

    def __init__(self, request: HttpRequest, known: Any) -> None:
        self._request = request
        self._known = known

    @cached_property
    def is_halfway(self) -> bool:
        if not self._known.is_authenticated:
            return False
        return step_of(self._known, self._request.session) is not Step.NOTHING

    def signed_in(self) -> Any:
        return AnonymousUser() if self.is_halfway else self._known

    def halfway(self) -> Any:
        return self._known if self.is_halfway else None


class SecondFactorMiddleware:
    """Goes right after Django's AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        person = _Person(request, request.user)

        async def auser() -> Any:
            raise NotImplementedError("The portal is synchronous: ask for request.user.")

        request.user = SimpleLazyObject(person.signed_in)
        request.auser = auser  # or Django's own would let in somebody halfway
        request.halfway = person.halfway
        return self.get_response(request)
