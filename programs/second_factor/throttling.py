"""How guessing passwords is slowed down (django-axes, with our two rules).

1. Five wrong passwords for one e-mail from one address: that address waits, for that e-mail.
   Never by address alone: a whole municipality may sit behind one.
2. Thirty for one e-mail from anywhere: new addresses wait for that e-mail, but an address from
   which that person signed in lately does not. So a stranger with many addresses cannot lock an
   official out of the office.
Both end by themselves (AXES_COOLOFF_TIME), and trying meanwhile does not make them longer.
"""

import ipaddress
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string

KNOWN_FOR = timedelta(days=30)


def email_typed(request: Any, credentials: dict[str, Any] | None) -> str | None:
    """Whose password is being guessed, whatever the case it was typed in."""
    typed = (credentials or {}).get("username") or request.POST.get("username")
    return str(typed).strip().lower()[:255] if typed else None


def address_of(request: HttpRequest) -> str | None:
    """Where the request comes from; of IPv6 the /64, within which a connection changes at will.

    The setting CLIENT_ADDRESS names who reads it, proxies included: that is on the floor above.
    """
    said = import_string(settings.CLIENT_ADDRESS)(request)
    if ":" not in said:
        return said or None
    return str(ipaddress.ip_network((said, 64), strict=False).network_address)


class SignInThrottle(AxesDatabaseHandler):
    """Both rules."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        return bool(
            super().is_locked(request, credentials) or self._is_swarmed(request, credentials)
        )

    def _is_swarmed(self, request: Any, credentials: dict[str, Any] | None) -> bool:
        email = email_typed(request, credentials)
        if email is None:
            return False
        wrong = _lately(email).aggregate(all=Sum("failures_since_start"))["all"] or 0
        return wrong >= settings.SIGN_IN_FAILURES_FROM_ANYWHERE and not _is_known(email, request)


def _lately(email: str) -> Any:
    since = timezone.now() - cool_off()
    return AccessAttempt.objects.filter(username=email, attempt_time__gt=since)


def _is_known(email: str, request: Any) -> bool:
    """Whether that person signed in from this address in the last thirty days."""
    return bool(
        request.axes_ip_address
        and AccessLog.objects.filter(
            username__iexact=email,
            ip_address=request.axes_ip_address,
            attempt_time__gt=timezone.now() - KNOWN_FOR,
        ).exists()
    )


def cool_off() -> timedelta:
    """How long a lock lasts."""
    wait = get_cool_off()
    assert wait is not None  # noqa: S101 (settings.py always sets it)
    return wait


def locked_page(
    request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """429 with the instant from which to try again; the same for e-mails that do not exist."""
    until = locked_until(email_typed(request, credentials))
    minutes = max(1, -(-(until - timezone.now()).seconds // 60))
    context = {"until": until, "minutes": minutes, "door": request.path}
    response = render(request, "admin/login_locked.html", context, status=429)
    response["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds()) + 1))
    return response


def locked_until(email: str | None) -> datetime:
    """The end of the wait: counted from the last wrong password that was heard."""
    last = _lately(email).aggregate(last=Max("attempt_time"))["last"] if email else None
    return (last or timezone.now()) + cool_off()
