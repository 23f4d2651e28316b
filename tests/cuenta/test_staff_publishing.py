"""Publishing from the desk: the checklist, four eyes, the edition and its press."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.actions.accounts import note_draft_change, prepare_account, publish_account
from programs.actions.imports import import_account
from programs.models import Edition, PublicAccount, Result, User
from programs.package import read_package
from tests.factories import NOW, UserFactory
from tests.shared import Kept
from tests.staff import in_one_thread, send, signed_in, text_of

__all__ = ["in_one_thread"]
SEED = Path(__file__).parents[2] / "programs" / "data" / "sercotec-2022"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_one_thread")]


@pytest.fixture(scope="module")
def checked_of_file(kept: Kept) -> Iterator[tuple[PublicAccount, User]]:
    with kept():
        editor = UserFactory(role="Edición de datos")
        draft = import_account(read_package(SEED), by=editor, now=NOW, origin="prueba")
        yield prepare_account(draft, by=editor, now=NOW), editor


@pytest.fixture
def editor(db: None, checked_of_file: tuple[PublicAccount, User]) -> User:
    return User.objects.get(pk=checked_of_file[1].pk)


@pytest.fixture
def publisher(db: None) -> User:
    return UserFactory(role="Publicación")


@pytest.fixture
def checked(db: None, checked_of_file: tuple[PublicAccount, User]) -> PublicAccount:
    return PublicAccount.objects.get(pk=checked_of_file[0].pk)


@pytest.fixture
def second(checked: PublicAccount, editor: User, publisher: User) -> PublicAccount:
    """Published once, then a figure changed and was given as checked again."""
    publish_account(checked, by=publisher, now=NOW)
    row = Result.objects.filter(account=checked, rules__isnull=True, unit="n")[0]
    Result.objects.filter(pk=row.pk).update(note="Una nota nueva")
    note_draft_change(checked, by=editor, now=timezone.now(), summary="Cambió una nota")
    return prepare_account(checked, by=editor, now=timezone.now())


@pytest.fixture(autouse=True)
def press(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A press that notes it was asked: what it prints is tested where it lives."""
    asked: list[str] = []

    def prints(*, progress: Any) -> None:
        asked.append("printed")
        progress(50, "Edición 1")

    monkeypatch.setattr("cuenta.staff.views.print_site", prints)
    monkeypatch.setattr("cuenta.staff.views.is_up_to_date", lambda: bool(asked))
    return asked


def page_of(account: PublicAccount) -> str:
    return reverse("cuenta:account-publish", args=[account.pk])


def test_the_page_names_the_consequences(checked: PublicAccount, publisher: User) -> None:
    page = text_of(signed_in(publisher).get(page_of(checked)))

    assert "Se publicará la edición 1." in page
    assert "No podrá cambiarse ni borrarse" in page
    assert "Falta" not in page


def test_publishing_writes_the_edition_and_prints_it(
    checked: PublicAccount, publisher: User, press: list[str]
) -> None:
    response = send(signed_in(publisher), page_of(checked), understood="on")

    text = text_of(response)
    edition = Edition.objects.get()
    assert edition.published_by == publisher
    assert press == ["printed"]
    assert edition.sha256 in text
    assert text.index("Imprimiendo") < text.index("está publicada")


def test_without_the_box_nothing_is_published(checked: PublicAccount, publisher: User) -> None:
    response = send(signed_in(publisher), page_of(checked))

    assert response.status_code == 400
    assert "Marque esta casilla" in text_of(response)
    assert not Edition.objects.exists()


def test_the_second_edition_needs_a_reason_and_shows_what_changed(
    second: PublicAccount, publisher: User
) -> None:
    client = signed_in(publisher)

    page = text_of(client.get(page_of(second)))
    without = send(client, page_of(second), understood="on", reason=" ")
    published = send(client, page_of(second), understood="on", reason="Se corrigió una nota")

    assert "Una nota nueva" in page
    assert without.status_code == 400
    assert "Escriba por qué se publica otra edición" in text_of(without)
    assert published.status_code == 200
    assert Edition.objects.get(number=2).reason == "Se corrigió una nota"


