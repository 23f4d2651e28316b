"""Seats of the council: given, renewed, left, and who presides; each by day and with its entry."""

from datetime import date, timedelta
from typing import Any

import pytest

from participation.actions.council_registry import appoint, change_role, leave_seat, renew
from participation.actions.council_rows import write_council_row
from participation.council import seat_of
from participation.models import CouncilRule, Mandate, Organisation, RegisterEntry
from participation.transitions import Refused
from programs.models import User
from tests.participation.council import (
    ENDS,
    LEFT,
    STARTED,
    TODAY,
    CouncillorFactory,
    OrganisationFactory,
    StratumFactory,
    council_of_seven,
    seat,
    user_of,
)
from tests.participation.factories import NOW, SECRETARY, staff

pytestmark = pytest.mark.django_db
Role = Mandate.Role


@pytest.fixture
def secretary() -> User:
    return staff(SECRETARY)


def give(by: User, **values: Any) -> Mandate:
    given = {"starts_on": TODAY, "now": NOW, **values}
    if "councillor" not in given:
        given["councillor"] = CouncillorFactory()
    if "organisation" not in given:
        given["organisation"] = OrganisationFactory()
    return appoint(by=by, **given)


def test_a_seat_is_given_for_the_term_of_the_rule(secretary: User) -> None:
    mandate = give(secretary, starts_on=STARTED)

    entry = RegisterEntry.objects.get(act="appoint")
    assert (mandate.starts_on, mandate.ends_on) == (STARTED, date(2027, 2, 28))
    assert mandate.history.get().history_user == secretary
    assert entry.user == secretary
    assert str(mandate.councillor) not in str(entry.detail)


