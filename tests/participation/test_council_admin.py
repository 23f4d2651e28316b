"""The registry of the council in the admin: who opens what, and refusals beside their field."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin import site
from django.core import mail
from django.test import Client
from django.urls import reverse

from participation.actions.council_registry import renew
from participation.council_expiry import tell_expiring
from participation.emails import NothingToSay, render
from participation.models import (
    Councillor,
    CouncilRule,
    Mandate,
    Message,
    Organisation,
    RegisterEntry,
    Stratum,
)
from participation.permissions import ROLES
from tests.factories import UserFactory
from tests.participation.council import ENDS, STARTED, TODAY, Council, council_of_seven
from tests.participation.factories import NOW, SECRETARY, staff
from tests.staff import send, signed_in, text_of

pytestmark = pytest.mark.django_db
OURS = ("mandate", "stratum", "organisation", "councillor", "councilrule")
KEEPERS = (SECRETARY, "boss")
STAFF = (*ROLES, "boss")
OUTSIDE = ("anyone", "stranger", "Edición de datos")
ROWS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "mandate_changelist": (STAFF, STAFF),
    "mandate_add": (KEEPERS, KEEPERS),
    "mandate_change": (STAFF, ()),
    "mandate_delete": ((), ()),
    "mandate_history": (STAFF, STAFF),
    **{f"mandate_{code}": (KEEPERS, KEEPERS) for code in ("renew", "role", "leave")},
}
for _name in OURS[1:]:
    ROWS |= {
        f"{_name}_changelist": (STAFF, STAFF),
        f"{_name}_add": (KEEPERS, KEEPERS),
        f"{_name}_change": (STAFF, KEEPERS),
        f"{_name}_delete": ((), ()),
        f"{_name}_history": (STAFF, STAFF),
    }


@pytest.fixture(autouse=True)
def _today(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def council(db: None) -> Council:
    return council_of_seven()


def address(name: str, *args: object) -> str:
    return reverse(f"admin:participation_{name}", args=args)


def words(response: Any) -> str:
    return " ".join(text_of(response).split())


def test_every_address_of_the_registry_has_its_row() -> None:
    found = set()
    for model, its_admin in site._registry.items():
        if model._meta.app_label == "participation" and model._meta.model_name in OURS:
            found |= {str(pattern.name) for pattern in its_admin.get_urls() if pattern.name}

    names = {name.removeprefix("participation_") for name in found}
    # What another helper puts below a councillor has its row where it is tested.
    assert names - set(ROWS) - {n for n in names if n.startswith("councillor_invit")} == set()
    assert set(ROWS) - names == set()


def _client(person: str) -> Client:
    if person == "anyone":
        return Client()
    if person == "stranger":
        return signed_in(UserFactory(is_staff=False))
    if person == "boss":
        return signed_in(UserFactory(is_superuser=True))
    return signed_in(staff(person) if person in ROLES else UserFactory(role=person))


def _is_let_in(response: Any) -> bool:
    if response.status_code in (403, 405):
        return False
    return not (response.status_code == 302 and "/login/" in response["Location"])


@pytest.mark.parametrize("person", [*STAFF, *OUTSIDE])
def test_each_opens_only_what_its_row_says(council: Council, person: str) -> None:
    keys = {
        "mandate": council.vice.pk,
        "stratum": Stratum.objects.get().pk,
        "organisation": council.vice.organisation.pk,
        "councillor": council.vice.councillor.pk,
        "councilrule": CouncilRule.objects.order_by("pk")[0].pk,
    }
    client, wrong = _client(person), []

    for name in sorted(ROWS):
        model, page = name.split("_", 1)
        where = address(name, *([] if page in ("changelist", "add") else [keys[model]]))
        for method, allowed in zip(("get", "post"), ROWS[name], strict=True):
            response = getattr(client, method)(where)
            if _is_let_in(response) is not (person in allowed):
                wrong.append(f"{method} {name}: {response.status_code}")

    assert wrong == []


def test_the_registry_reads_as_a_page(council: Council) -> None:
    page = words(_client(SECRETARY).get(address("mandate_changelist")))

    assert "6 de 7" in page
    assert "Preside: Persona que preside" in page
    assert "que dejó el cargo el 01-04-2026: Renunció." in page
    assert "Persona que suple" in page


def test_a_seat_is_given_to_somebody_new(council: Council) -> None:
    client = _client(SECRETARY)
    organisation = Organisation.objects.create(
        slug="nueva", name="Nueva", stratum=Stratum.objects.get()
    )

    done = send(
        client, address("mandate_add"), name="Inés Nueva", gender="woman",
        organisation=organisation.pk, role="member", starts_on="2026-06-10",
    )  # fmt: skip

    mandate = Mandate.objects.get(councillor__name="Inés Nueva")
    assert done.status_code == 302
    assert mandate.starts_on == TODAY
    assert mandate.history.get().history_user == staff(SECRETARY)
    assert RegisterEntry.objects.filter(act="appoint").count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"name": ""}, 400, "Elija a la persona o escriba su nombre."),
        ({"organisation": ""}, 400, "Elija «Organización»."),
        ({"organisation": "99999999999999999999999"}, 400, "Escoja una opción válida"),
        ({"starts_on": "mañana"}, 400, "Escriba un día como 15-03-2027."),
        ({"starts_on": "0001-01-01"}, 409, "Revise el año."),
        ({"role": "presidency"}, 409, "La presidencia es de Persona que preside"),
        ({"role": "alternate"}, 409, "Elija de quién es suplente."),
        ({"name": "Inés\x00 Nueva", "ends_on": "2026-06-01"}, 409, "termina después de empezar"),
    ],
)
def test_what_is_to_be_mended_is_said_beside_its_field(
    council: Council, changes: dict[str, str], status: int, sentence: str
) -> None:
    people = Councillor.objects.count()
    organisation = Organisation.objects.create(
        slug="nueva", name="Nueva", stratum=Stratum.objects.get()
    )
    typed = {
        "name": "Inés Nueva", "gender": "", "organisation": organisation.pk, "role": "member",
        "starts_on": "2026-06-10", **changes,
    }  # fmt: skip

    answer = _client(SECRETARY).post(address("mandate_add"), typed)

    assert answer.status_code == status
    assert sentence in words(answer)
    assert '<ul class="errorlist" id="id_' in text_of(answer)
    assert not typed["name"] or 'value="Inés' in text_of(answer)
    assert Councillor.objects.count() == people


def test_an_election_and_a_departure_are_registered_from_the_page_of_the_seat(
    council: Council,
) -> None:
    client = _client(SECRETARY)

    elected = send(
        client, address("mandate_role", council.members[1].pk), role="presidency", on="2026-06-10"
    )
    left = send(
        client, address("mandate_leave", council.vice.pk), on="2026-06-10", reason="Renunció."
    )

    assert (elected.status_code, left.status_code) == (302, 302)
    page = words(client.get(address("mandate_changelist")))
    assert "5 de 7" in page
    assert "Preside: Persona que integra dos" in page


def test_a_refusal_keeps_what_was_typed(council: Council) -> None:
    answer = _client(SECRETARY).post(
        address("mandate_leave", council.vice.pk), {"on": "2031-01-01", "reason": "Se mudó."}
    )

    assert answer.status_code == 409
    assert "Debe estar entre el 01-03-2025 y el 28-02-2027." in words(answer)
    assert 'value="Se mudó."' in text_of(answer)


def test_a_rule_is_refused_beside_its_field(council: Council) -> None:
    typed = {
        "kind": "quorum", "number": "3", "out_of": "2", "base": "in_office", "citation": "Norma",
        "valid_from": "2026-07-01",
    }  # fmt: skip

    refused = _client(SECRETARY).post(address("councilrule_add"), typed)
    done = _client(SECRETARY).post(address("councilrule_add"), {**typed, "number": "1"})

    assert refused.status_code == 409
    assert "Una parte va de 1 a lo que dice" in words(refused)
    assert done.status_code == 302
    assert CouncilRule.objects.filter(kind="quorum").count() == 2


# --- what the desk and the beat say ------------------------------------------------------------


def test_the_desk_says_vacancies_and_who_ends_soon(council: Council, time_machine: Any) -> None:
    time_machine.move_to(NOW + (ENDS - TODAY) - timedelta(days=60), tick=False)

    page = words(_client(SECRETARY).get("/admin/"))

    assert "El período de Persona que preside" in page
    assert "termina el 28-02-2027" in page
    assert "Hay 1 asiento vacante." in page


def test_the_desk_says_where_parity_is_not_met(council: Council) -> None:
    Councillor.objects.update(gender="man")

    assert "No se cumple la paridad: 0 de 6 son mujeres." in words(
        _client(SECRETARY).get("/admin/")
    )


def test_the_box_is_of_those_who_keep_the_registry(council: Council) -> None:
    assert (
        "Registro del Consejo"
        not in words(_client("Redacción").get("/admin/")).partition('class="rooms"')[0]
    )


def test_who_keeps_the_registry_is_told_once_of_each_term(council: Council) -> None:
    keeper = staff(SECRETARY)
    day = NOW + (ENDS - TODAY) - timedelta(days=60)
    assert tell_expiring(day - timedelta(days=1)) == 0

    told, again = tell_expiring(day), tell_expiring(day + timedelta(days=1))

    assert (told, again) == (7, 0)
    assert Message.objects.filter(kind="mandate_ending", user=keeper).count() == 7
    assert mail.outbox == []


def test_of_a_term_renewed_meanwhile_nothing_is_said(council: Council, time_machine: Any) -> None:
    day = NOW + (ENDS - TODAY) - timedelta(days=60)
    time_machine.move_to(day, tick=False)
    staff(SECRETARY)
    tell_expiring(day)
    message = Message.objects.get(object_id=str(council.vice.pk), kind="mandate_ending")
    letter = render(message)
    assert letter.subject == "Consejo: el período de Persona que vicepreside termina en 60 días"

    renew(council.vice, by=staff(SECRETARY), now=day)

    with pytest.raises(NothingToSay):
        render(message)


def test_a_term_of_the_past_is_not_in_reach(council: Council) -> None:
    assert council.former.starts_on == STARTED
    assert _client(SECRETARY).get(address("mandate_change", council.former.pk)).status_code == 200
    assert _client(SECRETARY).get(address("mandate_change", 10**12)).status_code == 404
