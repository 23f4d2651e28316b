"""What staff read on the lists and forms of participation: Spanish, with a title of its own."""

import re
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst

from participation.actions.identities import read_identity
from participation.admin.rules import LIMITED
from participation.limit_defaults import DEFAULTS
from participation.models import Answer, IdentityReading, RegisterEntry, Unit
from tests.factories import UserFactory
from tests.participation import factories as given
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db
MODELS = [model for model in admin.site._registry if model._meta.app_label == "participation"]
LOOKED_AT = (Answer, IdentityReading, RegisterEntry)


@pytest.fixture
def boss() -> Client:
    return signed_in(UserFactory(is_superuser=True))


@pytest.fixture
def _work(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(given.NOW, tick=False):
        row = given.submission_at("answered")
        read_identity(row, reason="Avisarle", by=given.staff(given.COORDINATOR), now=given.NOW)


def _page(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:participation_{model._meta.model_name}_{name}", args=args)


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return found[1].strip() if found else ""


def _unnamed(model: Any) -> set[str]:
    """What Django would show of the fields that have no Spanish name."""
    fields = model._meta.get_fields()
    names = {field.name for field in fields if getattr(field, "verbose_name", None) is not None}
    return {
        capfirst(name.replace("_", " "))
        for name in names
        if model._meta.get_field(name).verbose_name == name.replace("_", " ")
    } - {"Id", "Sexo"}


@pytest.mark.parametrize("model", MODELS)
def test_a_list_has_the_name_of_what_it_lists(model: Any, boss: Client) -> None:
    page = text_of(boss.get(_page(model, "changelist")))

    assert _title(page).startswith(capfirst(model._meta.verbose_name_plural))
    assert "Seleccione" not in _title(page)


@pytest.mark.parametrize("model", LOOKED_AT)
@pytest.mark.usefixtures("_work")
def test_what_is_only_looked_at_is_said_in_spanish(model: Any, boss: Client) -> None:
    row = model.objects.order_by("-pk").first()

    list_ = text_of(boss.get(_page(model, "changelist")))
    page = text_of(boss.get(_page(model, "change", row.pk)))

    for shown in (list_, page):
        words = {word.strip().rstrip(":") for word in re.findall(r">([^<>]+)<", shown)}
        assert words & _unnamed(model) == set()
        assert "None" not in words
    assert f"<h1>{capfirst(model._meta.verbose_name)}</h1>" in page
    assert "Vista " not in _title(page)


@pytest.mark.usefixtures("_work")
def test_the_register_tells_each_act_in_words_and_keeps_what_was_sealed(boss: Client) -> None:
    entry = RegisterEntry.objects.filter(act="answer").get()

    list_ = text_of(boss.get(_page(RegisterEntry, "changelist")))
    page = text_of(boss.get(_page(RegisterEntry, "change", entry.pk)))

    assert "Se firmó y publicó la respuesta" in list_
    assert ">answer<" not in list_
    assert "answer · submission ·" in page


def test_a_list_without_rows_says_so_and_does_not_speak_of_a_search(boss: Client) -> None:
    empty = text_of(boss.get(_page(IdentityReading, "changelist")))
    searched = text_of(boss.get(_page(IdentityReading, "changelist"), {"q": "nadie"}))

    assert "Todavía no hay nada aquí." in empty
    assert "Nada corresponde a lo que busca." in searched


def test_every_limit_is_named_by_what_people_do() -> None:
    assert {each.action for each in DEFAULTS} <= set(LIMITED)


def test_who_belongs_to_a_unit_is_ticked_among_those_who_work_here(boss: Client) -> None:
    works = UserFactory(full_name="Ana Trabaja")
    UserFactory(full_name="Pedro Se Fue", is_active=False)
    unit = Unit.objects.create(name="Estudios", slug="estudios-de-prueba")

    page = text_of(boss.get(_page(Unit, "change", unit.pk)))
    sent = boss.post(
        _page(Unit, "change", unit.pk),
        {"name": "Estudios", "slug": unit.slug, "members": [works.pk], "is_active": "on"},
    )

    assert re.search(r'type="checkbox" name="members"[^>]*>\s*Ana Trabaja', page)
    assert not re.search(r'type="checkbox" name="members"[^>]*>\s*Pedro Se Fue', page)
    assert "add_id_members" not in page
    assert sent.status_code == 302
    assert list(unit.members.all()) == [works]


def test_what_was_picked_to_group_stays_when_a_folio_is_not_there() -> None:
    head, other = given.submission_at("admitted"), given.submission_at("admitted")
    client = signed_in(given.staff(given.COORDINATOR))

    response = client.post(
        reverse("admin:participation_submission_group", args=[head.pk]),
        {"version": head.version, "members": [other.pk], "folios": "nada"},
    )

    page = text_of(response)
    assert response.status_code == 400
    assert re.search(rf'name="members" value="{other.pk}"[^>]*checked', page)
    assert f"({other.folio})" in page
