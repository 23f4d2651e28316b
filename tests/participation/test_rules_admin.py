"""Staff change the rules in the admin, and see what moves before it moves."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from participation.models import (
    ClockRule,
    Deadline,
    Holiday,
    Limit,
    RefusalReason,
    RegisterEntry,
    Unit,
)
from programs.models import User
from tests.factories import UserFactory
from tests.participation.filings import file_one
from tests.participation.test_holidays import DUE, FILED, NEW_DAY

pytestmark = pytest.mark.django_db
NAMES = ("holiday", "clockrule", "refusalreason", "unit", "limit")
HOLIDAY = {"day": "2026-12-28", "name": "Feriado de prueba", "region": "", "law": "Ley 99.999"}


@pytest.fixture
def manager(client: Client) -> User:
    user = UserFactory(role="Coordinación de participación")
    client.force_login(user)
    return user


def post(client: Client, name: str, data: dict[str, Any], *args: object) -> HttpResponse:
    kind = "change" if args else "add"
    with time_machine.travel(FILED, tick=False):
        return client.post(reverse(f"admin:participation_{name}_{kind}", args=args), data)


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_a_holiday_that_moves_terms_asks_first_and_keeps_what_was_typed(
    client: Client, manager: User
) -> None:
    file_one(FILED)

    asked = post(client, "holiday", HOLIDAY)

    assert asked.status_code == 200
    assert "vencerá otro día 1 plazo que corre" in words(asked)
    assert 'value="Ley 99.999"' in words(asked)
    assert not Holiday.objects.filter(day=NEW_DAY).exists()
    assert Deadline.objects.get(clock="answer").due_on == DUE


def test_a_holiday_that_is_confirmed_moves_the_terms(client: Client, manager: User) -> None:
    file_one(FILED)

    done = post(client, "holiday", {**HOLIDAY, "confirm": "on"})

    assert done.status_code == 302
    assert Deadline.objects.get(clock="answer").due_on == date(2027, 1, 15)
    assert Holiday.objects.get(day=NEW_DAY).history.get().history_user == manager
    assert RegisterEntry.objects.get(act="add_holiday").user == manager


def test_a_holiday_that_moves_nothing_is_saved_at_once(client: Client, manager: User) -> None:
    assert post(client, "holiday", HOLIDAY).status_code == 302
    assert Holiday.objects.get(day=NEW_DAY).law == "Ley 99.999"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "2026-11-08"}, "ya pasó"),
        ({"day": "2026-12-25"}, "ya está en la lista"),
        ({"law": ""}, "la ley o el decreto"),
        ({"day": "no es un día"}, "fecha válida"),
    ],
)
def test_what_has_to_be_mended_is_said_and_nothing_is_written(
    client: Client, manager: User, changes: dict[str, str], sentence: str
) -> None:
    before = Holiday.objects.count()

    response = post(client, "holiday", {**HOLIDAY, **changes})

    assert response.status_code in (200, 409)
    assert sentence in words(response)
    assert 'value="Feriado de prueba"' in words(response)
    assert Holiday.objects.count() == before


def test_a_holiday_is_retired_after_saying_what_moves(client: Client, manager: User) -> None:
    post(client, "holiday", HOLIDAY)
    file_one(FILED)
    holiday = Holiday.objects.get(day=NEW_DAY)
    values = {"name": holiday.name, "law": holiday.law}

    asked = post(client, "holiday", values, holiday.pk)
    done = post(client, "holiday", {**values, "confirm": "on"}, holiday.pk)

    holiday.refresh_from_db()
    assert "1 plazo que corre" in words(asked)
    assert done.status_code == 302
    assert not holiday.is_active
    assert Deadline.objects.get(clock="answer").due_on == DUE


def test_the_name_of_a_loaded_holiday_is_mended_without_a_law(
    client: Client, manager: User
) -> None:
    holiday = Holiday.objects.get(day=date(2026, 12, 25))

    done = post(client, "holiday", {"name": "Pascua", "law": "", "is_active": "on"}, holiday.pk)

    holiday.refresh_from_db()
    assert done.status_code == 302
    assert (holiday.name, holiday.is_active) == ("Pascua", True)


RULE = {
    "clock": "mend", "length": "8", "unit": "business_days", "citation": "Resolución 1",
    "valid_from": "2026-11-10",
}  # fmt: skip


def test_a_rule_begins_tomorrow_or_later(client: Client, manager: User) -> None:
    late = post(client, "clockrule", {**RULE, "valid_from": "2026-11-09"})
    done = post(client, "clockrule", RULE)

    assert late.status_code == 409
    assert "escriba desde el 10-11-2026" in words(late)
    assert done.status_code == 302
    assert ClockRule.objects.in_force("mend", date(2026, 11, 9)).length == 5
    assert ClockRule.objects.in_force("mend", date(2026, 11, 10)).length == 8


def test_a_rule_that_rules_already_is_not_changed(client: Client, manager: User) -> None:
    rule = ClockRule.objects.get(clock="mend")

    response = post(client, "clockrule", RULE, rule.pk)

    assert response.status_code == 409
    assert "ya rige y no se cambia" in words(response)
    assert 'value="Resolución 1"' in words(response)
    assert ClockRule.objects.get(pk=rule.pk).length == 5


def test_units_reasons_and_limits_are_written_with_their_entry(
    client: Client, manager: User
) -> None:
    reason, limit = RefusalReason.objects.all()[0], Limit.objects.all()[0]
    reason_values = {
        "label": "Otro nombre", "legal_basis": "x", "public_sentence": "x", "how_to_mend": "x",
        "position": "1",
    }  # fmt: skip
    limit_values = {
        "name": "Otro", "scope": limit.scope, "count": "7", "per_seconds": "60",
        "applies_when": limit.applies_when, "way_out": "Otra forma.",
    }  # fmt: skip

    statuses = [
        post(client, "unit", {"name": "Finanzas", "slug": "finanzas", "members": [manager.pk],
                              "is_active": "on"}).status_code,
        post(client, "refusalreason", reason_values, reason.pk).status_code,
        post(client, "limit", limit_values, limit.pk).status_code,
    ]  # fmt: skip

    assert statuses == [302, 302, 302]
    assert list(Unit.objects.get().members.all()) == [manager]
    assert RefusalReason.objects.get(pk=reason.pk).label == "Otro nombre"
    assert Limit.objects.get(pk=limit.pk).count == 7
    assert RegisterEntry.objects.filter(act="write_rule", user=manager).count() == 3


@pytest.mark.parametrize("name", NAMES)
def test_who_does_not_manage_the_rules_may_only_look(client: Client, name: str) -> None:
    client.force_login(UserFactory(role="Auditoría"))

    seen = client.get(reverse(f"admin:participation_{name}_changelist"))
    add = client.get(reverse(f"admin:participation_{name}_add"))

    assert (seen.status_code, add.status_code) == (200, 403)


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_is_deleted_and_every_page_opens(client: Client, manager: User, name: str) -> None:
    Unit.objects.create(slug="u", name="U")
    row = {"holiday": Holiday, "clockrule": ClockRule, "unit": Unit,
           "refusalreason": RefusalReason, "limit": Limit}[name].objects.all()[0]  # fmt: skip

    pages = [
        client.get(reverse(f"admin:participation_{name}_{kind}", args=args)).status_code
        for kind, args in (("changelist", ()), ("add", ()), ("change", (row.pk,)),
                           ("delete", (row.pk,)))
    ]  # fmt: skip

    assert pages == [200, 200, 200, 403]


def test_an_address_that_cannot_be_read_is_no_failure(client: Client, manager: User) -> None:
    for query in ("origin=x", "q=%00", "p=x", "e=1", "day=x"):
        response = client.get(f"{reverse('admin:participation_holiday_changelist')}?{query}")
        assert response.status_code < 500