def test_who_prepared_finds_no_button_and_its_reason(checked: PublicAccount) -> None:
    both = checked.prepared_by
    assert both is not None
    both.groups.add(*UserFactory(role="Publicación").groups.all())
    client = signed_in(both)

    page = text_of(client.get(page_of(checked)))
    sent = client.post(page_of(checked), {"version": checked.version, "understood": "on"})

    assert "Usted preparó esta edición: la publica otra persona" in page
    assert ">Publicar la edición 1</button>" not in page
    assert sent.status_code == 409
    assert not Edition.objects.exists()


def test_the_institution_may_allow_it(checked: PublicAccount) -> None:
    both = checked.prepared_by
    assert both is not None
    both.groups.add(*UserFactory(role="Publicación").groups.all())
    checked.institution.allows_self_publication = True
    checked.institution.save()

    response = send(signed_in(both), page_of(checked), understood="on")

    assert response.status_code == 200
    assert Edition.objects.get().allowed_self_publication


def test_a_draft_that_changed_while_it_was_read_is_not_published(
    checked: PublicAccount, publisher: User
) -> None:
    sent = {"version": checked.version - 1, "understood": "on"}

    response = signed_in(publisher).post(page_of(checked), sent)

    assert response.status_code == 409
    assert "El borrador cambió" in text_of(response)
    assert not Edition.objects.exists()


def test_what_changed_meanwhile_is_read_and_then_published(
    checked: PublicAccount, publisher: User
) -> None:
    client = signed_in(publisher)
    old = {"version": checked.version, "promised": "de ayer", "understood": "on"}

    refused = client.post(page_of(checked), {**old, "reason": "Porque sí."})
    form = refused.context["form"]
    read = {name: form[name].value() for name in ("version", "promised", "reason")}
    published = client.post(page_of(checked), {**read, "understood": "on"})

    assert refused.status_code == 409
    assert "Cambió un compromiso" in text_of(refused)
    assert not form["understood"].value(), "it is read again"
    assert published.status_code == 200
    assert Edition.objects.get().reason == "Porque sí."


def test_a_press_that_fails_keeps_the_edition_and_offers_to_print_again(
    checked: PublicAccount, publisher: User, press: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*, progress: Any) -> None:
        raise OSError("no queda espacio")

    monkeypatch.setattr("cuenta.staff.views.print_site", breaks)
    client = signed_in(publisher)

    response = send(client, page_of(checked), understood="on")
    page = text_of(client.get(page_of(checked)))

    assert "no se terminaron de imprimir" in text_of(response)
    assert Edition.objects.count() == 1
    assert "Volver a imprimir" in page
    assert reverse("cuenta:account-print", args=[checked.pk]) in page


def test_printing_again_prints_what_is_published(
    second: PublicAccount, publisher: User, press: list[str]
) -> None:
    response = signed_in(publisher).post(reverse("cuenta:account-print", args=[second.pk]))

    assert "La edición 1 está publicada" in text_of(response)
    assert press == ["printed"]


def test_there_is_nothing_to_print_before_the_first(
    checked: PublicAccount, publisher: User
) -> None:
    response = signed_in(publisher).post(reverse("cuenta:account-print", args=[checked.pk]))

    assert response.status_code == 404


def test_a_draft_that_was_not_checked_is_not_published(
    checked: PublicAccount, editor: User, publisher: User
) -> None:
    note_draft_change(checked, by=editor, now=timezone.now(), summary="Cambió algo")
    client = signed_in(publisher)

    page = text_of(client.get(page_of(checked)))

    assert "Falta que alguien dé las cifras por revisadas" in page
    assert "Todavía no se puede publicar" in page
