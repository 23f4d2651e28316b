"""What every page that asks for a code does with it, whoever it lets in and where."""

from typing import Any

import django_otp
from django_otp.models import Device

from programs.models import User
from programs.second_factor.codes import TooSoon, verify_code
from programs.transitions import Refused


def verified(person: User, form: Any) -> tuple[Device | None, int]:
    """The device that the form's code proves, or None and the status of the refusal."""
    if not form.is_valid():
        return None, 400
    try:
        return verify_code(person, form.cleaned_data["code"]), 200
    except Refused as refused:
        form.add_error("code", str(refused))
        return None, 429 if isinstance(refused, TooSoon) else 400


def let_in(request: Any, person: User, device: Device) -> None:
    """From here on the session is verified, under another name."""
    request.user = person
    request.session.cycle_key()
    django_otp.login(request, device)
