"""Who sits in the demonstration's council, and how its acts find each other."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django_otp.plugins.otp_totp.models import TOTPDevice

from cuenta import demo_council_words as words
from cuenta.demo_council_words import ANA, CARMEN, ELENA, JULIA, LUIS, PEDRO, RAUL, TOMAS, Sitter
from cuenta.demo_script import Script, person
from cuenta.demo_users import SECRETARY
from participation.actions import council_registry, council_rows
from participation.actions.council_invitations import accept_invitation, invite_councillor
from participation.deadlines import CHILE
from participation.models import (
    Councillor,
    CouncilSession,
    Mandate,
    Observation,
    Organisation,
    Stratum,
    Submission,
)
from programs.models import PublicAccount, User

BEGAN = 300  # business days ago


@dataclass
class Play:
    """What the acts leave for those that follow; rows are read again each time."""

    script: Script
    passwords: Mapping[str, str]
    keys: dict[str, int] = field(default_factory=dict)

    def then(self, days_ago: int, hour: int, minute: int, act: Callable[[datetime], Any]) -> None:
        self.script.then(self.script.at(days_ago, hour, minute), act)

    def keep(self, name: str, row: Any) -> Any:
        self.keys[name] = row.pk
        return row

    def observation(self, name: str) -> Observation:
        return Observation.objects.get(pk=self.keys[name])

    def session(self, name: str) -> CouncilSession:
        return CouncilSession.objects.get(pk=self.keys[name])

    def filing(self) -> Submission:
        return Submission.objects.get(observation=self.observation("totals"))

    def draft(self) -> PublicAccount:
        return PublicAccount.objects.get(pk=self.keys["draft"])


def constitute(play: Play) -> None:
    """Seats given, an election, a renewal, a vacancy; and everybody's way into the room."""
    play.then(BEGAN, 9, 0, lambda now: _write_rows(now))
    for minute, sitter in enumerate((ELENA, TOMAS, CARMEN, LUIS, RAUL)):
        play.then(BEGAN, 10, minute, lambda now, sitter=sitter: _seat(sitter, now))
    play.then(BEGAN, 10, 10, lambda now: _seat(ANA, now, ends=now + timedelta(days=20)))
    ending = play.script.now + timedelta(days=40)
    play.then(BEGAN, 10, 11, lambda now: _seat(PEDRO, now, ends=ending))
    play.then(BEGAN, 10, 12, lambda now: _seat(JULIA, now, titular=CARMEN))
    for minute, (sitter, role) in enumerate(((ELENA, "presidency"), (TOMAS, "vice"))):
        play.then(
            BEGAN - 2, 11, minute,
            lambda now, sitter=sitter, role=role: council_registry.change_role(
                mandate_of(sitter), role=role, on=_day(now), **by_staff(SECRETARY, now)
            ),
        )  # fmt: skip
    play.then(BEGAN - 5, 12, 0, lambda now: council_registry.renew(
        mandate_of(ANA), **by_staff(SECRETARY, now)))  # fmt: skip
    play.then(BEGAN - 220, 12, 0, lambda now: council_registry.leave_seat(
        mandate_of(RAUL), on=_day(now), reason="Se fue a vivir a otra región (demostración).",
        **by_staff(SECRETARY, now)))  # fmt: skip
    for minute, sitter in enumerate((ELENA, TOMAS, CARMEN, LUIS, ANA, PEDRO, JULIA)):
        play.then(BEGAN - 4, 9, minute, lambda now, sitter=sitter: _invite(play, sitter, now))


def _write_rows(now: datetime) -> None:
    by = by_staff(SECRETARY, now)
    for position, (slug, name, seats) in enumerate(words.STRATA, 1):
        row = Stratum(slug=slug, name=name, seats=seats, position=position)
        council_rows.write_council_row(row, **by)
    for slug, name, stratum in words.ORGANISATIONS:
        row = Organisation(
            slug=slug, name=name, stratum=Stratum.objects.get(slug=stratum), is_demo=True
        )
        council_rows.write_council_row(row, **by)


def _seat(
    sitter: Sitter, now: datetime, *, ends: datetime | None = None, titular: Sitter | None = None
) -> None:
    by = by_staff(SECRETARY, now)
    row = Councillor(name=sitter.name, gender=sitter.gender, is_demo=True)
    council_rows.write_council_row(row, **by)
    council_registry.appoint(
        councillor=row, organisation=Organisation.objects.get(slug=sitter.organisation),
        role="alternate" if titular else "member",
        alternate_of=mandate_of(titular) if titular else None,
        starts_on=_day(now), ends_on=_day(ends) if ends else None, **by,
    )  # fmt: skip


def _invite(play: Play, sitter: Sitter, now: datetime) -> None:
    """Invited and come at once; their telephone is `manage.py demo_code`."""
    councillor = Councillor.objects.get(name=sitter.name)
    invited = invite_councillor(councillor, email=sitter.email, **by_staff(SECRETARY, now))
    password = play.passwords.get(sitter.email) or secrets.token_urlsafe(16)
    user = accept_invitation(invited, name=sitter.name, password=password, now=now)
    TOTPDevice.objects.create(user=user, name="Teléfono de demostración", confirmed=True)


def by_staff(email: str, now: datetime) -> dict[str, Any]:
    """The act is of that person of the staff."""
    return {"by": person(email), "now": now}


def as_sitter(sitter: Sitter, now: datetime) -> dict[str, Any]:
    """The act is of that councillor."""
    return {"by": _user(sitter), "now": now}


def _user(sitter: Sitter) -> User:
    return User.objects.get(email=sitter.email)


def mandate_of(sitter: Sitter) -> Mandate:
    """The last period of that person: the one in force, once they took office."""
    return Mandate.objects.filter(councillor__name=sitter.name).latest("starts_on", "pk")


def _day(instant: datetime) -> date:
    return instant.astimezone(CHILE).date()
