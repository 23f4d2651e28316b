"""The council on a day, as plain values: its seats, who had them before, what is missing.

One reading for the registry of the staff, the public page and its downloads: three queries,
whatever the number of seats.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from participation.council import Rules, rules_on
from participation.council_seats import Role, held
from participation.council_terms import Parity, parity
from participation.models import Mandate, Stratum


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat that day: its titular, or nobody. `alternate` sits when the titular is away.

    `last` is who had it before, where it is vacant and somebody did.
    """

    titular: Mandate | None
    alternate: Mandate | None = None
    last: Mandate | None = None

    @property
    def is_vacant(self) -> bool:
        return self.titular is None


@dataclass(frozen=True, slots=True)
class StratumRoll:
    """The seats of one kind of organisation, taken ones first."""

    name: str
    seats: tuple[Seat, ...]

    @property
    def taken(self) -> int:
        return sum(not seat.is_vacant for seat in self.seats)


@dataclass(frozen=True, slots=True)
class Roll:
    """The whole council on `day`. `expiring` are those of whom the registry has to be told."""

    day: date
    strata: tuple[StratumRoll, ...]
    former: tuple[Mandate, ...]
    to_come: tuple[Mandate, ...]
    expiring: tuple[Mandate, ...]
    parity: Parity | None
    rules: Rules

    @property
    def in_office(self) -> int:
        return sum(each.taken for each in self.strata)

    @property
    def seats(self) -> int:
        return sum(len(each.seats) for each in self.strata)

    @property
    def vacant(self) -> int:
        return self.seats - self.in_office

    @property
    def presidency(self) -> Mandate | None:
        return self._office(Role.PRESIDENCY)

    @property
    def vice(self) -> Mandate | None:
        return self._office(Role.VICE)

    @property
    def exists(self) -> bool:
        """Whether anybody was ever appointed."""
        return bool(self.in_office or self.former or self.to_come)

    def _office(self, role: str) -> Mandate | None:
        seats = (seat.titular for each in self.strata for seat in each.seats)
        return next((each for each in seats if each is not None and each.role == role), None)


def roll_on(day: date) -> Roll:
    """The council of that day, by the rules of that day."""
    rules = rules_on(day)
    mandates = list(Mandate.objects.public().order_by("starts_on", "pk"))
    now = [each for each in mandates if held(each).has(day)]
    followed = {each.councillor_id for each in mandates if each.starts_on > day}
    titulars = [each for each in now if each.role != Role.ALTERNATE]
    soon = day + timedelta(days=rules.expiry)
    return Roll(
        day=day,
        strata=_strata(mandates, now, day),
        former=_former(mandates, now, day),
        to_come=tuple(each for each in mandates if each.starts_on > day),
        expiring=tuple(
            sorted(
                (e for e in now if e.ends_on <= soon and e.councillor_id not in followed),
                key=lambda each: (each.ends_on, each.pk),
            )
        ),
        parity=parity([each.councillor.gender for each in titulars], rules.parity),
        rules=rules,
    )


def _strata(
    mandates: Sequence[Mandate], now: Iterable[Mandate], day: date
) -> tuple[StratumRoll, ...]:
    """By stratum: presidency and vice-presidency first, then by organisation; vacancies last."""
    titulars, alternates = defaultdict(list), {}
    for each in now:
        if each.role == Role.ALTERNATE:
            alternates[each.organisation_id] = each
        else:
            titulars[each.organisation.stratum_id].append(each)
    made = []
    for stratum in Stratum.objects.all():
        taken = sorted(titulars[stratum.pk], key=_by_office)
        seats = [Seat(each, alternates.get(each.organisation_id)) for each in taken]
        vacant = max(stratum.seats - len(seats), 0)
        held_now = {each.organisation_id for each in taken}
        before = _last_holders(mandates, stratum.pk, held_now, day)[:vacant]
        seats += [Seat(None, alternates.get(each.organisation_id), each) for each in before]
        seats += [Seat(None)] * (vacant - len(before))
        made.append(StratumRoll(stratum.name, tuple(seats)))
    return tuple(made)


def _by_office(mandate: Mandate) -> tuple[int, str]:
    offices = (Role.PRESIDENCY, Role.VICE)
    place = offices.index(mandate.role) if mandate.role in offices else len(offices)  # type: ignore[arg-type]
    return place, mandate.organisation.name


def _last_holders(
    mandates: Iterable[Mandate], stratum: int, but: set[int], day: date
) -> list[Mandate]:
    """Of each organisation without a titular that day, its last one; the newest vacancy first."""
    last: dict[int, Mandate] = {}
    for each in mandates:
        if each.role == Role.ALTERNATE or each.organisation.stratum_id != stratum:
            continue
        if held(each).last < day and each.organisation_id not in but:
            last[each.organisation_id] = each
    return sorted(last.values(), key=lambda each: held(each).last, reverse=True)


def _former(mandates: Iterable[Mandate], now: Iterable[Mandate], day: date) -> tuple[Mandate, ...]:
    """The periods of whom is no longer there, the newest first; not those that changed office."""
    here = {each.councillor_id for each in now}
    going_on = {(each.councillor_id, each.starts_on) for each in mandates}
    ended = [
        each
        for each in mandates
        if held(each).last < day
        and held(each).last >= each.starts_on
        and each.councillor_id not in here
        and (each.councillor_id, each.left_on) not in going_on
    ]
    return tuple(sorted(ended, key=lambda each: held(each).last, reverse=True))
