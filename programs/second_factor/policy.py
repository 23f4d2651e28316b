"""What somebody who gave the password still owes before being let in."""

from enum import Enum
from typing import Any

from django.conf import settings
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from programs.models import User

REQUIRED = "required"


class Step(Enum):
    """What is missing to be let in."""

    NOTHING = "nothing"
    CODE = "code"
    ENROLMENT = "enrolment"


def is_required() -> bool:
    """Whether this installation lets no member of staff in without a second factor."""
    return bool(settings.SECOND_FACTOR == REQUIRED)


def device_of(user: User) -> TOTPDevice | None:
    """The application on the telephone of `user`, where one was confirmed."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).order_by("pk").first()


def step_of(user: User, session: Any) -> Step:
    """What `user`, who gave the password in this session, still owes."""
    if _is_verified(user, session):
        return Step.NOTHING
    if device_of(user) is not None:
        return Step.CODE
    return Step.ENROLMENT if must_enrol(user) else Step.NOTHING


def must_enrol(user: User) -> bool:
    """Whether `user` may not be let in without one: a councillor never, staff where it is required.

    A councillor's room keeps what nobody else may read, whatever the installation asks of staff.
    """
    return user.is_councillor or (user.is_staff and is_required())


def _is_verified(user: User, session: Any) -> bool:
    """Whether a code of a device that `user` still has was given in this session."""
    remembered = session.get(DEVICE_ID_SESSION_KEY)
    device = Device.from_persistent_id(remembered) if remembered else None
    return device is not None and device.user_id == user.pk and device.confirmed
