"""How often one connection may read the API: a limit like any other, whose row staff edit.

The ground floor does not know limits: REST_FRAMEWORK names this class in the settings.
"""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from participation.limits import TooMany, check_limit, client_address
from programs.api.problems import Problem


class ReadThrottle(BaseThrottle):
    """Counts one more reading of this connection."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """True. Raises Problem (429, with Retry-After) where it has read too often."""
        now = timezone.now()
        try:
            check_limit("read", address=client_address(request), now=now)
        except TooMany as refusal:
            raise too_many(refusal, now) from None
        return True


def too_many(refusal: TooMany, now: Any) -> Problem:
    """A limit that was reached, as the API says it."""
    return Problem(
        "demasiadas-solicitudes", f"{refusal.sentence} {refusal.way_out}",
        headers={"Retry-After": str(refusal.retry_after(now))},
    )  # fmt: skip
