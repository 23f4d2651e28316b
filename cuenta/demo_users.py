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
SECRETARY, HEAD = "secretaria@demo.invalid", "jefatura@demo.invalid"
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
    (SECRETARY, "Secretario del Consejo de demostración", "Secretaría del Consejo"),
    (HEAD, "Jefa del servicio de demostración", "Jefatura del servicio"),
)
# Who sits in the council: no staff. Their accounts are made by accepting the invitation.
COUNCILLORS = (
    ("elena@consejo.invalid", "Elena Canelo (demostración)", "presidencia"),
    ("tomas@consejo.invalid", "Tomás Lenga (demostración)", "vicepresidencia"),
    ("carmen@consejo.invalid", "Carmen Ulmo (demostración)", "integrante"),
    ("luis@consejo.invalid", "Luis Raulí (demostración)", "integrante"),
    ("ana@consejo.invalid", "Ana Coihue (demostración)", "integrante"),
    ("pedro@consejo.invalid", "Pedro Maitén (demostración)", "integrante"),
    ("julia@consejo.invalid", "Julia Boldo (demostración)", "suplente de Carmen Ulmo"),
)

# What is signed says the office; others, their role.
OFFICES = {SIGNER: "Dirección (demostración)", HEAD: "Jefa del servicio (demostración)"}


def credentials() -> list[DemoUser]:
    """The staff with their passwords, which are made up at the first call."""
    passwords = _passwords()
    return [
        DemoUser(email, full_name, group, passwords[email]) for email, full_name, group in PEOPLE
    ]


def council_credentials() -> list[DemoUser]:
    """The councillors with their passwords; `group` says their office."""
    passwords = _passwords()
    return [DemoUser(email, name, office, passwords[email]) for email, name, office in COUNCILLORS]


def _passwords() -> dict[str, str]:
    path = Place().home.parent / "demo-users.json"
    passwords: dict[str, str] = json.loads(
        read_or_create(path, lambda: json.dumps(_missing({}), indent=1))
    )
    if missing := _missing(passwords):  # the portal has more people than when it was first run
        passwords |= missing
        path.write_text(json.dumps(passwords, indent=1))
    return passwords


def _missing(passwords: dict[str, str]) -> dict[str, str]:
    emails = (email for email, _, _ in (*PEOPLE, *COUNCILLORS))
    return {email: secrets.token_urlsafe(12) for email in emails if email not in passwords}


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
    for each in council_credentials():
        known = get_user_model()._default_manager.filter(email=each.email).first()
        if known is not None and not known.check_password(each.password):
            known.set_password(each.password)
            known.save(update_fields=["password"])
