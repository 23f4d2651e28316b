"""A key is changed without losing anything, and may be stopped half way."""

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test.utils import isolate_apps

from participation.actions.filing import Author, send_submission
from participation.keys import blind_index, needs_resealing, open_sealed, seal
from participation.models import AskDraft, Authorship, Person, SealedOriginal
from participation.rotation import SealedModel, batches, sealed_models
from tests.factories import AccountFactory

OLD, NEW, LOST = (Fernet.generate_key().decode() for _ in range(3))
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PERSONS = SealedModel(Person, ("email_sealed",))
pytestmark = pytest.mark.django_db


def person(email: str) -> Person:
    return Person.objects.create(
        email_sealed=seal(email), email_index=blind_index(email, "test"), created_at=NOW
    )


@pytest.fixture
def people(settings: Any) -> list[Person]:
    """Five people sealed with the old key, of whom one without e-mail; the new key is set."""
    settings.IDENTITY_KEYS = [OLD]
    made = [person(f"p{number}@ejemplo.cl") for number in range(4)]
    made.append(Person.objects.create(created_at=NOW))
    settings.IDENTITY_KEYS = [NEW, OLD]
    return made


def rotate(*args: str) -> str:
    out = StringIO()
    call_command("rotate_identity_keys", *args, stdout=out)
    return out.getvalue()


def emails() -> list[str]:
    sealed = Person.objects.order_by("pk").values_list("email_sealed", flat=True)
    return [open_sealed(each) if each else "" for each in sealed]


EXPECTED = ["p0@ejemplo.cl", "p1@ejemplo.cl", "p2@ejemplo.cl", "p3@ejemplo.cl", ""]


def test_every_sealed_field_of_the_app_takes_part() -> None:
    found = {each.model: set(each.fields) for each in sealed_models()}

    assert found[Person] == {"email_sealed"}
    assert found[Authorship] == {"full_name_sealed", "organisation_sealed", "contact_sealed"}
    assert {SealedOriginal, AskDraft} <= set(found)
    named = {
        (model, field.name)
        for model in apps.get_app_config("participation").get_models()
        for field in model._meta.concrete_fields
        if "sealed" in field.name and isinstance(field, models.TextField)
    }
    assert {(model, name) for model, names in found.items() for name in names} == named


def test_after_rotating_the_old_key_may_go(people: list[Person], settings: Any) -> None:
    said = rotate("--batch", "2")

    assert "personas: filas revisadas, 5; datos sellados de nuevo, 4." in said
    assert "Listo: 4 datos sellados con la clave nueva." in said
    settings.IDENTITY_KEYS = [NEW]
    assert emails() == EXPECTED


def test_rotating_twice_seals_nothing_again(people: list[Person]) -> None:
    rotate()
    before = list(Person.objects.order_by("pk").values_list("email_sealed", flat=True))

    said = rotate()

    assert list(Person.objects.order_by("pk").values_list("email_sealed", flat=True)) == before
    assert said.endswith("Nada queda con una clave anterior: ya puede retirarla.\n")
    assert "Listo" not in said


def test_looking_counts_and_changes_nothing(people: list[Person]) -> None:
    said = rotate("--check")

    assert "Quedan 4 datos por sellar de nuevo." in said
    assert "ya puede retirarla" not in said
    assert all(needs_resealing(p.email_sealed) for p in Person.objects.exclude(email_sealed=""))


def test_what_was_stopped_half_way_goes_on(people: list[Person], settings: Any) -> None:
    steps = batches(PERSONS, size=2)
    next(steps)
    steps.close()
    assert emails() == EXPECTED

    said = rotate()

    assert "datos sellados de nuevo, 2." in said
    settings.IDENTITY_KEYS = [NEW]
    assert emails() == EXPECTED


def test_only_the_old_fields_of_a_row_are_sealed_again(settings: Any) -> None:
    settings.IDENTITY_KEYS = [OLD]
    submission = send_submission(
        account=AccountFactory(),
        kind="question",
        text="¿Cuántas personas recibieron el subsidio?",
        author=Author("ana@ejemplo.cl", "Ana Pérez", "Feria de Talca"),
        must_confirm=True,
        now=NOW,
    )
    settings.IDENTITY_KEYS = [NEW, OLD]
    authorships = Authorship.objects.filter(submission=submission)
    authorships.update(full_name_sealed=(fresh := seal("Ana Pérez Soto")))

    said = rotate()

    assert "autorías: filas revisadas, 1; datos sellados de nuevo, 1." in said
    settings.IDENTITY_KEYS = [NEW]
    kept = authorships.get()
    assert kept.full_name_sealed == fresh
    assert open_sealed(kept.organisation_sealed) == "Feria de Talca"
    assert kept.contact_sealed == ""


def test_a_sealed_field_that_holds_no_text_stops_the_rotation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with isolate_apps("participation") as own:

        class Portrait(models.Model):
            picture_sealed = models.BinaryField()

            class Meta:
                app_label = "participation"

            def __str__(self) -> str:
                return "a portrait"

        monkeypatch.setattr("participation.rotation.apps", own)

        with pytest.raises(TypeError, match="picture_sealed is named as a sealed field"):
            sealed_models()


def test_well_sealed_rows_are_not_locked(
    people: list[Person], django_assert_max_num_queries: Any
) -> None:
    rotate()

    with django_assert_max_num_queries(20) as asked:
        rotate()

    assert not [each for each in asked.captured_queries if each["sql"].startswith("UPDATE")]


def test_what_no_key_opens_is_named_and_left_alone(people: list[Person], settings: Any) -> None:
    settings.IDENTITY_KEYS = [LOST]
    lost = person("perdida@ejemplo.cl")
    settings.IDENTITY_KEYS = [NEW, OLD]

    with pytest.raises(CommandError) as refused:
        rotate()

    assert f"Person {lost.pk}, email_sealed." in str(refused.value)
    assert "perdida" not in str(refused.value)
    settings.IDENTITY_KEYS = [NEW, LOST]
    assert emails() == [*EXPECTED, "perdida@ejemplo.cl"]


def test_a_long_list_of_what_no_key_opens_is_counted(settings: Any) -> None:
    settings.IDENTITY_KEYS = [LOST]
    for number in range(12):
        person(f"p{number}@ejemplo.cl")
    settings.IDENTITY_KEYS = [NEW]

    with pytest.raises(CommandError, match=r" y 2 más\.$"):
        rotate()


def test_a_batch_of_none_is_refused() -> None:
    with pytest.raises(CommandError, match="1 o más"):
        rotate("--batch", "0")


def test_only_one_value_is_said_in_singular(settings: Any) -> None:
    settings.IDENTITY_KEYS = [OLD]
    person("ana@ejemplo.cl")
    settings.IDENTITY_KEYS = [NEW, OLD]

    assert "Queda 1 dato por sellar de nuevo." in rotate("--check")
    assert "Listo: 1 dato sellado con la clave nueva. Ejecute otra vez" in rotate()


def test_rows_are_held_while_they_are_sealed_again(
    people: list[Person], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20) as asked:
        list(batches(PERSONS, size=10))

    held = [each["sql"] for each in asked.captured_queries if "FOR UPDATE" in each["sql"]]
    assert len(held) == 1