def test_who_completes_a_term_is_given_its_end(secretary: User) -> None:
    assert give(secretary, ends_on=date(2026, 12, 31)).ends_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": date(2010, 1, 1)}, "starts_on"),
        ({"starts_on": date(2028, 1, 1)}, "starts_on"),
        ({"starts_on": date.max}, "starts_on"),
        ({"ends_on": TODAY}, "ends_on"),
        ({"ends_on": date(2028, 6, 10)}, "ends_on"),
    ],
)
def test_days_out_of_reach_are_said_beside_their_field(
    secretary: User, changes: dict[str, date], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        give(secretary, **changes)

    assert refused.value.field == field  # type: ignore[attr-defined]
    assert not Mandate.objects.exists()


def test_nobody_holds_two_seats_on_one_day(secretary: User) -> None:
    first = give(secretary, ends_on=date(2026, 12, 31))

    with pytest.raises(Refused, match="ya está en el Consejo"):
        give(secretary, councillor=first.councillor, starts_on=date(2026, 12, 31))
    with pytest.raises(Refused, match="renuévelo"):
        give(secretary, councillor=first.councillor, starts_on=date(2027, 1, 1))


def test_a_seat_is_of_one_titular_and_is_free_the_day_it_is_left(secretary: User) -> None:
    first = give(secretary)
    later = TODAY + timedelta(days=30)

    with pytest.raises(Refused, match="El asiento de"):
        give(secretary, organisation=first.organisation, starts_on=later)
    leave_seat(first, on=later, reason="Renunció.", by=secretary, now=NOW)

    assert give(secretary, organisation=first.organisation, starts_on=later).starts_on == later


def test_a_stratum_has_so_many_seats_and_no_more(secretary: User) -> None:
    stratum = StratumFactory(seats=1, name="Gremios")
    give(secretary, organisation=OrganisationFactory(stratum=stratum))

    with pytest.raises(Refused, match="no tiene asientos libres"):
        give(secretary, organisation=OrganisationFactory(stratum=stratum))


def test_only_non_profit_associations_have_a_seat(secretary: User) -> None:
    closed = OrganisationFactory(is_non_profit=False, is_active=False)

    with pytest.raises(Refused, match="sin fines de lucro"):
        give(secretary, organisation=closed)


def test_one_presides_at_a_time(secretary: User) -> None:
    give(secretary, role=Role.PRESIDENCY)

    with pytest.raises(Refused, match="La presidencia es de"):
        give(secretary, role=Role.PRESIDENCY)
    assert give(secretary, role=Role.VICE).role == Role.VICE


def test_an_alternate_is_of_the_titular_of_the_same_organisation(secretary: User) -> None:
    titular = give(secretary, ends_on=date(2026, 12, 31))
    alternate = {"role": Role.ALTERNATE, "alternate_of": titular}

    with pytest.raises(Refused, match="misma organización"):
        give(secretary, **alternate)
    with pytest.raises(Refused, match="Elija de quién"):
        give(secretary, organisation=titular.organisation, role=Role.ALTERNATE)
    given = give(secretary, organisation=titular.organisation, **alternate)
    with pytest.raises(Refused, match="ya tiene suplente"):
        give(secretary, organisation=titular.organisation, **alternate)

    assert given.ends_on == titular.ends_on


def test_a_term_is_renewed_as_often_as_the_rule_says(secretary: User) -> None:
    first = give(secretary, starts_on=STARTED, role=Role.PRESIDENCY)

    second = renew(first, by=secretary, now=NOW)

    assert (second.starts_on, second.ends_on) == (ENDS + timedelta(days=1), date(2029, 2, 28))
    assert (second.renewal, second.role) == (1, Role.MEMBER)
    with pytest.raises(Refused, match="ya fue renovado"):
        renew(first, by=secretary, now=NOW)
    with pytest.raises(Refused, match="una vez"):
        renew(second, by=secretary, now=NOW)


def test_a_seat_that_was_vacant_meanwhile_is_renewed_from_today(secretary: User) -> None:
    ended = seat(starts_on=date(2024, 3, 1), ends_on=date(2026, 2, 28))

    assert renew(ended, by=secretary, now=NOW).starts_on == TODAY


def test_who_left_is_not_renewed(secretary: User) -> None:
    former = council_of_seven().former

    with pytest.raises(Refused, match="Dejó el cargo"):
        renew(former, by=secretary, now=NOW)


def test_who_leaves_holds_no_seat_from_that_day(secretary: User) -> None:
    council = council_of_seven()
    member = council.members[1]

    leave_seat(member, on=TODAY, reason="Renunció.", by=secretary, now=NOW)

    assert seat_of(user_of(member), TODAY - timedelta(days=1)) == member
    assert seat_of(user_of(member), TODAY) is None
    assert "Renunció" not in str(RegisterEntry.objects.get(act="leave_seat").detail)
    with pytest.raises(Refused, match="Ya consta"):
        leave_seat(member, on=TODAY, reason="Otra vez.", by=secretary, now=NOW)


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [
        (STARTED - timedelta(days=1), "Renunció.", "on"),
        (ENDS + timedelta(days=1), "Renunció.", "on"),
        (TODAY, "  ", "reason"),
        (TODAY, "x" * 201, "reason"),
    ],
)
def test_a_seat_is_left_within_its_term_and_with_a_reason(
    secretary: User, on: date, reason: str, field: str
) -> None:
    member = seat()

    with pytest.raises(Refused) as refused:
        leave_seat(member, on=on, reason=reason, by=secretary, now=NOW)

    assert refused.value.field == field  # type: ignore[attr-defined]


def test_an_election_changes_both_offices_the_same_day(secretary: User) -> None:
    council = council_of_seven()

    elected = change_role(council.members[0], role=Role.PRESIDENCY, on=TODAY, by=secretary, now=NOW)

    then, now = TODAY - timedelta(days=1), TODAY
    presiding = Mandate.objects.filter(role=Role.PRESIDENCY)
    assert presiding.in_force(then).get() == council.presidency
    assert presiding.in_force(now).get() == elected
    assert elected.ends_on == ENDS
    assert seat_of(user_of(council.presidency), now).role == Role.MEMBER  # type: ignore[union-attr]
    assert Mandate.objects.in_force(now).titular().count() == 6


def test_the_alternate_goes_on_with_whom_was_elected(secretary: User) -> None:
    council = council_of_seven()

    elected = change_role(council.members[0], role=Role.VICE, on=TODAY, by=secretary, now=NOW)

    council.alternate.refresh_from_db()
    assert council.alternate.alternate_of == elected


def test_an_election_on_the_first_day_mends_the_row(secretary: User) -> None:
    first = give(secretary)

    elected = change_role(first, role=Role.PRESIDENCY, on=TODAY, by=secretary, now=NOW)

    assert elected == first
    assert Mandate.objects.get().role == Role.PRESIDENCY


