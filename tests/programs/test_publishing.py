"""From draft to edition: differences explained, four eyes, hashed files that never change."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from programs.actions.accounts import (
    explain_difference,
    note_draft_change,
    prepare_account,
    publish_account,
    reopen_account,
)
from programs.actions.imports import import_account
from programs.editions import SUMS, files_of_edition, ledger_of_edition, sums_of, verify_edition
from programs.ledger import Ledger, Voice
from programs.models import AccountEvent, Edition, PublicAccount, User
from programs.reviews import previous_ledger, review_draft
from programs.transitions import Refused
from tests.factories import NOW, AccountFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_edition_holds_the_account_and_its_hash(edition: Edition, seed: Ledger) -> None:
    files = files_of_edition(edition)

    assert ledger_of_edition(edition) == seed
    assert hashlib.sha256(sums_of(files)).hexdigest() == edition.sha256
    assert b"outcomes.csv" in sums_of(files)
    assert SUMS not in files


def test_an_untouched_edition_verifies(edition: Edition) -> None:
    found = verify_edition(edition)

    assert found.is_intact
    assert found.computed == edition.sha256


def test_tampering_under_the_trigger_is_found_and_named(edition: Edition) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE programs_editionfile DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE programs_editionfile SET content = content || '\\x20' WHERE path = %s",
            ["figures.csv"],
        )
        cursor.execute("ALTER TABLE programs_editionfile ENABLE TRIGGER USER")

    found = verify_edition(edition)

    assert not found.is_intact
    assert "figures.csv" in found.problems[0]
    assert "La huella de la edición" in found.problems[1]


def test_who_prepared_an_edition_does_not_publish_it(draft: PublicAccount) -> None:
    both = UserFactory(is_superuser=True)
    prepare_account(draft, by=both, now=NOW)

    with pytest.raises(Refused, match="la publica otra persona"):
        publish_account(draft, by=both, now=NOW)


def test_unless_the_institution_allows_it(draft: PublicAccount) -> None:
    both = UserFactory(is_superuser=True)
    draft.institution.allows_self_publication = True
    draft.institution.save()
    prepare_account(draft, by=both, now=NOW)

    edition = publish_account(draft, by=both, now=NOW)

    assert edition.allowed_self_publication


def test_a_draft_that_nobody_checked_is_not_published(
    draft: PublicAccount, publisher: User
) -> None:
    with pytest.raises(Refused, match="En borrador"):
        publish_account(draft, by=publisher, now=NOW)


def test_an_unexplained_difference_blocks(draft: PublicAccount, editor: User) -> None:
    draft.explanations.first().delete()

    with pytest.raises(Refused, match="Queda 1 diferencia sin explicar"):
        prepare_account(draft, by=editor, now=NOW)


def test_an_explanation_opens_the_way_and_is_signed(draft: PublicAccount, editor: User) -> None:
    gone = draft.explanations.first()
    gone.delete()

    said = explain_difference(
        draft,
        check=gone.check_slug,
        text=" El total dejó fuera una fila. ",
        voice=Voice.INSTITUTION,
        author="Jefatura de Estudios (prueba)",
        by=editor,
        now=NOW,
    )

    assert said.explained_by == editor
    assert said.text == "El total dejó fuera una fila."
    assert not review_draft(draft).unexplained
    prepare_account(draft, by=editor, now=NOW)


def test_only_a_difference_is_explained(draft: PublicAccount, editor: User) -> None:
    holds = next(o for o in review_draft(draft).outcomes if o.holds)
    words = {"text": "Nada.", "voice": Voice.EDITOR, "author": "Equipo", "by": editor, "now": NOW}

    with pytest.raises(Refused, match="no tiene una diferencia"):
        explain_difference(draft, check=holds.slug, **words)


def test_an_empty_explanation_is_refused(draft: PublicAccount, editor: User) -> None:
    check = draft.explanations.first().check_slug

    with pytest.raises(Refused, match="Escriba la explicación"):
        explain_difference(
            draft, check=check, text=" ", voice=Voice.EDITOR, author="X", by=editor, now=NOW
        )


def test_an_explanation_of_another_difference_does_not_count(
    draft: PublicAccount, editor: User
) -> None:
    draft.explanations.filter(pk=draft.explanations.first().pk).update(difference="1")

    assert len(review_draft(draft).unexplained) == 1


def test_an_empty_account_is_not_prepared(editor: User) -> None:
    with pytest.raises(Refused, match="no tiene cifras todavía"):
        prepare_account(AccountFactory(), by=editor, now=NOW)


def test_publishing_twice_without_changes_is_refused(
    edition: Edition, editor: User, publisher: User
) -> None:
    reopen_account(edition.account, by=editor, now=NOW)
    prepare_account(edition.account, by=editor, now=NOW)

    with pytest.raises(Refused, match="Nada cambió desde la edición 1"):
        publish_account(edition.account, by=publisher, now=NOW)


def test_a_second_edition_leaves_the_first_as_it_was(
    edition: Edition, seed: Ledger, editor: User, publisher: User
) -> None:
    before = files_of_edition(edition)
    account = import_account(replace(seed, summary="Corregido."), by=editor, now=NOW)
    prepare_account(account, by=editor, now=NOW)

    second = publish_account(account, by=publisher, now=NOW, reason="Corrige el resumen.")

    assert second.number == 2
    assert files_of_edition(edition) == before
    assert verify_edition(edition).is_intact
    assert ledger_of_edition(second).summary == "Corregido."


def test_a_second_edition_says_why(
    edition: Edition, seed: Ledger, editor: User, publisher: User
) -> None:
    account = import_account(replace(seed, summary="Corregido."), by=editor, now=NOW)
    prepare_account(account, by=editor, now=NOW)

    with pytest.raises(Refused, match="Escriba por qué"):
        publish_account(account, by=publisher, now=NOW, reason="  ")


def test_two_people_are_two_even_where_one_would_do(
    draft: PublicAccount, editor: User, publisher: User
) -> None:
    draft.institution.allows_self_publication = True
    draft.institution.save()
    prepare_account(draft, by=editor, now=NOW)

    assert publish_account(draft, by=publisher, now=NOW).allowed_self_publication is False


@pytest.mark.parametrize("act", [prepare_account, publish_account])
def test_what_changed_since_the_page_was_opened_is_refused(
    draft: PublicAccount, act: Callable[..., Any]
) -> None:
    both = UserFactory(is_superuser=True)
    if act is publish_account:
        prepare_account(draft, by=both, now=NOW)

    with pytest.raises(Refused, match="cambió después de que usted abrió"):
        act(draft, by=UserFactory(is_superuser=True), now=NOW, expected_version=draft.version + 1)


def test_what_does_not_hang_together_is_neither_prepared_nor_published(
    draft: PublicAccount, editor: User, publisher: User
) -> None:
    prepare_account(draft, by=editor, now=NOW)
    draft.chapters.filter(slug="quienes-somos").update(body="Fueron {cifra:nada}.")

    with pytest.raises(Refused, match=r"Hay que corregir: .*\{cifra:nada\}, que no existe"):
        publish_account(draft, by=publisher, now=NOW)
    with pytest.raises(Refused, match="Hay que corregir"):
        prepare_account(reopen_account(draft, by=editor, now=NOW), by=editor, now=NOW)


def test_an_edition_that_could_not_be_read_back_is_not_sealed(
    draft: PublicAccount, editor: User, publisher: User
) -> None:
    draft.terms.filter(pk=draft.terms.first().pk).update(slug="Capital_Semilla")
    prepare_account(draft, by=editor, now=NOW)

    with pytest.raises(Refused, match="use solo minúsculas"):
        publish_account(draft, by=publisher, now=NOW)

    assert not Edition.objects.exists()


def test_a_later_edition_of_last_year_does_not_change_how_this_one_was_judged(
    edition: Edition, seed: Ledger, editor: User, publisher: User
) -> None:
    following = AccountFactory(
        institution=edition.account.institution, account_year=2023, management_year=2022
    )
    account = import_account(replace(seed, summary="Otro."), by=editor, now=NOW)
    prepare_account(account, by=editor, now=NOW)
    later = NOW + timedelta(days=30)
    publish_account(account, by=publisher, now=later, reason="Corrige el resumen.")

    assert previous_ledger(following, NOW + timedelta(days=1)) == seed
    assert previous_ledger(following, later).summary == "Otro."  # type: ignore[union-attr]
    assert previous_ledger(following, NOW - timedelta(days=1)) is None


def test_a_failed_publication_leaves_nothing(
    draft: PublicAccount, editor: User, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_account(draft, by=editor, now=NOW)

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("programs.actions.accounts.EditionFile.objects.bulk_create", crash)
    with pytest.raises(RuntimeError), transaction.atomic():
        publish_account(draft, by=publisher, now=NOW)

    assert not Edition.objects.exists()
    assert PublicAccount.objects.get(pk=draft.pk).state == "checked"


def test_a_change_by_hand_counts_a_version_and_is_logged(
    draft: PublicAccount, editor: User
) -> None:
    note_draft_change(draft, by=editor, now=NOW, summary="Cambió la cifra crece-monto")

    event = AccountEvent.objects.first()
    assert event is not None
    assert (event.by, event.kind) == (editor, "edited")
    assert PublicAccount.objects.get(pk=draft.pk).version == draft.version + 1


def test_last_year_is_what_the_same_institution_published(edition: Edition, seed: Ledger) -> None:
    following = AccountFactory(
        institution=edition.account.institution, account_year=2023, management_year=2022
    )

    assert previous_ledger(following) == seed
    assert previous_ledger(edition.account) is None


@pytest.mark.parametrize(
    ("role", "act"),
    [
        ("Publicación", "prepare"),
        ("Publicación", "change"),
        ("Edición de datos", "publish"),
        ("Auditoría", "prepare"),
        ("Auditoría", "publish"),
        ("Auditoría", "explain"),
        ("Auditoría", "change"),
    ],
)
def test_a_role_does_only_its_part(draft: PublicAccount, role: str, act: str) -> None:
    user = UserFactory(role=role)
    acts = {
        "prepare": lambda: prepare_account(draft, by=user, now=NOW),
        "publish": lambda: publish_account(draft, by=user, now=NOW),
        "change": lambda: note_draft_change(draft, by=user, now=NOW, summary="X"),
        "explain": lambda: explain_difference(
            draft, check="x", text="x", voice=Voice.EDITOR, author="x", by=user, now=NOW
        ),
    }

    with pytest.raises(Refused, match="no tiene permiso"):
        acts[act]()
