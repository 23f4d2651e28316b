"""The users of the demonstration. Their addresses end in `.invalid`: no mail ever reaches them.

Their passwords are random, made once for each checkout and kept in `var/local/`.
"""

import json
import secrets
from dataclasses import dataclass

from cuenta.local import Place
from cuenta.local.environment import read_or_create


@dataclass(frozen=True)
class DemoUser:
    """Who can sign in to the demonstration, and as what."""

    email: str
    full_name: str
    group: str | None
    password: str


MANAGER, MODERATOR = "coordina@demo.invalid", "modera@demo.invalid"
WRITER, REVIEWER, SIGNER = "redacta@demo.invalid", "revisa@demo.invalid", "firma@demo.invalid"
PEOPLE = (
    ("admin@demo.invalid", "Administradora de demostración", None),
    ("datos@demo.invalid", "Editor de datos de demostración", "Edición de datos"),
    ("publica@demo.invalid", "Publicadora de demostración", "Publicación"),
    (MANAGER, "Coordinadora de demostración", "Coordinación de participación"),
    (MODERATOR, "Moderador de demostración", "Moderación"),
    (WRITER, "Redactora de demostración", "Redacción"),
    (REVIEWER, "Abogado de demostración", "Revisión jurídica"),
    (SIGNER, "Directora de demostración", "Firma de respuestas"),
)

OFFICES = {SIGNER: "Dirección (demostración)"}  # what is signed says it; others, their role


def credentials() -> list[DemoUser]:
    """The users with their passwords, which are made up at the first call."""
    path = Place().home.parent / "demo-users.json"
    passwords = json.loads(read_or_create(path, lambda: json.dumps(_missing({}), indent=1)))
    if missing := _missing(passwords):  # the portal has more people than when it was first run
        passwords |= missing
        path.write_text(json.dumps(passwords, indent=1))
    return [
        DemoUser(email, full_name, group, passwords[email]) for email, full_name, group in PEOPLE
    ]


def _missing(passwords: dict[str, str]) -> dict[str, str]:
    return {email: secrets.token_urlsafe(12) for email, _, _ in PEOPLE if email not in passwords}


def create_demo_users() -> None:
    """See that each user exists and can sign in with the password shown on the terminal."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    for each in credentials():
        user, _ = get_user_model()._default_manager.get_or_create(
            email=each.email, defaults={"full_name": each.full_name}
        )
        user.is_active = user.is_staff = user.is_demo = True
        user.is_superuser = each.group is None
        user.office = user.office or OFFICES.get(each.email, each.group or "")
        if not user.check_password(each.password):
            user.set_password(each.password)
        user.save()
        if each.group:
            group, _ = Group.objects.get_or_create(name=each.group)
            user.groups.add(group)