def test_an_alternate_takes_the_seat_once_it_is_vacant(secretary: User) -> None:
    council = council_of_seven()
    take = {"role": Role.MEMBER, "on": TODAY, "by": secretary, "now": NOW}

    with pytest.raises(Refused, match="El asiento de"):
        change_role(council.alternate, **take)
    leave_seat(council.members[0], on=TODAY, reason="Renunció.", by=secretary, now=NOW)
    titular = change_role(council.alternate, **take)

    assert titular.alternate_of is None
    assert titular.organisation == council.members[0].organisation


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), STARTED - timedelta(days=1)])
def test_an_election_is_not_to_come_nor_before_the_term(secretary: User, day: date) -> None:
    with pytest.raises(Refused, match="no pase de hoy"):
        change_role(seat(), role=Role.VICE, on=day, by=secretary, now=NOW)


def test_who_is_titular_does_not_become_an_alternate(secretary: User) -> None:
    with pytest.raises(Refused, match="no pasa a suplente"):
        change_role(seat(), role=Role.ALTERNATE, on=TODAY, by=secretary, now=NOW)


# --- rows -------------------------------------------------------------------------------------


def test_an_organisation_with_a_seat_stays(secretary: User) -> None:
    taken = seat().organisation
    taken.is_active = False

    with pytest.raises(Refused, match="tiene un asiento por ella"):
        write_council_row(taken, by=secretary, now=NOW)


def test_an_organisation_whose_seat_was_left_may_go(secretary: User) -> None:
    left = seat(left_on=LEFT, left_because="Renunció.").organisation
    left.is_active = left.is_non_profit = False

    write_council_row(left, by=secretary, now=NOW)

    assert not Organisation.objects.get().is_active
    assert RegisterEntry.objects.get().act == "write_council"


def test_a_stratum_keeps_the_seats_that_are_taken(secretary: User) -> None:
    stratum = council_of_seven().presidency.organisation.stratum
    stratum.seats = 5

    with pytest.raises(Refused, match="Hay 6 asientos tomados"):
        write_council_row(stratum, by=secretary, now=NOW)


RULE = {
    "kind": "quorum", "number": 2, "out_of": 3, "base": "in_office", "citation": "Norma, art. 9",
    "valid_from": TODAY + timedelta(days=1),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": TODAY}, "valid_from"),
        ({"number": 4}, "number"),
        ({"number": 0}, "number"),
        ({"base": ""}, "base"),
        ({"number": 3, "is_more_than": True}, "is_more_than"),
        ({"kind": "casting", "number": 2, "out_of": 1, "base": ""}, "number"),
        ({"kind": "term", "number": 0, "out_of": 1, "base": ""}, "number"),
        ({"kind": "notice", "number": 5, "out_of": 2, "base": ""}, "out_of"),
        ({"kind": "notice", "number": 5, "out_of": 1}, "base"),
    ],
)
def test_a_rule_that_cannot_be_counted_is_refused_beside_its_field(
    secretary: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        write_council_row(CouncilRule(**{**RULE, **changes}), by=secretary, now=NOW)

    assert refused.value.field == field  # type: ignore[attr-defined]


def test_a_rule_of_the_registry_may_be_older_than_today(secretary: User) -> None:
    term = CouncilRule(kind="term", number=36, citation="Norma, art. 4", valid_from=STARTED)

    write_council_row(term, by=secretary, now=NOW)

    assert give(secretary, starts_on=STARTED).ends_on == date(2028, 2, 29)


def test_a_rule_in_force_is_not_written_again(secretary: User) -> None:
    rule = CouncilRule.objects.get(kind="quorum")
    rule.number, rule.out_of = 2, 3

    with pytest.raises(Refused, match="ya rige y no se cambia"):
        write_council_row(rule, by=secretary, now=NOW)


def test_whoever_does_not_keep_the_registry_writes_nothing_of_it() -> None:
    person, mandate = staff("Auditoría"), seat()
    who: dict[str, Any] = {"by": person, "now": NOW}

    for act in (
        lambda: give(person),
        lambda: renew(mandate, **who),
        lambda: leave_seat(mandate, on=TODAY, reason="Renunció.", **who),
        lambda: change_role(mandate, role=Role.VICE, on=TODAY, **who),
        lambda: write_council_row(StratumFactory.build(), **who),
    ):
        with pytest.raises(Refused, match="no tiene permiso"):
            act()
    assert not RegisterEntry.objects.exists()
